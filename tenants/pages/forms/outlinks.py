"""The form of a link to another system (A18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.access import user_can
from dangol.records import Record
from dangol.records.forms.base import PlainText
from dangol.records.links.naming import LinkField
from dangol.records.page.outlinks import LONGEST
from tenants.pages.models import OutLink
from tenants.pages.services.outlinks import FIELDS
from tenants.people.models import AccessRole


class LinkForm(PlainText, forms.Form):
    """What a link is called, where it leads, and who sees it; `with_record` is tried out only."""

    label = forms.CharField(label=_("Name"), max_length=40)
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("What stands in braces is a field of the record."),
        widget=forms.TextInput(
            attrs={
                "inputmode": "url", "spellcheck": "false", "autocomplete": "off",
                "data-merges": True, "placeholder": "https://erp.example/customers/{code}",
            }
        ),
    )  # fmt: skip
    icon = forms.ChoiceField(label=_("Icon"), choices=OutLink.Icon.choices)
    in_new_tab = forms.BooleanField(label=_("Open in a new tab"), required=False)
    roles = forms.MultipleChoiceField(
        label=pgettext_lazy("link", "Only for these roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none chosen everybody sees it."),
    )
    label_en = forms.CharField(label=_("Name in English"), max_length=40, required=False)

    def __init__(
        self, data: Any = None, *, record: Record, user: Any, link: OutLink | None = None
    ) -> None:
        initial = {name: getattr(link, name) for name in FIELDS} if link else {"in_new_tab": True}
        super().__init__(data, initial=initial)
        self.initial["roles"] = [str(role) for role in link.roles] if link else []
        if user_can(user, record.permission("view")):  # the provider has no records of these types
            self.fields["with_record"] = LinkField(record.code, label=record.label, required=False)
            self.fields["with_record"].for_user(user)  # type: ignore[attr-defined]
        roles = AccessRole.objects.order_by("name").values_list("pk", "name")
        self.fields["roles"].choices = [(str(key), name) for key, name in roles]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the service keeps."""
        found = {name: self.cleaned_data[name] for name in FIELDS}
        return {**found, "roles": [UUID(role) for role in self.cleaned_data["roles"]]}
