"""Taking over a declared set of fields, and putting it away again (A15, B4, B5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol.about_records import FieldOfSet, FieldSet
from dangol.errors import RuleBroken
from tenants.customising.models import FieldDefinition
from tenants.customising.queries.sets import origin_of, sets
from tenants.customising.services import choosing, fields


@transaction.atomic
def install(code: str) -> int:
    """Adds the fields of a set that are not there; how many. Those put away come back with values.

    Each field has its own line in the audit. RuleBroken when a name is taken by another field.
    """
    chosen = _set(code)
    rows = {row.origin: row for row in _of(chosen)}
    added = 0
    for each in chosen.fields:
        row = rows.get(origin_of(chosen, each))
        if row is None:
            _create(chosen, each)
        elif row.retired_at is not None:
            fields.bring_back(row)
        else:
            continue
        added += 1
    return added


@transaction.atomic
def put_away(code: str) -> int:
    """Puts the fields of a set away; how many. Values wait, and come back with them."""
    used = [row for row in _of(_set(code)) if row.retired_at is None]
    for row in used:
        fields.retire(row)
    return len(used)


def _set(code: str) -> FieldSet:
    found = sets().get(code)
    if found is None:
        raise RuleBroken("set_unknown", _("This set of fields is not there."))
    return found


def _of(chosen: FieldSet) -> Iterator[FieldDefinition]:
    rows = FieldDefinition.objects.filter(origin__startswith=f"{chosen.code}/")
    yield from rows.order_by("position", "made_at")


def _create(chosen: FieldSet, each: FieldOfSet) -> None:
    label, english = _both(each.label)
    values: dict[str, Any] = {
        "label": label,
        "label_en": english,
        "section": _both(chosen.section)[0],
        "rules": dict(each.rules),
        "options": [_both(option)[0] for option in each.options],
    }
    row = choosing.create(chosen.record, each.kind, values)
    row.origin = origin_of(chosen, each)
    row.save(update_fields=["origin"])


def _both(words: Any) -> tuple[str, str]:
    """In Korean, in which companies write their own fields, and in English."""
    with override("ko"):
        korean = str(words)
    with override("en"):
        return korean, str(words)
