"""What can be done with many records of every type: set a field, hand over, move to the trash (U1).

Each deed comes down to columns that are written. The value is read by the record's own form, so
whatever a form takes in one record it takes in many, and what a role closes is closed here, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from dangol import access, clock
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records import rights
from dangol.records.cells import shown
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.declaration import Record
from dangol.records.forms.base import fields_for, form_for
from dangol.records.many.runs import Asked, Course
from dangol.records.many.supplies import EACH
from dangol.records.parts import ListDeed
from dangol.registry import Text

CHANGE, OWNER, TRASH = "change", "owner", "trash"
BULK = "bulk"
"""The right to do something with many records at once, besides the right to do it with each."""
YES_NO = ("yes", "no")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One button of the bar below chosen rows; `lines` (value, label) make it a menu.

    `url_name` is the address of a deed of the type's own.
    """

    code: str
    label: Text
    icon: str
    name: str = "value"
    lines: list[tuple[str, str]] | None = None
    url_name: str = ""


def deeds_for(record: Record, user: Any) -> list[Deed]:
    """What the user may do with many records."""
    if not access.user_can(user, record.permission(BULK)):
        return []
    found = []
    names = changeable(record, user) if access.user_can(user, record.permission("edit")) else []
    if record.owner in names:
        # asked for where they are drawn: most answers of a list leave the bar as it is
        lines: Any = SimpleLazyObject(partial(_owners, record, user))
        found.append(Deed(code=OWNER, label=_("Owner"), icon="user-round", lines=lines))
    if names:
        fields = [(name, str(record.label_of(name))) for name in names]
        found.append(
            Deed(code=CHANGE, label=_("Change a field"), icon="pencil", name="field", lines=fields)
        )
    found += [
        _own(each, user) for each in record.list_deeds if access.user_can(user, each.permission)
    ]
    if record.bulk.trash and access.user_can(user, record.permission("delete")):
        found.append(Deed(code=TRASH, label=_("To trash"), icon="trash-2"))
    return found


def _own(each: ListDeed, user: Any) -> Deed:
    lines: Any = SimpleLazyObject(partial(each.lines, user))
    return Deed(
        code=each.code, label=each.label, icon=each.icon, name=each.name, lines=lines,
        url_name=each.url_name,
    )  # fmt: skip


def _owners(record: Record, user: Any) -> list[tuple[str, str]]:
    return choices_of(form_for(record, user, only=[record.owner]).fields[record.owner])


def changeable(record: Record, user: Any) -> list[str]:
    """Names of the fields that the user may set in many records, in the form's order."""
    own = shape_of(record.code).by_name
    return [
        name for name in fields_for(record, user) if name not in own or kinds.of(own[name]).is_typed
    ]


def choices_of(field: Any) -> list[tuple[str, str]]:
    """(value, label) of a field that one chooses from; its empty line says that there is none."""
    found = [(str(getattr(code, "value", code)), str(label)) for code, label in field.choices]
    filled = [(code, label) for code, label in found if code]
    return filled if field.required else [*filled, ("", _("Nobody"))]


def value_form(record: Record, user: Any, name: str, data: Any = None) -> Any:
    """The record's form with this one field; RuleBroken when the user may not set it."""
    if name not in changeable(record, user):
        raise RuleBroken("field_closed", _("This field cannot be changed here."), field=name)
    form = form_for(record, user, data, only=[name])
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):  # an empty box would say nothing of what is meant
        choices = [("yes", _("Yes")), ("no", _("No"))]
        form.fields[name] = _yes_or_no(field, choices)
    form.initial.pop(name, None)
    field.initial = None
    return form


def _yes_or_no(field: forms.BooleanField, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.TypedChoiceField(
        label=field.label,
        choices=choices,
        coerce=lambda value: value == YES_NO[0],
        widget=forms.RadioSelect,
    )


def to_set(record: Record, name: str, values: Mapping[str, Any]) -> Asked:
    """What sets this field of many records to the form's value."""
    given = dict(_column(record, each, value) for each, value in values.items())
    columns = {**given, **record.bulk.made(given)}
    deed = OWNER if name == record.owner else CHANGE
    return Asked(deed=deed, verb="edit", field=name, columns=columns, decides=tuple(given))


def _column(record: Record, name: str, value: Any) -> tuple[str, Any]:
    """(column, value as it is written); of a company's own field, as its kind keeps it."""
    if is_custom(name):
        kept = kinds.of(shape_of(record.code).by_name[name]).kept(value)
        return name, None if kept in (None, "", [], {}) else kept
    return record.model_field(name).attname, getattr(value, "pk", value)


def to_trash(record: Record) -> Asked:
    """What moves many records to the trash."""
    column = record.bulk.trash
    return Asked(deed=TRASH, verb="delete", columns={column: clock.now()}, decides=(column,))


def open_to(record: Record, user: Any, verb: str) -> Any:
    """The records with which the user may do this in bulk."""
    return rights.narrowed(record, record.visible_to(user, verb), user, BULK)


def is_all_open(record: Record, user: Any, verb: str) -> bool:
    """Whether those are all that there are, so that nobody need look which."""
    scopes = {access.scope_of(user, record.permission(each)) for each in ("view", verb, BULK)}
    return not record.is_narrowed and scopes == {access.Scope.ALL}


def value_of(record: Record, name: str, columns: Mapping[str, Any], user: Any = None) -> str:
    """The value that is written into a field, as this user reads it; "" for an empty one."""
    if is_custom(name) and name in shape_of(record.code).by_name:
        field, kept = shape_of(record.code).by_name[name], columns[name]
        return "" if kept is None else kinds.of(field).said_to(kept, field, user)
    instance: Model = record.model()
    column = record.model_field(name)
    setattr(instance, column.attname, column.to_python(columns[column.attname]))
    return shown(instance, name)


def sentence(record: Record, course: Course, user: Any) -> str:
    """What a run did, for the toast and the strip of this user."""
    if course.state == "failed":
        return course.problem or _("This could not be finished.")
    words = " ".join([_what(record, course, user), *_rest(course)])
    return f"{_('Stopped.')} {words}" if course.state == "cancelled" else words


def _what(record: Record, course: Course, user: Any) -> str:
    records = record.count_words(course.changed, figures.number(course.changed))
    if course.is_undo:
        return _("Undone: %(records)s as before.") % {"records": records}
    if course.deed == TRASH:
        return _("%(records)s in the trash now.") % {"records": records}
    field = record.label_of(course.field)
    if course.deed == EACH:
        return _("%(records)s: %(field)s corrected.") % {"records": records, "field": field}
    value = value_of(record, course.field, course.columns, user)
    if not value:
        return _("%(records)s: %(field)s is empty now.") % {"records": records, "field": field}
    facts = {"records": records, "field": field, "value": value}
    return _("%(records)s: %(field)s is “%(value)s” now.") % facts


def _rest(course: Course) -> list[str]:
    """What was not changed, and why."""
    found = []
    if course.left and course.is_undo:
        found.append(_("%(count)s stayed: they were changed since.") % {
            "count": figures.number(course.left)
        })  # fmt: skip
    elif course.left:
        found.append(_("%(count)s left as they were.") % {"count": figures.number(course.left)})
    if course.same and not course.changed and not course.is_undo:
        found.append(_("%(count)s were so already.") % {"count": figures.number(course.same)})
    return found
