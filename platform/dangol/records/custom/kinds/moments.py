"""Days, and times of day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import Func
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.i18n import days
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.filters import TimeFilter
from dangol.records.custom.inputs import Day, Hour
from dangol.records.custom.kinds.base import Kind, kept_text
from dangol.records.filters.base import Filter
from dangol.records.filters.dates import DateFilter

TODAY = "today"
"""A default that moves with the day."""


class DateKind(Kind):
    code, icon = "date", "calendar"
    label = gettext_lazy("Date")
    example = gettext_lazy("Renewal, wedding day")
    rules = ("min", "max", "yearly", "due")

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.DateField(null=True)

    def sql(self, field: CustomField) -> Any:
        # a plain cast depends on settings of the session, and no index may hold it
        return Func(
            kept_text(field), function="public.custom_date", output_field=models.DateField()
        )

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return Day(field.rule("min"), field.rule("max"))

    def kept(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def read(self, kept: Any, field: CustomField) -> Any:
        return clock.today() if kept == TODAY else parse_date(kept)

    def words(self, value: Any, field: CustomField) -> str:
        return days.day(value)

    def searched(self, kept: Any, field: CustomField) -> str:
        return str(kept)

    def filter(self, field: CustomField) -> Filter | None:
        yearly = bool(field.rule("yearly"))
        return DateFilter(field=field.name, own=self.column(field), yearly=yearly)


class TimeKind(Kind):
    code, icon = "time", "clock"
    label = gettext_lazy("Time")
    example = gettext_lazy("When one may call")
    filtered_by = TimeFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.TimeField(null=True)

    def sql(self, field: CustomField) -> Any:
        return Func(
            kept_text(field), function="public.custom_time", output_field=models.TimeField()
        )

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return Hour()

    def kept(self, value: Any) -> Any:
        return f"{value:%H:%M}" if value is not None else None

    def read(self, kept: Any, field: CustomField) -> Any:
        return parse_time(kept)

    def words(self, value: Any, field: CustomField) -> str:
        return f"{value:%H:%M}"
