"""Whom a material is about, and which materials are about somebody, as far as one sees (A20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from dangol.access import user_can
from dangol.records import Look, Record, Tab
from dangol.records.cells import drawn, shown
from dangol.records.page.contents import attach_tab
from dangol.records.types import record_of
from modules.materials.about import COLUMNS
from modules.materials.models import Concern, Material

MOST = 100
"""Lines at most, the latest ones."""


@dataclass(frozen=True, kw_only=True)
class Whom:
    """One customer or account that a material is about; `key` is the concern's id."""

    key: UUID
    column: str
    id: UUID
    name: str
    beside: str
    address: str


def readable(user: Any) -> dict[str, Record]:
    """{column: record type} of what the user may see by its name."""
    found = {column: record_of(code) for code, column in COLUMNS.items()}
    return {
        column: record
        for column, record in found.items()
        if user_can(user, record.permission("view"))
        and record.title not in record.hidden_from(user)
    }


def whom(user: Any, material: Material) -> list[Whom]:
    """Those that the reader may see, in the order in which they were connected."""
    records = readable(user)
    seen = Q(pk__in=[])
    for column, record in records.items():
        seen |= Q(Exists(record.visible_to(user).order_by().filter(pk=OuterRef(column))))
    rows = Concern.objects.filter(seen, material=material).select_related(*records)
    return [_told(row, records, user) for row in rows.order_by("added_at", "pk")[:MOST]]


def _told(row: Concern, records: Mapping[str, Record], user: Any) -> Whom:
    column = "customer" if row.customer_id else "account"
    record, instance = records[column], getattr(row, column)
    company = column == "customer" and "company_name" not in record.hidden_from(user)
    return Whom(
        key=row.pk,
        column=column,
        id=instance.pk,
        name=instance.name,
        beside=instance.company_name if company else "",
        address=reverse(record.url_name("page"), args=[instance.pk]),
    )


def register() -> None:
    """The module's ready hook: the tab of customers and of accounts."""
    for code, column in COLUMNS.items():
        attach_tab(code, _tab(column))


def _tab(column: str) -> Tab:
    def context(look: Look) -> Mapping[str, Any]:
        return materials_about(look, column)

    return Tab(
        code="materials",
        label=gettext_lazy("Outside materials"),
        template="materials/tabs/about.html",
        context=context,
        permission="materials.material.view",
    )


def materials_about(look: Look, column: str) -> Mapping[str, Any]:
    """The materials about this record that the reader may see, the latest first."""
    record = record_of(Material.record_code)
    hidden = record.hidden_from(look.user)
    asked = urlencode({column: look.instance.pk})
    may_add = user_can(look.user, record.permission("create"))
    return {
        "lines": [] if record.title in hidden else _latest(look, record, column),
        "hidden": hidden,
        "most": MOST,
        "all": f"{reverse(record.url_name('list'))}?{asked}",
        "add": f"{reverse('materials:add')}?{asked}" if may_add else "",
    }


def _latest(look: Look, record: Record, column: str) -> Sequence[Any]:
    mine = Concern.objects.filter(**{column: look.instance.pk}).values("material")
    rows = record.visible_to(look.user).filter(pk__in=mine).defer("text", "words")
    return [
        {
            "material": row,
            "kind": shown(row, "kind"),
            "state": drawn(row, next(each for each in record.columns if each.name == "state")),
        }
        for row in rows.order_by("-dated_on", "-pk")[:MOST]
    ]
