"""A mail to colleagues at once: a link, and values as far as each may see them (A29)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dangol import access
from dangol.about_triggers import Fired, Options
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.cells import shown
from dangol.records.text import clean_line
from tenants import context, errands
from tenants.letters import letter
from tenants.people.models import User
from tenants.queries import desk
from tenants.triggers import recipients
from tenants.triggers.actions.asking import TellingForm

PLACE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
"""A value of the record in a text: {{ grade }}, or as people call the field."""


class MailForm(TellingForm):
    """A subject besides."""

    field_order = ("to", "subject", "text")
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=120,
        error_messages={"required": gettext_lazy("Write a subject.")},
    )  # fmt: skip

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        names = [str(each.label or self.record.label_of(each.name)) for each in
                     self.record.columns_for(self.user)[:4]]  # fmt: skip
        if not self.of_list:
            self.fields["text"].help_text = _(
                "Values of the record: %(places)s. Each receiver gets what they may see."
            ) % {"places": " ".join(f"{{{{ {name} }}}}" for name in names)}

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("subject", "text"):
            for place in PLACE.findall(str(values.get(name, ""))):
                if field_named(self.record, self.user, place) is None:
                    words = _("There is no field “%(name)s” here.") % {"name": place}
                    self.add_error(name, words)
        return values


class Mail:
    """One mail to each of them, promised in the trigger's transaction."""

    def form(self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool) -> MailForm:
        return MailForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        facts = {"who": recipients.words(options["to"], record), "subject": options["subject"]}
        return _("Mail “%(subject)s” to: %(who)s") % facts

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        people = recipients.users(options["to"], fired)
        if not people:
            raise RuleBroken("nobody", _("Nobody is left of those who are to be told."))
        told = {
            "key": str(fired.key), "name": fired.name, "record": fired.record.code,
            "id": str(fired.instance.pk) if fired.instance is not None else "",
            "query": fired.query, "subject": options["subject"], "text": options.get("text", ""),
        }  # fmt: skip
        for each in people:
            errands.post("tenants.triggers.actions.mailing.send", str(each.pk), told)
        return {"count": len(people)}

    def told(self, facts: Mapping[str, Any]) -> str:
        count = int(facts.get("count", 0))
        return ngettext("%(count)s mail sent", "%(count)s mails sent", count) % {"count": count}


def send(user_id: str, told: dict[str, Any]) -> None:
    """The errand: one mail to one colleague, unless they left or may not see the record now."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    record = desk.records().get(told["record"])
    if user is None or record is None or not access.user_can(user, record.permission("view")):
        return
    instance = record.visible_to(user).filter(pk=UUID(told["id"])).first() if told["id"] else None
    if told["id"] and instance is None:
        return
    with override(user.language):
        _mail(user, record, instance, told)


def _mail(user: User, record: Record, instance: Any, told: dict[str, Any]) -> None:
    company = context.company()
    if instance is not None:
        link = reverse(record.url_name("page"), args=[instance.pk])
    else:
        link = reverse(record.url_name("list")) + (f"?{told['query']}" if told["query"] else "")
    facts = {
        "name": told["name"], "record": record,
        "what": getattr(instance, record.title) if instance is not None else record.plural,
        "text": filled(told["text"], record, user, instance), "link": company.origin + link,
    }  # fmt: skip
    subject = " ".join(filled(told["subject"], record, user, instance).split())
    letter(user, subject, "triggers/mail", facts, key=f"{told['key']}.{user.pk}").send()


def filled(text: str, record: Record, user: User, instance: Any) -> str:
    """The text with the values that this user may see; a dash for any other."""

    def value(match: re.Match[str]) -> str:
        name = field_named(record, user, match[1])
        return (shown(instance, name) if name and instance is not None else "") or "—"

    return PLACE.sub(value, text)


def field_named(record: Record, user: Any, place: str) -> str | None:
    """The field that is meant by its name or by what people call it, if the user may see it."""
    for each in record.columns_for(user):
        if place in (each.name, str(each.label or record.label_of(each.name))):
            return each.name
    return None


mail = Mail()
