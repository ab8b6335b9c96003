"""Forms of a company's settings (P6, P7)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.people.models import Holiday, House

DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
NEAR_ZONES = (
    "Asia/Seoul",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Ho_Chi_Minh",
    "Asia/Singapore",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
)
"""Stand first in the list; Korea first of all."""
IDLE_CHOICES = (
    ("", _("Never")),
    ("15", _("After 15 minutes")),
    ("30", _("After 30 minutes")),
    ("60", _("After 1 hour")),
    ("120", _("After 2 hours")),
    ("240", _("After 4 hours")),
    ("480", _("After 8 hours")),
)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Every time zone that is a place, those near to Korea first."""
    places = sorted(name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return (*NEAR_ZONES, *(name for name in places if name not in NEAR_ZONES), "UTC")


def zone_pairs(moment: datetime) -> list[tuple[str, str]]:
    """Every zone with how far it is from UTC at this moment: Asia/Seoul (UTC+09:00)."""
    away = {name: f"{moment.astimezone(ZoneInfo(name)):%z}" for name in zones()}
    return [(name, f"{name} (UTC{far[:3]}:{far[3:]})") for name, far in away.items()]


class IdentityForm(forms.Form):
    """Name, zone, colour, fiscal year."""

    name = forms.CharField(label=_("Company name"), max_length=60)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=40,
        help_text=_("Days and hours on every screen follow it."),
    )
    fiscal_month = forms.TypedChoiceField(
        label=_("The fiscal year starts in"), coerce=int, choices=[]
    )
    colour = forms.CharField(max_length=7, widget=forms.TextInput(attrs={"type": "color"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(n, _("Month %(number)s") % {"number": n}) for n in range(1, 13)]
        self.fields["fiscal_month"].choices = months  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in zones():
            raise forms.ValidationError(
                _("There is no time zone of this name; choose one from the list."), code="zone"
            )
        return zone


class HoursForm(forms.Form):
    """Hours of seven weekdays and the break."""

    has_lunch = forms.BooleanField(label=_("Lunch break"), required=False)
    lunch_start = forms.TimeField(label=pgettext_lazy("time", "From"), required=False)
    lunch_end = forms.TimeField(label=pgettext_lazy("time", "To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"on_{number}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"start_{number}"] = forms.TimeField(
                label=pgettext_lazy("time", "From"), required=False
            )
            self.fields[f"end_{number}"] = forms.TimeField(
                label=pgettext_lazy("time", "To"), required=False
            )
        for field in self.fields.values():
            if isinstance(field, forms.TimeField):
                field.widget = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")

    @staticmethod
    def values_of(house: House) -> dict[str, Any]:
        """What the form shows of a company's hours."""
        values: dict[str, Any] = {"has_lunch": bool(house.lunch)}
        lunch = house.lunch or [720, 780]
        values |= {"lunch_start": _clock(lunch[0]), "lunch_end": _clock(lunch[1])}
        for number, span in enumerate(house.hours):
            start, end = span or [540, 1080]
            values |= {
                f"on_{number}": bool(span),
                f"start_{number}": _clock(start),
                f"end_{number}": _clock(end),
            }
        return values

    def clean(self) -> dict[str, Any]:
        """A day that is worked needs both times."""
        values = super().clean() or {}
        asked = [(f"on_{n}", f"start_{n}", f"end_{n}") for n in range(7)]
        for switch, start, end in [*asked, ("has_lunch", "lunch_start", "lunch_end")]:
            for name in (start, end):
                if values.get(switch) and name not in self.errors and values.get(name) is None:
                    self.add_error(name, _("Enter a time such as 09:00."))
        return values

    def week(self) -> list[list[int] | None]:
        """Minutes since midnight for each day from Monday on. An end at 00:00 is midnight."""
        return [self._span(f"on_{n}", f"start_{n}", f"end_{n}") for n in range(7)]

    def lunch(self) -> list[int] | None:
        return self._span("has_lunch", "lunch_start", "lunch_end")

    def _span(self, switch: str, start: str, end: str) -> list[int] | None:
        if not self.cleaned_data.get(switch):
            return None
        first, last = self.cleaned_data[start], self.cleaned_data[end]
        return [first.hour * 60 + first.minute, last.hour * 60 + last.minute or 1440]

    def rows(self) -> list[dict[str, Any]]:
        """The seven days for the screen."""
        return [
            {"on": self[f"on_{n}"], "start": self[f"start_{n}"], "end": self[f"end_{n}"]}
            for n in range(7)
        ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


class HolidayForm(forms.Form):
    """A day off of the company's own."""

    name = forms.CharField(label=_("Name"), max_length=60)
    day = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    repeat = forms.ChoiceField(label=_("Repeats"), choices=Holiday.Repeat)


class WorkedDayForm(forms.Form):
    """Whether the company works on a public holiday."""

    day = forms.DateField()
    works = forms.BooleanField(required=False)

    def of(self) -> tuple[date, bool]:
        return self.cleaned_data["day"], self.cleaned_data["works"]


class LogInRulesForm(forms.Form):
    """What everybody's log-in must keep to."""

    second_factor = forms.BooleanField(
        label=_("Everybody needs a second factor"),
        required=False,
        help_text=_("Whoever has none is asked to set it up before anything else opens."),
    )
    idle_minutes = forms.TypedChoiceField(
        label=_("Log out when nothing happens"),
        coerce=lambda text: int(text) if text else None,
        empty_value=None,
        choices=IDLE_CHOICES,
        required=False,
    )
    networks_text = forms.CharField(
        label=_("Networks from which people may log in"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "class": "num"}),
        help_text=_("One a line, such as 203.0.113.0/24. Empty: from everywhere."),
    )
