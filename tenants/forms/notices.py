"""One's own choices about notices: kinds by channels (U9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.registry import Channel, Notice
from tenants.notices.choices import CHANNELS, Choices

WORDS: dict[Channel, Any] = {
    "app": _("In Dangol"),
    "mail": _("Mail at once"),
    "digest": _("Morning mail"),
    "push": pgettext_lazy("channel", "Browser"),
}


class NoticesForm(forms.Form):
    """A box for each kind in each channel, and the two switches."""

    quiet = forms.BooleanField(
        label=_("Quiet outside working hours"),
        help_text=_("Mails wait until your company works again; the browser says nothing."),
        required=False,
    )
    digest = forms.BooleanField(
        label=_("Morning mail at 08:30"),
        help_text=_("One mail with what is still unread; none when there is nothing."),
        required=False,
    )

    def __init__(self, *args: Any, kinds: list[Notice], chosen: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds = kinds
        self.initial = {"quiet": chosen.quiet, "digest": chosen.digest}
        for kind in kinds:
            on = chosen.channels(kind)
            for channel in CHANNELS:
                name = f"{kind.code}/{channel}"
                self.fields[name] = forms.BooleanField(required=False, label=WORDS[channel])
                self.initial[name] = channel in on

    def rows(self) -> list[tuple[Notice, list[Any]]]:
        """(kind, its boxes) of each kind, for the table."""
        return [(kind, [self[f"{kind.code}/{each}"] for each in CHANNELS]) for kind in self.kinds]

    def switches(self) -> list[Any]:
        return [self["digest"], self["quiet"]]

    def heads(self) -> list[Any]:
        return [WORDS[each] for each in CHANNELS]

    def choices(self) -> dict[str, dict[str, bool]]:
        """{kind: {channel: wanted}} as sent."""
        return {
            kind.code: {each: self.cleaned_data[f"{kind.code}/{each}"] for each in CHANNELS}
            for kind in self.kinds
        }
