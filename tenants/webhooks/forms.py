"""The form of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.people.models import AccessRole, User
from tenants.webhooks import kinds


class EndpointForm(forms.Form):
    """What it is called, where it is, what it is told, and as whom it may know that."""

    name = forms.CharField(label=_("Name"), max_length=60)
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("https, on port 443, 8443 or 9443. It answers with 2xx within seconds."),
        widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=AccessRole.objects.none(), empty_label=None,
        help_text=_("Records and fields that this role may not see are not told."),
    )  # fmt: skip
    user = forms.ModelChoiceField(
        label=_("For"), queryset=User.objects.none(), empty_label=None,
        help_text=_("Whose own and department's records it is told of."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one event at least.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = AccessRole.objects.order_by("name")  # type: ignore[attr-defined]
        active = User.objects.filter(is_active=True).order_by("name")
        self.fields["user"].queryset = active  # type: ignore[attr-defined]
        self.groups = list(kinds.choices())
        offered = [choice for _noun, events in self.groups for choice in events]
        self.fields["events"].choices = offered  # type: ignore[attr-defined]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The events for the screen: a line for each type, a box for each event."""
        chosen = set(self["events"].value() or ())
        return [
            {
                "noun": noun,
                "boxes": [(code, word, code in chosen) for code, word in events],
            }
            for noun, events in self.groups
        ]
