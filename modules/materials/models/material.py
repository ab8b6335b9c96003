"""The outside material (외부 자료): a text from elsewhere, and whom it is about (A20)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Account, Customer

LONGEST = 200_000
"""Characters of a text."""
SEARCHED = 20_000
"""Characters of it that the search looks into: PostgreSQL takes 1 MB of keys for one row."""


class Kind(models.TextChoices):
    """자료 종류; a company adds its own (`materials.kind`)."""

    NEWS = "news", pgettext_lazy("outside material", "News article")
    MAIL = "mail", pgettext_lazy("outside material", "Mail")
    CONSULTATION = "consultation", pgettext_lazy("outside material", "Consultation record")
    REVIEW = "review", pgettext_lazy("outside material", "Review or social media")
    SURVEY = "survey", pgettext_lazy("outside material", "Survey")
    REPORT = "report", pgettext_lazy("outside material", "Report")
    PUBLIC = "public", pgettext_lazy("outside material", "Public data")
    OTHER = "other", pgettext_lazy("outside material", "Something else")


class State(models.TextChoices):
    """처리 상태."""

    NEW = "new", pgettext_lazy("outside material", "New")
    USED = "used", pgettext_lazy("outside material", "In use")
    ASIDE = "aside", pgettext_lazy("outside material", "Set aside")


class Material(RecordModel):
    """One text from outside. Only `modules.materials.services` writes here."""

    record_code = "materials.material"

    title = models.CharField(_("Title"), max_length=200, db_collation=PLAIN)
    kind = models.CharField(_("Kind of material"), max_length=60, choices=Kind, default=Kind.OTHER)
    origin = models.CharField(_("Medium or sender"), max_length=200, blank=True, db_collation=PLAIN)
    """Where it is from: the name of the newspaper, the site, the person who wrote."""
    link = models.CharField(_("Web address"), max_length=500, blank=True)
    """Begins with https:// or http://."""
    dated_on = models.DateField(_("Day of the material"), default=clock.today)
    state = models.CharField(_("State"), max_length=5, choices=State, default=State.NEW)
    text = models.TextField(
        pgettext_lazy("outside material", "Text"), max_length=LONGEST, blank=True
    )
    """Resident registration numbers in it are starred."""
    words = models.TextField(editable=False, blank=True, db_collation=PLAIN)
    """The beginning of the text, `SEARCHED` characters, for the search."""
    owner = owner_field()

    class Meta:
        verbose_name = _("Outside material")
        verbose_name_plural = _("Outside materials")
        indexes = [
            *sorted_by(
                "materials_by", "title", "kind", "origin", "dated_on", "state", "owner",
                "created_at",
            ),
            *search_indexes(
                "materials_material", title="title",
                words=("title", "origin", "words", "custom_words"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Concern(models.Model):
    """That a material is about one customer or one account, since when and by whom."""

    id = models.UUIDField(primary_key=True, default=new_id)
    material = models.ForeignKey(
        Material, on_delete=models.CASCADE, related_name="concerns", db_index=False
    )
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer, verbose_name=_("Customer"), on_delete=models.CASCADE, null=True,
        related_name="outside_materials", db_index=False,
    )  # fmt: skip
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, verbose_name=_("Account"), on_delete=models.CASCADE, null=True,
        related_name="outside_materials", db_index=False,
    )  # fmt: skip
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        verbose_name = _("Connection of an outside material")
        verbose_name_plural = _("Connections of outside materials")
        constraints = [
            models.UniqueConstraint(
                fields=["material", "customer"], name="materials_concern_customer_once"
            ),
            models.UniqueConstraint(
                fields=["material", "account"], name="materials_concern_account_once"
            ),
            models.CheckConstraint(
                condition=models.Q(customer=None) ^ models.Q(account=None),
                name="materials_concern_one",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "material"], name="materials_of_customer"),
            models.Index(fields=["account", "material"], name="materials_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.material_id}: {self.customer_id or self.account_id}"
