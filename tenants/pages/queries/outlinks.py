"""The links of a company, as record pages and their own screens ask for them (A18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from dangol import registry
from dangol.about_records import ReadyLink
from dangol.access import user_can
from dangol.records import Record
from dangol.records.custom.definitions import in_language
from dangol.records.page import outlinks as kit
from tenants.known import Known
from tenants.pages.models import OutLink
from tenants.pages.queries.designer import record_of
from tenants.people.models import AccessRole
from tenants.queries import desk

RIGHT, OF = "tenants.layout.manage", "of"
SEEN = ("record", "label", "label_en", "address", "icon", "in_new_tab", "roles")


class KeptOutLinks:
    """Implements `dangol.records.page.outlinks.OutLinks`.

    Administrators see the links of every role.
    """

    def of(self, record: str, user: Any) -> Sequence[kit.OutLink]:
        roles = None if user.is_admin else set(user.grants.roles)
        return [
            kit.OutLink(
                label=in_language(each["label"], each["label_en"]),
                address=each["address"],
                icon=each["icon"],
                in_new_tab=each["in_new_tab"],
            )
            for each in _outlinks.now()
            if each["record"] == record
            and (not each["roles"] or roles is None or not roles.isdisjoint(each["roles"]))
        ]

    def add_address(self, record: str, user: Any) -> str:
        if not user_can(user, RIGHT):
            return ""
        return f"{reverse('tenants:link-new')}?{urlencode({OF: record})}"


def of_type(record: str) -> list[OutLink]:
    """The links of a record type, in their order."""
    return list(OutLink.objects.filter(record=record, deleted_at=None).order_by("position", "pk"))


def ready(record: str) -> dict[str, ReadyLink]:
    """{code: look-up outside} of those that are offered for this type."""
    return {each.code: each for each in registry.ready_links(record)}


def types() -> dict[str, Record]:
    """{code: record type} of those that can have links."""
    return {code: found for code in desk.records() if (found := record_of(code)) is not None}


def tabs(active: str) -> list[dict[str, Any]]:
    """Each record type with the number of its links."""
    counts: dict[str, int] = {}
    for each in _outlinks.now():
        counts[each["record"]] = counts.get(each["record"], 0) + 1
    return [
        {"code": code, "label": record.plural, "count": counts.get(code, 0),
         "is_active": code == active}
        for code, record in types().items()
    ]  # fmt: skip


def names_of(roles: Iterable[UUID]) -> str:
    """The names of roles, those that are gone left out."""
    found = AccessRole.objects.filter(pk__in=list(roles)).order_by("name")
    return ", ".join(found.values_list("name", flat=True))


def _read() -> list[dict[str, Any]]:
    """What pages show of each link."""
    rows = OutLink.objects.filter(deleted_at=None).order_by("position", "pk")
    return list(rows.values(*SEEN))


_outlinks = Known("outlinks", _read)
