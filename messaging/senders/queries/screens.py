"""What the screens of senders show (S1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from messaging.dispatch.models import SenderNumber
from messaging.senders import judging
from messaging.senders.judging import Finding, Wanted
from messaging.senders.models import MailAddress, MailDomain, Preferences
from messaging.senders.queries import allowed
from tenants import context

LOOKS = {
    MailDomain.State.WAITING: "wait", MailDomain.State.VERIFIED: "ok",
    MailDomain.State.LOSING: "warn", MailDomain.State.LOST: "err",
}  # fmt: skip
NUMBER_LOOKS = {
    SenderNumber.State.WAITING: "wait", SenderNumber.State.APPROVED: "ok",
    SenderNumber.State.REFUSED: "err", SenderNumber.State.EXPIRED: "err",
    SenderNumber.State.WITHDRAWN: "",
}  # fmt: skip
FINDING_LOOKS = {
    judging.PASS: "ok", judging.MISSING: "err", judging.WRONG: "err", judging.UNKNOWN: "wait",
}  # fmt: skip
MOST = 100
"""Numbers that the list shows, the newest first."""


@dataclass(frozen=True)
class AddressLine:
    """A sender address: `look` and `state` in a word, `words` what to do; `is_usual` where new
    drafts begin with it."""

    row: MailAddress
    look: str
    state: str
    words: str
    is_good: bool
    is_usual: bool


@dataclass(frozen=True)
class NumberLine:
    """A sender number."""

    row: SenderNumber
    look: str
    is_good: bool
    is_usual: bool


@dataclass(frozen=True)
class RecordLine:
    """One record of a domain: what to set, what is there, what to do."""

    kind: str
    title: str
    why: str
    wanted: Wanted
    short: str
    value: str
    found: Sequence[str]
    state: str
    look: str
    word: str
    sentence: str
    is_needed: bool


@dataclass(frozen=True)
class Overview:
    """Everything on the first screen."""

    shared: str
    shared_is_usual: bool
    replies_to: str
    reply_choices: list[str]
    domains: list[tuple[MailDomain, str]]
    addresses: list[AddressLine]
    numbers: list[NumberLine]


def overview() -> Overview:
    chosen = Preferences.present()
    domains = list(MailDomain.objects.order_by("name"))
    good = {each.name for each in domains if each.is_good}
    rows = MailAddress.objects.order_by("address")
    addresses = [address_line(each, good, {e.name for e in domains}, chosen) for each in rows]
    return Overview(
        shared=allowed.shared_address(),
        shared_is_usual=not any(each.is_usual for each in addresses),
        replies_to=allowed.replies_to(),
        reply_choices=allowed.reply_choices(),
        domains=[(each, LOOKS[MailDomain.State(each.state)]) for each in domains],
        addresses=addresses,
        numbers=_numbers(chosen),
    )


def address_line(
    row: MailAddress, good: set[str], known: set[str], chosen: Preferences
) -> AddressLine:
    is_good = row.domain in good
    look, state, words = _address_state(row, is_good, row.domain in known)
    return AddressLine(row, look, state, words, is_good, is_good and chosen.mail_id == row.pk)


def _address_state(row: MailAddress, is_good: bool, has_domain: bool) -> tuple[str, str, str]:
    if is_good:
        return "ok", _("Mails can leave"), ""
    next_step = (
        _("Its domain is not verified yet.")
        if has_domain
        else _("To send from it, add its domain and have it verified.")
    )
    if row.confirmed_at:
        return "warn", _("Takes replies only"), next_step
    return "wait", _("Confirmation awaited"), _("A mail with a link is on its way to this address.")


def _numbers(chosen: Preferences) -> list[NumberLine]:
    rows = SenderNumber.objects.filter(company=context.company()).order_by("-asked_at")[:MOST]
    newest = {each.number: each for each in reversed(rows)}
    shown = [each for each in rows if each.state != "withdrawn" and newest[each.number] is each]
    return [
        NumberLine(
            each,
            NUMBER_LOOKS[SenderNumber.State(each.state)],
            each.state == SenderNumber.State.APPROVED,
            each.state == SenderNumber.State.APPROVED and chosen.number == each.pk,
        )
        for each in shown
    ]


def records(domain: MailDomain) -> list[RecordLine]:
    """What to set for a domain, with what was found at the last check."""
    return [_record(domain, each) for each in judging.wanted(domain).values()]


def _record(domain: MailDomain, wanted: Wanted) -> RecordLine:
    finding = Finding.of(domain.findings.get(wanted.kind))
    title, why = _titles()[wanted.kind]
    state = finding.state if finding else ""
    word = _words()[state]
    return RecordLine(
        kind=wanted.kind, title=title, why=why, wanted=wanted, short=wanted.short(domain.name),
        value=finding.value if finding and finding.value else wanted.value,
        found=finding.found if finding else (), state=state, look=FINDING_LOOKS.get(state, ""),
        word=word, sentence=judging.words(wanted.kind, finding),
        is_needed=wanted.kind in judging.NEEDED,
    )  # fmt: skip


def _titles() -> dict[str, tuple[str, str]]:
    return {
        judging.OWNER: (_("Ownership"), _("Shows that the domain is yours.")),
        judging.DKIM: ("DKIM", _("Signs your mails, so that nobody can change or forge them.")),
        judging.SPF: ("SPF", _("Names the mail servers that may send for the domain.")),
        judging.DMARC: ("DMARC", _("Tells recipients what to do with forged mails.")),
    }


def _words() -> dict[str, str]:
    return {
        "": _("Not checked yet"), judging.PASS: _("Set right"), judging.MISSING: _("Missing"),
        judging.WRONG: _("Wrong"), judging.UNKNOWN: _("Could not be asked"),
    }  # fmt: skip
