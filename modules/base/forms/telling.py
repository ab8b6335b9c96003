"""What a company chooses about telling people of their consents (S8)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records.forms.base import PlainText
from messaging.content import merge, text
from messaging.models import Send
from messaging.ports import audience
from messaging.senders.forms import SenderField
from modules.base import consent_notices as texts
from modules.base.models import Telling
from modules.base.queries.telling import CODES
from modules.base.services.telling import FIELDS

LABELS = {
    "result_subject_ko": _("Result: subject in Korean"),
    "result_body_ko": _("Result: text in Korean"),
    "result_subject_en": _("Result: subject in English"),
    "result_body_en": _("Result: text in English"),
    "reminder_subject_ko": _("Two years: subject in Korean"),
    "reminder_body_ko": _("Two years: text in Korean"),
    "reminder_subject_en": _("Two years: subject in English"),
    "reminder_body_en": _("Two years: text in English"),
}
NEEDED = {texts.RESULT: CODES[0], texts.REMINDER: CODES[1]}


class TellingForm(PlainText, forms.ModelForm):  # type: ignore[type-arg]
    """Switches, day, sender and the texts in both languages."""

    sender_address = SenderField(label=_("Sender's mail address"), required=False)
    sender_number = SenderField(label=_("Sender's number"), required=False)

    class Meta:
        model = Telling
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, channel in (
            ("sender_address", Send.Channel.EMAIL), ("sender_number", Send.Channel.SMS),
        ):  # fmt: skip
            sender: SenderField = self.fields[name]  # type: ignore[assignment]
            sender.offer(channel, getattr(self.instance, name), may_be_none=True)
        kept = self.instance.texts
        for name, label in LABELS.items():
            is_body = "_body_" in name
            self.fields[name] = forms.CharField(
                label=label,
                max_length=2000 if is_body else 120,
                widget=forms.Textarea(attrs={"rows": 8}) if is_body else forms.TextInput(),
                initial=merge.told(kept.get(name) or texts.USUAL[name]),
            )

    def clean(self) -> dict[str, Any]:
        """Every merge field is known, and what the law wants said is in the text."""
        cleaned = super().clean()
        known = audience().merge_fields()
        for name in texts.NAMES:
            if name in cleaned:
                cleaned[name] = merge.canonical(cleaned[name])
                self._check(name, cleaned[name], known)
        is_on = cleaned.get("tells_results") or cleaned.get("reminds")
        if is_on and not (cleaned.get("sender_address") or cleaned.get("sender_number")):
            self.add_error("sender_address", _("Say from which address or number it comes."))
        return cleaned

    def _check(self, name: str, words: str, known: dict[str, str]) -> None:
        try:
            text.check_fields(words, known, field=name)
        except RuleBroken as broken:
            self.add_error(name, broken.message)
            return
        code = NEEDED[name.partition("_")[0]]
        if "_body_" in name and f"{{{{ {code} }}}}" not in words:
            sentence = _("The law wants the answers and their days told: put in %(field)s.")
            self.add_error(name, str(sentence) % {"field": merge.written(known[code])})
