"""Adding, changing, putting away and forgetting a company's own fields (A15, U7)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.custom import kinds
from dangol.records.custom.definitions import PREFIX, CustomField, shape_of
from dangol.records.custom.kinds.worked import build_of, built, reads
from dangol.records.page.files import files
from tenants import audit, errands, known
from tenants.customising import shapes
from tenants.customising.models import CodeTable, FieldDefinition
from tenants.customising.queries.fields import customised, labels, targets, twice, without_key
from tenants.customising.services.naming import check_code
from tenants.people.models import AuditEntry

SUBJECT = "tenants.field"
MOST = 100
"""Fields of one record type."""
MOST_INDEXES = 12
"""Fields of one record type that lists are sorted by: each costs something at every change."""
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
CHANGED = (
    "label", "label_en", "code", "help", "section", "is_required", "is_unique", "in_list",
    "is_searched", "default", "rules", "formula", "shown_when", "required_when",
)  # fmt: skip
INDEXING = "tenants.customising.indexing.build"
WORDING = "tenants.customising.wording.rewrite"
Index = FieldDefinition.Index


@transaction.atomic
def create(record: str, kind: str, values: Mapping[str, Any]) -> FieldDefinition:
    """Adds a field to a record type. RuleBroken for what cannot be."""
    if record not in customised() or kind not in kinds.KINDS:
        raise RuleBroken("field_kind", _("Choose what the field is for, and what kind it is."))
    there = FieldDefinition.objects.select_for_update().filter(record=record)
    if there.filter(retired_at=None).count() >= MOST:
        raise RuleBroken("fields_full", _("One list has at most %(most)s fields.") % {"most": MOST})
    row = FieldDefinition(
        record=record, kind=kind, name=_new_name(), position=there.count(),
        table=_table(values.get("table")),
    )  # fmt: skip
    _take_over(row, values)
    _check(row)
    row.save(force_insert=True)
    _note("create", row)
    _follow(row, sorts=bool(values.get("is_sorted")), words=False)
    return row


@transaction.atomic
def change(row: FieldDefinition, values: Mapping[str, Any]) -> FieldDefinition:
    """Changes a field; its kind stays, for its values are of it. RuleBroken for what cannot be."""
    row = _locked(row)
    before = {name: getattr(row, name) for name in CHANGED}
    sorts = bool(values.get("is_sorted", row.index != Index.NONE))
    _take_over(row, values)
    _check(row)
    changes = {
        name: [old, getattr(row, name)] for name, old in before.items() if old != getattr(row, name)
    }
    row.save()
    if changes:
        _note("edit", row, changes)
    _follow(
        row, sorts=sorts, words="is_searched" in changes, unique="is_unique" in changes
    )  # fmt: skip
    return row


@transaction.atomic
def arrange(record: str, names: Sequence[str]) -> None:
    """Puts the fields of a record type into this order; those that are not named come last."""
    rows = list(FieldDefinition.objects.select_for_update().filter(record=record))
    places = {name: place for place, name in enumerate(names)}
    rows.sort(key=lambda row: (places.get(row.name, len(names)), row.position))
    for position, row in enumerate(rows):
        row.position = position
    FieldDefinition.objects.bulk_update(rows, ["position"])
    audit.record("tenants.field.arrange", subject=SUBJECT, summary=str(customised()[record].plural))
    known.changed()


@transaction.atomic
def retire(row: FieldDefinition) -> None:
    """Puts a field away: it is asked for nowhere any more, its values wait. RuleBroken while a
    formula reads it."""
    row = _locked(row)
    readers = [
        str(each)
        for each in shape_of(row.record).fields
        if each.formula and each.name != row.name and row.name in reads(each)
    ]
    if readers:
        raise RuleBroken(
            "field_read",
            _("“%(field)s” is read by the formula %(formulas)s. Change that first.")
            % {"field": row.label, "formulas": ", ".join(readers)},
        )
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    _note("retire", row)
    _follow(row, sorts=False, words=row.is_searched, unique=row.is_unique)


@transaction.atomic
def bring_back(row: FieldDefinition) -> None:
    """Brings a field back, with the values that records had in it. RuleBroken when it cannot."""
    row = _locked(row)
    row.retired_at = None
    _check(row)
    row.save(update_fields=["retired_at"])
    _note("restore", row)
    _follow(row, sorts=False, words=row.is_searched, unique=row.is_unique)


@transaction.atomic
def forget(row: FieldDefinition) -> None:
    """Removes a field that was put away, and every value in it, for good."""
    row = _locked(row)
    if row.retired_at is None:
        raise RuleBroken("field_in_use", _("Put the field away first; then it can be removed."))
    record = customised()[row.record]
    record.model._base_manager.filter(custom__has_key=row.name).update(custom=without_key(row.name))
    files().drop_field(row.record, row.name)
    _note("forget", row)
    row.delete()
    known.changed()


def _take_over(row: FieldDefinition, values: Mapping[str, Any]) -> None:
    for name in CHANGED:
        if name in values:
            setattr(row, name, values[name])


def _check(row: FieldDefinition) -> None:
    """RuleBroken for what does not go together."""
    field, kind = shapes.field_of(row), kinds.KINDS[row.kind]
    same = FieldDefinition.objects.filter(record=row.record, retired_at=None).exclude(pk=row.pk)
    if (
        row.label.lower() in labels(customised()[row.record])
        or same.filter(label__iexact=row.label).exists()
    ):
        raise RuleBroken(
            "label_taken",
            _("There is a field “%(label)s” already; call this one otherwise.")
            % {"label": row.label},
            field="label",
        )
    check_code(row, customised()[row.record])
    if not kind.can_be_unique and row.is_unique:
        raise RuleBroken("not_unique", _("Values of this kind may repeat."), field="is_unique")
    if row.is_unique:
        _refuse_twice(field)
    if row.kind == "formula":
        build_of(field)
    if row.kind == "link" and row.rules.get("target") not in targets():
        raise RuleBroken("target_missing", _("Say to which records it leads."), field="rule_target")
    if row.kind in ("choice", "choices") and row.table is None:
        raise RuleBroken("codes_missing", _("Write what can be chosen."), field="options")


def _refuse_twice(field: CustomField) -> None:
    found = twice(field)
    if found:
        raise RuleBroken(
            "values_repeat",
            _("Some records have the same value: %(values)s. Change those first.")
            % {"values": ", ".join(found)},
            field="is_unique",
        )


def _follow(row: FieldDefinition, *, sorts: bool, words: bool, unique: bool | None = None) -> None:
    """What is done after the commit: indexes, and the words that the search looks into."""
    is_new = unique is None
    wanted = sorts and row.retired_at is None and _can_sort(row)
    if wanted != (row.index != Index.NONE):
        if wanted:
            _refuse_many(row)
        row.index = Index.WANTED if wanted else Index.NONE
        row.save(update_fields=["index"])
        errands.post(INDEXING, row.name)
    elif unique or (is_new and row.is_unique):
        errands.post(INDEXING, row.name)
    known.changed()
    if words:
        errands.post(WORDING, row.record)


def _can_sort(row: FieldDefinition) -> bool:
    field = shapes.field_of(row)
    if row.kind == "formula":
        return built(field).is_steady
    return kinds.of(field).is_ordered


def _refuse_many(row: FieldDefinition) -> None:
    used = FieldDefinition.objects.filter(record=row.record).exclude(index=Index.NONE)
    if used.exclude(pk=row.pk).count() >= MOST_INDEXES:
        raise RuleBroken(
            "indexes_full",
            _("Lists can be sorted by %(most)s own fields. Take it from another one first.")
            % {"most": MOST_INDEXES},
            field="is_sorted",
        )


def _table(code: Any) -> CodeTable | None:
    return CodeTable.objects.filter(code=code).first() if code else None


def _new_name() -> str:
    while True:
        name = PREFIX + "".join(secrets.choice(LETTERS) for _letter in range(8))
        if not FieldDefinition.objects.filter(name=name).exists():
            return name


def _locked(row: FieldDefinition) -> FieldDefinition:
    return (
        FieldDefinition.objects.select_for_update(of=("self",))
        .select_related("table")
        .get(pk=row.pk)
    )


def _note(deed: str, row: FieldDefinition, changes: dict[str, Any] | None = None) -> AuditEntry:
    return audit.record(
        f"tenants.field.{deed}", subject=SUBJECT, subject_id=row.pk,
        summary=f"{customised()[row.record].plural} · {row.label}", changes=changes,
    )  # fmt: skip
