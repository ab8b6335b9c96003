"""The appointment as a record type: list, page, form, files; the calendar is a screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol import remembered
from dangol.i18n import days
from dangol.records import (
    Calendar,
    ChoiceFilter,
    Column,
    DateFilter,
    Look,
    Privacy,
    Record,
    Search,
    Section,
    View,
)
from modules.calendar import rights
from modules.calendar.forms.appointments import WEEKDAYS, AppointmentForm
from modules.calendar.models import Appointment, Repeat
from modules.calendar.services.appointments import FIELDS, appointments, bulk
from tenants.people.models import User
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact

SERIES = "&".join(f"repeat={code}" for code in Repeat.values)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "customer", "account")


def people(appointment: Appointment) -> str:
    """The names of those who take part, as HTML."""
    known = remembered.of("calendar people", _names) if appointment.participants else {}
    return escape(", ".join(known[key] for key in appointment.participants if key in known))


def _names() -> dict[str, str]:
    return {str(pk): name for pk, name in User.objects.values_list("pk", "name")}


def _said(keys: list[str]) -> str:
    known = remembered.of("calendar people", _names)
    return ", ".join(known.get(key, "—") for key in keys)


def _days_said(texts: list[str]) -> str:
    return ", ".join(days.full_day(date.fromisoformat(text)) for text in texts)


def participants(look: Look) -> str:
    return people(look.instance)


def weekdays(look: Look) -> str:
    codes = look.instance.weekdays.split(",")
    return escape(", ".join(str(word) for code, word in WEEKDAYS if code in codes))


def moment(look: Look, name: str) -> str:
    """When it begins or ends; of a whole day, the day."""
    value = getattr(look.instance, name)
    return escape(days.day(value) if look.instance.is_all_day else days.moment(value))


def starts(look: Look) -> str:
    return moment(look, "starts_at")


def ends(look: Look) -> str:
    return moment(look, "ends_at")


def every(look: Look) -> str:
    """Said only of a series that comes less often than each time."""
    found = look.instance
    return escape(str(found.every)) if found.repeat and found.every > 1 else ""


appointment_record = Record(
    code="calendar.appointment",
    model=Appointment,
    label=_("Appointment"),
    plural=_("Appointments"),
    icon="calendar-days",
    counted=ngettext_lazy("%(shown)s appointment", "%(shown)s appointments", "count"),
    title="title",
    subtitle=("kind", "starts_at"),
    columns=(
        Column(name="title"),
        Column(name="starts_at", phone="sub"),
        Column(name="ends_at", sort=""),
        Column(name="kind", sort="", phone="end"),
        Column(name="place", sort=""),
        Column(name="owner", phone="end-sub"),
        Column(name="participants", sort="", draw=people),
        Column(name="customer", sort="", optional=True),
        Column(name="account", sort="", optional=True),
        Column(name="importance", sort="", optional=True),
        Column(name="visibility", sort="", optional=True),
        Column(name="repeat", sort="", optional=True),
    ),
    sort="-starts_at",
    listed=with_names,
    views=(
        View(code="mine", label=_("My appointments"), query="owner=me&sort=-starts_at"),
        View(code="series", label=_("Series"), query=SERIES),
    ),
    filters=(
        DateFilter(field="starts_at"),
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="importance"),
        ChoiceFilter(field="visibility"),
        ChoiceFilter(field="repeat"),
        owner_filter(),
    ),
    search=(Search(field="title"), Search(field="place")),
    calendars=(Calendar(field="starts_at", colour="importance"),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "title", "starts_at", "ends_at", "is_all_day", "kind", "place", "visibility",
                "importance", "owner", "remind", "customer", "account",
            ),
        ),
        Section(label=_("Participants"), fields=("participants",), columns=1),
        Section(
            label=_("Series"),
            fields=("repeat", "every", "weekdays", "repeat_until", "repeat_count"),
        ),
        Section(label=_("Memo"), fields=("memo",), columns=1),
    ),
    drawn_facts={
        "participants": participants, "weekdays": weekdays, "starts_at": starts, "ends_at": ends,
        "every": every,
    },
    privacy=Privacy(opened=rights.opened, involves=rights.involves),
    bulk=bulk,
    form=AppointmentForm,
    **appointments.declared,
)  # fmt: skip
appointment_words = vocabulary_of(
    appointment_record,
    (*FIELDS, "skipped"),
    facts={
        "participants": Fact(say=_said, like=[], is_list=True),
        "skipped": Fact(say=_days_said, like=["2026-11-21"], is_list=True),
    },
)
