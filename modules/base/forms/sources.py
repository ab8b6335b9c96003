"""The form of a source, and the field of other forms that names one (B25)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from dangol import access
from dangol.records.types import record_of
from modules.base.models import Source
from tenants.forms.records import OwnedForm

MOST = 200
"""Names that a field offers."""


class SourceForm(OwnedForm):
    """A name is enough; what is known of it besides answers where the data comes from."""

    class Meta:
        model = Source
        fields = ("name", "kind", "obtained", "legal_basis", "is_active", "owner", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_texts = {
            "obtained": _("For example: visitors of the stand leave their card."),
            "legal_basis": _("For example: consent on the form, article 15 (1) 1."),
            "is_active": _("Not in use: it is offered no more, whoever has it keeps it."),
        }
        for name, words in help_texts.items():
            if name in self.fields:
                self.fields[name].help_text = words


def offered_names(user: Any) -> list[str]:
    """The sources in use that the user may see, by name."""
    record = record_of("base.source")
    if not access.user_can(user, record.permission("view")):
        return []
    rows = record.visible_to(user).filter(is_active=True).order_by("name")
    return list(rows.values_list("name", flat=True)[:MOST])


class OfferingInput(forms.TextInput):
    """A text with a list of what is usually written there."""

    offered: Callable[[], Sequence[str]] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        if self.offered is None:
            return super().render(name, value, attrs, renderer)
        listed = f"{(attrs or {}).get('id', name)}-offered"
        drawn = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', ((n,) for n in self.offered())
        )
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, listed, options)


class SourceField(forms.CharField):
    """Names a source of the register, or a new one, which comes into it by that."""

    widget = OfferingInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Source"), required=False, max_length=60,
            help_text=_("Choose one, or write a new one."), **kwargs,
        )  # fmt: skip

    def for_user(self, user: Any) -> None:
        """Whoever may not see the register is offered nothing of it."""
        self.widget.offered = partial(offered_names, user)
