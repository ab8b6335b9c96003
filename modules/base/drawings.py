"""How a customer's values are drawn in lists, in the panel beside them and on the page (B2)."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from dangol.i18n import days, figures
from dangol.records import Look, Tile, types
from dangol.records.edits import in_place
from dangol.templatetags.icons import icon
from modules.base.marks import ICONS, grade
from modules.base.models import Customer
from modules.base.models.customer import Kind

WEB = re.compile(r"(https?://)?[^\s/:@]+\.[^\s/:@]+(:\d+)?([/?#]\S*)?", re.I)


def grade_fact(look: Look) -> str:
    """The grade among the facts."""
    return grade(look.instance)


def last_contact_fact(look: Look) -> str:
    """How and when one last spoke, among the facts."""
    return last_contact(look.instance)


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    customer: Customer = look.instance
    drawn = {
        "grade": grade(customer),
        "is_unnamed": _badge(_("Unnamed"), "outline") if customer.is_unnamed else "",
        "kind": "" if customer.kind == Kind.CUSTOMER else _badge(customer.get_kind_display()),
        "is_excluded": _badge(_("No campaigns"), "warn") if customer.is_excluded else "",
    }
    return [mark for name, mark in drawn.items() if mark and name not in look.hidden]


def _badge(words: str, tone: str = "neutral") -> str:
    return format_html('<span class="badge badge-{}">{}</span>', tone, words)


def last_contact(customer: Customer) -> str:
    """How and when one last spoke. The medium comes with the list's rows (`with_last_medium`)."""
    if customer.last_contacted_at is None:
        return ""
    medium = getattr(customer, "last_medium", None)
    sign = icon(ICONS[medium], 14) if medium in ICONS else ""
    return format_html(
        '<span class="last-contact" title="{}">{}{}</span>',
        days.moment(customer.last_contacted_at), sign, days.near_day(customer.last_contacted_at),
    )  # fmt: skip


def mobile(look: Look) -> str:
    """The mobile number as a link that calls, and whether it may get advertising."""
    customer: Customer = look.instance
    if not customer.mobile:
        return ""
    number = figures.phone(customer.mobile)
    return format_html(
        '<a class="link-quiet num" href="tel:{}">{}</a>{}',
        customer.mobile_key or customer.mobile, number, _agreed(look, "sms_ads"),
    )  # fmt: skip


def email(look: Look) -> str:
    """The mail address as a link that writes, and whether it may get advertising."""
    customer: Customer = look.instance
    if not customer.email:
        return ""
    return format_html(
        '<a class="link-quiet ellipsis" href="mailto:{0}" title="{0}">{0}</a>{1}',
        customer.email, _agreed(look, "mail_ads"),
    )  # fmt: skip


def phone(look: Look) -> str:
    """The work phone as a link that calls."""
    number = look.instance.work_phone
    if not number:
        return ""
    return format_html('<a class="link-quiet num" href="tel:{0}">{0}</a>', figures.phone(number))


def homepage(look: Look) -> str:
    """The home page as a link that opens beside; what is no address of the web stays text."""
    text = look.instance.homepage
    if not WEB.fullmatch(text):
        return escape(text)
    address = text if "://" in text else f"https://{text}"
    return format_html(
        '<a class="link-quiet ellipsis" href="{0}" title="{0}" target="_blank"'
        ' rel="noopener noreferrer">{1}</a>',
        address, text.partition("://")[2].rstrip("/") or text,
    )  # fmt: skip


def home_address(look: Look) -> str:
    """The home address in one piece, with a mark when post goes there."""
    return _address(look, "home")


def work_address(look: Look) -> str:
    """The work address in one piece, with a mark when post goes there."""
    return _address(look, "work")


def tiles(look: Look) -> list[Tile]:
    """Call, write and text where there is a number or an address; a note for those who may."""
    customer: Customer = look.instance
    mobile = "" if "mobile" in look.hidden else customer.mobile_key
    number = mobile or ("" if "work_phone" in look.hidden else customer.work_phone)
    address = "" if "email" in look.hidden else customer.email
    found = []
    if number:
        found.append(Tile(label=_("Call"), icon="phone", href=f"tel:{number}", key="c"))
    if address:
        found.append(Tile(label=_("Mail"), icon="mail", href=f"mailto:{address}", key="e"))
    if mobile:
        found.append(Tile(label=_("Text"), icon="message-square", href=f"sms:{mobile}", key="t"))
    return found


def _agreed(look: Look, consent: str) -> str:
    """A mark for those who agreed to advertising."""
    if consent in look.hidden or not getattr(look.instance, consent):
        return ""
    return format_html('<span class="badge badge-ok badge-small">{}</span>', _("Ads agreed"))


def _address(look: Look, place: str) -> str:
    """One of the two addresses, of the parts that are not hidden."""
    names = (f"{place}_postcode", f"{place}_line1", f"{place}_line2")
    postcode, *lines = (
        "" if name in look.hidden else getattr(look.instance, name) for name in names
    )
    text = ", ".join(filter(None, lines))
    whole = f"({postcode}) {text}" if postcode else text
    if not whole or "mailing_place" in look.hidden:
        return escape(whole)
    return format_html("{} {}", whole, _post_mark(look, place))


def _post_mark(look: Look, place: str) -> str:
    """Says that the post goes to this address; on the other one, what makes it go there."""
    customer, chosen = look.instance, look.instance.mailing_place
    if chosen == place:
        mark = '<span class="badge badge-accent badge-small">{}</span>'
        return format_html(mark, _("Post goes here"))
    record = types.of_model(type(customer))
    if record is None or not in_place.may_set(record, look.user, customer, "mailing_place"):
        return ""
    return format_html(
        '<button class="badge badge-outline badge-small needs-js" type="button" data-sets="{}"'
        ' data-was="{}" value="{}">{}</button>',
        reverse(record.url_name("cell"), args=[customer.pk, "mailing_place"]),
        chosen, place, _("Send post here"),
    )  # fmt: skip
