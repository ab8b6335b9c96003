"""What an account consists of: yearly sales, further addresses, rated years (C2, C7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from modules.base.models.account import Account


class AccountYear(RecordModel):
    """What one account sold in one year (년도별 매출액)."""

    record_code = "base.account_year"

    account = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.CASCADE,
        related_name="years",
        db_index=False,
    )
    year = models.CharField(_("Year"), max_length=4, db_collation=PLAIN)
    """Four digits: a number would be written 2,025."""
    sales = models.BigIntegerField(_("Sales of the year"))
    """Won."""
    profit = models.BigIntegerField(_("Operating profit"), null=True, blank=True)
    memo = models.CharField(_("Memo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Yearly sales")
        verbose_name_plural = _("Yearly sales")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "year"],
                condition=models.Q(deleted_at=None),
                name="base_accountyear_once",
            ),
        ]
        indexes = sorted_by("base_accountyear", "year", "sales", "created_at")

    def __str__(self) -> str:
        return self.year


class AccountAddress(RecordModel):
    """A place of an account besides its head office (공장, 지점)."""

    record_code = "base.account_address"

    class Kind(models.TextChoices):
        FACTORY = "factory", _("Factory")
        BRANCH = "branch", _("Branch")
        STORE = "store", _("Warehouse")
        OFFICE = "office", _("Office")

    account = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.CASCADE,
        related_name="addresses",
        db_index=False,
    )
    name = models.CharField(_("Name of the place"), max_length=60, blank=True, db_collation=PLAIN)
    """The kind's word when nobody says."""
    kind = models.CharField(_("Kind of place"), max_length=60, choices=Kind, default=Kind.FACTORY)
    postcode = models.CharField(_("Postcode"), max_length=7, blank=True)
    line1 = models.CharField(_("Address"), max_length=200, blank=True)
    line2 = models.CharField(_("Address, detail"), max_length=100, blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    fax = models.CharField(_("Fax"), max_length=30, blank=True)
    memo = models.CharField(_("Memo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Address of an account")
        verbose_name_plural = _("Addresses of accounts")
        indexes = [
            models.Index(fields=["account", "id"], name="base_accountaddress_account"),
            *sorted_by("base_accountaddress", "name", "created_at"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountRating(RecordModel):
    """How an account was rated on a day; the latest of each kind stands in the account (C7)."""

    record_code = "base.account_rating"

    class Kind(models.TextChoices):
        CREDIT = "credit", _("Credit rating")
        FAVOUR = "favour", _("Favour and dealings")

    account = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.CASCADE,
        related_name="ratings",
        db_index=False,
    )
    kind = models.CharField(_("What is rated"), max_length=60, choices=Kind, default=Kind.CREDIT)
    value = models.PositiveSmallIntegerField(_("Rating"), choices=Account.Credit)
    rated_on = models.DateField(_("Rated on"), default=clock.today)
    owner = owner_field(_("Rated by"))
    memo = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Rating of an account")
        verbose_name_plural = _("Ratings of accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "rated_on"],
                condition=models.Q(deleted_at=None),
                name="base_accountrating_once",
            ),
        ]
        indexes = sorted_by("base_accountrating", "value", "rated_on", "owner", "created_at")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_value_display()}"
