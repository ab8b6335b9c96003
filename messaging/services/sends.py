"""Drafts, and what a send would reach and cost (S2, S6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging import addresses
from messaging.content import forms, merge
from messaging.content.textmessage import TextForm
from messaging.models import Message, Send, Suppression
from messaging.pace import pace
from messaging.ports import Account, Channel, audience, meter
from messaging.services import steering
from tenants import audit
from tenants.people.models import User

EDITABLE = (
    "name",
    "channel",
    "subject",
    "body",
    "advertising",
    "sender_name",
    "sender_address",
    "sender_number",
    "opt_out_number",
    "audience",
    "grace",
    "hours_from",
    "hours_to",
    "per_hour",
)

MERGED = ("subject", "body")
"""Those that may hold merge fields."""
TESTS_PER_DAY = 50
"""Free test mails of one company in one Korean day."""


@transaction.atomic
def create(*, by: User | None = None, kind: str = Send.Kind.BULK, **fields: Any) -> Send:
    """A new draft; `fields` are those of EDITABLE. What the law or a deed of their own makes people
    hear of is a notice (`kind`), no advertising: it is held, paid and counted like every other."""
    _refuse_others(fields)
    send = Send(
        kind=kind, created_by=by.pk if by else None, created_by_name=by.name if by else "",
        **_tidy(fields),
    )  # fmt: skip
    send.save(force_insert=True)
    _audit("create", send)
    return send


@transaction.atomic
def update(send: Send, **fields: Any) -> Send:
    """Changes a draft. RuleBroken once the send was started or reserved."""
    _refuse_others(fields)
    fields = _tidy(fields)
    before = Send.objects.select_for_update().get(pk=send.pk)
    if before.status != Send.Status.DRAFT:
        raise RuleBroken(
            "started_already", _("This send has been started and cannot be changed any more.")
        )
    Send.objects.filter(pk=send.pk).update(**fields)
    send.refresh_from_db()
    _audit("edit", send, audit.differences(before, send, [*fields]))
    return send


@transaction.atomic
def delete(send: Send) -> None:
    """Throws a draft away. RuleBroken once the send was started or reserved."""
    if not Send.objects.filter(pk=send.pk, status=Send.Status.DRAFT).delete()[0]:
        raise RuleBroken("started_already", _("Only a draft can be deleted."))
    _audit("delete", send)


def _refuse_others(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"A draft has no field {sorted(unknown)}.")


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """One line for what is a line: nothing in a header can end it. Merge fields by their codes."""
    lines = ("name", "subject", "sender_name", "sender_address", "sender_number", "opt_out_number")
    tidied = {
        key: " ".join(value.split()) if key in lines and isinstance(value, str) else value
        for key, value in fields.items()
    }
    return tidied | {key: merge.canonical(tidied[key]) for key in MERGED if key in tidied}


def _audit(deed: str, send: Send, changes: dict[str, Any] | None = None) -> None:
    audit.record(
        f"messaging.send.{deed}",
        subject="messaging.send",
        subject_id=send.pk,
        summary=send.name,
        changes=changes,
    )


@dataclass(frozen=True)
class Estimate:
    """What a send would reach and cost at most, in won of supply value, before it is started.

    people     who would get it now
    form       email, sms or lms
    bytes      of the text message with empty merge fields; 0 for mail
    limit      longest text message in bytes; 0 for mail
    """

    people: int
    form: Channel
    unit_price: int
    cost: int
    bytes: int
    limit: int
    account: Account

    @property
    def is_covered(self) -> bool:
        return self.cost <= self.account.available

    @property
    def missing(self) -> int:
        """Won to top up before all of it is covered."""
        return max(0, self.cost - self.account.available)


def estimate(send: Send) -> Estimate:
    """Count, cost and bytes of a draft. Text that cannot be sent does not matter here."""
    people = audience().count(send.audience, send.channel, advertising=send.advertising)
    form = forms.form_of(send)
    size = form.fixed_bytes if isinstance(form, TextForm) else 0
    price = meter().unit_price(form.ceiling())
    return Estimate(
        people=people,
        form=form.ceiling(),
        unit_price=price,
        cost=people * price,
        bytes=size,
        limit=pace().lms_bytes if isinstance(form, TextForm) else 0,
        account=meter().account(),
    )


def _refuse_misuse(address: str) -> None:
    """Free test mail goes to nobody who wants none, and only so often."""
    if (
        not User.objects.filter(email__iexact=address).exists()
        and Suppression.objects.filter(
            channel=Send.Channel.EMAIL,
            addr_hash=addresses.fingerprint(address),
            reason=Suppression.Reason.UNSUBSCRIBED,
        ).exists()
    ):
        raise RuleBroken(
            "unsubscribed",
            _("This address has unsubscribed, so it gets no test mail. Choose another address."),
            field="address",
        )
    midnight = datetime.combine(clock.today(), time(0), tzinfo=clock.KOREA)
    today = Send.objects.filter(
        kind=Send.Kind.TEST, channel=Send.Channel.EMAIL, created_at__gte=midnight
    )
    if today.count() >= TESTS_PER_DAY:
        raise RuleBroken(
            "too_many_tests",
            _("Your company has sent %(most)s test mails today. Send the next one tomorrow.")
            % {"most": TESTS_PER_DAY},
        )


@transaction.atomic
def send_test(send: Send, address: str, *, by: User | None = None) -> Send:
    """Sends the draft's text to one address, with a customer's values; returns the test's own send.

    A test mail is free, a test text message is charged (decision 10). RuleBroken as `start`, for
    an address that cannot be one or has unsubscribed, and after `TESTS_PER_DAY` mails.
    """
    address = addresses.normal(send.channel, address)
    if not addresses.is_valid(send.channel, address):
        raise RuleBroken(
            "invalid_address", _("Nothing can be sent to this address. Check it."), field="address"
        )
    forms.check(send)
    if send.channel == Send.Channel.EMAIL:
        _refuse_misuse(address)
    test = Send(
        kind=Send.Kind.TEST,
        test_of=send,
        expand_done=True,
        created_by=by.pk if by else None,
        created_by_name=by.name if by else "",
        **{name: getattr(send, name) for name in EDITABLE},
    )
    test.save(force_insert=True)
    Message.objects.create(
        send=test,
        name=by.name if by else "",
        addr_norm=address,
        addr_hash=addresses.fingerprint(address),
        channel=send.channel,
    )
    return steering.start(test)
