"""Editing lists of codes (A11)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol.errors import RuleBroken
from dangol.records.custom.definitions import Code
from dangol.records.text import refuse_resident_number
from dangol.templatetags.states import KINDS
from tenants import audit, errands, known
from tenants.customising.models import CodeEntry, CodeTable, FieldDefinition
from tenants.customising.queries.tables import OWN, declared_tables, used, usual
from tenants.customising.services.fields import LETTERS, WORDING

SUBJECT = "tenants.codes"
MOST = 300
"""Codes of one list."""


@dataclass(frozen=True)
class Written:
    """One line of a list as somebody has written it; `value` is "" for a new code."""

    value: str
    label: str
    label_en: str = ""
    is_offered: bool = True
    colour: str = ""


@transaction.atomic
def make(label: str, labels: Sequence[str]) -> CodeTable:
    """A list of the company's own; each label is its code as well."""
    table = CodeTable(code=_new_code(), label=label)
    table.save(force_insert=True)
    _write(table, [], [Written("", each) for each in labels])
    audit.record(
        "tenants.codes.create", subject=SUBJECT, subject_id=table.code, summary=label,
        changes={"codes": ", ".join(labels)},
    )  # fmt: skip
    known.changed()
    return table


@transaction.atomic
def edit(code: str, lines: Sequence[Written], *, label: str = "") -> CodeTable:
    """Sets what stands in a list, in this order. What is not named any more is removed.

    RuleBroken when a code that fields may hold would be removed from a declared list, when two are
    called the same, and when nothing would be left to choose.
    """
    declared = declared_tables().get(code)
    table = CodeTable.objects.select_for_update().filter(code=code).first()
    if table is None and declared is None:
        raise RuleBroken("table_gone", _("This list is not there any more."))
    before = list(table.entries.order_by("position", "id")) if table else []
    if table is None and declared is not None:
        table = CodeTable.objects.create(code=code, label=str(declared.label))
        before = _usual_entries(table)
    assert table is not None  # noqa: S101  (one of both is there)
    if declared is not None and not declared.may_add:
        _refuse_other_codes({row.value for row in before}, lines)
    _refuse_removing_used(table, before, lines)
    if label and declared is None:
        table.label = label
        table.save(update_fields=["label"])
    changes = _write(table, before, lines)
    if changes:
        audit.record(
            "tenants.codes.edit", subject=SUBJECT, subject_id=code, summary=table.label,
            changes=changes,
        )  # fmt: skip
        _reword(table)
    known.changed()
    return table


@transaction.atomic
def remove(code: str) -> None:
    """Removes a list of the company's own. RuleBroken while a field chooses from it."""
    table = CodeTable.objects.select_for_update().filter(code=code, code__startswith=OWN).first()
    if table is None:
        raise RuleBroken("table_gone", _("This list is not there any more."))
    used = list(table.fields.values_list("label", flat=True))
    if used:
        raise RuleBroken(
            "table_used",
            _("The field %(fields)s chooses from it.") % {"fields": ", ".join(used)},
        )
    audit.record("tenants.codes.delete", subject=SUBJECT, subject_id=code, summary=table.label)
    table.delete()
    known.changed()


def _usual_entries(table: CodeTable) -> list[CodeEntry]:
    """A declared list's codes as rows, in both languages; not saved yet."""
    declared = declared_tables()[table.code]
    with override("ko"):
        korean = usual(declared)
    with override("en"):
        english = {each.value: each.label for each in usual(declared)}
    return [
        CodeEntry(
            table=table, value=each.value, label=each.label,
            label_en=english[each.value] if english[each.value] != each.label else "",
            position=place, colour=each.colour,
        )
        for place, each in enumerate(korean)
    ]  # fmt: skip


def _refuse_other_codes(codes: set[str], lines: Sequence[Written]) -> None:
    if {line.value for line in lines} != codes:
        raise RuleBroken(
            "codes_fixed",
            _("This list's codes are fixed: change their words, their order, what is offered."),
        )


def _refuse_removing_used(
    table: CodeTable, before: Sequence[CodeEntry], lines: Sequence[Written]
) -> None:
    """A code that records have can be taken out of the choice, not out of the list."""
    kept = {line.value for line in lines}
    for row in before:
        if row.value not in kept and used(table, row.value):
            raise RuleBroken(
                "code_used",
                _("Records have “%(label)s”. Let it no longer be chosen instead of removing it.")
                % {"label": row.label},
            )


def _write(
    table: CodeTable, before: list[CodeEntry], lines: Sequence[Written]
) -> dict[str, list[str]]:
    """Writes the lines; what is different, in words."""
    _refuse_odd(lines)
    known = {row.value: row for row in before}
    was = _said(before)
    kept: list[CodeEntry] = []
    for position, line in enumerate(lines):
        row = known.get(line.value) or CodeEntry(table=table, value=_value(line, known, kept))
        row.label, row.label_en = line.label, line.label_en
        row.position, row.is_offered, row.colour = position, line.is_offered, line.colour
        kept.append(row)
    table.entries.exclude(pk__in=[row.pk for row in kept]).delete()
    CodeEntry.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["table", "value"],
        update_fields=["label", "label_en", "position", "is_offered", "colour"],
    )  # fmt: skip
    now = _said(kept)
    return {"codes": [was, now]} if was != now else {}


def _said(rows: Sequence[CodeEntry]) -> str:
    """The codes in words, those that are not offered in brackets."""
    return ", ".join(row.label if row.is_offered else f"({row.label})" for row in rows)


def _refuse_odd(lines: Sequence[Written]) -> None:
    labels = [line.label for line in lines]
    for line in lines:
        refuse_resident_number(line.label)
        if line.colour not in KINDS:
            raise RuleBroken("code_colour", _("Choose a colour of the list."))
    if not any(line.is_offered for line in lines):
        raise RuleBroken("codes_none", _("Leave at least one to choose."), field="options")
    if len(lines) > MOST:
        raise RuleBroken(
            "codes_many", _("A list has at most %(most)s codes.") % {"most": MOST}, field="options"
        )
    repeated = next((label for label in labels if labels.count(label) > 1), None)
    if repeated is not None:
        raise RuleBroken(
            "codes_twice", _("“%(label)s” stands there twice.") % {"label": repeated},
            field="options",
        )  # fmt: skip


def _value(line: Written, known: dict[str, CodeEntry], kept: list[CodeEntry]) -> str:
    """The code of a new line: its label as it is now, so that files and formulas read well."""
    taken = {*known, *(row.value for row in kept)}
    value = line.label[:60]
    number = 2
    while value in taken:
        value = f"{line.label[:56]} {number}"
        number += 1
    return value


def _reword(table: CodeTable) -> None:
    """The search finds by the words of codes: those of records are written anew."""
    rows = FieldDefinition.objects.filter(table=table, is_searched=True, retired_at=None)
    for record in sorted(set(rows.values_list("record", flat=True))):
        errands.post(WORDING, record)


def _new_code() -> str:
    return OWN + "".join(secrets.choice(LETTERS) for _letter in range(8))


def as_written(codes: Sequence[Code]) -> list[Written]:
    """The lines of a list as they are."""
    return [
        Written(each.value, each.label, each.label_en, each.is_offered, each.colour)
        for each in codes
    ]
