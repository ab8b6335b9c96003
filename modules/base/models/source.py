"""The source (출처): where the company got to know customers and accounts from (B25, B31)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes


class SourceKind(models.TextChoices):
    """What sort of data it brings (B31)."""

    PEOPLE = "people", pgettext_lazy("source", "People of our own")
    CARD = "card", pgettext_lazy("source", "Cards")
    WEB = "web", pgettext_lazy("source", "Web logs and clicks")
    DEALINGS = "dealings", pgettext_lazy("source", "Dealings (orders, tills)")
    VOICE = "voice", pgettext_lazy("source", "Inquiries and complaints")
    SURVEY = "survey", pgettext_lazy("source", "Surveys")
    RESPONSE = "response", pgettext_lazy("source", "Direct response")
    PARTNER = "partner", pgettext_lazy("source", "Partners")
    LISTS = "lists", pgettext_lazy("source", "Lists from outside")


class Source(RecordModel):
    """One source. Customers and accounts carry its name, so that lists and files stay readable."""

    record_code = "base.source"

    name = models.CharField(_("Source name"), max_length=60, db_collation=PLAIN)
    kind = models.CharField(
        _("Kind of source"), max_length=60, choices=SourceKind, blank=True, default=""
    )
    obtained = models.CharField(_("How it is obtained"), max_length=200, blank=True)
    """획득 방법."""
    legal_basis = models.CharField(_("Legal basis or consent"), max_length=200, blank=True)
    is_active = models.BooleanField(pgettext_lazy("source", "In use"), default=True)
    """What is not is offered no more; whoever came by it keeps it."""
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Source")
        verbose_name_plural = _("Sources")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(deleted_at=None), name="base_source_name_once"
            ),
        ]
        indexes = [
            *sorted_by("base_source", "name", "kind", "owner", "created_at"),
            *search_indexes("base_source", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name
