"""What kind of person a customer is, as far as the company asked (R04, R06).

Sex, occupation, income: all may stay empty, and a role can hide each from who has no need of it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    """성별."""

    FEMALE = "f", pgettext_lazy("sex", "Female")
    MALE = "m", pgettext_lazy("sex", "Male")


class Occupation(models.TextChoices):
    """직업."""

    EMPLOYEE = "employee", pgettext_lazy("occupation", "Office worker")
    OFFICIAL = "official", pgettext_lazy("occupation", "Public official")
    PROFESSIONAL = "professional", pgettext_lazy("occupation", "Professional")
    BUSINESS = "business", pgettext_lazy("occupation", "Self-employed")
    SERVICE = "service", pgettext_lazy("occupation", "Sales and service")
    WORKER = "worker", pgettext_lazy("occupation", "Production and technology")
    FARMER = "farmer", pgettext_lazy("occupation", "Farming, forestry, fishing")
    HOME = "home", pgettext_lazy("occupation", "Homemaker")
    STUDENT = "student", pgettext_lazy("occupation", "Student")
    RESTING = "resting", pgettext_lazy("occupation", "Retired or not working")
    OTHER = "other", pgettext_lazy("occupation", "Other")


class Income(models.TextChoices):
    """소득수준: what a household has in a month, in won."""

    BELOW_200 = "1", _("Below 2 million won")
    BELOW_300 = "2", _("2 to 3 million won")
    BELOW_500 = "3", _("3 to 5 million won")
    BELOW_700 = "4", _("5 to 7 million won")
    BELOW_1000 = "5", _("7 to 10 million won")
    ABOVE = "6", _("10 million won and more")


def chosen(label: Any, choices: type[models.TextChoices]) -> models.CharField[str, str]:
    """One of these codes; "" while nobody knows."""
    return models.CharField(
        label, max_length=20, choices=choices, blank=True, default="", db_default=""
    )


class Profiled(models.Model):
    """The columns of a customer that say what kind of person they are."""

    sex = chosen(_("Sex"), Sex)
    occupation = chosen(_("Occupation"), Occupation)
    income = chosen(_("Income a month"), Income)

    class Meta:
        abstract = True
