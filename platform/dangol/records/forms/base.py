"""The form of a record: shape and types only; whether it may be so is the service's question."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.custom import asking
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.fields import known
from dangol.records.model import AppendOnlyModel
from dangol.records.text import clean_line, clean_paragraph, refuse_resident_number

if TYPE_CHECKING:
    from dangol.records.declaration import Record


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
    """A ModelForm that never saves: the view hands its values to the record's service.

    `form_for` makes it the form of one record type, with the fields that the company has added.
    """

    record: Record | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.record is not None:
            others = known(self.record.code, self.record.rows()).exclude(pk=self.instance.pk)
            asking.check(self, self.record.code, cleaned, others)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """A model knows the choices that it declares; those of the company the form has checked.

        It has looked up the records that are led to as well, among those that the user may see.
        """
        coded = shape_of(self.record.code).codes if self.record is not None else {}
        led_to = {
            name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)
        }
        found = {*super()._get_validation_exclusions(), *coded}  # type: ignore[misc]
        return found | (led_to - _unique_together(self._meta.model))

    def save(self, commit: bool = True) -> Any:
        raise TypeError("Services write; give form.values() to the record's service.")

    def for_user(self, user: Any) -> None:
        """Says whose form it is, to the fields that offer what this user may see."""
        for name, field in self.fields.items():
            if hasattr(field, "for_user"):
                field.for_user(user)
                if hasattr(field, "offer") and not self.instance._state.adding:
                    field.offer(self.get_initial_for_field(field, name))

    def values(self) -> dict[str, Any]:
        """The cleaned values, but of fields that are not asked for as things are."""
        left = asking.unasked(self, self.record.code, self.cleaned_data) if self.record else ()
        return {name: value for name, value in self.cleaned_data.items() if name not in left}


def _unique_together(model: type[Model]) -> set[str]:
    """The fields in constraints that the model checks itself, which needs them all."""
    return {name for each in model._meta.constraints for name in getattr(each, "fields", ())}


def form_for(
    record: Record,
    user: Any,
    data: Any = None,
    *,
    files: Any = None,
    instance: Model | None = None,
    only: Collection[str] = (),
) -> Any:
    """The form of a record as this user may fill it: the one way to read a record's values.

    Fields that are hidden from them are not in it, and those that they may only read take nothing.
    `only` are the fields to ask for; without, all.
    """
    form: Any = record.form(data, files, instance=instance)
    form.record = record
    form.fields |= asking.form_fields(record.code, user)
    if instance is None and record.owner:  # what one makes is one's own, unless one says otherwise
        form.initial.setdefault(record.owner, getattr(user, "pk", None))
    closed = record.hidden_from(user)
    for name in list(form.fields):
        if name in closed or (only and name not in only):
            del form.fields[name]
    asking.fill(form, record.code, instance)
    asking.in_own_words(form, record.code, instance)
    for name in record.locked_for(user):
        if name in form.fields:
            form.fields[name].disabled = True
            form.fields[name].help_text = _("Your role may read this, not change it.")
    form.for_user(user)
    return form


def fields_for(record: Record, user: Any) -> dict[str, forms.Field]:
    """The fields of that form which the user may write in records that are there, by name, without
    making the form."""
    if issubclass(record.model, AppendOnlyModel):
        return {}
    closed = {*record.hidden_from(user), *record.locked_for(user)}
    fields = record.form.base_fields | asking.form_fields(record.code, user)
    return {name: field for name, field in fields.items() if name not in closed}
