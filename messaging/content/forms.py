"""From a send to its prepared text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from messaging.content import advertising, text
from messaging.content.form import Form
from messaging.content.mail import MailForm
from messaging.content.textmessage import TextForm
from messaging.models import Send
from messaging.ports import audience
from messaging.senders.queries import allowed, signing
from tenants import context


def form_of(send: Send) -> Form:
    """The text of the send for the present company, checked before (`check`)."""
    if send.channel == Send.Channel.SMS:
        return TextForm(send)
    return _mail(send)


def leaving(send: Send) -> Form:
    """The same with what only a mail that leaves needs: its signature, and where replies go."""
    if send.channel == Send.Channel.SMS:
        return TextForm(send)
    sender = send.sender_address
    return _mail(send, signer=signing.signer_of(sender), replies_to=signing.replies_to(sender))


def _mail(send: Send, **more: Any) -> MailForm:
    company = context.company()
    return MailForm(send, company_id=company.pk, origin=company.origin, host=company.host, **more)


def check(send: Send) -> None:
    """Refuses a text that nobody could receive, and then a sender that is not verified. Raises
    RuleBroken with the field it is about."""
    check_text(send)
    allowed.check(send)


def check_text(send: Send) -> None:
    """The text and its fields alone. RuleBroken as `check`."""
    known = audience().merge_fields()
    if not send.body.strip():
        raise RuleBroken("empty_body", _("The text is empty. Write what to send."), field="body")
    text.check_fields(send.body, known, field="body")
    advertising.check(send)
    if send.channel == Send.Channel.SMS:
        _check_text_message(send)
        return
    if not send.subject.strip():
        raise RuleBroken("empty_subject", _("The subject is empty. Write one."), field="subject")
    text.check_fields(send.subject, known, field="subject")
    if not send.sender_address:
        raise RuleBroken(
            "sender_address_missing",
            _("The sender's mail address is missing. Fill it in."),
            field="sender_address",
        )


def _check_text_message(send: Send) -> None:
    if not send.sender_number:
        raise RuleBroken(
            "sender_number_missing",
            _("The sender's number is missing. Fill it in."),
            field="sender_number",
        )
    TextForm(send).check()
