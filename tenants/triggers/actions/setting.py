"""Setting a field of the record, and giving it to somebody (A29)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.about_triggers import Fired, Options
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.edits import in_place
from dangol.records.forms.base import fields_for, form_for
from tenants.people.models import User
from tenants.queries import desk
from tenants.triggers import recipients
from tenants.triggers.actions.asking import ActionForm
from tenants.triggers.models import Trigger

PERSON_GONE = gettext_lazy("Nobody is left of those who it may be given to.")


def settable(record: Record, user: Any) -> list[tuple[str, str]]:
    """(name, label) of the fields that a trigger of this user may set; an owner is given."""
    return [
        (name, str(record.label_of(name)))
        for name, field in fields_for(record, user).items()
        if name != record.owner
        and not isinstance(field, forms.FileField | forms.MultipleChoiceField)
    ]


def is_day(record: Record, name: str) -> bool:
    """Whether the field is a day: it is set to so many days from then."""
    field = record.model_field(name)
    return isinstance(field, DateField) and not isinstance(field, DateTimeField)


class SetForm(ActionForm):
    """Which field, and its value: of a day, how many days after the trigger's."""

    field = forms.ChoiceField(label=gettext_lazy("Field"))
    value = forms.CharField(label=gettext_lazy("Value"), required=False, max_length=500)

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        offered = settable(self.record, self.user)
        self.fields["field"].choices = offered  # type: ignore[attr-defined]
        self.fields["field"].widget.attrs["data-redraw"] = ""
        chosen = str(self["field"].value() or (offered[0][0] if offered else ""))
        if chosen in dict(offered):
            self._ask_for(chosen)

    def _ask_for(self, name: str) -> None:
        field = fields_for(self.record, self.user)[name]
        if is_day(self.record, name):
            self.fields["value"] = forms.IntegerField(
                label=_("Days from then"), min_value=-3_650, max_value=3_650, initial=0
            )
        elif isinstance(field, forms.BooleanField):
            answers = [("yes", _("Yes")), ("no", _("No"))]
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=answers)
        elif hasattr(field, "choices"):
            found = [
                (str(getattr(code, "value", code)), str(label)) for code, label in field.choices
            ]
            self.fields["value"] = forms.ChoiceField(
                label=_("Value"), choices=found, required=field.required
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        name, value = values.get("field"), values.get("value")
        if name and "value" not in self.errors:
            text = "" if value is None else str(value)
            values["value"] = text
            form = form_for(
                self.record, self.user, sent(self.record, self.user, name, text), only=[name]
            )
            if name in form.errors:
                self.add_error("value", str(form.errors[name][0]))
        return values


def sent(record: Record, user: Any, name: str, text: str) -> dict[str, str]:
    """The value as the record's own form reads it."""
    if is_day(record, name) and text:
        return {name: (clock.today() + timedelta(days=int(text))).isoformat()}
    if isinstance(fields_for(record, user).get(name), forms.BooleanField):
        return {name: "on"} if text == "yes" else {}
    return {name: text}


class SetField:
    """Sets a field through the record's form and service, as whoever keeps the trigger could."""

    def form(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> SetForm:
        return SetForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        facts = {"field": _label(record, options["field"]), "value": _value(record, options)}
        return _("Set %(field)s to “%(value)s”") % facts

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        name, value = options["field"], str(options.get("value", ""))
        record = fired.record
        if name not in dict(settable(record, fired.user)):
            words = _("%(who)s may not change %(field)s any more.")
            facts = {"who": fired.user.name, "field": _label(record, name)}
            raise RuleBroken("field_closed", words % facts)
        put(fired, name, sent(record, fired.user, name, value))
        return {"record": record.code, "field": name, "value": value}

    def told(self, facts: Mapping[str, Any]) -> str:
        from_type = _record(facts)
        if from_type is None:
            return _("Field set")
        words = {"field": _label(from_type, facts["field"]), "value": _value(from_type, facts)}
        return _("%(field)s set to “%(value)s”") % words


def put(fired: Fired, name: str, sent: Mapping[str, str]) -> None:
    """Sets one field of the record as it is now; nothing where it has the value already."""
    record = fired.record
    instance = record.visible_to(fired.user, "edit").filter(pk=fired.instance.pk).first()
    closed = record.closed(fired.instance, "edit")
    if instance is None or closed:
        raise RuleBroken("record_closed", str(closed) or _("The record cannot be changed."))
    form = form_for(record, fired.user, sent, instance=copy(instance), only=[name])
    if not form.is_valid():
        raise RuleBroken("value", str(next(iter(form.errors.values()))[0]))
    if form.has_changed():
        record.edit(instance, form.values(), in_place.version_of(record, instance))


class GiveForm(ActionForm):
    """To whom; of several, each in turn."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("To whom"),
        help_text=gettext_lazy("Of several people each gets one in turn."),
        error_messages={"required": gettext_lazy("Choose somebody.")},
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        people = User.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (str(pk), name) for pk, name in people.values_list("pk", "name")
        ]


class Give:
    """Gives the record to a colleague; of several, to each in turn."""

    def form(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> GiveForm:
        return GiveForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        names = [recipients.name_of(each) for each in options["people"]]
        return _("Give it to: %(who)s") % {"who": ", ".join(sorted(names))}

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        record = fired.record
        if not record.owner:
            raise RuleBroken("no_owner", _("Records of this type belong to nobody."))
        heirs = User.objects.filter(pk__in=options["people"], is_active=True).order_by("name", "pk")
        found = list(heirs)
        if not found:
            raise RuleBroken("nobody", str(PERSON_GONE))
        heir = found[_turn(fired) % len(found)]
        put(fired, record.owner, {record.owner: str(heir.pk)})
        return {"user": str(heir.pk)}

    def told(self, facts: Mapping[str, Any]) -> str:
        return _("Given to %(name)s") % {"name": recipients.name_of(facts["user"])}


def _turn(fired: Fired) -> int:
    """Which record of this trigger it is; others wait until this one is given, or not."""
    row = Trigger.objects.filter(pk=fired.trigger)
    row.update(turns=F("turns") + 1)
    return row.values_list("turns", flat=True).get() - 1


def _label(record: Record, name: str) -> str:
    try:
        return str(record.label_of(name))
    except FieldDoesNotExist:  # an own field that was taken away
        return _("a field that is gone")


def _value(record: Record, options: Mapping[str, Any]) -> str:
    """The value in words."""
    name, text = options["field"], str(options.get("value", ""))
    if not text:
        return "—"
    try:
        if is_day(record, name):
            return _("%(days)s days from then") % {"days": text}
        field = fields_for(record, None).get(name)
    except FieldDoesNotExist:
        return text
    if text in ("yes", "no") and isinstance(field, forms.BooleanField):
        return _("Yes") if text == "yes" else _("No")
    for code, label in getattr(field, "choices", ()):
        if str(getattr(code, "value", code)) == text:
            return str(label)
    return text


def _record(facts: Mapping[str, Any]) -> Record | None:
    return desk.records().get(facts.get("record", ""))


set_field, give = SetField(), Give()
