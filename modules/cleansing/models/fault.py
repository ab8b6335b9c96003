"""An error in a customer's data that something speaks for (오류 정보, B23)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Customer


class Fault(RecordModel):
    """One value of one customer that is wrong, by its evidence; never by its look alone."""

    record_code = "cleansing.fault"

    class Kind(models.TextChoices):
        """What speaks for it (근거)."""

        RETURNED = "returned", _("Post came back")
        BOUNCED = "bounced", _("Mail bounced")
        FAILED = "failed", _("Text message failed")
        CONTRADICTION = "contradiction", _("Postcode and address contradict")
        MOVED = "moved", _("Address changed elsewhere")
        NEWER = "newer", _("A newer source says otherwise")

    class Field(models.TextChoices):
        """Which value it is about: a field of the customer."""

        EMAIL = "email", _("Email")
        MOBILE = "mobile", _("Mobile")
        WORK_PHONE = "work_phone", _("Work phone")
        HOME_LINE1 = "home_line1", _("Home address")
        WORK_LINE1 = "work_line1", _("Work address")
        COMPANY_NAME = "company_name", _("Company name")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("fault", "Open")
        ASKED = "asked", pgettext_lazy("fault", "Being asked")
        CORRECTED = "corrected", pgettext_lazy("fault", "Corrected")
        WRONG = "wrong", pgettext_lazy("fault", "Wrong alarm")

    name = models.CharField(
        _("Data error"), max_length=60, blank=True, editable=False, db_collation=PLAIN
    )
    """What the error is called in lists: the words of its evidence, no value of anybody."""
    value = models.CharField(_("Value in doubt"), max_length=254, blank=True, db_collation=PLAIN)
    """As it stood when the evidence came; empty: as it stands when this is written down."""
    kind = models.CharField(_("Evidence"), max_length=13, choices=Kind)
    field = models.CharField(_("Field in doubt"), max_length=12, choices=Field)
    state = models.CharField(
        pgettext_lazy("fault", "State"), max_length=9, choices=State, default=State.OPEN
    )
    customer = models.ForeignKey(
        Customer, verbose_name=_("Customer"), on_delete=models.CASCADE, related_name="faults",
        db_index=False,
    )  # fmt: skip
    better = models.CharField(_("Right value"), max_length=254, blank=True)
    """Written into the customer when this is corrected; empty: it was done by hand."""
    source = models.CharField(_("Source of the evidence"), max_length=60, blank=True)
    detail = models.CharField(_("What happened"), max_length=300, blank=True)
    found_on = models.DateField(_("Date of the evidence"), default=clock.today)
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Data error")
        verbose_name_plural = _("Data errors")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "field", "value"],
                name="cleansing_fault_once",
                violation_error_message=_("This is in the register already."),
            )
        ]
        indexes = [
            *sorted_by("cleansing_fault", "name", "kind", "state", "found_on", "created_at"),
            models.Index(fields=["owner", "id"], name="cleansing_fault_owner"),
            *search_indexes("cleansing_fault", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name
