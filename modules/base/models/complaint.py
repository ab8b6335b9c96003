"""The complaint (불만) and the civil complaint (민원): received, handled, done (B9, B11)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.customer import Customer
from tenants.people.models import Department


class Complaint(RecordModel):
    """What one customer was not content with, or brought forward."""

    record_code = "base.complaint"

    class Kind(models.TextChoices):
        """민원구분. All but the first are civil complaints."""

        COMPLAINT = "complaint", _("Complaint")
        CONSULTATION = "consultation", _("Consultation")
        CIVIL = "civil", _("Civil complaint")
        PROPOSAL = "proposal", _("Proposal")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("complaint", "Received")
        WORKING = "working", pgettext_lazy("complaint", "Being handled")
        DONE = "done", pgettext_lazy("complaint", "Done")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="complaints",
        db_index=False,
    )
    subject = models.CharField(_("Subject"), max_length=100, db_collation=PLAIN)
    kind = models.CharField(_("Kind"), max_length=60, choices=Kind, default=Kind.COMPLAINT)
    state = models.CharField(
        pgettext_lazy("complaint", "State"), max_length=60, choices=State, default=State.RECEIVED
    )
    received_at = models.DateTimeField(_("Received"), default=clock.now)
    due_on = models.DateField(_("To be answered by"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    in_scope = models.BooleanField(_("Part of the contracted task"), default=False)
    """과업 포함여부: whether handling it is what was agreed upon."""
    department: models.ForeignKey[Department | None, Department | None] = models.ForeignKey(
        Department,
        verbose_name=_("Handling department"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    owner = owner_field(_("Handled by"))
    content = models.TextField(_("What was said"), max_length=4000, blank=True)
    answer = models.TextField(_("What was done"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Complaint")
        verbose_name_plural = _("Complaints")
        indexes = [
            models.Index(
                fields=["customer", "-received_at", "-id"], name="base_complaint_customer"
            ),
            *sorted_by(
                "base_complaint", "subject", "state", "received_at", "due_on", "done_on", "owner"
            ),
            *search_indexes("base_complaint", title="subject", words=("subject", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.subject
