"""Contact history (접촉이력): who met whom, when and how (B7, B8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from modules.base.models.customer import Customer

if TYPE_CHECKING:
    from tenants.people.models import User


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


class ContactHistory(models.Model):
    """One contact with a customer, written by a person or by the system."""

    id = models.UUIDField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="contacts", db_index=False
    )
    contacted_at = models.DateTimeField(_("When"), default=clock.now)
    staff: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Contacted by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    medium = models.CharField(_("Medium"), max_length=5, choices=Medium)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)
    is_system = models.BooleanField(default=False)
    """Written by the system: a mail sent, opened, clicked (B8)."""
    link = models.CharField(max_length=200, blank=True)
    """Address within the company's site of the deed it belongs to, such as a send."""

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("Contact history")
        indexes = [
            models.Index(fields=["customer", "-contacted_at", "-id"], name="base_contact_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.contacted_at:%F %R} {self.medium}"
