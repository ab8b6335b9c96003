"""What the forms of record types share besides their own fields (U2)."""

from __future__ import annotations

from typing import Any

from django import forms

from dangol.records.forms.base import RecordForm
from tenants.people.models import User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OwnedForm(RecordForm):
    """A form whose people are chosen from those who work here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and _model(field) is User:
                field.queryset = User.objects.filter(is_active=True).order_by("name", "id")


def _model(field: forms.ModelChoiceField[Any]) -> Any:
    return field.queryset.model if field.queryset is not None else None
