"""The rule by which pairs are merged without being asked about (B21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.duplicates.choices import choices_of
from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import MergeRule, Stays

LEAST = 80
"""Below so many points a pair is a guess."""


class RuleForm(forms.Form):
    """From which score, who stays, and in which fields the two may differ."""

    minimum = forms.IntegerField(
        label=_("From score"), min_value=LEAST, max_value=100,
        help_text=_("Between 80 and 100. Below, somebody should look at the pair."),
    )  # fmt: skip
    stays = forms.ChoiceField(label=_("Stays"), choices=Stays)
    may_differ = forms.MultipleChoiceField(
        label=_("May differ"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("In these fields the value of the one that stays is right."),
    )  # fmt: skip
    newest = forms.MultipleChoiceField(
        label=_("Take the value of the one changed last"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_nightly = forms.BooleanField(label=_("Merge every night by itself"), required=False)

    def __init__(self, mergeable: Mergeable, data: Any = None, *, instance: MergeRule) -> None:
        newest = [name for name, how in instance.prefers.items() if how == "newest"]
        super().__init__(
            data,
            initial={
                "minimum": instance.minimum, "stays": instance.stays, "newest": newest,
                "may_differ": instance.may_differ, "is_nightly": instance.is_nightly,
            },
        )  # fmt: skip
        named = [
            (each.name, str(mergeable.record.label_of(each.name)))
            for each in choices_of(mergeable)
            if not each.is_consent
        ]
        for name in ("may_differ", "newest"):
            field: Any = self.fields[name]
            field.choices = named
