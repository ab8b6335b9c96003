"""Mail domains: adding, checking, removing (S1)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.senders import asking, keys
from messaging.senders.judging import MISSING, NEEDED, PASS, WRONG, Finding, judge, questions
from messaging.senders.models import GRACE, MailDomain
from messaging.senders.queries.signing import PURPOSE
from messaging.senders.services import stopping, telling
from tenants import audit, errands, sealing
from tenants.rounds import in_every_company

State = MailDomain.State
SUBJECT = telling.DOMAIN
MOST = 20
"""Domains of one company."""
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
OF_PROVIDERS = frozenset({
    "gmail.com", "googlemail.com", "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com",
    "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.kr", "icloud.com",
    "me.com", "mac.com", "proton.me", "protonmail.com", "korea.com", "dreamwiz.com", "paran.com",
    "chol.com", "empas.com", "aol.com", "gmx.com", "zoho.com", "yandex.com", "qq.com", "163.com",
})  # fmt: skip
"""Domains at which everybody may have a mailbox: nobody can put records there."""
BETWEEN = 10
"""Seconds between two checks by hand."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY = {State.WAITING: HOUR, State.LOSING: HOUR, State.VERIFIED: DAY, State.LOST: DAY}
"""How long after one check the next comes by itself."""
AWAITED = timedelta(days=14)
"""A domain that is not proven after so long is looked at once a day."""


def read_name(text: str) -> str:
    """The domain as the DNS writes it, also of an address or a web address that was pasted.

    RuleBroken for what is none, and for one that nobody can prove.
    """
    name = re.sub(r"^https?://|/.*$", "", text.strip().lower()).rpartition("@")[2].strip(".")
    try:
        name = name.encode("idna").decode()
    except UnicodeError:
        name = ""
    if len(name) > 200 or not NAME.fullmatch(name):
        raise RuleBroken(
            "domain_form", _("This is no domain. Write it like company.co.kr."), field="name"
        )
    if name in OF_PROVIDERS:
        words = _(
            "%(name)s belongs to a mail provider, so its records cannot be set. Use the shared"
            " address, and let replies come to your mailbox."
        )
        raise RuleBroken("domain_of_provider", words % {"name": name}, field="name")
    own = (settings.SENDER_DOMAIN, settings.DANGOL_DOMAIN)
    if any(name == each or name.endswith(f".{each}") for each in own):
        raise RuleBroken("domain_ours", _("This domain is Dangol's own."), field="name")
    return name


@transaction.atomic
def add(text: str) -> MailDomain:
    """A new domain with a key pair of its own, to be proven. RuleBroken as `read_name`."""
    name = read_name(text)
    if MailDomain.objects.filter(name=name).exists():
        raise RuleBroken("domain_there", _("This domain is in the list already."), field="name")
    if MailDomain.objects.count() >= MOST:
        raise RuleBroken(
            "domains_full",
            _("A company has at most %(most)s domains. Remove one that is not used.")
            % {"most": MOST},
            field="name",
        )
    private, public = keys.new_pair()
    domain = MailDomain(
        name=name, token=secrets.token_urlsafe(24), selector=f"dangol{clock.now():%y%m}",
        private_key=sealing.seal(PURPOSE, private), public_key=public,
    )  # fmt: skip
    domain.save(force_insert=True)
    audit.record("messaging.domain.add", subject=SUBJECT, subject_id=domain.pk, summary=name)
    return domain


@transaction.atomic
def remove(domain: MailDomain) -> None:
    """Takes a domain away with its key; what is being sent from it pauses."""
    key = domain.pk
    domain.delete()
    audit.record("messaging.domain.remove", subject=SUBJECT, subject_id=key, summary=domain.name)
    stopping.stop_unverified()


def check_by_hand(domain: MailDomain) -> None:
    """As `check`; RuleBroken when it was asked a moment ago."""
    if not cache.add(f"senders/asked/{domain.pk}", 1, BETWEEN):
        raise RuleBroken(
            "too_soon", _("It was checked a moment ago. Wait some seconds, then check again.")
        )
    check(domain)


def check(domain: MailDomain) -> MailDomain:
    """Asks the DNS about all records, and draws the consequences."""
    answers = asking.ask(questions(domain))
    return settle(domain, judge(domain, answers))


@transaction.atomic
def settle(domain: MailDomain, findings: Mapping[str, Finding]) -> MailDomain:
    """Keeps what was found. What could not be asked changes nothing.

    A domain that loses a record it needs may send for `GRACE`; administrators are told at once, and
    again when it stops.
    """
    row = MailDomain.objects.select_for_update().filter(pk=domain.pk).first()
    if row is None:
        return domain
    before, now = row.state, clock.now()
    row.findings = {kind: found.as_json() for kind, found in findings.items()}
    row.asked_at = now
    needed = [findings[kind].state for kind in NEEDED]
    if all(found.state in (PASS, MISSING, WRONG) for found in findings.values()):
        row.checked_at = now
    if all(state == PASS for state in needed):
        row.state, row.lost_at = State.VERIFIED, None
    elif any(state in (MISSING, WRONG) for state in needed) and not row.is_example:
        _lose(row)
    row.save()
    if row.state != before:
        _tell(row, before)
    return row


def _lose(row: MailDomain) -> None:
    if row.state == State.VERIFIED:
        row.state, row.lost_at = State.LOSING, clock.now()
    elif row.state == State.LOSING and row.lost_at and row.lost_at + GRACE <= clock.now():
        row.state = State.LOST


def _tell(row: MailDomain, before: str) -> None:
    audit.record(
        "messaging.domain.move", subject=SUBJECT, subject_id=row.pk, summary=row.name,
        changes={"state": [before, row.state]},
    )  # fmt: skip
    facts = {"state": row.state, "stops": row.stops_at.isoformat() if row.stops_at else ""}
    kind = "verified" if row.state == State.VERIFIED else "failing"
    telling.administrators(f"messaging.domain.{kind}", SUBJECT, row.pk, **facts)
    if row.state == State.LOST:
        stopping.stop_unverified()


def check_by_key(key: str) -> None:
    """The errand of the job below; not again when it was checked meanwhile."""
    row = MailDomain.objects.filter(pk=UUID(key)).first()
    if row is not None and is_due(row):
        check(row)


def is_due(row: MailDomain) -> bool:
    """Whether it is to be looked at by itself again."""
    now = clock.now()
    pause = EVERY[State(row.state)]
    if row.state == State.WAITING and row.added_at + AWAITED < now:
        pause = DAY
    return not row.is_example and (row.asked_at is None or row.asked_at + pause <= now)


def check_due() -> None:
    """The job: promises a check of each domain that is due, in every company."""
    in_every_company(_promise, why="check mail domains")


@transaction.atomic
def _promise() -> None:
    due = [row for row in MailDomain.objects.filter(is_example=False) if is_due(row)]
    if due:
        errands.post_many(
            "messaging.senders.services.domains.check_by_key", [str(row.pk) for row in due]
        )
