"""Forms of the provider's decisions about a company (T1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from billing.models.usage import Channel
from billing.queries.companies import CompanyView
from billing.services.quotas import Limit


class LimitForm(forms.Form):
    """One limit by itself: messages, or won of credit."""

    limit = forms.IntegerField(label=_("New limit"), min_value=0)


class LimitsForm(forms.Form):
    """Credit in won, and messages a day and a month for each channel."""

    credit = forms.IntegerField(label=_("Credit limit (won)"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel in Channel:
            self.fields[f"{channel}_day"] = forms.IntegerField(
                label=_("%(channel)s a day") % {"channel": channel.label}, min_value=0
            )
            self.fields[f"{channel}_month"] = forms.IntegerField(
                label=_("%(channel)s a month") % {"channel": channel.label}, min_value=0
            )

    @staticmethod
    def standing(view: CompanyView) -> dict[str, int]:
        """Initial values: the limits that hold now."""
        values = {"credit": view.account.credit_limit}
        for row in view.limits:
            values[f"{row.channel}_day"] = row.limit.per_day
            values[f"{row.channel}_month"] = row.limit.per_month
        return values

    def limits(self) -> dict[str, Limit]:
        """{channel: limit} as entered."""
        data = self.cleaned_data
        return {
            channel.value: Limit(data[f"{channel}_day"], data[f"{channel}_month"])
            for channel in Channel
        }

    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The two fields of each channel, to stand side by side."""
        for channel in Channel:
            yield self[f"{channel}_day"], self[f"{channel}_month"]


class TopUpForm(forms.Form):
    """A bank transfer as the statement shows it: what the balance gains, and what was received.

    The operator writes both; a slip in one is told by the other.
    """

    supply = forms.IntegerField(
        label=_("Amount before VAT (won)"),
        min_value=1,
        help_text=_("What the balance gains, in whole thousands."),
        widget=forms.NumberInput(attrs={"data-net": True}),
    )
    paid = forms.IntegerField(
        label=_("Received by the bank (won)"),
        min_value=1,
        help_text=_("With VAT, as the statement shows it: 110,000 for 100,000."),
    )
    reference = forms.CharField(
        label=_("Reference on the bank statement"), max_length=60, strip=True
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ReasonForm(forms.Form):
    """Why the operator does it: kept in the audit of both sides."""

    reason = forms.CharField(label=_("Reason"), max_length=200, strip=True)
