"""Defining links from records to other systems (A18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.outlinks import check_address
from dangol.records.text import refuse_resident_number
from tenants import audit, known
from tenants.pages.models import OutLink
from tenants.pages.queries import outlinks as reading
from tenants.pages.queries.designer import record_of
from tenants.people.models import AccessRole

SUBJECT = "tenants.link"
FIELDS = ["label", "label_en", "address", "icon", "in_new_tab"]
MOST = 20
"""Links of one record type."""


@transaction.atomic
def create(record: str, values: Mapping[str, Any]) -> OutLink:
    """One more link, behind the others of its record type.

    RuleBroken for an unsafe address, and when there are as many as a page has room for.
    """
    link = OutLink(record=record, **values)
    _check(link)
    beside = reading.of_type(record)
    if len(beside) >= MOST:
        raise RuleBroken(
            "links_full", _("A record type has at most %(most)s links.") % {"most": MOST}
        )
    link.position = beside[-1].position + 1 if beside else 0
    link.save(force_insert=True)
    return _noted("add", link, {"record": record, "address": link.address})


@transaction.atomic
def change(key: UUID, values: Mapping[str, Any]) -> OutLink:
    """RuleBroken for an unsafe address, and for a link that is gone."""
    link = _locked(key)
    before = OutLink(**{name: getattr(link, name) for name in FIELDS})
    roles = reading.names_of(link.roles)
    for name, value in values.items():
        setattr(link, name, value)
    _check(link)
    changes = audit.differences(before, link, FIELDS)
    if reading.names_of(link.roles) != roles:
        changes["roles"] = [roles, reading.names_of(link.roles)]
    if changes:
        link.save()
        _noted("edit", link, changes)
    return link


@transaction.atomic
def remove(key: UUID) -> OutLink:
    link = _locked(key)
    link.deleted_at = clock.now()
    link.save(update_fields=["deleted_at"])
    return _noted("remove", link, {"record": link.record})


@transaction.atomic
def restore(key: UUID) -> OutLink:
    """Back to its place. RuleBroken when there is no room for it any more."""
    link = _locked(key, is_gone=True)
    if len(reading.of_type(link.record)) >= MOST:
        raise RuleBroken(
            "links_full", _("A record type has at most %(most)s links.") % {"most": MOST}
        )
    link.deleted_at = None
    link.save(update_fields=["deleted_at"])
    return _noted("restore", link, {"record": link.record})


@transaction.atomic
def move(key: UUID, by: int) -> None:
    """One place up (-1) or down (1) among the links of its record type."""
    link = _locked(key)
    beside = reading.of_type(link.record)
    place = next(number for number, each in enumerate(beside) if each.pk == link.pk)
    if not 0 <= place + by < len(beside):
        return
    beside.insert(place + by, beside.pop(place))
    for number, each in enumerate(beside):
        each.position = number
    OutLink.objects.bulk_update(beside, ["position"])
    _noted("move", link, {"position": [place + 1, place + by + 1]})


def _check(link: OutLink) -> None:
    record = record_of(link.record)
    if record is None:
        raise RuleBroken("link_record", _("Choose a record type of the list."))
    check_address(record, link.address)
    for name in ("label", "label_en"):
        refuse_resident_number(getattr(link, name), field=name)
    if AccessRole.objects.filter(pk__in=link.roles).count() != len(set(link.roles)):
        raise RuleBroken(
            "role_unknown", _("This role is no longer there; choose again."), field="roles"
        )


def _locked(key: UUID, *, is_gone: bool = False) -> OutLink:
    rows = OutLink.objects.select_for_update().filter(deleted_at__isnull=not is_gone)
    found = rows.filter(pk=key).first()
    if found is None:
        raise RuleBroken("link_gone", _("This link is not there any more."))
    return found


def _noted(verb: str, link: OutLink, changes: dict[str, Any]) -> OutLink:
    known.changed()
    audit.record(
        f"{SUBJECT}.{verb}",
        subject=SUBJECT,
        subject_id=link.pk,
        summary=link.label,
        changes=changes,
    )
    return link
