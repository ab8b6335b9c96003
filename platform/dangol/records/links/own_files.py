"""A company's own field that holds one file (U7).

The bytes are kept as those of a record's other files are, under the field's name, so that whoever
may not read the field does not read the file. A file that is replaced or taken out goes to the
trash; taking the edit back brings it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.forms.widgets import FileInput
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records import types
from dangol.records.cells import shown
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.kinds import Kind
from dangol.records.filters.base import TextFilter
from dangol.records.page.files import Kept, files
from dangol.templatetags.icons import icon

KEPT, CLEARED = "-kept", "-clear"
"""Ends of the names of the inputs beside the one that chooses a file."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody has just sent."""

    file: Any
    by: Any

    def __str__(self) -> str:
        return f"{self.file.name} ({self.file.size})"


class FileKind(Kind):
    code, icon = "file", "paperclip"
    label = gettext_lazy("File")
    example = gettext_lazy("Contract, business registration")
    is_ordered = is_typed = has_default = False
    is_searchable = True
    filtered_by = TextFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.TextField(null=True)

    def sql(self, field: CustomField) -> Any:
        """The name of the file: what lists filter by and files say."""
        return KeyTextTransform("name", KeyTransform(field.name, "custom"))

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return OwnFile()

    def from_text(self, text: str, field: CustomField, user: Any = None) -> Any:
        raise ValueError(_("A file cannot be read from a table; add it on the record's page."))

    def taken(self, instance: Any, value: Any, field: CustomField) -> Any:
        before = instance.custom.get(field.name)
        if value == before:
            return value
        title = shown(instance, types.record_of(field.record).title)
        place = {"title": title, "field": field.name}
        if before:
            files().remove(field.record, instance.pk, UUID(before["id"]), title=title)
        kept: Kept | None
        if isinstance(value, Upload):
            kept = _kept(field, instance.pk, value, place)
        elif value:  # one that this field of this record had before, out of the trash
            kept = files().restore(field.record, instance.pk, UUID(value["id"]), **place)
        else:
            return None
        if kept is None:
            raise RuleBroken(
                "file_gone", _("This file is not there any more. Add it again."), field=field.name
            )
        return {"id": str(kept.key), "name": kept.name, "size": kept.size}

    def words(self, value: Any, field: CustomField) -> str:
        if isinstance(value, Upload):
            return str(value.file.name)
        return str(value.get("name", "")) if isinstance(value, dict) else str(value)

    def drawn(self, instance: Any, words: str, field: CustomField, *, is_fact: bool) -> str:
        value = getattr(instance, field.name)
        title = f"{words} · {filesizeformat(value['size'])}"
        return format_html(
            '<a class="who link-quiet" href="{}" title="{}" download>{}<span class="ellipsis">{}'
            "</span></a>",
            _address(instance, value, field), title, icon("paperclip", 14), words,
        )  # fmt: skip

    def as_json(self, instance: Any, value: Any, field: CustomField) -> Any:
        url = _address(instance, value, field)
        return {"name": value["name"], "size": value["size"], "url": url}


class OwnFileInput(FileInput):
    """Chooses a file, names the one that is there, and takes it out."""

    template_name = "records/widgets/file.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        there = value if isinstance(value, dict) else None
        context["widget"] |= {"there": there, "kept": name + KEPT, "cleared": name + CLEARED}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The file that was sent; else False to take it out, or the id of the one to keep."""
        sent = super().value_from_datadict(data, files, name)
        if sent is not None:
            return sent
        return False if data.get(name + CLEARED) else data.get(name + KEPT)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not {name + KEPT, name + CLEARED} & set(data) and name not in files


class OwnFile(forms.FileField):
    """One file: an `Upload`, what stands there already as it is kept, or None."""

    widget = OwnFileInput
    user: Any = None

    def for_user(self, user: Any) -> None:
        """Says who sends."""
        self.user = user

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            data = initial["id"] if initial else ""
        if not data:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not isinstance(data, str):
            return Upload(data, self.user)  # whether it can be kept, the keeping says
        is_same = initial is not None and initial["id"] == data
        return initial if is_same or read_id(data) is None else {"id": data}

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, str) and data:
            return initial is None or initial["id"] != data
        return bool(data is not None and (data or initial))


def _kept(field: CustomField, pk: UUID, upload: Upload, place: Mapping[str, str]) -> Kept:
    """The upload, kept; RuleBroken at the field when it cannot be."""
    try:
        return files().add(field.record, pk, upload.file, by=upload.by, **place)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, str(broken), field=field.name) from broken


def _address(instance: Any, value: Any, field: CustomField) -> str:
    """Where the file is read, with the rights of its record and its field."""
    record = types.record_of(field.record)
    return reverse(record.url_name("file"), args=[instance.pk, value["id"]])
