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
from dangol.records.page.files import Held, Kept, files
from dangol.templatetags.icons import icon

KEPT, CLEARED = "-kept", "-clear"
"""Ends of the names of the inputs beside the one that chooses a file: the one that is there."""
HELD, DROPPED = "-held", "-drop"
"""The same for one that came with the form before, when that was refused."""

GONE = gettext_lazy("This file is not there any more. Add it again.")


@dataclass(frozen=True)
class Upload:
    """A file that somebody has just sent."""

    file: Any
    by: Any


@dataclass(frozen=True)
class Waiting:
    """A file that came with the form, kept aside until the form is saved."""

    held: Held
    by: Any

    def __str__(self) -> str:
        return f"{self.held.name} ({self.held.size})"


@dataclass(frozen=True)
class Aside:
    """What a form says of a file that was kept aside for it: its id, to be looked up."""

    key: str


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
        return OwnFile(field.record, field.name)

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
        if isinstance(value, Waiting):
            kept = _used(field, instance.pk, value, place)
        elif value:  # one that this field of this record had before, out of the trash
            kept = files().restore(field.record, instance.pk, UUID(value["id"]), **place)
        else:
            return None
        if kept is None:
            raise RuleBroken("file_gone", str(GONE), field=field.name)
        return {"id": str(kept.key), "name": kept.name, "size": kept.size}

    def words(self, value: Any, field: CustomField) -> str:
        if isinstance(value, Waiting):
            return value.held.name
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
    """Chooses a file, names the one that is there or waits, and takes it out.

    held        the file that came with the form, once that was refused
    is_cleared  the one that is there was to be taken out
    """

    template_name = "records/widgets/file.html"
    held: Held | None = None
    is_cleared = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        ends = {"kept": KEPT, "cleared": CLEARED, "waits": HELD, "dropped": DROPPED}
        context["widget"] |= {
            "there": value, "held": self.held, "is_cleared": self.is_cleared,
            **{which: name + end for which, end in ends.items()},
        }  # fmt: skip
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The file that was sent; else the one that waits, False to take out the one that is
        there, or the id of that one to keep it."""
        sent = super().value_from_datadict(data, files, name)
        if sent is not None:
            return sent
        if data.get(name + HELD) and not data.get(name + DROPPED):
            return Aside(data[name + HELD])
        return False if data.get(name + CLEARED) else data.get(name + KEPT)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        told = {name + end for end in (KEPT, CLEARED, HELD, DROPPED)}
        return not told & set(data) and name not in files


class OwnFile(forms.FileField):
    """One file: an `Upload`, one that is `Waiting`, what is kept there already, or None."""

    widget = OwnFileInput
    user: Any = None

    def __init__(self, record: str, name: str) -> None:
        super().__init__()
        self.place = (record, name)

    def for_user(self, user: Any) -> None:
        """Says who sends."""
        self.user = user

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is there; also where it is to be taken out, so that the tick stands beside it."""
        self.widget.is_cleared = data is False
        return initial

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            data = initial["id"] if initial else ""
        if isinstance(data, Aside):
            return self._waiting(data)
        if not data:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not isinstance(data, str):
            return Upload(data, self.user)  # whether it can be kept, `hold_uploads` says
        is_same = initial is not None and initial["id"] == data
        return initial if is_same or read_id(data) is None else {"id": data}

    def _waiting(self, aside: Aside) -> Waiting:
        """What was kept aside for this user and this field; ValidationError for all else."""
        key = read_id(aside.key)
        held = files().held(*self.place, key, by=self.user) if key else None
        if held is None:
            raise ValidationError(GONE, code="gone")
        self.widget.held = held
        return Waiting(held, self.user)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, str) and data:
            return initial is None or initial["id"] != data
        return bool(data is not None and (data or initial))


def hold_uploads(form: Any) -> None:
    """Keeps aside what came with a form, before it is saved or refused: nobody chooses it again.

    An upload that cannot be kept is an error of its field.
    """
    found = {} if form.errors is None else form.cleaned_data
    for name, value in list(found.items()):
        if not isinstance(value, Upload):
            continue
        field = form.fields[name]
        record, own = field.place
        try:
            held = files().hold(record, own, value.file, by=value.by)
        except RuleBroken as broken:
            form.add_error(name, str(broken))
        else:
            field.widget.held = held
            form.cleaned_data[name] = Waiting(held, value.by)


def show_held(form: Any, again: Any) -> None:
    """What one form has kept aside stands in the next one, too."""
    for name, field in again.fields.items():
        if isinstance(field, OwnFile):
            field.widget.held = form.fields[name].widget.held


def _used(field: CustomField, pk: UUID, value: Waiting, place: Mapping[str, str]) -> Kept | None:
    """The file, now the record's; RuleBroken at the field when it cannot be."""
    try:
        return files().use(field.record, pk, value.held.key, by=value.by, **place)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, str(broken), field=field.name) from broken


def _address(instance: Any, value: Any, field: CustomField) -> str:
    """Where the file is read, with the rights of its record and its field."""
    record = types.record_of(field.record)
    return reverse(record.url_name("file"), args=[instance.pk, value["id"]])
