"""Under what conditions a send leaves: channel, sender, hours, people (S9)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from messaging.content import forms
from messaging.content.textmessage import TextForm
from messaging.models import Send
from messaging.ports import audience, meter


@dataclass(frozen=True)
class Conditions:
    """The conditions in words; `form` is the dearest that a message of it may take."""

    channel: str
    sender: str
    hours: str
    people: str
    form: str
    unit_price: int


def conditions(send: Send) -> Conditions:
    """As they stand in the send; a selection that no longer holds is left out."""
    form = forms.form_of(send)
    ceiling = form.ceiling()
    words = {"email": _("Mail"), "sms": _("SMS"), "lms": _("LMS")}
    size = _size(form) if isinstance(form, TextForm) else ""
    try:
        people = audience().describe(send.audience)
    except RuleBroken:
        people = ""
    return Conditions(
        channel=" · ".join(filter(None, [words[ceiling], size])),
        sender=_sender(send),
        hours=hours_of(send),
        people=people,
        form=words[ceiling],
        unit_price=meter().unit_price(ceiling),
    )


def hours_of(send: Send) -> str:
    """The hours in which it leaves, and how many an hour."""
    is_bound = send.advertising and send.channel == Send.Channel.SMS
    words = "08:00–21:00" if is_bound else ""
    if send.hours_from and send.hours_to:
        words = f"{send.hours_from:%H:%M}–{send.hours_to:%H:%M}"
    speed = _("%(most)s an hour at most") % {"most": figures.number(send.per_hour)}
    return " · ".join(filter(None, [words or _("Any time"), speed if send.per_hour else ""]))


def _size(form: TextForm) -> str:
    """With merge fields a range, since the dearest form is chosen by its upper end."""
    least, most = figures.number(form.fixed_bytes), figures.number(form.usual_bytes)
    size = least if least == most else f"{least}–{most}"
    return _("%(bytes)s bytes") % {"bytes": size}


def _sender(send: Send) -> str:
    if send.channel == Send.Channel.SMS:
        return figures.phone(send.sender_number) if send.sender_number else figures.NOTHING
    return f"{send.sender_name} <{send.sender_address}>"
