"""The people of an account (관련 인물): who decides, who helps, who has left (C4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol.records.model import RecordModel
from modules.base.models.account import Account
from modules.base.models.customer import Customer


class AccountPerson(RecordModel):
    """What one customer is in one account. Somebody may be something in several."""

    record_code = "base.account_person"
    FLAGS = ("is_key", "is_core", "is_involved", "is_friendly", "has_left")

    account = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.CASCADE,
        related_name="people",
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="roles",
        db_index=False,
    )
    is_key = models.BooleanField(_("Key man"), default=False)
    is_core = models.BooleanField(_("Core"), default=False)
    is_involved = models.BooleanField(_("Involved"), default=False)
    is_friendly = models.BooleanField(_("Friendly"), default=False)
    has_left = models.BooleanField(_("Left"), default=False)
    role = models.CharField(_("Name of the role"), max_length=60, blank=True)
    memo = models.CharField(_("Remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Person of an account")
        verbose_name_plural = _("People of accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "customer"],
                condition=models.Q(deleted_at=None),
                name="base_accountperson_once",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "id"], name="base_accountperson_customer"),
            models.Index(fields=["created_at", "id"], name="base_accountperson_created_at"),
        ]

    def __str__(self) -> str:
        return str(self.customer)
