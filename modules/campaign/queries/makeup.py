"""Who the customers of a selection are: their shares by grade and by last contact (G6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dangol import clock
from modules.base.models import Customer
from modules.campaign.queries import reach

AGES = (30, 90, 180)
"""Days since the last contact."""


@dataclass(frozen=True)
class Part:
    """One share: `percent` of all, whole numbers, which may miss 100 by rounding."""

    label: str
    people: int
    percent: int


def makeup(query: Mapping[str, Any]) -> list[tuple[str, list[Part]]]:
    """(heading, parts) of the selection, in one statement; empty when it selects nobody."""
    grades = [(f"grade_{value}", value, str(label)) for value, label in _grades()]
    counts = reach.matching(query).aggregate(
        everybody=Count("pk"),
        no_grade=Count("pk", filter=Q(grade=None)),
        **{name: Count("pk", filter=Q(grade=value)) for name, value, _label in grades},
        **{f"age_{days}": Count("pk", filter=_within(days)) for days in AGES},
        mail=Count("pk", filter=Q(mail_ads=True)),
        sms=Count("pk", filter=Q(sms_ads=True)),
        night=Count("pk", filter=Q(night=True)),
    )
    total = counts["everybody"]
    if not total:
        return []

    def part(label: str, people: int) -> Part:
        return Part(label, people, round(100 * people / total))

    ages = [counts[f"age_{days}"] for days in AGES]
    recent = [part(_("within %(n)s days") % {"n": AGES[0]}, ages[0])]
    recent += [
        part(_("within %(n)s days") % {"n": days}, ages[at] - ages[at - 1])
        for at, days in enumerate(AGES)
        if at
    ]
    return [
        (
            _("Grade"),
            [part(label, counts[name]) for name, _value, label in grades]
            + [part(_("No grade"), counts["no_grade"])],
        ),
        (_("Last contact"), [*recent, part(_("longer or never"), total - ages[-1])]),
        (
            _("Consent"),
            [
                part(_("Mail"), counts["mail"]),
                part(_("Text message"), counts["sms"]),
                part(_("At night"), counts["night"]),
            ],
        ),
    ]


def _grades() -> list[tuple[Any, Any]]:
    return list(Customer._meta.get_field("grade").flatchoices)  # type: ignore[attr-defined]


def _within(days: int) -> Q:
    return Q(last_contacted_at__gte=clock.now() - timedelta(days=days))
