"""Telling people what became of their answers, and every two years what they agreed to (S8).

Who is to be told stands in the ledger. A round makes one send for each kind and channel, of kind
notice, which the message engine holds, meters and delivers like every other; what came of each
message is read back. Whoever could not be reached is tried again in the next round, a few times.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Message, Send, Suppression
from messaging.services import sends, steering
from modules.base import consent_notices as texts
from modules.base import consents
from modules.base.models import ConsentLine, Customer, Telling
from modules.base.models.consent import Purpose, Said, Way
from tenants import audit, context

SUBJECT = "base.telling"
FIELDS = (
    "tells_results", "reminds", "day", "language", "sender_name", "sender_address", "sender_number",
)  # fmt: skip
HOUR = 10
"""No round begins before that hour in Korea."""
OWN = {
    Send.Channel.EMAIL.value: ("mail_ads", "fax_ads"),
    Send.Channel.SMS.value: ("sms_ads", "night", "phone_ads"),
}
"""On which channel the answer about which way is told."""
PART = 5_000
"""People of one send."""
TRIES = 3
FAILED = (Message.State.REJECTED, Message.State.SKIPPED)
REMIND = f"""
INSERT INTO base_consentline (id, customer_id, purpose, channel, said, at, source, proof,
                              proof_name, way, actor_name, due_on, custom, custom_words,
                              created_at, updated_at)
SELECT uuidv7(), c.id, '{Purpose.ADVERTISING}', v.channel, '{Said.REMINDED}', v.at, v.source, '',
       '', '{Way.SYSTEM}', '',
       (v.at AT TIME ZONE 'Asia/Seoul' + interval '{consents.YEARS} years')::date,
       '{{}}', '', %(now)s, %(now)s
  FROM base_customer c CROSS JOIN LATERAL
       (VALUES {", ".join(f"('{n}', c.{n}, c.{n}_at, c.{n}_source)" for n in consents.TOLD)})
       AS v(channel, given, at, source)
 WHERE c.deleted_at IS NULL AND v.given AND v.at <= %(old)s
   AND NOT EXISTS (SELECT 1 FROM base_consentline l
                    WHERE l.customer_id = c.id AND l.channel = v.channel
                      AND l.said = '{Said.REMINDED}' AND l.created_at > %(old)s)
