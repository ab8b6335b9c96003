"""The form of a trigger: when, for which records, and what is done (A29).

Conditions are asked for by the builder of lists. Actions stand below one another, each with its own
form under the prefix of its place; buttons add one and take one away, and the form is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import DateField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dangol.records import Record
from dangol.records.text import clean_line
from tenants.people.models import User
from tenants.triggers import deeds
from tenants.triggers.models import WEEKDAYS, Trigger

MOST_ACTIONS = 8
CODE = "action"
"""Before the place of an action: its code."""
DO = "do"
ADD, DROP = "act-add", "act-drop"
BEFORE, AFTER = "before", "after"
ASKED: dict[str, tuple[str, ...]] = {
    Trigger.Moment.DAY: ("day_field", "days", "side", "at"),
    Trigger.Moment.TIME: ("every", "at"),
}
"""What has to be said, by the moment."""


class TriggerForm(forms.Form):
    """Everything but conditions and actions."""

    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Give the trigger a name.")}
    )
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    moment = forms.ChoiceField(label=_("When"), choices=Trigger.Moment)
    watched = forms.MultipleChoiceField(label=_("Which fields"), required=False)
    day_field = forms.ChoiceField(
        label=_("Which day"), required=False,
        error_messages={"required": _("Choose the field that holds the day.")},
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=3_650, initial=0, required=False
    )
    side = forms.ChoiceField(
        label=_("Before or after"), choices=[(BEFORE, _("days before")), (AFTER, _("days after"))],
        required=False,
    )  # fmt: skip
    is_yearly = forms.BooleanField(label=_("Every year, as a birthday"), required=False)
    every = forms.ChoiceField(label=_("How often"), choices=Trigger.Every, required=False)
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=list(enumerate(WEEKDAYS)), coerce=int, required=False,
        empty_value=None,
    )  # fmt: skip
    month_day = forms.IntegerField(
        label=_("Day of the month"), min_value=1, max_value=31, initial=1, required=False
    )
    at = forms.TimeField(
        label=_("At"), initial="09:00", required=False,
        error_messages={"required": _("Say at what time, such as 09:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    rest_days = forms.IntegerField(
        label=_("Leave the same record alone for days"), min_value=0, max_value=3_650, initial=0,
        required=False, help_text=_("0: never held back."),
    )  # fmt: skip

    def __init__(self, data: Any, *, record: Record, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.record, self.user = record, user
        self._choose("watched", fields_of(record, user))
        self._choose("day_field", days_of(record, user))
        for name in ("moment", "every"):
            self.fields[name].widget.attrs["data-redraw"] = ""
        for name in ASKED.get(self.chosen_moment, ()):
            self.fields[name].required = True

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_moment(self) -> str:
        value = str(self["moment"].value() or "")
        return value if value in Trigger.Moment.values else Trigger.Moment.HOLD

    @property
    def chosen_every(self) -> str:
        return str(self["every"].value() or Trigger.Every.DAY)

    @property
    def watched_choices(self) -> dict[str, Any]:
        options = self.fields["watched"].choices  # type: ignore[attr-defined]
        return {"options": options, "values": [str(v) for v in self["watched"].value() or ()]}

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def values(self, where: str, actions: list[dict[str, Any]]) -> dict[str, Any]:
        """What the service takes."""
        said, moment = self.cleaned_data, self.cleaned_data["moment"]
        days = said["days"] or 0
        found = {
            "name": said["name"], "note": clean_line(said["note"]), "moment": moment,
            "where": where, "actions": actions, "rest_days": said["rest_days"] or 0,
            "watched": said["watched"] if moment == Trigger.Moment.EDIT else [],
            "day_field": said["day_field"] if moment == Trigger.Moment.DAY else "",
            "day_offset": days if said["side"] == AFTER else -days,
            "is_yearly": said["is_yearly"] and moment == Trigger.Moment.DAY,
            "every": said["every"] or Trigger.Every.DAY, "weekday": said["weekday"] or 0,
            "month_day": said["month_day"] or 1,
        }  # fmt: skip
        return found | ({"at": said["at"]} if said["at"] else {})


def initial(trigger: Trigger | None, given: Mapping[str, str]) -> dict[str, Any]:
    """What the form begins with: the trigger, or what the address asks for."""
    if trigger is None:
        moment = given.get("moment", "")
        fit = moment if moment in Trigger.Moment.values else Trigger.Moment.HOLD
        return {"moment": fit, "side": BEFORE, "name": given.get("name", "")[:60]}
    names = ("name", "note", "moment", "watched", "day_field", "is_yearly", "every", "weekday",
             "month_day", "at", "rest_days")  # fmt: skip
    return {
        **{name: getattr(trigger, name) for name in names},
        "days": abs(trigger.day_offset),
        "side": AFTER if trigger.day_offset > 0 else BEFORE,
    }


def fields_of(record: Record, user: User) -> list[tuple[str, str]]:
    """(name, label) of the fields whose change can be watched."""
    found = {}
    for section in record.sections_for(user):
        for name in section.fields:
            found[name] = str(record.label_of(name))
    for each in record.columns_for(user):
        field = record.model_field(each.name)
        if getattr(field, "editable", True):
            found.setdefault(each.name, str(each.label or record.label_of(each.name)))
    return list(found.items())


def days_of(record: Record, user: User) -> list[tuple[str, str]]:
    """(name, label) of the fields that hold a day or a moment."""
    hidden = record.hidden_from(user)
    return [
        (field.name, str(field.verbose_name).capitalize())
        for field in record.model._meta.concrete_fields
        if isinstance(field, DateField) and field.name not in hidden
        and field.name not in ("deleted_at", record.version)
    ]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One action in the form. `fields` are (field, options and values of a choice of many)."""

    place: int
    code: str
    label: str
    icon: str
    form: Any

    @property
    def fields(self) -> Iterator[tuple[Any, dict[str, Any] | None]]:
        for bound in self.form:
            if isinstance(bound.field, forms.MultipleChoiceField):
                chosen = [str(value) for value in bound.value() or ()]
                yield bound, {"options": bound.field.choices, "values": chosen}
            else:
                yield bound, None


