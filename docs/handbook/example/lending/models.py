"""A thing that is lent: what it is, who has it, until when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Customer


class Thing(RecordModel):
    """One thing. Only `modules.lending.services` writes here."""

    record_code = "lending.thing"

    class State(models.TextChoices):
        SHELF = "shelf", _("On the shelf")
        LENT = "lent", _("Lent")
        REPAIR = "repair", _("In repair")

    name = models.CharField(_("Thing"), max_length=100, db_collation=PLAIN)
    number = models.CharField(_("Serial number"), max_length=30, blank=True, db_collation=PLAIN)
    state = models.CharField(_("State"), max_length=6, choices=State, default=State.SHELF)
    borrower: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer,
        verbose_name=_("Borrower"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="things",
    )
    due_on = models.DateField(_("Due back"), null=True, blank=True)
    value = models.BigIntegerField(_("Value"), default=0)
    """Won."""
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Thing")
        verbose_name_plural = _("Things")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(deleted_at=None) & ~models.Q(number=""),
                name="lending_thing_number",
            ),
        ]
        indexes = [
            *sorted_by("lending_thing_by", "name", "number", "state", "due_on", "created_at"),
            *search_indexes(
                "lending_thing", title="name", words=("name", "number", "custom_words")
            ),
        ]

    def __str__(self) -> str:
        return self.name
