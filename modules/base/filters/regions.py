"""Finding customers by the province that their post goes to (R05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, Model, Q, QuerySet, When
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import access
from dangol.access import HIDE
from dangol.records.filters.base import NONE
from dangol.records.filters.choices import Choosing
from modules.base.models.customer import Customer, Place
from modules.base.values.provinces import NAMES, aliases

LABELS = {
    "서울": gettext_lazy("Seoul"), "부산": gettext_lazy("Busan"), "대구": gettext_lazy("Daegu"),
    "인천": gettext_lazy("Incheon"), "광주": gettext_lazy("Gwangju"),
    "대전": gettext_lazy("Daejeon"), "울산": gettext_lazy("Ulsan"), "세종": gettext_lazy("Sejong"),
    "경기": gettext_lazy("Gyeonggi"), "강원": gettext_lazy("Gangwon"),
    "충북": gettext_lazy("North Chungcheong"), "충남": gettext_lazy("South Chungcheong"),
    "전북": gettext_lazy("North Jeolla"), "전남": gettext_lazy("South Jeolla"),
    "경북": gettext_lazy("North Gyeongsang"), "경남": gettext_lazy("South Gyeongsang"),
    "제주": gettext_lazy("Jeju"),
}  # fmt: skip
ADDRESSES = ("home_line1", "work_line1")
REGION = "region"
ELSEWHERE = "other"
"""An address stands there that begins with no province."""


@dataclass(frozen=True, kw_only=True)
class RegionFilter(Choosing):
    """By province (시·도), told from how the address begins; `field` is only its name.

    It counts the address that post goes to: one customer is in one region.
    """

    field: str = REGION

    def label(self, model: type[Model]) -> str:
        return _("Region")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        named = [(code, str(LABELS[code])) for code in NAMES]
        return [*named, (ELSEWHERE, _("Other address")), (NONE, _("None"))]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        labels = dict(self.options(model, user))
        for value in chosen:
            if value not in labels:
                raise self._wrong(model, value, _("Choose from the list."))
        return ", ".join(labels[value] for value in chosen), self._of(chosen)

    def _of(self, regions: list[str]) -> Q:
        return reduce(or_, map(within, regions))


def hidden_of_customers(user: Any) -> Collection[str]:
    """Whoever does not see both addresses does not find customers by where they are."""
    if user is None or not user.is_authenticated:
        return []
    rights = access.field_rights(user, Customer.record_code)
    return [REGION] if any(rights.get(name) == HIDE for name in ADDRESSES) else []


def counted_by_region(rows: QuerySet[Any]) -> dict[str, int]:
    """{region: customers} as the filter finds them, in one statement: by how addresses begin."""
    spellings = [(text, name) for name, texts in beginnings().items() for text in texts]
    length = max(len(text) for text, _name in spellings)
    place = Case(
        When(mailing_place=Place.HOME, then=Left("home_line1", length)),
        default=Left("work_line1", length),
    )
    found: Counter[str] = Counter()
    for text, count in rows.order_by().values_list(place).annotate(n=Count("pk")):
        named = (name for spelling, name in spellings if text.startswith(spelling))
        found[next(named, ELSEWHERE) if text else NONE] += count
    return dict(found)


def within(region: str, path: str = "") -> Q:
    """The customers of one region; `path` leads to them, such as `customer__`."""
    if region == NONE:
        return _there(path, "exact", "")
    if region == ELSEWHERE:
        return ~reduce(or_, (within(each, path) for each in [*NAMES, NONE]))
    return reduce(or_, (_there(path, "startswith", text) for text in beginnings()[region]))


def _there(path: str, how: str, text: str) -> Q:
    lines = {Place.HOME: "home_line1", Place.WORK: "work_line1"}
    parts = (
        Q(**{f"{path}mailing_place": place, f"{path}{line}__{how}": text})
        for place, line in lines.items()
    )
    return reduce(or_, parts)


@cache
def beginnings() -> dict[str, list[str]]:
    """{province: how its addresses begin}, without those that begin with a shorter one of it."""
    found: dict[str, list[str]] = {name: [name] for name in NAMES}
    for spelling, province in aliases():
        found[province].append(spelling)
    return {
        name: [
            each
            for each in dict.fromkeys(texts)
            if not any(each != other and each.startswith(other) for other in texts)
        ]
        for name, texts in found.items()
    }
