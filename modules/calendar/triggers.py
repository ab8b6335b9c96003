"""A to-do as what a trigger does (A29, A25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.about_triggers import Fired, Options
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.text import clean_line
from modules.calendar.services.todos import todos
from tenants.people.models import User
from tenants.triggers import recipients
from tenants.triggers.actions.asking import ActionForm

LINKS = {"base.customer": "customer_id", "base.account": "account_id"}
"""{record type: the field by which a to-do leads to its record}."""


class TodoForm(ActionForm):
    """What is to be done, by whom, within how many days."""

    title = forms.CharField(
        label=gettext_lazy("What is to be done"), max_length=100,
        error_messages={"required": gettext_lazy("Say what is to be done.")},
    )  # fmt: skip
    who = forms.ChoiceField(label=gettext_lazy("Who does it"))
    days = forms.IntegerField(
        label=gettext_lazy("Due in days"), min_value=0, max_value=3_650, initial=1
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        rule = [(recipients.OWNER, recipients.WORDS[recipients.OWNER])] if self.record.owner else []
        people = User.objects.filter(is_active=True).order_by("name", "pk")
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *rule, *((str(pk), name) for pk, name in people.values_list("pk", "name"))
        ]  # fmt: skip

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])


class MakeTodo:
    """A to-do for whose the record is, or for somebody by name; it leads to the record."""

    def form(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> TodoForm:
        return TodoForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        facts = {"title": options["title"], "who": _named(options["who"]), "days": options["days"]}
        return _("To-do “%(title)s” for %(who)s in %(days)s days") % facts

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        is_owner = options["who"] == recipients.OWNER
        key = recipients.owner_of(fired) if is_owner else options["who"]
        person = User.objects.filter(pk=key, is_active=True).first() if key else None
        if person is None:
            raise RuleBroken("todo_nobody", _("Nobody is there who could do it."))
        name = str(getattr(fired.instance, fired.record.title))
        link, day = LINKS.get(fired.record.code), clock.today() + timedelta(days=options["days"])
        title = options["title"] if link else f"{options['title']} · {name}"
        values = {"title": title[:100], "owner_id": person.pk, "due_on": day, "state": "open"}
        made = todos.create(values | ({link: fired.instance.pk} if link else {}))
        return {"todo": str(made.pk), "name": person.name}

    def told(self, facts: Mapping[str, Any]) -> str:
        return _("To-do for %(name)s made") % {"name": facts.get("name", "")}


def _named(who: str) -> str:
    if who == recipients.OWNER:
        return str(recipients.WORDS[recipients.OWNER])
    return recipients.name_of(who)


make_todo = MakeTodo()
