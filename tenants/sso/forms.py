"""The form of a company's single sign-on (P6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.forms.plans import PlansField
from tenants.people.models import AccessRole
from tenants.sso.models import Connection

CODE = {"spellcheck": "false", "autocomplete": "off"}


class SignOnForm(forms.Form):
    """Who the provider is, who may come in, and whether passwords stay open."""

    kind = forms.ChoiceField(choices=Connection.Kind, widget=forms.HiddenInput)
    issuer = forms.CharField(
        label=_("Provider's address (issuer)"), required=False, max_length=500,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Such as https://login.hanbit.co.kr or https://accounts.google.com."),
    )  # fmt: skip
    client_id = forms.CharField(
        label=_("Client ID"), required=False, max_length=300, widget=forms.TextInput(attrs=CODE)
    )
    secret = forms.CharField(
        label=_("Client secret"), required=False, max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    metadata_url = forms.CharField(
        label=_("Address of the provider's metadata"), required=False, max_length=1000,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("New certificates are then taken over by themselves."),
    )  # fmt: skip
    metadata = forms.CharField(
        label=_("Or the metadata itself (XML)"), required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "num"}),
    )  # fmt: skip
    domains_text = forms.CharField(
        label=_("Mail domains of your company"), required=False,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Only people with such a mail address come in. Several with commas."),
    )  # fmt: skip
    map_email = forms.CharField(
        label=_("Attribute with the mail address"), required=False, max_length=200
    )
    map_name = forms.CharField(label=_("Attribute with the name"), required=False, max_length=200)
    map_uid = forms.CharField(
        label=_("Attribute with a permanent key"), required=False, max_length=200,
        help_text=_("Empty: as the standard says."),
    )  # fmt: skip
    takes_newcomers = forms.BooleanField(
        label=_("Whoever is not a user yet becomes one at the first log-in"), required=False,
        help_text=_("Otherwise only users and invited people come in."),
    )  # fmt: skip
    newcomer_role = forms.ModelChoiceField(
        label=_("Role of newcomers"), queryset=AccessRole.objects.none(), required=False,
        empty_label=_("No role: what every member may"),
    )  # fmt: skip
    newcomer_plans = PlansField()
    name = forms.CharField(
        label=_("Words on the button"), required=False, max_length=40,
        help_text=_("Empty: “Log in with your company account”."),
    )  # fmt: skip
    trusts_factor = forms.BooleanField(
        label=_("The provider asks for the second factor"), required=False,
        help_text=_("Then it is not asked for here once more."),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("How people log in"), choices=Connection.State)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newcomer_role"].queryset = AccessRole.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["newcomer_plans"].label = _("Licences of newcomers")
        is_oidc = (self.data.get("kind") or self.initial.get("kind")) == Connection.Kind.OIDC
        for name in ("domains_text", *(("issuer", "client_id") if is_oidc else ())):
            self.fields[name].required = True

    @staticmethod
    def values_of(row: Connection, kind: str) -> dict[str, Any]:
        """What the form begins with, for this standard."""
        names = ("issuer", "client_id", "metadata_url", "takes_newcomers", "newcomer_role",
                 "newcomer_plans", "name", "trusts_factor", "state")  # fmt: skip
        found = {name: getattr(row, name) for name in names}
        mapped = {f"map_{name}": said for name, said in row.mapping.items()}
        return {**found, **mapped, "kind": kind, "domains_text": ", ".join(row.domains)}

    def settings(self) -> dict[str, Any]:
        """The values as the service takes them."""
        found = dict(self.cleaned_data)
        mapped = {name: found.pop(f"map_{name}").strip() for name in ("email", "name", "uid")}
        found["mapping"] = {name: said for name, said in mapped.items() if said}
        found["domains"] = found.pop("domains_text").replace("\n", ",").split(",")
        return found
