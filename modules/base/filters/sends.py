"""Finding customers by what they got and did with it: the previous result (G5, G12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from dangol import access
from dangol.i18n import days
from dangol.ids import read_id
from dangol.records.filters.base import MOST, Filter, Operator
from messaging.models import Message, MessageEvent, Send

SENT = "sent"
OPENED, UNOPENED, CLICKED, FAILED = "opened", "unopened", "clicked", "failed"
State, Kind = Message.State, MessageEvent.Kind
WAYS = (
    ("", "=", pgettext_lazy("sent", "got")),
    (OPENED, pgettext_lazy("sent", "opened"), pgettext_lazy("sent", "got and opened")),
    (UNOPENED, pgettext_lazy("sent", "not opened"), pgettext_lazy("sent", "got and did not open")),
    (CLICKED, pgettext_lazy("sent", "clicked"), pgettext_lazy("sent", "clicked a link in")),
    (FAILED, pgettext_lazy("sent", "not reached"), pgettext_lazy("sent", "was not reached by")),
)


def parameter(way: str) -> str:
    """The parameter of one way to ask: sent.unopened."""
    return f"{SENT}.{way}" if way else SENT


@dataclass(frozen=True, kw_only=True)
class SentFilter(Filter):
    """Customers of the chosen sends; `field` is only its name. Machines' opens and clicks do not
    count. Sends are the company's: who may not see them has none to choose."""

    field: str = SENT
    kind = "choice"

    @property
    def operators(self) -> tuple[Operator, ...]:
        return tuple(
            Operator(code=code, sign=sign, words=words, parameters=(parameter(code),),
                     control="choice")
            for code, sign, words in WAYS
        )  # fmt: skip

    def label(self, model: type[Model]) -> str:
        return pgettext("sent", "Message")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(id, name and day) of the latest sends."""
        rows = _open_to(user).order_by("-created_at")[:MOST]
        return [(str(each.pk), _called(each)) for each in rows]

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        keys = {key: value for value in given[0] if (key := read_id(value))}
        found = {each.pk: each for each in _open_to(user).filter(pk__in=keys)}
        for value in given[0]:
            if read_id(value) not in found:
                raise self._wrong(model, value, _("Choose from the list."))
        words = ", ".join(each.name for each in found.values())
        return words, Q(pk__in=_people(operator.code, list(found)))


def _called(send: Send) -> str:
    started = send.started_at or send.created_at
    return f"{send.name} · {days.near_moment(started)}"


def _open_to(user: Any) -> Any:
    """The sends that this user may choose; None is the company itself."""
    sends = Send.objects.filter(kind=Send.Kind.BULK).exclude(status=Send.Status.DRAFT)
    may = user is None or access.user_can(user, "messaging.send.view")
    return sends if may else sends.none()


def _people(way: str, sends: list[UUID]) -> Any:
    """Ids of the customers whose messages of these sends went so."""
    rows = Message.objects.filter(send__in=sends, contact_id__isnull=False)
    rows = rows.filter(state=State.REJECTED if way == FAILED else State.ACCEPTED)
    if way in (OPENED, UNOPENED, CLICKED):
        kinds = [Kind.CLICKED] if way == CLICKED else [Kind.OPENED, Kind.CLICKED]
        did = Exists(
            MessageEvent.objects.filter(message=OuterRef("pk"), kind__in=kinds, machine=False)
        )
        rows = rows.filter(~did if way == UNOPENED else did)
    return rows.values("contact_id")
