"""Customers who know one another (고객 관계): family, colleagues, who introduced whom (B1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol.records.model import RecordModel
from modules.base.models.customer import Customer


class Relation(RecordModel):
    """What `other` is to `customer`. Each has a twin that tells it from the other side."""

    record_code = "base.relation"

    class Kind(models.TextChoices):
        FAMILY = "family", _("Family")
        COLLEAGUE = "colleague", _("Colleague")
        FRIEND = "friend", _("Friend")
        SCHOOL = "school", _("Fellow student")
        INTRODUCER = "introducer", _("Introduced this customer")
        INTRODUCED = "introduced", _("Was introduced by this customer")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="relations",
        db_index=False,
    )
    other = models.ForeignKey(
        Customer,
        verbose_name=_("Related customer"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("Relation"), max_length=60, choices=Kind)
    memo = models.CharField(_("Memo"), max_length=200, blank=True)
    twin = models.UUIDField(null=True, editable=False)
    """Id of the relation that tells the same of the other one."""

    class Meta:
        verbose_name = _("Related customer")
        verbose_name_plural = _("Related customers")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "other", "kind"],
                condition=models.Q(deleted_at=None),
                name="base_relation_once",
            ),
        ]
        indexes = [
            models.Index(fields=["other", "id"], name="base_relation_other"),
            models.Index(fields=["created_at", "id"], name="base_relation_created_at"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
