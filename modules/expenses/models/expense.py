"""The expense (경비): what somebody spent for the company, and how far its approval is (A27)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Account, Customer, Order


class State(models.TextChoices):
    """결재 상태, in the order of its way."""

    DRAFT = "draft", pgettext_lazy("expense", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("expense", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("expense", "Approved")
    RETURNED = "returned", pgettext_lazy("expense", "Returned")
    PAID = "paid", pgettext_lazy("expense", "Paid")


OPEN = (State.DRAFT, State.RETURNED)
"""In these it is the spender's to change."""
HANDED_IN = (State.SUBMITTED, State.APPROVED, State.PAID)
"""In these it counts for the company."""


TOO_LITTLE = _("An expense is ₩1 or more. Write what was spent.")


class AccountTitle(models.TextChoices):
    """계정과목; a company adds its own (`expenses.account_title`)."""

    TRAVEL = "travel", pgettext_lazy("account title", "Travel and transport")
    WELFARE = "welfare", pgettext_lazy("account title", "Welfare (late meals)")
    ENTERTAINMENT = "entertainment", pgettext_lazy("account title", "Entertainment")
    SUPPLIES = "supplies", pgettext_lazy("account title", "Supplies")
    COMMUNICATION = "communication", pgettext_lazy("account title", "Communication")
    BOOKS = "books", pgettext_lazy("account title", "Books and printing")
    VEHICLE = "vehicle", pgettext_lazy("account title", "Vehicles")
    TRAINING = "training", pgettext_lazy("account title", "Training")
    FEES = "fees", pgettext_lazy("account title", "Fees paid")
    ADVERTISING = "advertising", pgettext_lazy("account title", "Advertising")
    OTHER = "other", pgettext_lazy("account title", "Other")


class Evidence(models.TextChoices):
    """증빙 여부."""

    PROVEN = "proven", pgettext_lazy("expense", "With receipt")
    MISSING = "missing", pgettext_lazy("expense", "Without receipt")


class Method(models.TextChoices):
    """결제 수단; a company adds its own (`expenses.method`)."""

    COMPANY_CARD = "company_card", _("Company card")
    OWN_CARD = "own_card", _("Own card")
    CASH = "cash", _("Cash")
    TRANSFER = "transfer", _("Transfer")


class Expense(RecordModel):
    """One expense. Its spender changes it while its state is in `OPEN`, nobody afterwards."""

    record_code = "expenses.expense"

    name = models.CharField(_("Name of the expense"), max_length=100, db_collation=PLAIN)
    amount = models.BigIntegerField(_("Total amount"))
    """Won, VAT included; always above zero."""
    spent_on = models.DateField(_("Spent on"), default=clock.today)
    account_title = models.CharField(
        _("Account title"), max_length=60, choices=AccountTitle, default=AccountTitle.TRAVEL
    )
    owner = owner_field(_("Spender"))
    approver: models.ForeignKey[models.Model | None, models.Model | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Approver"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    evidence = models.CharField(
        pgettext_lazy("expense", "Receipt"),
        max_length=7,
        choices=Evidence,
        default=Evidence.MISSING,
    )
    method = models.CharField(
        _("Paid with"), max_length=60, choices=Method, default=Method.COMPANY_CARD
    )
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, verbose_name=_("Related account"), on_delete=models.SET_NULL, null=True,
        blank=True, related_name="expenses",
    )  # fmt: skip
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer, verbose_name=_("Related customer"), on_delete=models.SET_NULL, null=True,
        blank=True, related_name="expenses",
    )  # fmt: skip
    order: models.ForeignKey[Order | None, Order | None] = models.ForeignKey(
        Order, verbose_name=_("Related order"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="expenses",
    )  # fmt: skip
    project = models.CharField(_("Project"), max_length=60, blank=True)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    state = models.CharField(
        pgettext_lazy("expense", "State"),
        max_length=9, choices=State, default=State.DRAFT, editable=False,
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("Handed in"), null=True, editable=False)
    decided_at = models.DateTimeField(_("Decided"), null=True, editable=False)
    """When the approver approved or returned it last."""
    returned_for = models.CharField(
        _("Reason for the return"), max_length=200, blank=True, editable=False
    )
    paid_on = models.DateField(pgettext_lazy("expense", "Paid on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Expense")
        verbose_name_plural = _("Expenses")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="expenses_amount"),
        ]
        indexes = [
            *sorted_by(
                "expenses_by", "name", "amount", "spent_on", "account_title", "state", "paid_on",
                "submitted_at", "created_at",
            ),
            models.Index(fields=["owner", "spent_on"], name="expenses_of_person"),
            models.Index(fields=["approver", "state"], name="expenses_waiting"),
            *search_indexes(
                "expenses_expense", title="name", words=("name", "project", "custom_words")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
