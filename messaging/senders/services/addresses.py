"""Sender addresses: adding, confirming by mail, choosing, removing (S1)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.errors import RuleBroken
from messaging import addresses
from messaging.models import Send
from messaging.senders.models import MailAddress, Preferences
from messaging.senders.queries import allowed
from messaging.senders.services import stopping
from tenants import audit, context, errands

SUBJECT = "messaging.sender"
LINK_LIFE = timedelta(days=3)
MOST = 50
"""Sender addresses of one company."""
MAILS_PER_ADDRESS, MAILS_PER_DAY = 5, 30
"""Mails that ask to confirm: to one address, and of one company, in a day."""


@transaction.atomic
def add(text: str, name: str) -> MailAddress:
    """A new sender. Unless its domain is verified, a mail asks its owner to confirm.

    RuleBroken for what is no address, one of our own domain, and one that is there.
    """
    address = addresses.normal(Send.Channel.EMAIL, text)
    if not addresses.is_valid(Send.Channel.EMAIL, address):
        raise RuleBroken(
            "address_form",
            gettext_lazy("This is no mail address. Write it like news@company.co.kr."),
            field="address",
        )
    if address.rpartition("@")[2] == settings.SENDER_DOMAIN:
        raise RuleBroken(
            "address_ours",
            gettext_lazy("Addresses of this domain are given by Dangol: use the shared one."),
            field="address",
        )
    if MailAddress.objects.filter(address=address).exists():
        raise RuleBroken(
            "address_there", gettext_lazy("This address is in the list already."), field="address"
        )
    if MailAddress.objects.count() >= MOST:
        raise RuleBroken(
            "addresses_full",
            gettext_lazy("A company has at most %(most)s sender addresses. Remove one first.")
            % {"most": MOST},
        )
    row = MailAddress.objects.create(address=address, name=name)
    _note("add", row, {"name": name})
    if not allowed.is_known(row):
        ask(row)
    return row


@transaction.atomic
def rename(row: MailAddress, name: str) -> None:
    """Changes the name that recipients read."""
    before = row.name
    if before != name:
        MailAddress.objects.filter(pk=row.pk).update(name=name)
        _note("edit", row, {"name": [before, name]})


@transaction.atomic
def remove(row: MailAddress) -> None:
    """Takes a sender away; what is being sent from it pauses."""
    key = row.pk
    row.delete()
    row.pk = key
    _note("remove", row)
    stopping.stop_unverified()


@transaction.atomic
def ask(row: MailAddress) -> None:
    """Promises the mail with the link. RuleBroken after too many."""
    day, company = clock.today().isoformat(), context.company().pk
    own = _counted(f"senders/mails/{company}/{row.address}/{day}")
    whole = _counted(f"senders/mails/{company}/{day}")
    if own > MAILS_PER_ADDRESS or whole > MAILS_PER_DAY:
        raise RuleBroken(
            "too_many_mails",
            gettext_lazy("Enough mails asked for a confirmation today. Try again tomorrow."),
        )
    errands.post("messaging.senders.services.addresses.mail_link", str(row.pk))


def _counted(name: str) -> int:
    cache.add(name, 0, 86_400)
    try:
        return int(cache.incr(name))
    except ValueError:  # it ended between the two
        return 1


def mail_link(key: str) -> None:
    """The errand: sends the mail, unless the address is gone or confirmed by now."""
    row = MailAddress.objects.filter(pk=UUID(key), confirmed_at=None).first()
    if row is None:
        return
    company = context.company()
    facts = {"row": row, "company": company, "link": link_of(row), "days": LINK_LIFE.days}
    mail = EmailMultiAlternatives(
        _("Confirm %(address)s as a sender of %(company)s")
        % {"address": row.address, "company": company.name},
        render_to_string("senders/mail.txt", facts),
        settings.DEFAULT_FROM_EMAIL,
        [row.address],
    )
    mail.attach_alternative(render_to_string("senders/mail.html", facts), "text/html")
    mail.send()


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"sender.c{context.company().pk}")


def link_of(row: MailAddress) -> str:
    """The link that confirms this address, good for LINK_LIFE."""
    token = _signer().sign_object([str(row.pk), row.address])
    origin = context.company().origin
    return origin + reverse("messaging:sender-confirm", args=[token], urlconf=settings.ROOT_URLCONF)


def found_by(token: str) -> MailAddress | None:
    """The address whose link this is; None for one that is forged, too old, or of one removed."""
    try:
        key, address = _signer().unsign_object(token, max_age=LINK_LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return MailAddress.objects.filter(pk=UUID(key), address=address).first()


@transaction.atomic
def confirm(row: MailAddress) -> None:
    """Somebody who reads its mail says that it is theirs."""
    now = clock.now()
    if MailAddress.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=now):
        _note("confirm", row)


@transaction.atomic
def prefer(row: MailAddress | None) -> None:
    """What new mail drafts begin with; None for the shared address. RuleBroken for one that may
    not be used."""
    if row is not None and row.address not in {each.address for each in allowed.good_addresses()}:
        raise RuleBroken(
            "sender_unverified",
            gettext_lazy("Mails cannot leave from this address yet. Have its domain verified."),
        )
    Preferences.objects.update_or_create(pk=Preferences.ONLY, defaults={"mail": row})
    told = row.address if row else allowed.shared_address()
    audit.record(
        "messaging.sender.prefer", subject=SUBJECT, subject_id=row.pk if row else "", summary=told
    )


@transaction.atomic
def reply_to(address: str) -> None:
    """Where replies to the shared address go. RuleBroken for one that is not known as theirs."""
    if address not in allowed.reply_choices():
        raise RuleBroken(
            "reply_unknown",
            gettext_lazy("Replies go to a confirmed address alone. Choose one from the list."),
        )
    before = allowed.replies_to()
    Preferences.objects.update_or_create(pk=Preferences.ONLY, defaults={"replies_to": address})
    audit.record(
        "messaging.sender.replies", subject=SUBJECT, summary=allowed.shared_address(),
        changes={"replies_to": [before, address]},
    )  # fmt: skip


def _note(verb: str, row: MailAddress, changes: dict[str, object] | None = None) -> None:
    audit.record(
        f"messaging.sender.{verb}", subject=SUBJECT, subject_id=row.pk, summary=row.address,
        changes=changes,
    )  # fmt: skip
