"""The form of an outside material: a title is enough, the text is pasted (A20)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from dangol.records.text import mask_resident_numbers
from modules.materials.models import Material
from tenants.forms.records import DAY, OwnedForm

IS_WEB = URLValidator(schemes=["http", "https"])


class MaterialForm(OwnedForm):
    """Resident numbers in the text are starred rather than refused: it is others who wrote it."""

    class Meta:
        model = Material
        fields = ("title", "kind", "origin", "link", "dated_on", "state", "owner", "text")
        widgets = {
            "dated_on": DAY,
            "link": forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
            "text": forms.Textarea(attrs={"rows": 16}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].help_text = _("Such as the newspaper, the site, or who wrote it.")
        self.fields["text"].help_text = _(
            "Paste it here, up to 200,000 characters. Resident registration numbers in it are"
            " starred before it is stored."
        )

    def _clean_text(self, name: str, value: str, cleaned: dict[str, Any]) -> None:
        starred = mask_resident_numbers(value)[0] if name == "text" else value
        super()._clean_text(name, starred, cleaned)

    def clean_link(self) -> str:
        """An address without its beginning gets https://."""
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        whole = link if "://" in link else f"https://{link}"
        try:
            IS_WEB(whole)
        except ValidationError:
            words = _("This is no address of the web. Write it as https://www.dangol.example.")
            raise ValidationError(words) from None
        return whole
