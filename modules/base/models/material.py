"""A request for material (자료요청): what a customer wants to be sent, and when it was (B10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.customer import Customer


class Material(RecordModel):
    """One document that one customer asked for."""

    record_code = "base.material"

    class Way(models.TextChoices):
        """How it is sent (발송 매체)."""

        MAIL = "mail", _("Mail")
        POST = "post", pgettext_lazy("by carrier", "Post")
        FAX = "fax", _("Fax")
        HAND = "hand", _("By hand")
        LINK = "link", _("Link to download")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="materials",
        db_index=False,
    )
    document = models.CharField(_("Document"), max_length=100, db_collation=PLAIN)
    way = models.CharField(_("Sent by"), max_length=60, choices=Way, default=Way.MAIL)
    requested_at = models.DateTimeField(_("Requested"), default=clock.now)
    due_on = models.DateField(_("To be sent by"), null=True, blank=True)
    sent_on = models.DateField(_("Sent on"), null=True, blank=True)
    """None while the customer waits for it."""
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Material request")
        verbose_name_plural = _("Material requests")
        indexes = [
            models.Index(
                fields=["customer", "-requested_at", "-id"], name="base_material_customer"
            ),
            *sorted_by("base_material", "document", "requested_at", "due_on", "sent_on", "owner"),
            *search_indexes("base_material", title="document", words=("document", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.document
