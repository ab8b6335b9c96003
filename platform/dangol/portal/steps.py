"""The first steps of a new company: a checklist that is done when its rows say so (P4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.module_loading import import_string

from dangol import preferences, registry
from dangol.access import user_can
from dangol.registry import FirstStep

HIDDEN = "portal/first-steps-hidden"
MANAGE = "portal.start.manage"


@dataclass(frozen=True)
class Step:
    """One line of the checklist as drawn; `address` is "" once it is done."""

    declared: FirstStep
    is_done: bool
    address: str


@dataclass(frozen=True)
class Checklist:
    """The steps open to a user, in their order."""

    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return self.done == len(self.steps)

    @property
    def next(self) -> Step | None:
        """The first that is not done yet."""
        return next((step for step in self.steps if not step.is_done), None)


def checklist(user: Any) -> Checklist:
    """The steps of all modules that are open to the user, each asked whether it is done."""
    declared = [each for declaration in registry.declarations() for each in declaration.first_steps]
    own = sorted(
        (each for each in declared if user_can(user, each.permission)),
        key=lambda each: each.order,
    )
    return Checklist([_asked(each) for each in own])


def on_portal(user: Any) -> Checklist | None:
    """The checklist for the portal: while it is not finished, for those who have not hidden it."""
    if not user_can(user, MANAGE) or is_hidden(user):
        return None
    found = checklist(user)
    return None if found.is_finished else found


def is_hidden(user: Any) -> bool:
    return bool(preferences.read(user, HIDDEN))


def hide(user: Any) -> None:
    """Takes the checklist off this user's portal; it stays in the settings menu."""
    preferences.keep(user, HIDDEN, True)


def show(user: Any) -> None:
    """Puts the checklist back on this user's portal."""
    preferences.keep(user, HIDDEN, None)


def _asked(step: FirstStep) -> Step:
    if import_string(step.done)():
        return Step(step, is_done=True, address="")
    address = import_string(step.address)() if step.address else reverse(step.url_name)
    return Step(step, is_done=False, address=address)
