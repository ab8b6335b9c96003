"""What the forms of actions share: whom, and a text (A29)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records import Record
from dangol.records.text import clean_paragraph, refuse_resident_number
from tenants.triggers import recipients

LONGEST = 1_000


class ActionForm(forms.Form):
    """Knows the record type and who fills it in."""

    def __init__(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> None:
        super().__init__(data, prefix=prefix)
        self.record, self.user, self.of_list = record, user, of_list


class TellingForm(ActionForm):
    """Whom, and what is said."""

    to = forms.MultipleChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose who is to be told.")}
    )
    text = forms.CharField(
        label=pgettext_lazy("trigger", "Text"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        offered = recipients.choices(self.record, of_list=self.of_list)
        self.fields["to"].choices = offered  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text = clean_paragraph(self.cleaned_data["text"])
        refuse_resident_number(text, field="text")
        return text