class Actions:
    """The actions in the form: as they are kept, or as they were sent, the button's deed done."""

    def __init__(self, record: Record, user: User, moment: str) -> None:
        self.record, self.user, self.moment = record, user, moment
        self.asked: list[Asked] = []

    def begin(self, kept: list[dict[str, Any]]) -> None:
        """Those of a trigger, or one to begin with."""
        for place, each in enumerate(kept):
            self._ask(each["code"], place, None, each["options"])

    def read(self, posted: Any) -> None:
        """Those that were sent; one is added or gone if a button says so."""
        deed, _colon, about = str(posted.get(DO, "")).partition(":")
        codes = []
        for place in range(MOST_ACTIONS):
            code = posted.get(f"{CODE}:{place}")
            if code is None:
                break
            codes.append(code)
        kept = [(place, code) for place, code in enumerate(codes)
                if not (deed == DROP and about == str(place))]  # fmt: skip
        for new, (old, code) in enumerate(kept):
            self._ask(code, new, _moved(posted, old, new), None)
        if deed == ADD and len(self.asked) < MOST_ACTIONS:
            self._ask(about, len(self.asked), None, None)

    def _ask(self, code: str, place: int, data: Any, options: Any) -> None:
        action = next((each for each in deeds.offered(self.moment) if each.code == code), None)
        if action is None:
            return
        prefix = prefix_of(place)
        form = deeds.deed(code).form(
            _as_sent(options, prefix) if options is not None else data, prefix=prefix,
            record=self.record, user=self.user, of_list=self.moment == Trigger.Moment.TIME,
        )  # fmt: skip
        self.asked.append(Asked(place, code, str(action.label), action.icon, form))

    @property
    def offered(self) -> list[Any]:
        return deeds.offered(self.moment) if len(self.asked) < MOST_ACTIONS else []

    def values(self) -> list[dict[str, Any]] | None:
        """What is kept; None when one of them is not filled in well."""
        if not all(each.form.is_valid() for each in self.asked):
            return None
        return [{"code": each.code, "options": each.form.cleaned_data} for each in self.asked]


def prefix_of(place: int) -> str:
    return f"a{place}"


def _moved(posted: Any, old: int, new: int) -> Any:
    """What was sent of an action, under its new place."""
    if old == new:
        return posted
    found = posted.copy()
    for name in list(found):
        if name.startswith(f"{prefix_of(new)}-"):
            del found[name]
    for name in posted:
        if name.startswith(f"{prefix_of(old)}-"):
            found.setlist(name.replace(prefix_of(old), prefix_of(new), 1), posted.getlist(name))
    return found


def _as_sent(options: Mapping[str, Any], prefix: str) -> Any:
    """Kept options as a form reads them."""
    found = QueryDict(mutable=True)
    for name, value in options.items():
        if isinstance(value, list):
            found.setlist(f"{prefix}-{name}", [str(each) for each in value])
        elif value is True:
            found[f"{prefix}-{name}"] = "on"
        elif value not in (None, False):
            found[f"{prefix}-{name}"] = str(value)
    return found
