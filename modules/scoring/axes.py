"""What customers can be divided by, and which two make a segmentation (B33, B34).

An axis is one entry here: lifetime value (I10) becomes another beside what was bought.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dangol import access
from dangol.i18n import figures
from dangol.records.forms.whole_numbers import MOST
from dangol.registry import Text
from modules.base.models import Customer
from modules.base.records import order_record
from modules.scoring.labels import SEGMENTATIONS
from modules.scoring.models import Fact


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A number that a customer has, or has not: then it counts as the lowest.

    column      where it stands, of a customer `c` and its facts `f`
    reaches     border -> the customers who reach it
    say         the number in words
    most        the highest border that makes sense
    fields      of the customer that it reads
    of_orders   whether it is made of amounts of orders, without a field of its own
    """

    label: Callable[[], str]
    column: str
    reaches: Callable[[int], Q]
    say: Callable[[int], str]
    most: int = 100
    fields: tuple[str, ...] = ()
    of_orders: bool = False

    def words(self, borders: tuple[int, ...], grade: int) -> str:
        """What a grade means: 80 points and more, below 60 points."""
        rising = borders[::-1]
        low = self.say(rising[grade - 1]) if grade else ""
        high = self.say(rising[grade]) if grade < len(rising) else ""
        if not low:
            return _("below %(high)s") % {"high": high}
        if not high:
            return _("%(low)s and more") % {"low": low}
        return _("%(low)s to below %(high)s") % {"low": low, "high": high}

    def q(self, borders: tuple[int, ...], grade: int) -> Q:
        """The customers of a grade; 0 is the lowest, with those who have no number at all."""
        rising = borders[::-1]
        found = self.reaches(rising[grade - 1]) if grade else Q()
        return found & ~self.reaches(rising[grade]) if grade < len(rising) else found

    def sql(self, borders: tuple[int, ...]) -> str:
        """The grade as a number: how many borders are reached."""
        reached = (f"coalesce(({self.column} >= {int(each)})::int, 0)" for each in borders)
        return " + ".join(reached)


def _points(points: int) -> str:
    return pgettext("score", "%(points)s points") % {"points": points}


def _of_field(name: str) -> Axis:
    return Axis(
        label=lambda: str(Customer._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
        column=f"c.{name}",
        reaches=lambda border: Q(**{f"{name}__gte": border}),
        say=_points,
        fields=(name,),
    )


def _bought(border: int) -> Q:
    facts = Fact.objects.filter(customer_id=OuterRef("pk"), recent_amount__gte=border)
    return Q(Exists(facts))


AXES: dict[str, Axis] = {
    "profit": _of_field("profit"),
    "loyalty": _of_field("loyalty"),
    "bought": Axis(
        label=lambda: _("Amount bought"), column="f.recent_amount", reaches=_bought,
        say=figures.won, most=MOST, of_orders=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which axes make a segmentation: one runs down, one across."""

    code: str
    label: Text
    down: str
    across: str
    about: Text

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return AXES[self.down], AXES[self.across]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for axis in self.axes for name in axis.fields)

    def is_open(self, user: Any) -> bool:
        """Whether the user may know the amounts of orders, where an axis is made of them."""
        return not any(axis.of_orders for axis in self.axes) or _knows_amounts(user)


def _knows_amounts(user: Any) -> bool:
    if user is None:
        return True
    may_look = access.user_can(user, order_record.permission("view"))
    return may_look and "amount" not in order_record.hidden_from(user)


PLANS: dict[str, Plan] = {
    each.code: each
    for each in (
        Plan(
            code="club", label=SEGMENTATIONS["club"], down="profit", across="loyalty",
            about=gettext_lazy("Clubs by profit contribution and loyalty."),
        ),
        Plan(
            code="equity", label=SEGMENTATIONS["equity"], down="bought", across="loyalty",
            about=gettext_lazy("Customer equity by value and loyalty."),
        ),
    )
}  # fmt: skip
