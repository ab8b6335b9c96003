"""Anniversaries (기념일) of customers and accounts, solar and lunar (B27)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Account, Customer
from modules.calendar.yearly import FEBRUARY, MARCH, Yearly


class Occasion(models.TextChoices):
    """기념일 종류; a company adds its own (`calendar.occasion`)."""

    BIRTHDAY = "birthday", _("Birthday")
    WEDDING = "wedding", _("Wedding day")
    FOUNDING = "founding", _("Day of founding")
    CONTRACT = "contract", _("Day of the first contract")
    OTHER = "other", pgettext_lazy("anniversary", "Other")


class Anniversary(RecordModel):
    """One day that comes each year. `next_on` is kept up by the service and each night."""

    record_code = "calendar.anniversary"

    name = models.CharField(_("What for"), max_length=60, db_collation=PLAIN)
    kind = models.CharField(
        pgettext_lazy("anniversary", "Kind"), max_length=60, choices=Occasion,
        default=Occasion.BIRTHDAY,
    )  # fmt: skip
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer, verbose_name=_("Customer"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="anniversaries",
    )  # fmt: skip
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, verbose_name=_("Account"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="anniversaries",
    )  # fmt: skip
    written = models.CharField(_("Day of each year"), max_length=30)
    """As people write it, put in order: 음 1950-06-15."""
    month = models.PositiveSmallIntegerField(editable=False)
    day = models.PositiveSmallIntegerField(editable=False)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    is_lunar = models.BooleanField(_("Lunar"), default=False, editable=False)
    is_leap = models.BooleanField(default=False, editable=False)
    next_on = models.DateField(_("Next time"), null=True, editable=False)
    """The next time from today on; None beyond the years for which the calendar is computed."""
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Anniversary")
        verbose_name_plural = _("Anniversaries")
        indexes = [
            *sorted_by("calendar_anniversary", "name", "kind", "next_on", "created_at"),
            *search_indexes("calendar_anniversary", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def yearly(self) -> Yearly:
        return Yearly(self.month, self.day, self.year, self.is_lunar, self.is_leap)


class Setting(models.Model):
    """What a company has chosen for its calendar; one row at most."""

    LEAP_DAYS = ((FEBRUARY, _("28 February")), (MARCH, _("1 March")))

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    leap_day = models.CharField(
        _("29 February in other years"), max_length=8, choices=LEAP_DAYS, default=FEBRUARY
    )

    def __str__(self) -> str:
        return self.leap_day

    @classmethod
    def present(cls) -> Setting:
        """The company's choices, or what is usual."""
        return cls.objects.first() or cls()
