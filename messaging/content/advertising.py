"""What the law (정보통신망법 50조) wants on advertising: label, sender, opt-out, night (S8)."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send

LABEL = "(광고)"
OPT_OUT = "무료수신거부"
ANY_LABEL = re.compile(r"^\s*[(\[【（<]\s*광\s*고\s*[)\]】）>]\s*")
"""The label in the forms that the law does not accept, and the accepted one."""
NIGHT_FROM = time(21)
NIGHT_TO = time(8)


def labelled(text: str, *, gap: str = "") -> str:
    """The text with exactly one label at its very head."""
    return LABEL + gap + ANY_LABEL.sub("", text)


def text_message(send: Send) -> str:
    """The body of an advertising text message: label, sender, text, free opt-out number."""
    body = ANY_LABEL.sub("", send.body).removeprefix(send.sender_name).strip()
    return f"{LABEL}{send.sender_name} {body}\n{OPT_OUT} {send.opt_out_number}"


def check(send: Send) -> None:
    """Refuses advertising that does not say who sends it and how to refuse it. RuleBroken."""
    if not send.advertising:
        return
    if not send.sender_name:
        raise RuleBroken(
            "sender_name_missing",
            _("Advertising must name its sender. Fill in the sender's name."),
            field="sender_name",
        )
    if send.channel == Send.Channel.SMS and not send.opt_out_number:
        raise RuleBroken(
            "opt_out_missing",
            _("An advertising text message needs a free opt-out number (080). Fill it in."),
            field="opt_out_number",
        )


def is_night(moment: datetime) -> bool:
    """Whether advertising by text message needs night consent now: 21:00-08:00 in Korea."""
    local = moment.astimezone(clock.KOREA).time()
    return local >= NIGHT_FROM or local < NIGHT_TO


def morning_after(moment: datetime) -> datetime:
    """The next 08:00 in Korea, for a moment at night."""
    local = moment.astimezone(clock.KOREA)
    day = local.date() + timedelta(days=1) if local.time() >= NIGHT_FROM else local.date()
    return datetime.combine(day, NIGHT_TO, clock.KOREA)
