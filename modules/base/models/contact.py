"""Contact history (접촉이력): who met whom, when and how (B7, B8)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, RecordQuerySet, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.customer import Customer

BY_PEOPLE = models.Q(is_system=False)
"""What lists and searches show. What the system wrote stands in timelines only, and in no index of
these: a send adds a row for each of its recipients."""


class Medium(models.TextChoices):
    """How the contact took place (접촉매체); a note is none: somebody wrote something down."""

    NOTE = "note", _("Note")
    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    DM = "dm", _("Direct mail")
    WEB = "web", _("Web")
    FAX = "fax", _("Fax")
    SMS = "sms", _("Text message")


class ContactQuerySet(RecordQuerySet["ContactHistory"]):
    """Contacts by who wrote them."""

    def by_people(self) -> Self:
        """Those in no trash that people wrote."""
        return self.present().filter(BY_PEOPLE)


class ContactHistory(RecordModel):
    """One contact with a customer, written by a person or by the system."""

    record_code = "base.contact"

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="contacts",
        db_index=False,
    )
    subject = models.CharField(_("Subject"), max_length=100, blank=True, db_collation=PLAIN)
    """What it was about; how the memo begins when nobody says."""
    contacted_at = models.DateTimeField(_("When"), default=clock.now)
    staff = owner_field(_("Contacted by"))
    medium = models.CharField(_("Medium"), max_length=60, choices=Medium)
    next_action = models.CharField(_("Next step"), max_length=100, blank=True)
    next_on = models.DateField(_("Next on"), null=True, blank=True)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)
    is_system = models.BooleanField(default=False)
    """Written by the system: a mail sent, opened, clicked (B8)."""
    link = models.CharField(max_length=200, blank=True)
    """Address within the company's site of the deed it belongs to, such as a send."""

    objects = ContactQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("Contact history")
        indexes = [
            models.Index(fields=["customer", "-contacted_at", "-id"], name="base_contact_customer"),
            *sorted_by("base_contact", "contacted_at", "next_on", "staff", condition=BY_PEOPLE),
            *search_indexes(
                "base_contact",
                title="subject",
                words=("subject", "custom_words"),
                condition=BY_PEOPLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contacted_at:%F %R} {self.medium}"
