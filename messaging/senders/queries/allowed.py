"""Who a message may come from: asked before a send starts, and before each slice of it (S1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.errors import RuleBroken
from dangol.i18n import figures
from messaging.dispatch.models import SenderNumber
from messaging.models import Send
from messaging.senders.models import MailAddress, MailDomain, Preferences
from tenants import context
from tenants.people.models import User
from tenants.people.models.user import Role

State = SenderNumber.State
CODES = ("sender_unverified", "number_unapproved")
"""The codes with which `check` refuses."""


@dataclass(frozen=True)
class Choice:
    """One sender that may be used. `value` is what a send keeps, `name` what recipients read."""

    value: str
    name: str
    words: str


def shared_address() -> str:
    """The company's address at the domain that all companies share."""
    return f"{context.company().address}@{settings.SENDER_DOMAIN}"


def replies_to() -> str:
    """Where replies to the shared address go: as chosen and still theirs, else the first
    administrator."""
    wanted = Preferences.present().replies_to
    known = reply_choices()
    if wanted in known:
        return wanted
    return known[0] if known else ""


def reply_choices() -> list[str]:
    """Addresses that are known to be the company's: those of its administrators, whose log-in was
    confirmed by mail, the oldest first; and its senders that are confirmed."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("created_at", "pk")
    own = [each.address for each in MailAddress.objects.order_by("address") if is_known(each)]
    return list(dict.fromkeys([*admins.values_list("email", flat=True)[:20], *own]))


def good_domains() -> set[str]:
    """Names of the domains that mails may leave from."""
    good = MailDomain.objects.filter(state__in=MailDomain.GOOD)
    return set(good.values_list("name", flat=True))


def is_known(address: MailAddress) -> bool:
    """Whether it is known to be the company's: by the mail to it, or by its domain."""
    return address.confirmed_at is not None or address.domain in good_domains()


def good_addresses() -> list[MailAddress]:
    """Those that mails may leave from."""
    domains = good_domains()
    rows = MailAddress.objects.order_by("address") if domains else []
    return [each for each in rows if each.domain in domains]


def good_numbers() -> QuerySet[SenderNumber]:
    """Those that texts may come from today."""
    return SenderNumber.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=clock.today()),
        company=context.company(), decision=State.APPROVED, taken_back_at=None,
    ).order_by("number")  # fmt: skip


def choices(channel: str) -> list[Choice]:
    """What a draft chooses from; the mail address that all companies share comes last."""
    if channel == Send.Channel.SMS:
        return [
            Choice(each.number, "", " · ".join(filter(None, [str(each), each.label])))
            for each in good_numbers()
        ]
    own = [Choice(e.address, e.name, f"{e.address} · {e.name}") for e in good_addresses()]
    shared = shared_address()
    words = _("%(address)s · shared, replies to %(to)s") % {"address": shared, "to": replies_to()}
    return [*own, Choice(shared, context.company().name[:40], words)]


def usual(channel: str) -> Choice | None:
    """What a new draft begins with: as the company chose, else the first there is."""
    known = choices(channel)
    chosen = Preferences.present()
    wanted = chosen.mail.address if chosen.mail else ""
    if channel == Send.Channel.SMS:
        row = good_numbers().filter(pk__in=[chosen.number] if chosen.number else []).first()
        wanted = row.number if row else ""
    return next((each for each in known if each.value == wanted), known[0] if known else None)


def check(send: Send) -> None:
    """RuleBroken, with what to do, where the send's sender may not be used now."""
    if send.channel == Send.Channel.SMS:
        _check_number("".join(filter(str.isdigit, send.sender_number)))
    else:
        _check_address(send.sender_address.lower())


def _check_address(address: str) -> None:
    if address == shared_address():
        return
    domain = address.rpartition("@")[2]
    is_good = MailDomain.objects.filter(name=domain, state__in=MailDomain.GOOD).exists()
    if is_good and MailAddress.objects.filter(address=address).exists():
        return
    words = gettext_lazy(
        "Mails cannot leave from %(address)s. Choose a sender from the list, or have its domain"
        " verified under Settings > Senders."
    )
    raise RuleBroken("sender_unverified", words % {"address": address}, field="sender_address")


def _check_number(number: str) -> None:
    if good_numbers().filter(number=number).exists():
        return
    words = gettext_lazy(
        "Texts cannot come from %(number)s. Choose a number from the list, or register it with its"
        " document under Settings > Senders."
    )
    facts = {"number": figures.phone(number) or figures.NOTHING}
    raise RuleBroken("number_unapproved", words % facts, field="sender_number")
