"""The form of an expense (A27)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.forms.whole_numbers import WholeNumberField
from dangol.records.links.naming import LinkField
from modules.expenses.models import Expense
from modules.expenses.models.expense import TOO_LITTLE
from modules.expenses.queries.approvers import approvers
from tenants.forms.records import DAY, OwnedForm
from tenants.people.models import User


class ApproverField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague who may approve; whoever was chosen once stays while nobody else is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), required=False, **kwargs)

    def for_user(self, user: Any) -> None:
        self._offer(approvers())

    def offer(self, current: Any) -> None:
        """Says who was chosen before (id)."""
        self._offer([*approvers(), current] if current else approvers())

    def _offer(self, ids: Any) -> None:
        self.queryset = User.objects.filter(pk__in=ids).order_by("name", "pk")


class ExpenseForm(OwnedForm):
    """What for and how much are enough; the rest can follow until it is handed in."""

    amount = WholeNumberField(label=gettext_lazy("Total amount"))
    approver = ApproverField(label=gettext_lazy("Approver"))
    account = LinkField("base.account", label=gettext_lazy("Related account"), required=False)
    customer = LinkField("base.customer", label=gettext_lazy("Related customer"), required=False)
    order = LinkField("base.order", label=gettext_lazy("Related order"), required=False)

    class Meta:
        model = Expense
        fields = (
            "name", "amount", "spent_on", "account_title", "method", "evidence", "owner",
            "approver", "account", "customer", "order", "project", "memo",
        )  # fmt: skip
        widgets = {"spent_on": DAY, "memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("In won, VAT included.")
        self.fields["approver"].help_text = _(
            "Needed when you hand it in. Nobody approves their own."
        )

    def for_user(self, user: Any) -> None:
        """A new one goes to whom the last one went."""
        super().for_user(user)
        if self.instance._state.adding and not self.is_bound:
            mine = Expense.objects.present().filter(owner=user.pk).exclude(approver=None)
            last = mine.order_by("-created_at").values_list("approver_id", flat=True).first()
            self.initial.setdefault("approver", last)

    def clean_amount(self) -> int:
        """Nothing is no expense: said here, so that it stands with its field."""
        amount: int = self.cleaned_data["amount"]
        if amount < 1:
            raise ValidationError(TOO_LITTLE)
        return amount
