"""Adding, changing, pausing and removing sources of data (A20)."""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.access import user_can
from dangol.errors import RuleBroken
from dangol.imports.types import importable
from tenants import audit, calls, sealing
from tenants.datasources import tasks
from tenants.datasources.models import DataSource
from tenants.datasources.services import timing
from tenants.people.models import User

SUBJECT = "tenants.datasource"
PURPOSE = "data source"
MOST = 50
FIELDS = ("name", "url", "header", "rows_at", "every", "hour", "weekday", "goes_on")
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""What the name of a header is made of (RFC 9110)."""
OURS = {"host", "content-length", "transfer-encoding", "connection", "if-none-match"}
State = DataSource.State


@transaction.atomic
def add(user: User, record: str, values: dict[str, Any], secret: str = "") -> DataSource:
    """A new source, which is fetched at once.

    RuleBroken for too many, a taken name, an address inside, or a type that `user` may not import.
    """
    if DataSource.objects.count() >= MOST:
        words = _("There are %(most)s sources of data already; remove one first.")
        raise RuleBroken("datasources_full", words % {"most": MOST})
    if record not in {each.code for each in types_for(user)}:
        raise RuleBroken("datasource_type", _("Choose which records it becomes."), field="record")
    source = DataSource(record=record, owner=user, **_checked(values))
    source.secret = _sealed(source, secret)
    _ask(source)
    _save(source, force_insert=True)
    _note("add", source, {"url": source.url, "record": record, "every": source.every})
    return source


@transaction.atomic
def change(source: DataSource, user: User, values: dict[str, Any], secret: str = "") -> DataSource:
    """Changes it; "" leaves the secret as it is, unless another address or header is meant."""
    locked = locked_source(source)
    before = {name: getattr(locked, name) for name in FIELDS}
    for name, value in _checked(values).items():
        setattr(locked, name, value)
    if secret or not locked.header:
        locked.secret = _sealed(locked, secret)
    elif locked.secret and (before["header"], _host(before["url"])) != (
        locked.header, _host(locked.url),
    ):  # fmt: skip
        raise RuleBroken(
            "datasource_secret",
            _("Enter the value again: it goes to another system, or by another header."),
            field="secret",
        )
    if locked.record not in {each.code for each in types_for(user)}:
        raise RuleBroken("datasource_rights", _("You may not import these records."))
    locked.owner, locked.changed_at, locked.failures = user, clock.now(), 0
    locked.next_at = timing.following(locked, clock.now())
    _save(locked)
    changes = {
        name: [before[name], getattr(locked, name)]
        for name in FIELDS
        if before[name] != getattr(locked, name)
    }
    _note("edit", locked, changes)
    return locked


@transaction.atomic
def pause(source: DataSource) -> None:
    """Nothing is fetched by itself any more."""
    _turn(source, State.PAUSED, "pause")


@transaction.atomic
def resume(source: DataSource) -> None:
    """It is fetched again as often as it says, now at first."""
    locked = _turn(source, State.ON, "resume")
    _ask(locked)
    locked.save(update_fields=["next_at", "is_asked"])


@transaction.atomic
def ask(source: DataSource) -> None:
    """It is fetched now, whether it is paused or not."""
    locked = locked_source(source)
    _ask(locked)
    locked.save(update_fields=["next_at", "is_asked"])
    _note("ask", locked, {})


@transaction.atomic
def remove(source: DataSource) -> None:
    """Takes it away with its log. What was imported stays."""
    locked = locked_source(source)
    _note("remove", locked, {})
    locked.delete()


def types_for(user: User) -> list[Any]:
    """The record types that the user may fill."""
    return [each for each in importable() if user_can(user, each.permission("import"))]


def locked_source(source: DataSource) -> DataSource:
    return DataSource.objects.select_for_update(of=("self",)).get(pk=source.pk)


def header_of(source: DataSource) -> dict[str, str]:
    """The header that proves who asks, readable."""
    if not source.header:
        return {}
    return {source.header: sealing.unseal(PURPOSE, source.secret) if source.secret else ""}


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values; RuleBroken for an address that is not asked, and for a header that is none."""
    example = _(
        "Write an address like https://shop.example/members.csv, with port 443, 8443 or 9443."
    )
    url = calls.checked(values["url"].strip(), code="datasource", example=str(example))
    header = values.get("header", "").strip()
    if header and (not TOKEN.fullmatch(header) or header.lower() in OURS):
        words = _("This is no name of a header; most often it is Authorization.")
        raise RuleBroken("datasource_header", words, field="header")
    return {**values, "url": url, "header": header}


def _sealed(source: DataSource, secret: str) -> str:
    secret = secret.strip()
    if not source.header:
        if secret:
            raise RuleBroken(
                "datasource_header",
                _("Name the header in which this value is sent."),
                field="header",
            )
        return ""
    if not secret:
        asked = _("Enter the value of the header “%(name)s”.") % {"name": source.header}
        raise RuleBroken("datasource_secret", asked, field="secret")
    if not (secret.isascii() and secret.isprintable()):
        words = _("A header is made of letters, digits and signs in one line.")
        raise RuleBroken("datasource_secret", words, field="secret")
    return sealing.seal(PURPOSE, secret)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _ask(source: DataSource) -> None:
    source.next_at, source.is_asked = clock.now(), True
    tasks.fetch.ring_once_committed()


def _turn(source: DataSource, state: str, verb: str) -> DataSource:
    locked = locked_source(source)
    if locked.state != state:
        locked.state, locked.failures = state, 0
        locked.next_at = timing.following(locked, clock.now())
        locked.save(update_fields=["state", "failures", "next_at"])
        _note(verb, locked, {})
    return locked


def _save(source: DataSource, *, force_insert: bool = False) -> None:
    try:
        with transaction.atomic():
            source.save(force_insert=force_insert)
    except IntegrityError as error:
        words = _("“%(name)s” is there already; call this one otherwise.")
        raise RuleBroken("name_taken", words % {"name": source.name}, field="name") from error


def _note(verb: str, source: DataSource, changes: dict[str, Any]) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=source.pk, summary=source.name,
        changes=changes,
    )  # fmt: skip
