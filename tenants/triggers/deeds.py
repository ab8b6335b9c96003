"""The actions that triggers can do: those of this layer and those that modules declare (A29)."""

from __future__ import annotations

from functools import cache

from django.utils.module_loading import import_string

from dangol import registry
from dangol.about_triggers import Deed, TriggerAction
from tenants.triggers.models import Trigger


@cache
def actions() -> dict[str, TriggerAction]:
    """{code: action}, lowest layer first."""
    return {each.code: each for d in registry.declarations() for each in d.trigger_actions}


def deed(code: str) -> Deed:
    """What asks for the options of an action, says and does it; KeyError when it is gone."""
    found: Deed = import_string(actions()[code].deed)
    return found


def offered(moment: str) -> list[TriggerAction]:
    """Those that make sense at a moment."""
    kind = "list" if moment == Trigger.Moment.TIME else "record"
    return [each for each in actions().values() if each.of in (kind, "both")]
