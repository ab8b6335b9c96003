"""What one writes down on a record's page: a note, or what its type declares besides (U2, B7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol import access
from dangol.records.forms.base import PlainText
from dangol.records.parts import Jot, Text
from dangol.records.timeline.notes import LONGEST, may_note
from dangol.records.timeline.sources import NOTE

if TYPE_CHECKING:
    from dangol.records.declaration import Record

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class NoteForm(PlainText, forms.Form):
    """The words of a note."""

    memo = forms.CharField(
        label=_("Memo"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class ComposerForm(NoteForm):
    """Besides, what it is, and when it was (empty: now; notes have no time of their own)."""

    kind = forms.ChoiceField(label=_("What it is"))
    at = forms.DateTimeField(label=_("When"), required=False, widget=MOMENT)

    def __init__(self, kinds: list[tuple[str, Text, str]], data: Any = None) -> None:
        super().__init__(data, initial={"kind": kinds[0][0]})
        self.kinds = kinds
        self.fields["kind"].choices = [(code, label) for code, label, _icon in kinds]  # type: ignore[attr-defined]


def composer_for(record: Record, user: Any, data: Any = None) -> ComposerForm | None:
    """The form with what this user may write down; None when that is nothing."""
    kinds: list[tuple[str, Text, str]] = []
    if may_note(record, user):
        kinds.append((NOTE, _("Note"), "sticky-note"))
    jots = [each for each in record.jots() if access.user_can(user, each.permission)]
    kinds += [(each.code, each.label, each.icon) for each in jots]
    return ComposerForm(kinds, data) if kinds else None


def jot_of(record: Record, code: str) -> Jot:
    """What the type declares under this code."""
    return next(each for each in record.jots() if each.code == code)
