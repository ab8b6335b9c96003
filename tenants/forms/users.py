"""Forms about users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.forms.plans import PlansField
from tenants.people.models import AccessRole, Department
from tenants.people.models.user import Role


class UserForm(forms.Form):
    """Name, licences and where a user stands in the company.

    A company without departments or roles of its own is not asked for them.
    """

    name = forms.CharField(label=_("Name"), max_length=60)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label="—"
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.MEMBER)
    access_roles = forms.ModelMultipleChoiceField(
        label=_("Access roles"),
        queryset=AccessRole.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What members may do; with several the widest right counts."),
    )
    plans = PlansField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department, roles = self.fields["department"], self.fields["access_roles"]
        department.queryset = Department.objects.order_by("position", "name")  # type: ignore[attr-defined]
        roles.queryset = AccessRole.objects.order_by("name")  # type: ignore[attr-defined]
        if not AccessRole.objects.exists():
            del self.fields["access_roles"]
        if not Department.objects.exists():
            del self.fields["department"]

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()


class UserEditForm(UserForm):
    """A user's details, and what the writer saw of them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class InvitationForm(UserForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    field_order = ["email"]


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
