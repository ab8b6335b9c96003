"""Making and changing appointments, and the rules that they follow (A25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.bulk import Bulk, Columns, Refusal
from dangol.records.passing import Passing
from modules.calendar.models import Appointment, Repeat
from modules.calendar.models.appointment import ONCE, Visibility, last_day
from modules.calendar.rules import WEEKDAYS, Rule
from tenants.services.records import Services, Values, set_all

TIMES = ("starts_at", "ends_at", "is_all_day")
RULE = ("repeat", "every", "weekdays", "repeat_until", "repeat_count")
FIELDS = (
    "title", *TIMES, "kind", "importance", "visibility", "place", "owner_id", "participants",
    "customer_id", "account_id", "remind", "memo", *RULE,
)  # fmt: skip
USUAL = timedelta(hours=1)
LONGEST = timedelta(days=366)
MOST_TIMES = 999
END_OF_DAY = time(23, 59)


def rule_of(appointment: Any) -> Rule:
    """The rule that an appointment begins; of one that comes once, it has no meaning."""
    return Rule(
        repeat=appointment.repeat,
        first=appointment.first_on,
        every=appointment.every,
        weekdays=tuple(filter(None, appointment.weekdays.split(","))),
        last=appointment.last_on,
    )


def at(day: date, moment: datetime) -> datetime:
    """The same time of day on another day."""
    return datetime.combine(day, timezone.localtime(moment).time(), tzinfo=clock.KOREA)


def next_reminder(appointment: Appointment, after: datetime) -> datetime | None:
    """When somebody is to be reminded next, after a moment; None: not any more."""
    if appointment.remind is None:
        return None
    before = timedelta(minutes=appointment.remind)
    if not appointment.repeat:
        moment = appointment.starts_at - before
        return moment if moment > after else None
    first = timezone.localtime(after + before).date()
    days = rule_of(appointment).between(first, first + timedelta(days=366 * 4))
    open_days = (day for day in days if day.isoformat() not in appointment.skipped)
    moments = (at(day, appointment.starts_at) - before for day in open_days)
    return next((moment for moment in moments if moment > after), None)


def _take_over(appointment: Appointment, values: Values) -> None:
    before = rule_of(appointment) if appointment.repeat else None
    set_all(appointment, values)
    _settle_times(appointment)
    owner = str(appointment.owner_id)
    people = dict.fromkeys(str(each) for each in appointment.participants)
    appointment.participants = [key for key in people if key != owner]
    _settle_rule(appointment)
    if before is not None and appointment.skipped:
        _move_skipped(appointment, before)
    appointment.remind_at = next_reminder(appointment, clock.now())


def _settle_times(appointment: Appointment) -> None:
    starts, ends = appointment.starts_at, appointment.ends_at
    ends = ends or starts + USUAL
    if appointment.is_all_day:
        first, last = timezone.localtime(starts).date(), last_day(starts, ends)
        starts = clock.midnight(first)
        ends = datetime.combine(max(first, last), END_OF_DAY, tzinfo=clock.KOREA)
    if ends < starts:
        raise RuleBroken(
            "ends_first", _("It ends before it begins. Choose a later end."), field="ends_at"
        )
    if ends - starts > LONGEST:
        raise RuleBroken(
            "too_long", _("An appointment lasts a year at most. Choose an earlier end."),
            field="ends_at",
        )  # fmt: skip
    appointment.starts_at, appointment.ends_at = starts.astimezone(UTC), ends.astimezone(UTC)


def _settle_rule(appointment: Appointment) -> None:
    """Its first day is a day of the rule; its last follows from the rule."""
    if not appointment.repeat:
        appointment.every, appointment.weekdays, appointment.skipped = 1, "", []
        appointment.repeat_until = appointment.repeat_count = appointment.last_on = None
        return
    if appointment.series_id is not None:
        raise RuleBroken(
            "single_day", _("This is one day of a series; it does not repeat itself."),
            field="repeat",
        )  # fmt: skip
    if not 1 <= appointment.every <= MOST_TIMES:
        raise RuleBroken("every", _("Write a number from 1 to 999."), field="every")
    codes = appointment.weekdays.split(",") if appointment.repeat == Repeat.WEEKLY else []
    appointment.weekdays = ",".join(code for code in WEEKDAYS if code in codes)
    appointment.last_on = None
    _to_first_day(appointment)
    _settle_end(appointment)


def _move_skipped(appointment: Appointment, before: Rule) -> None:
    """Left-out days move along with the rule; under another rule they have no meaning."""
    now = rule_of(appointment)
    if (before.repeat, before.every, before.weekdays) != (now.repeat, now.every, now.weekdays):
        appointment.skipped = []
        return
    days = (date.fromisoformat(each) + (now.first - before.first) for each in appointment.skipped)
    appointment.skipped = [day.isoformat() for day in days]


def _to_first_day(appointment: Appointment) -> None:
    first = next(rule_of(appointment).days(), appointment.first_on)
    away = first - appointment.first_on
    appointment.starts_at += away
    appointment.ends_at += away


def _settle_end(appointment: Appointment) -> None:
    until, count = appointment.repeat_until, appointment.repeat_count
    if until is not None and count is not None:
        raise RuleBroken(
            "two_ends", _("A series ends on a day or after some times. Leave one of them empty."),
            field="repeat_count",
        )  # fmt: skip
    if until is not None and until < appointment.first_on:
        raise RuleBroken(
            "until_first", _("The series ends before it begins. Choose a later day."),
            field="repeat_until",
        )  # fmt: skip
    if count is not None and not 1 <= count <= MOST_TIMES:
        raise RuleBroken("count", _("Write a number from 1 to 999."), field="repeat_count")
    appointment.last_on = until if count is None else rule_of(appointment).nth(count)


def _follow(appointment: Appointment, verb: str, changes: Mapping[str, Any]) -> None:
    """Who newly takes part hears of it; who takes part already, when its time changed."""
    now = set(appointment.participants)
    before = set((changes.get("participants") or [[]])[0] or [])
    came = now if verb == "create" else now - before if "participants" in changes else set()
    _tell(appointment, "calendar.appointment.invited", came)
    if verb == "edit" and not changes.keys().isdisjoint(TIMES):
        _tell(appointment, "calendar.appointment.moved", set(appointment.everybody) - came)
    if verb == "delete":
        _tell(appointment, "calendar.appointment.cancelled", now)
        singles = Appointment.objects.present().filter(series=appointment)
        singles.update(deleted_at=appointment.deleted_at)


def _tell(appointment: Appointment, kind: str, people: set[str]) -> None:
    if people:
        told = notices.Told(kind=kind, record="calendar.appointment", key=str(appointment.pk))
        notices.tell(told, [UUID(key) for key in sorted(people)])


def _to_come() -> Q:
    """Those that are not over, but for private ones."""
    is_open = Q(repeat="", ends_at__gte=clock.now()) | ~ONCE & (
        Q(last_on=None) | Q(last_on__gte=clock.today())
    )
    return is_open & ~Q(visibility=Visibility.PRIVATE)


def _follow_owner(ids: Sequence[UUID]) -> None:
    """Whose it is now takes part already: they are not named twice."""
    changed = []
    for each in Appointment.objects.filter(pk__in=ids).exclude(participants=[]):
        others = [key for key in each.participants if key != str(each.owner_id)]
        if others != each.participants:
            each.participants = others
            changed.append(each)
    Appointment.objects.bulk_update(changed, ["participants"])


class Appointments(Services):
    """Single days of a series lie in the trash with it, and come back with it."""

    @property
    def passings(self) -> tuple[Passing, ...]:
        return (
            Passing(
                code="to_come", field="owner", told=self.handed_over, rows=_to_come,
                label=_("Appointments to come"), follow=_follow_owner,
                stays=_("What is over stays with who was there; private ones stay as well."),
            ),
        )  # fmt: skip

    @transaction.atomic
    def restore(self, instance: Any) -> None:
        fell_at = self.locked(instance.pk).deleted_at
        super().restore(instance)
        fallen = Appointment.objects.filter(series=instance.pk, deleted_at=fell_at)
        fallen.update(deleted_at=None)


appointments = Appointments(
    subject="calendar.appointment",
    model=Appointment,
    fields=FIELDS,
    owner="owner",
    passes=None,
    take_over=_take_over,
    follow=_follow,
)


def _refused(verb: str, columns: Columns) -> list[Refusal]:
    """Times and rules are changed one by one; a series is removed on its own page."""
    if verb == "delete":
        words = _("A series is removed on its own page.")
        return [Refusal(code="series", rows=~ONCE, sentence=words)]
    followed = {*TIMES, *RULE, "participants", "remind", "owner_id"}
    if followed.isdisjoint(columns):
        return []
    words = _("Others follow from it: it is changed record by record.")
    return [Refusal(code="one_by_one", rows=Q(pk__isnull=False), sentence=words)]


bulk = Bulk(refused=_refused)
