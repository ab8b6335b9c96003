"""The form of linked data (A20)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.text import clean_line
from tenants.datasources.models import DataSource
from tenants.datasources.services.keeping import FIELDS, types_for
from tenants.importing.models import GoesOn
from tenants.people.models import User
from tenants.triggers.models import WEEKDAYS

CODE = {"spellcheck": "false", "autocomplete": "off"}
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class DataSourceForm(forms.Form):
    """Where the table lies, who asks, how often, and what it becomes."""

    name = forms.CharField(
        label=_("Name"), max_length=60,
        error_messages={"required": _("Give it a name, such as “Members of the shop”.")},
    )  # fmt: skip
    record = forms.ChoiceField(label=_("It becomes"))
    url = forms.CharField(
        label=_("Address"), max_length=1000,
        help_text=_("https, on port 443, 8443 or 9443. CSV, a workbook (.xlsx) or JSON."),
        widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://", **CODE}),
        error_messages={"required": _("Enter the address of the table.")},
    )  # fmt: skip
    rows_at = forms.CharField(
        label=_("Where the rows stand"), max_length=200, required=False,
        help_text=_("Only for JSON: names down to the list, such as data.items."),
        widget=forms.TextInput(attrs=CODE),
    )  # fmt: skip
    header = forms.CharField(
        label=_("Header"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"placeholder": "Authorization", **CODE}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Its value"), max_length=1000, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    every = forms.ChoiceField(
        label=_("How often"), choices=DataSource.Every, initial=DataSource.Every.DAY
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=list(enumerate(WEEKDAYS)), coerce=int, initial=0
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=pgettext_lazy("clock", "At"), choices=HOURS, coerce=int, initial=6
    )  # fmt: skip
    goes_on = forms.ChoiceField(
        label=_("Starts by itself"), choices=GoesOn, initial=GoesOn.CLEAN,
        help_text=_("The first time you choose columns and rules; later tables follow them."),
    )  # fmt: skip

    def __init__(self, data: Any, *, user: User, source: DataSource | None = None) -> None:
        initial = {name: getattr(source, name) for name in FIELDS} if source else None
        super().__init__(data, initial=initial)
        if source is not None:
            del self.fields["record"]
            if source.secret:
                self.fields["secret"].help_text = _("Empty: as it is.")
            return
        types = [(each.code, str(each.plural)) for each in types_for(user)]
        self.fields["record"].choices = types  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    @property
    def values(self) -> dict[str, Any]:
        """What a source keeps, but for the type and the secret."""
        return {name: self.cleaned_data[name] for name in FIELDS}
