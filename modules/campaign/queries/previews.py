"""What one real recipient will read, as the engine itself composes it (S6)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from messaging.content import cp949, text
from messaging.content.form import Unsendable
from messaging.content.mail import MailForm
from messaging.content.textmessage import TextForm
from messaging.models import Send
from messaging.pace import pace
from messaging.ports import audience, meter
from messaging.reasons import sentence
from modules.base.models import Customer
from tenants import context

SHOWN = {"p", "br", "hr", "a", "strong", "em", "ul", "ol", "li"}
"""What a preview keeps of a mail. No picture: to look at a preview is not to open the mail."""
SAMPLE_ADDRESS = "preview@dangol.example"
SAMPLE_ID = UUID(int=0)


@dataclass(frozen=True)
class Preview:
    """One message as `recipient` gets it.

    subject, html  of a mail
    text           as it was written, filled in
    bytes          of a text message; `limit` bytes is the longest short one, `longest` a long one
    form           email, sms or lms; `unit_price` won for it
    dear_form      the form that the cost is reckoned with, when merge fields may make it longer
    """

    recipient: str
    form: str
    unit_price: int
    dear_form: str
    subject: str = ""
    html: SafeString | str = ""
    text: str = ""
    bytes: int = 0
    limit: int = 0
    longest: int = 0
    problem: str = ""

    @property
    def room(self) -> int:
        """Bytes that fit into the form the message has now."""
        return self.limit if self.form == "sms" else self.longest


def preview(send: Send, customer: Customer | None) -> Preview:
    """The message for the customer; without one, the merge fields show their labels."""
    if send.channel == Send.Channel.SMS:
        return _text_message(send, customer)
    return _mail(send, customer)


def chosen(people: list[Customer], key: str) -> Customer | None:
    """The one of these people whose id is `key`, else the first."""
    first = people[0] if people else None
    return next((person for person in people if str(person.pk) == key), first)


def _mail(send: Send, customer: Customer | None) -> Preview:
    company = context.company()
    form = MailForm(send, company_id=company.pk, origin=company.origin, host=company.host)
    values = _values(send, customer, form.fields)
    composed = form.compose(SAMPLE_ID, SAMPLE_ADDRESS, values)
    mail = message_from_bytes(composed.data, _class=EmailMessage, policy=SMTP)
    part = mail.get_body(("html",))
    subject, words = form.preview(values)
    html = part.get_content() if part is not None else ""
    return Preview(
        recipient=customer.name if customer else "",
        form="email",
        dear_form="email",
        unit_price=meter().unit_price("email"),
        subject=subject,
        text=words,
        html=mark_safe(nh3.clean(html, tags=SHOWN, attributes={})),  # noqa: S308
    )


def _text_message(send: Send, customer: Customer | None) -> Preview:
    form = TextForm(send)
    values = _values(send, customer, form.fields)
    filled = text.fill(form.nodes, values)
    size = cp949.count(filled)
    channel = "sms" if size <= pace().sms_bytes else "lms"
    return Preview(
        recipient=customer.name if customer else "",
        form=channel,
        dear_form=form.ceiling(),
        unit_price=meter().unit_price("sms" if channel == "sms" else "lms"),
        text=filled,
        bytes=size,
        limit=pace().sms_bytes,
        longest=pace().lms_bytes,
        problem=_problem(form, values),
    )


def _problem(form: TextForm, values: dict[str, str]) -> str:
    """Why this recipient would not get it, in words; "" when nothing is wrong."""
    try:
        form.check()
        form.compose(SAMPLE_ID, "", values)
    except RuleBroken as broken:
        return str(broken)
    except Unsendable as unsendable:
        return sentence(unsendable.reason)
    return ""


def _values(send: Send, customer: Customer | None, fields: tuple[str, ...]) -> dict[str, str]:
    """The values of the merge fields; an unknown one stays as it is written."""
    labels = audience().merge_fields()
    values = {code: f"{{{{ {code} }}}}" for code in fields if code not in labels}
    known = [code for code in fields if code in labels]
    if customer is None:
        return values | {code: _("(%(label)s)") % {"label": labels[code]} for code in known}
    found = audience().resolve([customer.pk], send.channel, known)
    return values | (found[customer.pk].values if customer.pk in found else {})
