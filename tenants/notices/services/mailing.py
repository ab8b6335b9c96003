"""Carrying notices by mail: at once, and in one mail of the morning (U9).

A mail is promised once, as a row and an errand of one transaction, and sent by the errand. The row
is locked and marked in the transaction in which the mail is handed over, so an errand that runs
twice, or whose worker was killed, sends nothing twice. Only a worker that dies between the server's
"taken" and the commit leaves a doubt: the mail goes again under the same Message-ID.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext, override

from dangol import clock
from tenants import context, errands
from tenants.letters import letter
from tenants.notices import choices
from tenants.notices.models import Mailing, Notice
from tenants.notices.queries import centre
from tenants.people.models import Preference, User
from tenants.working_time import is_working_day

MORNING = time(8, 30)
AT_ONCE = 200
"""Due notices that one round takes along."""
LISTED = 50
"""Notices that one mail lists."""
SEND = "tenants.notices.services.mailing.send"


@transaction.atomic
def promise_due() -> int:
    """Promises one mail to each user with notices that are due; returns how many mails."""
    due = Notice.objects.filter(mail_at__lte=clock.now()).order_by("mail_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
    by_user: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        by_user[row.user_id].append(str(row.pk))
    for user_id, keys in by_user.items():
        mailing = Mailing.objects.create(user_id=user_id, kind=Mailing.Kind.NOW, notices=keys)
        errands.post(SEND, str(mailing.pk))
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mail_at=None)
    return len(by_user)


@transaction.atomic
def promise_digests() -> int:
    """After 08:30 of the company's time: promises today's mail of the morning to whoever has unread
    notices from before; returns how many. Any number of rounds promise it once."""
    day = clock.now().astimezone(_zone()).date()
    if clock.now() < _morning(day):
        return 0
    waiting = _digest_rows(day).values("user_id").distinct()
    done = Mailing.objects.filter(kind=Mailing.Kind.DIGEST, day=day).values("user_id")
    users = list(User.objects.filter(pk__in=waiting, is_active=True).exclude(pk__in=done))
    kept = Preference.objects.filter(user__in=users, code=choices.CODE)
    chosen = dict(kept.values_list("user_id", "value"))
    rests = bool(users) and not is_working_day(day)
    promised = 0
    for user in users:
        own = choices.of_many(chosen, user)
        if own.digest and not (rests and own.quiet):
            promised += _promise_digest(user, day)
    return promised


def _promise_digest(user: User, day: date) -> bool:
    mailing, is_new = Mailing.objects.get_or_create(user=user, kind=Mailing.Kind.DIGEST, day=day)
    if is_new:
        errands.post(SEND, str(mailing.pk))
    return is_new


def send(key: str) -> None:
    """The errand: sends one promised mail about what is still unread and may still be seen."""
    mailing = Mailing.objects.select_for_update().filter(pk=key, sent_at=None).first()
    if mailing is None:
        return
    user = User.objects.filter(pk=mailing.user_id, is_active=True).first()
    rows = _rows(mailing)
    if user is not None and (mailing.kind == Mailing.Kind.NOW or choices.read(user).digest):
        lines = centre.lines(user, rows.select_related("actor").order_by("-at")[:LISTED])
        if lines:
            _mail(mailing, user, lines)
    if mailing.kind == Mailing.Kind.DIGEST:
        rows.update(in_digest=False)
    mailing.sent_at = clock.now()
    mailing.save(update_fields=["sent_at"])


def _rows(mailing: Mailing):  # type: ignore[no-untyped-def]
    """What the mail is about, as far as it is unread."""
    if mailing.kind == Mailing.Kind.DIGEST and mailing.day:
        return _digest_rows(mailing.day).filter(user_id=mailing.user_id)
    return Notice.objects.filter(pk__in=mailing.notices, user_id=mailing.user_id, read_at=None)


def _digest_rows(day: date):  # type: ignore[no-untyped-def]
    """Unread notices for the mail of that morning; what came later is for the next."""
    return Notice.objects.filter(in_digest=True, read_at=None, at__lte=_morning(day))


def _mail(mailing: Mailing, user: User, lines: list[centre.Line]) -> None:
    company = context.company()
    is_digest = mailing.kind == Mailing.Kind.DIGEST
    stop = company.origin + reverse("tenants:digest-stop", args=[token_of(user)])
    with override(user.language):
        facts = {
            "lines": [(line, _link(line)) for line in lines],
            "is_digest": is_digest,
            "stop": stop,
            "settings": company.origin + reverse("tenants:notice-settings"),
        }
        headers = _one_click(stop) if is_digest else {}
        subject = _subject(lines, is_digest=is_digest)
        mail = letter(
            user, subject, "tenants/mail/notices", facts, key=mailing.pk, headers=headers
        )  # fmt: skip
        mail.send()


def _one_click(stop: str) -> dict[str, str]:
    """Headers that give the mail program a button of its own (RFC 8058)."""
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _subject(lines: list[centre.Line], *, is_digest: bool) -> str:
    if len(lines) == 1 and not is_digest:
        return lines[0].sentence
    count = len(lines)
    return ngettext("%(count)s unread notice", "%(count)s unread notices", count) % {"count": count}


def _link(line: centre.Line) -> str:
    return context.company().origin + reverse("tenants:notice-open", args=[line.notice.pk])


def token_of(user: User) -> str:
    """What opens the page that ends the mail of the morning; of this company and user only."""
    return _signer().sign(str(user.pk))


@transaction.atomic
def stop_digest(token: str, *, really: bool) -> User | None:
    """Whose mail of the morning this link ends, and ends it if `really`; None for a wrong link."""
    try:
        user = User.objects.filter(pk=_signer().unsign(token)).first()
    except signing.BadSignature:
        return None
    if user is not None and really:
        choices.stop_digest(user)
    return user


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"digest.c{context.company().pk}")


def _zone() -> ZoneInfo:
    return ZoneInfo(context.company().time_zone)


def _morning(day: date) -> datetime:
    """08:30 of the day in the company's zone."""
    return datetime.combine(day, MORNING, tzinfo=_zone())
