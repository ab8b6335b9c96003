"""What notices about senders say (S1, U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from dangol.i18n import days
from dangol.ids import read_id
from messaging.dispatch.models import SenderNumber
from messaging.senders.models import MailDomain
from tenants import context

State = SenderNumber.State


def domains(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name}; whoever may manage senders may know them all."""
    found = MailDomain.objects.filter(pk__in=[key for text in keys if (key := read_id(text))])
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def numbers(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: number}"""
    ids = [key for text in keys if (key := read_id(text))]
    found = SenderNumber.objects.filter(company=context.company(), pk__in=ids)
    return {str(row.pk): str(row) for row in found}


def domain_states(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Until when a domain still sends, or that nothing leaves from it."""
    return [_domain(each) for each in facts]


def _domain(facts: Mapping[str, Any]) -> str:
    stops = parse_datetime(str(facts.get("stops", "")))
    if facts.get("state") == MailDomain.State.LOSING and stops:
        return _("Mails still leave until %(at)s. Put the records right before.") % {
            "at": days.moment(stops)
        }
    return _("Nothing leaves from this domain until its records are right again.")


def decisions(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """What was decided about a number, and why."""
    return [_decision(each) for each in facts]


def _decision(facts: Mapping[str, Any]) -> str:
    state, reason = str(facts.get("state", "")), str(facts.get("reason", ""))
    until = parse_date(str(facts.get("until", "")))
    if state == "ending":
        return _(
            "The approval ends on %(day)s. Register the number again with a fresh document."
        ) % {"day": days.day(until) if until else ""}
    if state == State.EXPIRED:
        return _("The approval has ended. Register the number again with a fresh document.")
    label = str(State(state).label) if state in State.values else state
    return f"{label}: {reason}" if reason else label
