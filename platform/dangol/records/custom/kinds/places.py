"""A postal address."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from django.db.models import Case, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy

from dangol.records.custom.definitions import CustomField
from dangol.records.custom.inputs import PARTS, Address
from dangol.records.custom.kinds.base import Kind
from dangol.records.filters.base import TextFilter

_CODED = re.compile(r"[(\[]?(\d{5})[)\]]?\s+(.+)")
"""A postcode before the rest, as files of ours and of others have it."""


class AddressKind(Kind):
    code, icon = "address", "map-pin"
    label = gettext_lazy("Address")
    example = gettext_lazy("Where to deliver")
    is_ordered = False
    is_searchable = True
    filtered_by = TextFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.TextField(null=True)

    def sql(self, field: CustomField) -> Any:
        whole = KeyTransform(field.name, "custom")
        lines: list[Any] = []
        for part in PARTS:
            lines += [KeyTextTransform(part, whole), Value(" ")]
        line = Trim(Concat(*lines, output_field=models.TextField()))
        return Case(When(custom__has_key=field.name, then=line))

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return Address()

    def typed(self, text: str, field: CustomField) -> Any:
        found = _CODED.fullmatch(text)
        return [found[1] or "", found[2], ""] if found else ["", text, ""]

    def kept(self, value: Any) -> Any:
        return {name: text for name, text in (value or {}).items() if text}

    def words(self, value: Any, field: CustomField) -> str:
        code, *lines = (value.get(part, "") for part in PARTS)
        return " ".join(filter(None, (f"({code})" if code else "", *lines)))
