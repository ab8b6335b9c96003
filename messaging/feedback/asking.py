"""Asking a provider what became of messages whose answer was lost (S3, decision 15).

A text gateway knows each message by our own id. What it took is charged, what it refused is not,
and what it never took waits to be sent again: the one case in which an unknown message is.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from dangol import clock
from messaging.channels.base import Asked, ChannelDown, Outcome, Verdict
from messaging.channels.gateway import Gateway
from messaging.channels.registry import way_of
from messaging.deliverylog import Entry
from messaging.dispatch import tickets
from messaging.dispatch.models import ProviderAccount
from messaging.models import MessageEvent
from messaging.services import deliveries, returning
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)

REASON = "ask providers about unknown messages"
GRACE = timedelta(seconds=60)
"""A call whose answer was lost may still be under way: nobody asks sooner."""
TRUSTED = timedelta(hours=12)
"""A gateway knows a message for a day. Long before, its "never taken" is believed no more."""
MOST = 1_000
"""Messages of one company that one round asks for."""
KINDS = {
    Verdict.ACCEPTED: MessageEvent.Kind.ACCEPTED,
    Verdict.REJECTED: MessageEvent.Kind.FAILED,
}


def ask_all() -> None:
    """One round over every company with anything open; a mistake in one never stops the others."""
    with context.platform(REASON):
        ways = _ways()
        open_for = Company.objects.filter(pk__in=tickets.companies())
        companies = list(open_for) if ways else []
    for company in companies:
        with context.inside(company):
            for account, way in ways.items():
                try:
                    ask(account, way)
                except ChannelDown as error:
                    log.warning("%s was asked in vain: %s", account, error)
                except Exception:
                    log.exception("Messages of company %s could not be asked for.", company.pk)


def _ways() -> Mapping[str, Asked]:
    """{code: way} of the accounts whose provider can be asked."""
    found: dict[str, Asked] = {}
    for account in ProviderAccount.objects.filter(kind=ProviderAccount.Kind.GATEWAY):
        try:
            way = way_of(account)
        except ChannelDown as error:
            log.warning("%s cannot be asked: %s", account.code, error)
        else:
            if isinstance(way, Gateway):
                found[account.code] = way
    return found


def ask(account: str, way: Asked) -> int:
    """Asks for the present company's unknown messages that left through the account; how many
    are settled. ChannelDown when the provider is not there: nothing has changed then."""
    now = clock.now()
    waiting = returning.awaited().filter(
        provider=account, state_at__lt=now - GRACE, state_at__gt=now - TRUSTED
    )
    ids = list(waiting.order_by("state_at", "pk").values_list("pk", flat=True)[:MOST])
    if not ids:
        return 0
    told = way.ask(ids)
    deliveries.apply([_entry(each) for each in told if each.verdict in KINDS], account)
    never = [each.message_id for each in told if each.verdict is Verdict.UNCALLED]
    deliveries.never_taken(never)
    return len(told)


def _entry(outcome: Outcome) -> Entry:
    return Entry(
        kind=KINDS[outcome.verdict], message_id=outcome.message_id, at=clock.real_now(),
        event_id="asked", provider_id=outcome.provider_id,
    )  # fmt: skip
