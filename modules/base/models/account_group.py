"""The group of accounts (거래처 그룹): by what a company tells its accounts apart (C10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol.records.model import PLAIN, RecordModel, sorted_by
from dangol.search.indexes import search_indexes


class AccountGroup(RecordModel):
    """One group, such as a sales channel; an account is in one of them."""

    record_code = "base.account_group"

    name = models.CharField(_("Account group"), max_length=60, db_collation=PLAIN)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Account group")
        verbose_name_plural = _("Account groups")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(deleted_at=None), name="base_accountgroup_once"
            ),
        ]
        indexes = [
            *sorted_by("base_accountgroup", "name", "created_at"),
            *search_indexes("base_accountgroup", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name
