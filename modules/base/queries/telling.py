"""What notices about consents say of a person, and how telling stands (S8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from messaging import links
from messaging.models import Send
from messaging.ports import Channel
from modules.base.consents import CONSENTS
from modules.base.models import ConsentLine, Telling
from modules.base.models.consent import ANSWERS, Said
from modules.base.services.telling import TRIES
from tenants import context

RESULTS, DATES, LINK = "consent_results", "consent_dates", "consent_link"
CODES = (RESULTS, DATES, LINK)
LABELS = {each.name: each.label for each in CONSENTS}
LATEST = 10


def values_of(
    ids: Collection[UUID], channel: Channel, fields: Sequence[str]
) -> Mapping[UUID, dict[str, str]]:
    """{customer: {merge field: text}}, as the sends under way on this channel ask for it."""
    asked = set(fields) & set(CODES)
    found: dict[UUID, dict[str, str]] = {pk: {} for pk in ids} if asked else {}
    if LINK in asked:
        for pk in found:
            found[pk][LINK] = link_of(pk)
    for code, told in ((RESULTS, ANSWERS), (DATES, (Said.REMINDED,))):
        if code in asked:
            for pk, words in _lines(ids, channel, told).items():
                found[pk][code] = words
    return found


def link_of(customer: UUID) -> str:
    """The address at which the customer sees and withdraws what they agreed to."""
    company = context.company()
    token = links.Signer(company.pk).token(links.ANSWERS, customer).decode()
    return f"{company.origin}/base/answers/{token}"


def _lines(ids: Collection[UUID], channel: Channel, told: Collection[str]) -> dict[UUID, str]:
    """The newest answer about each channel that is being told now, one a line."""
    kinds = [Send.Channel.EMAIL] if channel == Send.Channel.EMAIL else [Send.Channel.SMS]
    rows = ConsentLine.objects.filter(
        customer__in=list(ids), told_at=None, said__in=told,
        told_by_id__in=Send.objects.filter(channel__in=kinds).values("pk"),
    )  # fmt: skip
    newest: dict[UUID | None, dict[str, ConsentLine]] = {}
    for line in rows.order_by("created_at", "id"):
        newest.setdefault(line.customer_id, {})[line.channel] = line
    language = Telling.present().language
    with override("en" if language == Telling.Language.ENGLISH else "ko"):
        return {pk: "\n".join(map(_said, each.values())) for pk, each in newest.items() if pk}


def _said(line: ConsentLine) -> str:
    """- Email advertising: given (2026-03-02)."""
    word = Said.GIVEN if line.said == Said.REMINDED else Said(line.said)
    day = f"{line.at.astimezone(clock.KOREA):%Y-%m-%d}"
    facts = {"channel": LABELS[line.channel], "answer": word.label, "day": day}
    return "- " + _("%(channel)s advertising: %(answer)s (%(day)s)") % facts


def standing() -> dict[str, Any]:
    """How many are to be told, overdue, under way, told lately, and could not be reached."""
    today, month = clock.today(), clock.now() - timedelta(days=30)
    open_ = Q(told_at=None, due_on__isnull=False)
    return ConsentLine.objects.aggregate(
        due=Count("pk", filter=open_ & Q(due_on__gte=today)),
        overdue=Count("pk", filter=open_ & Q(due_on__lt=today)),
        soon=Count("pk", filter=open_ & Q(due_on__gte=today, due_on__lt=today + timedelta(days=3))),
        under_way=Count("pk", filter=open_ & Q(told_by_id__isnull=False)),
        told=Count("pk", filter=Q(told_at__gte=month)),
        unreached=Count("pk", filter=open_ & Q(tries__gte=TRIES)),
    )


def latest() -> list[Send]:
    """The last sends by which people were told."""
    return list(Send.objects.filter(kind=Send.Kind.NOTICE).order_by("-created_at")[:LATEST])
