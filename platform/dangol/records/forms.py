"""The form of a record: shape and types only; whether it may be so is the service's question."""

from __future__ import annotations

from typing import Any

from django import forms

from dangol.errors import RuleBroken
from dangol.records.text import clean_line, clean_paragraph, refuse_resident_number


class PlainText(forms.BaseForm):
    """A form whose texts hold visible characters only, and no resident number (decision 18)."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and value:
                self._clean_text(name, value, cleaned)
        return cleaned

    def _clean_text(self, name: str, value: str, cleaned: dict[str, Any]) -> None:
        field = self.fields[name]
        has_lines = isinstance(field.widget, forms.Textarea)
        text = clean_paragraph(value) if has_lines else clean_line(value)
        cleaned[name] = text
        try:
            refuse_resident_number(text, field=name)
        except RuleBroken as broken:
            self.add_error(name, str(broken))
        if field.required and not text:
            self.add_error(name, field.error_messages["required"])


class RecordForm(PlainText, forms.ModelForm):  # type: ignore[type-arg]
    """A ModelForm that never saves: the view hands its values to the record's service."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("Services write; give form.values() to the record's service.")

    def values(self) -> dict[str, Any]:
        """The cleaned values of the declared fields."""
        return dict(self.cleaned_data)
