"""Forms about users."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.forms.plans import PlansField
from tenants.people.models.user import Role


class UserForm(forms.Form):
    """Name, role and licences of a user."""

    name = forms.CharField(label=_("Name"), max_length=60)
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.MEMBER)
    plans = PlansField()

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()


class UserEditForm(UserForm):
    """A user's details, and what the writer saw of them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class InvitationForm(UserForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    field_order = ["email", "name", "role", "plans"]


class AcceptanceForm(forms.Form):
    """What an invited person adds."""

    name = forms.CharField(label=_("Name"), max_length=60)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not a common word."),
    )


class ProfileForm(forms.Form):
    """What users may change about themselves."""

    name = forms.CharField(label=_("Name"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=[("ko", "한국어"), ("en", "English")])
