"""The forms of tasks, reports of progress and KPIs (A37)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.forms.base import RecordForm
from dangol.records.links.naming import LinkField
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.models.kpi import DECIMALS, DIGITS, Aim
from tenants.forms.records import DAY, OwnedForm

WHOLE = 100


class PercentField(forms.IntegerField):
    """0 to 100; 45% is read too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=WHOLE, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
        return super().to_python(text)


class FigureField(forms.DecimalField):
    """A number with up to two decimals, thousands separated or not."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=DIGITS, decimal_places=DECIMALS, required=False, localize=False, **kwargs
        )
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class TaskForm(OwnedForm):
    """A name is enough; days and people may follow."""

    class Meta:
        model = Task
        fields = (
            "name", "stage", "owner", "department", "starts_on", "ends_on", "purpose", "memo",
        )  # fmt: skip
        widgets = {
            "starts_on": DAY, "ends_on": DAY,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "memo": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip


class ProgressForm(OwnedForm):
    """How far it is beside what was planned, and what was done."""

    task = LinkField("innovation.task", label=_("Innovation task"))
    planned = PercentField(label=_("Planned %"))
    actual = PercentField(label=_("Actual %"))

    class Meta:
        model = Progress
        fields = ("task", "reported_on", "planned", "actual", "remark", "owner")
        widgets = {"reported_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reported_on" in self.fields:
            self.fields["reported_on"].required = False
        if "planned" in self.fields:
            self.fields["planned"].help_text = _("How far it should be by then, from 0 to 100.")

    def clean_reported_on(self) -> Any:
        day = self.cleaned_data["reported_on"]
        if day and day > clock.today():
            raise ValidationError(AHEAD, code="reported_ahead")
        return day


AHEAD = _("This day is still to come. Write the day of the report.")


class KpiForm(RecordForm):
    """What is measured; values follow when they are known."""

    task = LinkField("innovation.task", label=_("Innovation task"))
    before = FigureField(label=_("Value before"))
    target = FigureField(label=_("Target value"))
    after = FigureField(label=_("Value after"))

    class Meta:
        model = Kpi
        fields = (
            "task", "name", "unit", "aim", "before", "before_on", "target", "after", "after_on",
        )  # fmt: skip
        widgets = {"before_on": DAY, "after_on": DAY}

    def clean(self) -> dict[str, Any]:
        """The target lies on the side that is better."""
        cleaned = super().clean()
        before, target = cleaned.get("before"), cleaned.get("target")
        if before is not None and target is not None:
            is_worse = target < before if cleaned.get("aim") == Aim.UP else target > before
            if is_worse and "target" in self.fields:
                self.add_error("target", WRONG_SIDE)
        return cleaned


WRONG_SIDE = _("The target is worse than the value before. Check it, and which way is better.")
