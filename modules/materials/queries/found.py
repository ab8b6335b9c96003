"""Phones, mail addresses and business numbers in a text, and who has them (A20)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from dangol.access import user_can
from dangol.records import Record
from modules.base import values
from modules.materials.queries.about import Whom, readable
from tenants import business_number

MOST = 30
"""Values of one text; HOLDERS of one value."""
HOLDERS = 5
MOBILE, PHONE, EMAIL, BUSINESS = "mobile", "phone", "email", "business"
_SIGNS = {
    EMAIL: re.compile(
        r"(?<![\w.%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}"
        r"(?![A-Za-z0-9-])"
    ),
    MOBILE: re.compile(
        r"(?<![\d+-])(?:\+82[ .-]?\(?0?\)?|0)1[016789][ .-]?\d{3,4}[ .-]?\d{4}(?![\d-])"
    ),
    PHONE: re.compile(r"(?<![\d+-])(?:\(?0(?:2|[3-6][1-5]|70|50\d)\)?[ .-]{1,2}\d{3,4}|1[568]\d\d)"
                      r"[ .-]\d{4}(?![\d-])"),
    BUSINESS: re.compile(r"(?<![\d-])[1-9]\d{2}-?\d{2}-?\d{5}(?![\d-])"),
}  # fmt: skip
ICONS = {MOBILE: "smartphone", PHONE: "phone", EMAIL: "mail", BUSINESS: "building-2"}
HELD = {
    MOBILE: ("customer", "mobile", "mobile_key"),
    EMAIL: ("customer", "email", "email_key"),
    PHONE: ("account", "phone", "phone"),
    BUSINESS: ("account", "business_number", "business_number"),
}
"""{kind: (column of `Concern`, field of a form, field that is looked up)}: lines are looked for
among accounts, for of customers only mobile and mail are kept as keys."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A record that has the value. `is_known`: the material is connected with it."""

    column: str
    id: UUID
    name: str
    address: str
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One value in the text. `new` leads to a form with it, "" where somebody has it."""

    icon: str
    column: str
    shown: str
    holders: Sequence[Holder] = field(default_factory=tuple)
    new: str = ""


def values_in(text: str) -> list[tuple[str, str, str]]:
    """(kind, as it is shown, as it is looked up) of what stands in the text, each once."""
    hits = sorted(
        (hit.start(), kind, hit[0]) for kind, sign in _SIGNS.items() for hit in sign.finditer(text)
    )
    found: dict[tuple[str, str], str] = {}
    for _at, kind, written in hits:
        for shown, key in _read(kind, written):
            found.setdefault((kind, key), shown)
        if len(found) == MOST:
            break
    return [(kind, shown, key) for (kind, key), shown in found.items()]


def _read(kind: str, written: str) -> Iterator[tuple[str, str]]:
    """(shown, key) of what is written, nothing where it only looks like one."""
    try:
        if kind == MOBILE:
            yield values.mobile(written)
        elif kind == PHONE:
            shown = values.phone(written)
            yield shown, shown
        elif kind == EMAIL:
            yield written, written.lower()
        else:
            digits = written.replace("-", "")
            if business_number.is_valid(digits):
                yield business_number.shown(digits), digits
    except ValueError:
        return


def findings(user: Any, text: str, known: Sequence[Whom]) -> list[Finding]:
    """What the text holds of the kinds that this reader may read, and who has it.

    One statement for customers and one for accounts, each only where there is something to ask.
    """
    records = readable(user)
    asked = [
        (kind, shown, key)
        for kind, shown, key in values_in(text)
        if HELD[kind][0] in records and not _is_hidden(records[HELD[kind][0]], user, kind)
    ]
    wanted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, _shown, key in asked:
        column, _field, looked_up = HELD[kind]
        wanted[column][looked_up].append(key)
    connected = {each.id for each in known}
    holders: dict[tuple[str, str, str], list[Holder]] = {}
    for column, keys in wanted.items():
        holders |= _holders(records[column], user, column, keys, connected)
    return [_finding(records, user, kind, shown, key, holders) for kind, shown, key in asked]


def _is_hidden(record: Record, user: Any, kind: str) -> bool:
    return bool({HELD[kind][1], HELD[kind][2]} & record.hidden_from(user))


def _holders(
    record: Record, user: Any, column: str, keys: Mapping[str, Sequence[str]],
    connected: Collection[UUID],
) -> dict[tuple[str, str, str], list[Holder]]:  # fmt: skip
    """{(column, field, value): who has it} among what the reader sees."""
    some = Q()
    for name, wanted in keys.items():
        some |= Q(**{f"{name}__in": wanted})
    rows = record.visible_to(user).filter(some).order_by("pk").values("pk", "name", *keys)
    found: dict[tuple[str, str, str], list[Holder]] = defaultdict(list)
    for row in rows[: MOST * HOLDERS]:
        page = reverse(record.url_name("page"), args=[row["pk"]])
        holder = Holder(
            column=column, id=row["pk"], name=row["name"], address=page,
            is_known=row["pk"] in connected,
        )  # fmt: skip
        for name, wanted in keys.items():
            if row[name] in wanted:
                found[column, name, row[name]].append(holder)
    return found


def _finding(
    records: Mapping[str, Record], user: Any, kind: str, shown: str, key: str,
    holders: Mapping[tuple[str, str, str], Sequence[Holder]],
) -> Finding:  # fmt: skip
    column, name, looked_up = HELD[kind]
    record = records[column]
    having = holders.get((column, looked_up, key), ())[:HOLDERS]
    may = user_can(user, record.permission("create")) and name not in record.locked_for(user)
    new = f"{reverse(record.url_name('new'))}?{urlencode({name: shown})}"
    return Finding(
        icon=ICONS[kind],
        column=column,
        shown=shown,
        holders=having,
        new=new if may and not having else "",
    )
