"""Forms about roles and departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.people.models import AccessRole, Department


class RoleForm(forms.Form):
    """A new role: its name, and whose rights it begins with."""

    name = forms.CharField(label=_("Name"), max_length=60)
    like = forms.ModelChoiceField(
        label=_("Begins with the rights of"),
        queryset=AccessRole.objects.none(),
        required=False,
        empty_label=_("A member without roles"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["like"].queryset = AccessRole.objects.order_by("name")  # type: ignore[attr-defined]


class RoleNameForm(forms.Form):
    """Another name for a role."""

    name = forms.CharField(label=_("Name"), max_length=60)


class DepartmentForm(forms.Form):
    """A department, and the one it belongs to."""

    name = forms.CharField(label=_("Name"), max_length=60)
    parent = forms.ModelChoiceField(
        label=_("Above"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("The company itself"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Department.objects.order_by("position", "name")  # type: ignore[attr-defined]
