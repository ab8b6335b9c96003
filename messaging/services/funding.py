"""Money set aside before anything leaves, and given back when nothing more will (decision 12)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Sum

from messaging.models import Hold, Message, Send
from messaging.pace import pace
from messaging.ports import InsufficientBalance, meter


def secure(send: Send) -> bool:
    """Takes the hold without which a send may not start; False when the account lacks it.

    All of it in one hold, or the first chunk of what the account covers.
    """
    if send.is_free:
        return True
    people = send.expected
    if send.funding == Send.Funding.COVERED:
        people = min(people, pace().chunk)
    missing = people * send.price_ceiling - _free_of(send)
    return missing <= 0 or _take(send, missing)


def draw(send: Send, prices: Sequence[int]) -> list[UUID | None]:
    """A hold for each of these prices, in order; None for those that are not covered.

    The send and its holds are locked until the end of the transaction, so its pumps never draw the
    same won twice.
    """
    if send.is_free:
        return [None] * len(prices)
    Send.objects.select_for_update(no_key=True).get(pk=send.pk)
    holds = list(
        Hold.objects.select_for_update()
        .filter(send=send, amount__gt=F("captured") + F("released"))
        .order_by("number")
    )
    free = _undrawn(send, holds)
    assigned = _assign(prices, free)
    open_prices = [price for price, hold in zip(prices, assigned, strict=True) if hold is None]
    if not open_prices:
        return assigned
    more = _top_up(send, sum(open_prices), least=min(open_prices))
    if more is None:
        return assigned
    fresh = iter(_assign(open_prices, {more.pk: more.amount}))
    return [next(fresh) if hold is None else hold for hold in assigned]


def _assign(prices: Sequence[int], free: dict[UUID, int]) -> list[UUID | None]:
    """For each price a hold that covers it alone; several holds never share one price."""
    assigned: list[UUID | None] = []
    for price in prices:
        hold = next((key for key, left in free.items() if left >= price), None)
        if hold is not None:
            free[hold] -= price
        assigned.append(hold)
    return assigned


def _undrawn(send: Send, holds: Sequence[Hold]) -> dict[UUID, int]:
    """{hold: won that no row draws on}, counted from the rows themselves."""
    drawing = Message.objects.filter(send=send, state__in=Message.DRAWING, hold__isnull=False)
    drawn = dict(drawing.order_by().values_list("hold").annotate(Sum("unit_price")))
    return {hold.pk: hold.held - drawn.get(hold.pk, 0) for hold in holds}


def _free_of(send: Send) -> int:
    holds = list(Hold.objects.select_for_update().filter(send=send))
    return sum(_undrawn(send, holds).values())


def covers(send: Send, price: int) -> bool:
    """Whether the account, or one of the send's own holds, has this much left for a message."""
    if meter().account().available >= price:
        return True
    own = _undrawn(send, list(Hold.objects.filter(send=send)))
    return max(own.values(), default=0) >= price


def _top_up(send: Send, missing: int, *, least: int) -> Hold | None:
    """A further hold: what is missing, or the next chunk, or as much as the account has."""
    wanted = missing
    if send.funding == Send.Funding.COVERED:
        unsent = Message.objects.filter(send=send, state__in=Message.UNSENT)[: pace().chunk]
        wanted = max(missing, unsent.count() * send.price_ceiling)
    try:
        return _hold(send, wanted)
    except InsufficientBalance as short:
        if short.available < least:
            return None
        affordable = min(wanted, short.available // least * least)
    try:
        return _hold(send, affordable)
    except InsufficientBalance:  # somebody else took it in between
        return None


def _take(send: Send, amount: int) -> bool:
    try:
        _hold(send, amount)
    except InsufficientBalance as short:
        if send.funding == Send.Funding.FULL or short.available < send.price_ceiling:
            return False
        affordable = short.available // send.price_ceiling * send.price_ceiling
        try:
            _hold(send, min(amount, affordable))
        except InsufficientBalance:
            return False
    return True


def _hold(send: Send, amount: int) -> Hold:
    number = Hold.objects.filter(send=send).count() + 1
    key = meter().hold(f"send:{send.pk}:{number}", amount, purpose=send.name)
    return Hold.objects.create(pk=key, send=send, number=number, amount=amount)


def hold_late(send: Send, amount: int) -> UUID | None:
    """A hold for messages that turn out to have been taken; None when the account lacks it."""
    if not amount:
        return None
    Send.objects.select_for_update(no_key=True).get(pk=send.pk)
    try:
        return _hold(send, amount).pk
    except InsufficientBalance:
        return None


def captured(hold_id: UUID, amount: int) -> None:
    """Notes that the meter charged `amount` won out of the hold."""
    Hold.objects.filter(pk=hold_id).update(captured=F("captured") + amount)


def lock(hold_ids: Sequence[UUID]) -> None:
    """Locks holds in one order for all, before the meter locks its account."""
    list(Hold.objects.select_for_update().filter(pk__in=hold_ids).order_by("number"))


def release_rest(send: Send) -> int:
    """Gives back what no row draws on, for a send that draws no more; returns the won."""
    holds = list(Hold.objects.select_for_update().filter(send=send).order_by("number"))
    total = 0
    for key, left in _undrawn(send, holds).items():
        if left > 0:
            meter().release(key, left)
            Hold.objects.filter(pk=key).update(released=F("released") + left)
            total += left
    return total
