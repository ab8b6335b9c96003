"""Messages that a customer was sent, as lines of the timeline (B8, S10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.access import user_can
from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import Entry, Line, Stretch
from messaging.models import Message, MessageEvent, Send

MESSAGE = "message"
SENT = (Message.State.ACCEPTED, Message.State.REJECTED, Message.State.UNKNOWN)
TOLD = (
    MessageEvent.Kind.OPENED,
    MessageEvent.Kind.CLICKED,
    MessageEvent.Kind.BOUNCED,
    MessageEvent.Kind.UNSUBSCRIBED,
)
LOOKS = {Message.State.ACCEPTED: ("ok", gettext_lazy("Sent")), Message.State.REJECTED: ("err", "")}
NOTHING = Value("")


class MessageLines:
    """That something was sent concerns everybody here; what it was, only who may see sends."""

    code = "message"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {MESSAGE: gettext_lazy("Messages")}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        may_open = _may_open(look)
        rows = Message.objects.filter(contact_id=look.instance.pk, state__in=SENT)
        told = MessageEvent.objects.filter(message_id=OuterRef("pk"), kind__in=TOLD, machine=False)
        data: dict[str, Any] = {
            "channel": F("send__channel"),
            "state": F("state"),
            "subject": F("send__subject") if may_open else NOTHING,
            "name": F("send__name") if may_open else NOTHING,
            "send": F("send_id") if may_open else NOTHING,
            "deeds": ArraySubquery(told.order_by("at").values("kind")),
        }
        return [Stretch(rows=rows, at="state_at", kind=MESSAGE, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        may_open = _may_open(look)
        for line in lines:
            data = line.data
            send = reverse("messaging:send-page", args=[data["send"]]) if may_open else ""
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=MESSAGE,
                icon="mail" if data["channel"] == Send.Channel.EMAIL else "message-square",
                title=data["subject"] or data["name"] or _("A message was sent"),
                note=str(Send.Channel(data["channel"]).label),
                facts=_facts(data),
                address=send,
            )


def _may_open(look: Look) -> bool:
    return user_can(look.user, "messaging.send.view")


def _facts(data: Mapping[str, Any]) -> str:
    """How it was delivered, and what the person did with it, each deed once."""
    state = Message.State(data["state"])
    tone, words = LOOKS.get(state, ("warn", ""))
    mark = format_html(
        '<span class="status"><span class="dot {}" aria-hidden="true"></span>{}</span>',
        tone, words or state.label,
    )  # fmt: skip
    deeds = [str(MessageEvent.Kind(kind).label) for kind in dict.fromkeys(data["deeds"])]
    return format_html_join(" · ", "{}", ((part,) for part in [mark, *deeds]))
