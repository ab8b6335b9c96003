"""The form of a new key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.errors import RuleBroken
from tenants import networks
from tenants.people.models import AccessRole, User

LASTS = [
    ("", _("No end")),
    ("30", pgettext_lazy("interface", "30 days")),
    ("90", _("90 days")),
    ("365", _("One year")),
]


class KeyForm(forms.Form):
    """What the program is called, what it may do, for whom, how long, from where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("The program that will use it. The audit says it."),
    )
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=AccessRole.objects.none(), empty_label=None,
        help_text=_("The key may do what this role may, and nothing else."),
    )  # fmt: skip
    user = forms.ModelChoiceField(
        label=_("For"), queryset=User.objects.none(), empty_label=None,
        help_text=_("Whose own and department's records count as the key's, and whose licences."),
    )  # fmt: skip
    lasts = forms.ChoiceField(label=_("Valid for"), choices=LASTS, required=False)
    networks_text = forms.CharField(
        label=_("Networks"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, like 203.0.113.0/24. Empty: as for your company's log-ins."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = AccessRole.objects.order_by("name")  # type: ignore[attr-defined]
        active = User.objects.filter(is_active=True).order_by("name")
        self.fields["user"].queryset = active  # type: ignore[attr-defined]

    def clean_networks_text(self) -> list[str]:
        try:
            return networks.checked(self.cleaned_data["networks_text"])
        except RuleBroken as broken:
            raise ValidationError(str(broken), code=broken.code) from broken

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["lasts"]
        return clock.now() + timedelta(days=int(days)) if days else None
