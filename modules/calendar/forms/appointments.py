"""The form of an appointment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dangol.records.links.naming import LinkField
from modules.calendar.models import Appointment, Repeat
from tenants.forms.records import DAY, MOMENT, OwnedForm
from tenants.people.models import User

WEEKDAYS = (
    ("SU", pgettext_lazy("weekday", "Sun")),
    ("MO", pgettext_lazy("weekday", "Mon")),
    ("TU", pgettext_lazy("weekday", "Tue")),
    ("WE", pgettext_lazy("weekday", "Wed")),
    ("TH", pgettext_lazy("weekday", "Thu")),
    ("FR", pgettext_lazy("weekday", "Fri")),
    ("SA", pgettext_lazy("weekday", "Sat")),
)


class PeopleField(forms.MultipleChoiceField):
    """Colleagues by their ids; those who left stay where they were."""

    widget = forms.CheckboxSelectMultiple

    def for_user(self, user: Any) -> None:
        working = User.objects.filter(is_active=True).order_by("name", "pk")
        self.choices = [(str(pk), name) for pk, name in working.values_list("pk", "name")]

    def offer(self, kept: Any) -> None:
        """Who takes part already can go on doing so."""
        offered = list(self.widget.choices)
        left = set(kept or []) - {key for key, _name in offered}
        gone = User.objects.filter(pk__in=left).values_list("pk", "name")
        self.choices = [*offered, *((str(pk), name) for pk, name in gone)]


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week; the value is MO,WE as the model keeps it."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return [code for code in value.split(",") if code] if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        codes = super().clean(value.split(",") if isinstance(value, str) and value else value)
        return ",".join(codes)


class AppointmentForm(OwnedForm):
    """A title and a beginning are enough."""

    participants = PeopleField(label=gettext_lazy("Participants"), required=False)
    customer = LinkField("base.customer", label=gettext_lazy("Customer"), required=False)
    account = LinkField("base.account", label=gettext_lazy("Account"), required=False)
    weekdays = WeekdaysField(label=gettext_lazy("On these days"), choices=WEEKDAYS, required=False)

    class Meta:
        model = Appointment
        fields = (
            "title", "starts_at", "ends_at", "is_all_day", "kind", "importance", "visibility",
            "place", "owner", "participants", "customer", "account", "remind", "repeat", "every",
            "weekdays", "repeat_until", "repeat_count", "memo",
        )  # fmt: skip
        widgets = {
            "starts_at": MOMENT, "ends_at": MOMENT, "repeat_until": DAY,
            "memo": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ends_at", "every", "repeat"):
            if name in self.fields:
                self.fields[name].required = False
        helps = {
            "ends_at": _("Empty: an hour later."),
            "visibility": _("To others you are busy at that time; they see no more."),
            "weekdays": _("Of a weekly series. Empty: the day on which it begins."),
            "repeat": _("A day that a month lacks, such as the 31st, is its last day."),
            "repeat_count": _("Or leave both empty: the series has no end."),
        }
        for name, text in helps.items():
            if name in self.fields:
                self.fields[name].help_text = text
        if "repeat" in self.fields:
            self.fields["repeat"].choices = [("", _("Once")), *Repeat.choices]  # type: ignore[attr-defined]

    def clean_every(self) -> int:
        return self.cleaned_data["every"] or 1
