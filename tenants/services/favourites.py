"""Favourites: kept, put in order and dropped by their owner; no audit line (U10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from tenants.people.models import Favourite, User

MOST = 50


def keep_record(user: User, record: str, key: UUID) -> Favourite:
    """Puts a record at the end of the favourites; one that is there stays where it is."""
    return _keep(user, record=record, object_id=str(key), defaults={})


def keep_screen(user: User, *, url: str, label: str, icon: str) -> Favourite:
    """Puts a screen, with what it shows at the moment, at the end of the favourites."""
    return _keep(user, url=url, defaults={"label": label[:100], "icon": icon})


@transaction.atomic
def _keep(user: User, *, defaults: dict[str, Any], **what: str) -> Favourite:
    """Raises RuleBroken when there are too many to be a help."""
    User.objects.select_for_update().get(pk=user.pk)
    own = Favourite.objects.filter(user=user)
    known = own.filter(**what).first()
    if known is not None:
        return known
    if own.count() >= MOST:
        raise RuleBroken(
            "favourites_full",
            gettext_lazy("There are %(most)s favourites already; remove one to add another.")
            % {"most": MOST},
        )
    last = own.order_by("-position").values_list("position", flat=True).first()
    place = 0 if last is None else last + 1
    return Favourite.objects.create(user=user, position=place, **what, **defaults)


@transaction.atomic
def drop(user: User, key: UUID) -> Favourite | None:
    """Takes one out and returns what it was; None when it is not this user's or gone already."""
    found = Favourite.objects.select_for_update().filter(user=user, pk=key).first()
    if found is not None:
        Favourite.objects.filter(pk=found.pk).delete()
    return found


@transaction.atomic
def move(user: User, key: UUID, to: int) -> None:
    """Puts one at the place `to`, counted from 0; beyond the ends means the end."""
    User.objects.select_for_update().get(pk=user.pk)
    order = list(Favourite.objects.filter(user=user).order_by("position", "id"))
    moved = next((each for each in order if each.pk == key), None)
    if moved is None:
        return
    order.remove(moved)
    order.insert(max(to, 0), moved)
    for position, each in enumerate(order):
        each.position = position
    Favourite.objects.bulk_update(order, ["position"])


@transaction.atomic
def step(user: User, key: UUID, by: int) -> None:
    """Moves one up (-1) or down (+1)."""
    own = Favourite.objects.filter(user=user).order_by("position", "id")
    order = list(own.values_list("pk", flat=True))
    if key in order:
        move(user, key, order.index(key) + by)
