"""Writing anniversaries, and keeping up when each comes next (B27)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.bulk import Bulk, Columns, Refusal
from modules.calendar.models import Anniversary, Setting
from modules.calendar.yearly import FEBRUARY, MARCH, read
from tenants import audit
from tenants.services.records import Services, Values, set_all

FIELDS = ("name", "kind", "customer_id", "account_id", "written", "memo")
AT_ONCE = 2_000


def _take_over(anniversary: Anniversary, values: Values) -> None:
    set_all(anniversary, values)
    if anniversary.customer_id is None and anniversary.account_id is None:
        raise RuleBroken(
            "nobody", _("Whose day is it? Name a customer or an account."), field="customer"
        )
    yearly = read(anniversary.written)
    anniversary.written = yearly.written()
    anniversary.month, anniversary.day, anniversary.year = yearly.month, yearly.day, yearly.year
    anniversary.is_lunar, anniversary.is_leap = yearly.is_lunar, yearly.is_leap
    anniversary.next_on = yearly.after(clock.today(), Setting.present().leap_day)
    anniversary.name = anniversary.name or str(anniversary.get_kind_display())


anniversaries = Services(
    subject="calendar.anniversary", model=Anniversary, fields=FIELDS, take_over=_take_over
)


def _refused(verb: str, columns: Columns) -> list[Refusal]:
    closed = {"written", "customer_id", "account_id"}
    if verb == "delete" or closed.isdisjoint(columns):
        return []
    words = _("Others follow from it: it is changed record by record.")
    return [Refusal(code="one_by_one", rows=Q(pk__isnull=False), sentence=words)]


bulk = Bulk(refused=_refused)


def refresh() -> int:
    """Moves those that have passed on to their next time; how many. Safe to run twice."""
    return _renew(Q(next_on__lt=clock.today()))


def _renew(which: Q) -> int:
    """Works out anew when these come next, part by part in the order of their ids."""
    leap_day, today, done = Setting.present().leap_day, clock.today(), 0
    rows = Anniversary.objects.filter(which).order_by("pk")
    after: Any = None
    while True:
        with transaction.atomic():
            part = rows if after is None else rows.filter(pk__gt=after)
            found = list(part.select_for_update()[:AT_ONCE])
            for each in found:
                each.next_on = each.yearly.after(today, leap_day)
            Anniversary.objects.bulk_update(found, ["next_on"])
        done += len(found)
        if len(found) < AT_ONCE:
            return done
        after = found[-1].pk


@transaction.atomic
def choose_leap_day(leap_day: str) -> None:
    """What 29 February is in common years; all that fall on it are worked out anew."""
    if leap_day not in (FEBRUARY, MARCH):
        raise RuleBroken("choice", _("Choose from the list."), field="leap_day")
    before = Setting.present().leap_day
    if before == leap_day:
        return
    Setting.objects.update_or_create(pk=1, defaults={"leap_day": leap_day})
    audit.record(
        "calendar.setting.edit",
        subject="calendar.setting",
        changes={"leap_day": [before, leap_day]},
    )
    _renew(Q(month=2, day=29, is_lunar=False))
