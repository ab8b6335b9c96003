"""The form of a campaign (G2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.whole_numbers import WholeNumberField
from modules.campaign.models import Campaign
from tenants.forms.records import DAY, OwnedForm


class CampaignForm(OwnedForm):
    """All that a campaign is planned with; an empty end means 30 days after the start."""

    budget = WholeNumberField(label=_("Budget"), required=False)
    residual_value = WholeNumberField(
        label=_("Residual value per customer"),
        required=False,
        help_text=_("What one customer won or kept is worth, in won."),
    )
    target_revenue = WholeNumberField(label=_("Target revenue"), required=False)

    class Meta:
        model = Campaign
        fields = (
            "name", "kind", "owner", "starts_on", "ends_on",
            "budget", "residual_value", "target_revenue", "description",
        )  # fmt: skip
        widgets = {
            "starts_on": DAY,
            "ends_on": DAY,
            "description": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = _("Empty: 30 days after the start.")
