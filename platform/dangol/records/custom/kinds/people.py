"""A colleague."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import remembered
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.kinds.base import Kind
from dangol.records.filters.base import Filter
from dangol.records.filters.choices import RelationFilter


class PersonKind(Kind):
    code, icon = "person", "user-round"
    label = gettext_lazy("Colleague")
    example = gettext_lazy("Deputy, who brought the customer")
    is_ordered = has_default = False

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.UUIDField(null=True)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        working = get_user_model()._default_manager.filter(is_active=True).order_by("name", "pk")
        return forms.ModelChoiceField(working, empty_label="—")

    def typed(self, text: str, field: CustomField) -> Any:
        found = [str(key) for key, name in names().items() if text in (str(key), name)]
        if text and len(found) != 1:
            raise ValidationError(_("Write the name of one colleague."))
        return "".join(found)

    def kept(self, value: Any) -> Any:
        return str(getattr(value, "pk", value)) if value else None

    def read(self, kept: Any, field: CustomField) -> Any:
        return UUID(kept)

    def words(self, value: Any, field: CustomField) -> str:
        return names().get(value) or _("no longer there")

    def as_json(self, instance: Any, value: Any, field: CustomField) -> Any:
        return {"id": str(value), "name": self.words(value, field)}

    def written(self, value: Any, field: CustomField) -> Any:
        return self.words(value, field)

    def filter(self, field: CustomField) -> Filter | None:
        return RelationFilter(
            field=field.name, own=self.column(field), among=colleagues, people=True
        )


def colleagues(user: Any) -> QuerySet[Any]:
    """Everybody who works or worked here."""
    return get_user_model()._default_manager.order_by("name", "pk")


def names() -> dict[UUID, str]:
    """{id: name} of all of them; a request reads it once."""
    return remembered.of(
        "names of colleagues", lambda: {each.pk: str(each) for each in colleagues(None)}
    )
