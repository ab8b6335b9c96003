"""Arranging the page and the form of a record type (A16)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.page.layouts import Arrangement, needed, written
from dangol.records.text import clean_line, refuse_resident_number
from tenants import audit, known
from tenants.pages.models import Layout
from tenants.people.models import AccessRole

SUBJECT = "tenants.layout"
MOST, LONGEST = 20, 40
"""Sections of one arrangement; characters of a section's name."""


@transaction.atomic
def put(record: Record, role: AccessRole | None, wanted: Arrangement, seen: str = "") -> Layout:
    """Keeps an arrangement. `seen` is the state that the screen showed; "" does not ask.

    RuleBroken for one that leaves out what a record needs, for too many or too long names, and
    when a colleague has arranged the same meanwhile.
    """
    check(record, wanted)
    return _change(record, role, written(wanted), "edit", seen)


@transaction.atomic
def reset(record: Record, role: AccessRole | None) -> Layout:
    """Back to the declared arrangement; of a role, to the one for everybody."""
    return _change(record, role, None, "reset", "")


@transaction.atomic
def undo(record: Record, role: AccessRole | None, seen: str) -> None:
    """Takes the last change back. RuleBroken when something was changed since."""
    row = _locked(record, role)
    if seen != state_of(row):
        raise RuleBroken(
            "changed_since", _("This can no longer be undone; something else was done since.")
        )
    _change(record, role, row.before, "edit", "")


def state_of(row: Layout | None) -> str:
    """What a screen of the arrangement has seen."""
    return row.changed_at.isoformat() if row and not row._state.adding else "declared"


def check(record: Record, wanted: Arrangement) -> None:
    """RuleBroken unless records of the type can be kept with this arrangement."""
    missing = next((name for name in wanted.left_out if name in needed(record)), None)
    if missing:
        raise RuleBroken(
            "layout_needs",
            _("“%(field)s” must be filled in, so the form cannot do without it. Put it back.")
            % {"field": record.label_of(missing)},
        )
    if len(wanted.groups) > MOST:
        raise RuleBroken("layout_long", _("A page has at most %(most)s sections.") % {"most": MOST})
    if {tab.code for tab in record.every_tab} <= set(wanted.tabs_off):
        raise RuleBroken("layout_tabs", _("At least one tab must be shown."))
    for name in (text for group in wanted.groups for text in (group.ko, group.en)):
        if len(name) > LONGEST:
            raise RuleBroken(
                "layout_name",
                _("A section's name has at most %(most)s letters: “%(name)s…”")
                % {"most": LONGEST, "name": name[:20]},
            )
        refuse_resident_number(clean_line(name))


def _change(
    record: Record, role: AccessRole | None, wanted: dict[str, Any] | None, verb: str, seen: str
) -> Layout:
    row = _locked(record, role)
    if seen and seen != state_of(row):
        raise RuleBroken(
            "changed_meanwhile",
            _(
                "Somebody else has arranged this page meanwhile. Yours is below and not kept yet;"
                " save again to replace theirs."
            ),
        )
    row.before, row.arrangement, row.changed_at = row.arrangement, wanted, clock.now()
    row.save()
    known.changed()
    facts = {"record": record.code} | ({"role": role.name} if role else {})
    audit.record(f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=row.pk, changes=facts)
    return row


def _locked(record: Record, role: AccessRole | None) -> Layout:
    rows = Layout.objects.select_for_update().filter(record=record.code, role=role)
    return rows.first() or Layout(record=record.code, role=role)
