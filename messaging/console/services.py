"""Keeping the provider's accounts (S1): they are the platform's, the audit line its staff's."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from django.db import transaction

from messaging import tasks
from messaging.channels.base import ChannelDown
from messaging.channels.registry import PURPOSE, way_of
from messaging.console.words import FIELDS
from messaging.dispatch import accounts, tickets
from messaging.dispatch.models import ProviderAccount
from tenants import audit, context, sealing

REASON = "provider accounts"


def every() -> list[ProviderAccount]:
    """All accounts in the order in which they are used."""
    with context.platform(REASON):
        return sorted(ProviderAccount.objects.all(), key=lambda a: (a.channel, a.priority, a.code))


def found(code: str) -> ProviderAccount | None:
    with context.platform(REASON):
        return ProviderAccount.objects.filter(code=code).first()


@transaction.atomic
def add(channel: str, kind: str, values: Mapping[str, Any], secret: str) -> ProviderAccount:
    """A new account, called after its kind: ses, ses-2 and so on."""
    with context.platform(REASON):
        taken = set(ProviderAccount.objects.values_list("code", flat=True))
        codes = (f"{kind}-{number}" if number > 1 else kind for number in count(1))
        account = ProviderAccount(
            code=next(code for code in codes if code not in taken),
            channel=channel, kind=kind, **values,
        )  # fmt: skip
        if secret:
            account.secret = sealing.seal_for_platform(PURPOSE, secret)
        account.save(force_insert=True)
    _note("add", account, {name: getattr(account, name) for name in FIELDS})
    return account


@transaction.atomic
def change(code: str, values: Mapping[str, Any], secret: str) -> ProviderAccount:
    """Changes an account; an empty secret stays as it was. What was down is tried again."""
    with context.platform(REASON):
        account = ProviderAccount.objects.select_for_update().get(code=code)
        before = {name: getattr(account, name) for name in (*FIELDS, "config")}
        for name, value in values.items():
            setattr(account, name, value)
        if secret:
            account.secret = sealing.seal_for_platform(PURPOSE, secret)
        account.failures, account.down_until, account.down_reason = 0, None, ""
        account.save()
    changes: dict[str, Any] = {
        name: [before[name], getattr(account, name)]
        for name in FIELDS
        if before[name] != getattr(account, name)
    }
    if secret or before["config"] != account.config:
        changes["connection"] = "changed"
    if changes:
        _note("edit", account, changes)
    tasks.ring_pumps()
    return account


@transaction.atomic
def set_paused(account: ProviderAccount, *, paused: bool) -> None:
    """Stops or lets go on what leaves through the account; others of its channel take over."""
    with context.platform(REASON):
        changed = ProviderAccount.objects.filter(pk=account.pk, paused=not paused).update(
            paused=paused, failures=0, down_until=None, down_reason=""
        )
        if changed and not paused:
            tickets.wake(account.channel)
    if changed:
        _note("pause" if paused else "resume", account, {})
        tasks.ring_pumps()


def probe(account: ProviderAccount) -> str:
    """Asks the provider whether it would take messages; its objection, or "" for none."""
    try:
        way_of(account).probe()
    except ChannelDown as error:
        with context.platform(REASON):
            accounts.note_down(account, str(error))
        return str(error)
    with context.platform(REASON):
        accounts.note_up(account)
        if account.failures:
            tickets.wake(account.channel)
    tasks.ring_pumps()
    return ""


def _note(verb: str, account: ProviderAccount, changes: dict[str, Any]) -> None:
    audit.record(
        f"sending.account.{verb}",
        subject="sending.account",
        subject_id=account.code,
        summary=str(account),
        changes=changes,
    )
