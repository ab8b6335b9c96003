"""Hand-overs and their results, for the screen (B35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.access import user_can
from dangol.registry import Text
from tenants.handover.models import Handover
from tenants.handover.queries import offered
from tenants.people.models import User

MANAGE = "tenants.handover.manage"
PAGE = 50


@dataclass(frozen=True)
class Result:
    """What became of one thing that was to be given.

    view   how it was narrowed; `stays` why some stayed
    heirs  (name, how many, address of the list of theirs) of each who got some
    """

    label: Text
    view: str
    given: int
    left: int
    back: int
    stayed: int
    stays: Text
    problem: str
    heirs: Sequence[tuple[str, int, str]]


def open_to(user: User) -> QuerySet[Handover]:
    """All for who hands over; else those in which the user gave or got something."""
    rows = Handover.objects.select_related("giver").order_by("-at", "-pk")
    if user_can(user, MANAGE):
        return rows
    got = rows.filter(heirs__contains=[str(user.pk)]).values("pk")
    return rows.filter(giver=user.pk) | rows.filter(pk__in=got)


def page(user: User) -> list[tuple[Handover, str, int]]:
    """(hand-over, names of the heirs, how many records went) of the newest."""
    found = list(open_to(user)[:PAGE])
    names = _names({key for each in found for key in each.heirs})
    return [
        (
            each,
            ", ".join(names[key] for key in each.heirs if key in names),
            sum(counts.get("given", 0) for counts in each.counts.values()),
        )
        for each in found
    ]


def results(handover: Handover) -> list[Result]:
    """What was wanted, and what became of it."""
    names = _names(set(handover.heirs))
    got: dict[tuple[str, str], list[tuple[UUID, int]]] = {}
    grouped = handover.records.filter(is_back=False).values_list("record", "passing", "heir_id")
    for record, passing, heir, count in grouped.annotate(n=Count("object_id")).order_by("heir_id"):
        got.setdefault((record, passing), []).append((heir, count))
    return [_result(wanted, handover, got, names) for wanted in handover.wanted]


def _result(wanted: Any, handover: Handover, got: Any, names: dict[str, str]) -> Result:
    pair = offered.found(wanted["code"])
    counts = handover.counts.get(wanted["code"], {})
    heirs = []
    if pair is not None:
        record, passing = pair
        listed = reverse(record.url_name("list"))
        filters = {each.field for each in record.filters}
        for heir, count in got.get((record.code, passing.code), []):
            query = f"?{urlencode({passing.field: heir})}" if passing.field in filters else ""
            heirs.append((names.get(str(heir), "—"), count, f"{listed}{query}"))
    return Result(
        label=(pair[1].label or pair[0].plural) if pair else _("no longer there"),
        view=wanted["view"],
        given=counts.get("given", 0),
        left=counts.get("left", 0),
        back=counts.get("back", 0),
        stayed=counts.get("stayed", 0),
        stays=pair[1].stays if pair else "",
        problem=counts.get("problem", ""),
        heirs=heirs,
    )


def heir_names(handover: Handover) -> str:
    return ", ".join(_names(set(handover.heirs)).values())


def _names(ids: set[str]) -> dict[str, str]:
    people = User.objects.filter(pk__in=ids).order_by("name", "pk")
    return {str(pk): name for pk, name in people.values_list("pk", "name")}
