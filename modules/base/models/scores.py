"""Scores of a customer (B15-B19, B32): worked out by rules and kept as columns, to be listed by.

Who works them out is told in `modules/scoring`; without that module they stay empty. People write
two of these columns alone: whether the grade is theirs, and how often one wants to be in touch.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.base.models.grade import Grade

LONGEST = 1_095
"""Days of the longest interval between two contacts."""


class Lifecycle(models.IntegerChoices):
    """생애주기 단계, in the order in which a customer goes through them (B32)."""

    PROSPECT = 1, pgettext_lazy("life cycle", "Prospect")
    NEW = 2, pgettext_lazy("life cycle", "New")
    EXISTING = 3, pgettext_lazy("life cycle", "Existing")
    REPEAT = 4, pgettext_lazy("life cycle", "Buys again")
    DORMANT = 5, pgettext_lazy("life cycle", "Dormant")
    CHURNED = 6, pgettext_lazy("life cycle", "Churned")


def points(label: Any) -> models.SmallIntegerField[int | None, int | None]:
    """Whole points; None as long as nothing was worked out."""
    return models.SmallIntegerField(label, null=True, editable=False)


def computed_grade(label: Any) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """A grade that rules give and nobody writes."""
    return models.PositiveSmallIntegerField(label, choices=Grade, null=True, editable=False)


class Scored(models.Model):
    """The score columns of a customer."""

    lifecycle = models.PositiveSmallIntegerField(
        _("Life cycle"), choices=Lifecycle, default=Lifecycle.PROSPECT,
        db_default=Lifecycle.PROSPECT, editable=False,
    )  # fmt: skip
    lifecycle_on = models.DateField(_("In this stage since"), null=True, editable=False)
    interest = points(pgettext_lazy("customer", "Interest"))
    """관심도, 0 to 100: reactions of the last months (B16)."""
    favour = points(pgettext_lazy("customer", "Favour"))
    """우호도, -100 to 100: the same reactions, the unfriendly ones against (B16)."""
    profit = points(_("Profit contribution"))
    """수익기여도, 0 to 100 out of `rfm`; None for whoever never bought (B17)."""
    rfm = models.CharField(
        _("RFM"), max_length=3, blank=True, default="", db_default="", editable=False
    )
    """Recency, frequency and money, each 1 to 5, such as 453."""
    loyalty = points(_("Loyalty"))
    """충성도, 0 to 100: by purchases of years or by reactions (B18)."""
    loyalty_grade = computed_grade(_("Loyalty grade"))
    purchase_years = models.CharField(
        _("Purchases by year"), max_length=10, blank=True, default="", db_default="", editable=False
    )
    """One bit for each year, the oldest first and this one last: 01101 (B18)."""
    computed_grade = computed_grade(_("Grade by rule"))
    """What the rules say, whatever `grade` is set to by hand (B15)."""
    grade_is_manual = models.BooleanField(_("Grade set by hand"), default=False, db_default=False)
    """`grade` is a person's, and no rule writes it. Otherwise it is `computed_grade`."""
    contact_interval = models.PositiveSmallIntegerField(
        _("Own contact interval"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    """관리주기 in days, for this customer; None: by grade (B19)."""
    next_contact_on = models.DateField(_("Next contact due"), null=True, editable=False)

    class Meta:
        abstract = True
