"""The lists of codes: those that modules declare, as the company has them, and its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dangol import registry
from dangol.records.custom.definitions import Code
from dangol.registry import CodeTable as Declared
from tenants.customising.models import CodeEntry, CodeTable
from tenants.queries import desk

OWN = "own."


@dataclass(frozen=True)
class Table:
    """One list of codes as it is now.

    may_add      the company can add codes; of some it can only change words, order and offer
    is_coloured  lists draw its codes in colours
    """

    code: str
    label: str
    entries: tuple[Code, ...]
    may_add: bool
    used_by: tuple[str, ...] = ()
    is_coloured: bool = False

    @property
    def is_own(self) -> bool:
        return self.code.startswith(OWN)


@cache
def declared_tables() -> dict[str, Declared]:
    """Every declared list by its code."""
    return {each.code: each for layer in registry.declarations() for each in layer.code_tables}


def usual(table: Declared) -> tuple[Code, ...]:
    """What a declared list holds before a company changes anything."""
    field = desk.records()[table.record].model._meta.get_field(table.field)
    colours = table.colours or {}
    return tuple(
        Code(str(value), str(label), colour=colours.get(str(value), ""))
        for value, label in field.flatchoices  # type: ignore[union-attr]
    )


def tables() -> list[Table]:
    """All of them: the declared ones first, then the company's own by name."""
    entries: dict[str, list[CodeEntry]] = {}
    for row in CodeEntry.objects.select_related("table").order_by("position", "id"):
        entries.setdefault(row.table.code, []).append(row)
    found = [_declared(each, entries.get(each.code)) for each in declared_tables().values()]
    own = CodeTable.objects.filter(code__startswith=OWN).order_by("label", "pk")
    users = _users()
    found += [
        Table(row.code, row.label, _codes(entries.get(row.code, [])), True, users.get(row.code, ()))
        for row in own
    ]
    return found


def table(code: str) -> Table | None:
    """The list with this code."""
    return next((each for each in tables() if each.code == code), None)


def used(table: CodeTable, value: str) -> bool:
    """Whether any record has this code, in the trash or not."""
    known = desk.records()
    declared = declared_tables().get(table.code)
    if declared is not None:
        return any(
            known[record].model._base_manager.filter(**{field: value}).exists()
            for record, field in declared.places
        )
    for field in table.fields.all():
        rows = known[field.record].model._base_manager
        kept: object = [value] if field.kind == "choices" else value
        if rows.filter(custom__contains={field.name: kept}).exists():
            return True
    return False


def _declared(table: Declared, rows: list[CodeEntry] | None) -> Table:
    records = desk.records()
    words = tuple(
        f"{records[record].plural} · {records[record].label_of(field)}"
        for record, field in table.places
    )
    entries = usual(table) if rows is None else _codes(rows)
    is_coloured = table.colours is not None
    return Table(table.code, str(table.label), entries, table.may_add, words, is_coloured)


def _codes(rows: list[CodeEntry]) -> tuple[Code, ...]:
    return tuple(
        Code(row.value, row.label, row.label_en, row.colour, is_offered=row.is_offered)
        for row in rows
    )


def _users() -> dict[str, tuple[str, ...]]:
    """{list: the fields that choose from it}."""
    from_rows = CodeTable.objects.filter(fields__retired_at=None).values_list(
        "code", "fields__record", "fields__label"
    )
    found: dict[str, tuple[str, ...]] = {}
    records = desk.records()
    for code, record, label in from_rows.order_by("fields__position"):
        name = f"{records[record].plural} · {label}" if record in records else label
        found[code] = (*found.get(code, ()), name)
    return found
