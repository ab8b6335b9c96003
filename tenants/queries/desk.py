"""What a user keeps at hand: favourites and what they looked at last, under today's rights (U10).

Names are read each time: what the user may no longer see, or what lies in the trash, has none and
is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, F, Value
from django.urls import Resolver404, resolve, reverse

from dangol import access
from dangol.records.names import Thing
from dangol.records.types import records as records
from tenants.people.models import Favourite, Preference, User, Visit

FRAME = ("navigation.folded", "density")
"""Settings that every page of a company asks for: a narrow sidebar, the height of rows."""
RECENT = 5
AT_HAND = ("id", "record", "object_id", "label", "url", "icon", "position", "opened")


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """One line of the user's own. `thing` is empty for a screen, `key` for a recent record."""

    label: str
    url: str
    icon: str
    person: bool = False
    key: str = ""
    thing: Thing = ("", "")


def preferences(user: User, codes: Iterable[str]) -> dict[str, Any]:
    """{code: value} of those that the user has set."""
    found = Preference.objects.filter(user_id=user.pk, code__in=list(codes))
    return dict(found.values_list("code", "value"))


def frame_settings(user: User) -> dict[str, Any]:
    """How the user wants the frame; asked once, with the first setting that a page reads."""
    if user.frame_settings is None:
        user.frame_settings = preferences(user, FRAME)
    return user.frame_settings


def at_hand(user: User) -> tuple[list[Favourite], list[Thing]]:
    """The user's favourites in their order, and what they opened last, in one statement.

    Of the latter, the newest first, there are a few more than are shown, for some may be gone.
    """
    nothing = {name: Value("") for name in ("label", "url", "icon")}
    visits = Visit.objects.filter(user_id=user.pk).annotate(
        **nothing, position=Value(0), opened=F("at")
    )
    kept = Favourite.objects.filter(user_id=user.pk).annotate(
        opened=Value(None, output_field=DateTimeField())
    )
    last = visits.order_by("-at").values_list(*AT_HAND)[: RECENT * 2]
    rows = list(kept.values_list(*AT_HAND).union(last, all=True))
    found = [(Favourite(**dict(zip(AT_HAND[:-1], row, strict=False))), row[-1]) for row in rows]
    favourites = sorted((each for each, at in found if at is None), key=_place)
    opened = sorted(((at, each) for each, at in found if at), key=lambda each: each[0])
    return favourites, [(each.record, each.object_id) for _at, each in reversed(opened)]


def _place(kept: Favourite) -> tuple[int, Any]:
    return kept.position, kept.pk


def line_of(thing: Thing, name: str, *, key: str = "") -> OwnLine:
    """How a record stands in the navigation."""
    record = records()[thing[0]]
    return OwnLine(
        label=name,
        url=reverse(record.url_name("page"), args=[thing[1]]),
        icon=record.icon,
        person=record.person,
        key=key,
        thing=thing,
    )


def may_open(user: User, url: str) -> bool:
    """Whether this is a path to a screen that is open to the user."""
    try:
        mark = getattr(resolve(url.partition("?")[0]).func, "access", None)
    except Resolver404:
        return False
    return mark is not None and mark.permission != "" and access.user_can(user, mark.permission)