"""
"""A line for each consent that gets two years old, or was last told of two years ago: so nobody is
told twice, whatever becomes of a round."""


@transaction.atomic
def choose(values: dict[str, Any]) -> Telling:
    """Keeps what a company has chosen, with one line in the audit."""
    telling = Telling.objects.select_for_update().first() or Telling()
    before = {name: getattr(telling, name) for name in FIELDS}
    for name in FIELDS:
        setattr(telling, name, values[name])
    own = {name: values[name] for name in texts.NAMES}
    telling.texts = {name: text for name, text in own.items() if text != texts.USUAL[name]}
    telling.problem = ""
    telling.save()
    changes = {n: [before[n], getattr(telling, n)] for n in FIELDS if before[n] != values[n]}
    audit.record(f"{SUBJECT}.edit", subject=SUBJECT, summary=_("Notices"), changes=changes)
    return telling


def round_of_today() -> None:
    """What the job does in a company: reads back what arrived and, once on its day, sends anew."""
    read_back()
    telling = Telling.objects.first()
    if telling is None or not (telling.tells_results or telling.reminds):
        return
    now, today = clock.now().astimezone(clock.KOREA), clock.today()
    is_day = telling.day in (0, today.isoweekday())
    if now.hour >= HOUR and is_day and telling.ran_on != today:
        send_now(telling.pk)


@transaction.atomic
def send_now(pk: int) -> list[Send]:
    """One round; the sends that it began. What stands in the way is kept for the page."""
    telling = Telling.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if telling is None or telling.ran_on == clock.today():
        return []
    if telling.reminds:
        _remind()
    made, telling.problem = [], ""
    for kind, is_on in ((texts.RESULT, telling.tells_results), (texts.REMINDER, telling.reminds)):
        for channel in OWN if is_on else ():
            try:
                with transaction.atomic():
                    made += _send(telling, kind, channel)
            except RuleBroken as broken:
                telling.problem = str(broken)[:300]
    telling.ran_on = clock.today()
    telling.save(update_fields=["ran_on", "problem"])
    return made


def read_back() -> None:
    """Notes who was told, by what the engine knows of each message."""
    going = ConsentLine.objects.filter(told_at=None, told_by_id__isnull=False)
    for send in set(going.order_by().values_list("told_by_id", flat=True).distinct()):
        if send is not None:
            with transaction.atomic():
                _read_back(send)


def waiting(kind: str) -> Any:
    """The lines of whom the next round tells, if they can be reached."""
    reminder = Q(said=Said.REMINDED)
    lines = ConsentLine.objects.filter(
        told_at=None, told_by_id=None, due_on__isnull=False, tries__lt=TRIES
    )
    return lines.filter(reminder) if kind == texts.REMINDER else lines.exclude(reminder)


def _remind() -> None:
    """Writes down of whom it is time to be told again; who refused meanwhile is not told."""
    now = clock.now()
    old = now - timedelta(days=365 * consents.YEARS)
    with connection.cursor() as cursor:
        cursor.execute(REMIND, {"now": now, "old": old})
    for name in consents.TOLD:
        refused = Customer._base_manager.filter(**{name: False}).values("pk")
        stale = waiting(texts.REMINDER).filter(channel=name, customer__in=refused)
        stale.update(due_on=None)


def _send(telling: Telling, kind: str, channel: str) -> list[Send]:
    """The sends of one kind on one channel, begun; nobody to tell is no send."""
    lines = waiting(kind).filter(_by(telling, channel))
    ids = sorted(set(lines.order_by().values_list("customer", flat=True)))
    made = []
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        send = _begun(telling, kind, channel, part)
        keys = waiting(kind).filter(_by(telling, channel), customer__in=part).values("pk")
        ConsentLine.objects.filter(pk__in=keys).update(told_by_id=send.pk)
        made.append(send)
    return made


def _by(telling: Telling, channel: str) -> Q:
    """Lines that are told on the channel: it is their own, or their own reaches the person not."""
    other = next(each for each in OWN if each != channel)
    here, there = reachable(telling, channel), reachable(telling, other)
    own = Q(channel__in=OWN[channel], customer__in=here.values("pk"))
    instead = Q(channel__in=OWN[other], customer__in=here.values("pk"))
    return own | (instead & ~Q(customer__in=there.values("pk")))


def reachable(telling: Telling, channel: str) -> QuerySet[Customer]:
    """Customers whom the company can reach on the channel."""
    people: QuerySet[Customer] = Customer.objects.present()
    barred = Suppression.barring(channel, advertising=False).values("addr_norm")
    if channel == Send.Channel.EMAIL:
        is_open = bool(telling.sender_address)
        found = people.filter(email_key__gt="").exclude(email_key__in=barred)
    else:
        is_open = bool(telling.sender_number)
        found = people.filter(mobile_key__startswith="01").exclude(mobile_key__in=barred)
    return found if is_open else found.none()


def _begun(telling: Telling, kind: str, channel: str, part: Collection[UUID]) -> Send:
    words = {
        "subject": texts.text_of(telling.texts, kind, texts.SUBJECT, telling.language),
        "body": _body(telling, kind),
    }
    with override("ko"):
        name = _("Result of consents") if kind == texts.RESULT else _("Two years of consent")
    send = sends.create(
        by=None, kind=Send.Kind.NOTICE, name=f"{name} {clock.today():%Y-%m-%d}", channel=channel,
        advertising=False, audience={"ids": [str(pk) for pk in part]},
        sender_name=sender_of(telling), sender_address=telling.sender_address,
        sender_number=telling.sender_number, **words,
    )  # fmt: skip
    return steering.start(send)


def _body(telling: Telling, kind: str) -> str:
    """The text, and below it who sends it: the law wants the name in each."""
    text = texts.text_of(telling.texts, kind, texts.BODY, telling.language)
    return f"{text}\n\n{sender_of(telling)}"


def sender_of(telling: Telling) -> str:
    return telling.sender_name or context.company().name[:40]


def _read_back(send: UUID) -> None:
    """Told is whoever's message was accepted; whoever got none is to be told still."""
    lines = list(ConsentLine.objects.select_for_update().filter(told_by_id=send, told_at=None))
    found = {
        each.contact_id: each
        for each in Message.objects.filter(send=send, contact_id__isnull=False)
    }
    ended = Send.objects.filter(pk=send, status__in=Send.TERMINAL).exists()
    told, again = [], []
    for line in lines:
        message = found.get(line.customer_id)
        if message is not None and message.state == Message.State.ACCEPTED:
            line.told_at = message.state_at
            told.append(line)
        elif message is not None and message.state in FAILED:
            line.told_by_id, line.tries = None, line.tries + 1
            again.append(line)
        elif message is None and ended:  # another person with the same address was told
            line.told_by_id = None
            again.append(line)
    ConsentLine.objects.bulk_update(told, ["told_at"])
    ConsentLine.objects.bulk_update(again, ["told_by_id", "tries"])
