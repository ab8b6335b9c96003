"""Licences: which plans a user holds (Q1, decisions 2 and 4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, context, ports
from tenants.people.models import Licence, User
from tenants.people.models.user import Plan


def checked(plans: Iterable[str]) -> set[str]:
    """The plans as a set; RuleBroken for an unknown one or a pair that makes no sense.

    A module plan includes base, and full replaces all, so neither stands beside another.
    """
    wanted = set(plans)
    unknown = wanted - set(Plan.values)
    if unknown:
        raise RuleBroken("plan_unknown", _("There is no such plan."), field="plans")
    if len(wanted) > 1 and Plan.BASE in wanted:
        raise RuleBroken(
            "base_with_other",
            _("Sales, service and campaign already include base; choose base alone or without it."),
            field="plans",
        )
    if len(wanted) > 1 and Plan.FULL in wanted:
        raise RuleBroken(
            "full_with_other",
            _("Full already includes every plan; choose full alone."),
            field="plans",
        )
    return wanted


@transaction.atomic
def assign(user: User, plans: Iterable[str]) -> None:
    """Gives the user exactly these plans from now on; an empty set takes all away."""
    wanted = checked(plans)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = set(user.licences.values_list("plan", flat=True))
    moment = clock.now()
    for plan in sorted(wanted - held):
        Licence.objects.create(user=user, plan=plan, since=moment)
        _tell(user, plan, +1, moment)
    for plan in sorted(held - wanted):
        user.licences.filter(plan=plan).delete()
        _tell(user, plan, -1, moment)
    if wanted != held:
        audit.record(
            "tenants.user.license",
            subject="tenants.user",
            subject_id=user.pk,
            summary=user.name,
            changes={"plans": [sorted(held), sorted(wanted)]},
        )


def _tell(user: User, plan: str, delta: int, moment: datetime) -> None:
    for seats in ports.seats():
        seats.changed(context.company(), user.pk, plan, delta, moment)
