"""Groups of customers (고객 그룹): chosen one by one, or by what they have in common (B26)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.customer import Customer


class Group(RecordModel):
    """One group. A static one has members; a dynamic one has whoever its query selects now."""

    record_code = "base.group"

    class Kind(models.TextChoices):
        STATIC = "static", pgettext_lazy("group", "Chosen customers")
        DYNAMIC = "dynamic", pgettext_lazy("group", "Whoever fits")

    name = models.CharField(_("Group name"), max_length=60, db_collation=PLAIN)
    kind = models.CharField(_("Kind of group"), max_length=8, choices=Kind, default=Kind.STATIC)
    query = models.TextField(pgettext_lazy("group", "Conditions"), max_length=2000, blank=True)
    """Of a dynamic group, as the address of the customers' list writes them."""
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Customer group")
        verbose_name_plural = _("Customer groups")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(deleted_at=None), name="base_group_name_once"
            ),
        ]
        indexes = [
            *sorted_by("base_group", "name", "kind", "owner", "created_at"),
            *search_indexes("base_group", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """That a customer is in a static group, since when and by whom."""

    id = models.UUIDField(primary_key=True, default=new_id)
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        verbose_name_plural = pgettext_lazy("customer", "Groups")
        constraints = [
            models.UniqueConstraint(fields=["group", "customer"], name="base_groupmember_once")
        ]
        indexes = [models.Index(fields=["customer", "group"], name="base_groupmember_customer")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.customer_id}"
