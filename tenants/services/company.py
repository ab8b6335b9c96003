"""A company's settings: name, zone, colour, hours, log-in rules (P6, P7).

Each function takes one tab of the settings screen: one transaction, one line in the audit.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.text import clean_line
from tenants import audit, colours, context, known, networks
from tenants.models import Company
from tenants.people.models import House

DAY = 1440


@transaction.atomic
def change_identity(*, name: str, time_zone: str, colour: str, fiscal_month: int) -> None:
    """Name, zone, colour and the start of the fiscal year."""
    company = Company.objects.select_for_update().get(pk=context.company().pk)
    row = House.locked()
    name, wanted_colour = _checked_name(name), colours.checked(colour)
    before = _plain(row, "colour", "fiscal_month") | {
        "name": company.name,
        "time_zone": company.time_zone,
    }
    company.name, company.time_zone = name, time_zone
    company.save(update_fields=["name", "time_zone"])
    row.colour, row.fiscal_month = wanted_colour, fiscal_month
    _keep(row, "colour", "fiscal_month")
    after = _plain(row, "colour", "fiscal_month") | {"name": name, "time_zone": time_zone}
    _tell("tenants.company.edit", before, after)


def _checked_name(name: str) -> str:
    """One line, for it stands in the subjects of mails."""
    clean = clean_line(name)
    if not clean:
        raise RuleBroken("name_missing", _("Enter the company's name."), field="name")
    return clean


@transaction.atomic
def change_hours(*, week: list[list[int] | None], lunch: list[int] | None) -> None:
    """Hours of the seven weekdays from Monday on, and the break.

    Raises RuleBroken for a day that ends before it begins, a break that does, or a week without
    any work.
    """
    _check_hours(week, lunch)
    row = House.locked()
    before = _plain(row, "hours", "lunch")
    row.hours, row.lunch = week, lunch
    _keep(row, "hours", "lunch")
    _tell("tenants.hours.edit", before, _plain(row, "hours", "lunch"))


@transaction.atomic
def change_login_rules(
    *,
    second_factor: bool,
    idle_minutes: int | None,
    networks_text: str,
    address: str | None,
    is_address_sure: bool = True,
) -> None:
    """`address` is where the one who saves is: rules that would lock them out are refused.

    So are networks while addresses say nothing, behind a proxy that the settings do not know.
    """
    allowed = networks.checked(networks_text)
    if allowed and not is_address_sure:
        raise RuleBroken(
            "unknown_proxy",
            _(
                "Networks cannot be told apart: a proxy stands before Dangol that its settings do"
                " not know. Ask whoever runs the server to set DANGOL_PROXIES, or leave this empty."
            ),
            field="networks_text",
        )
    if allowed and address is None:
        raise RuleBroken(
            "unknown_address",
            _("Your own address cannot be read, so networks would lock you out. Leave this empty."),
            field="networks_text",
        )
    if not networks.allows(allowed, address):
        raise RuleBroken(
            "own_network",
            _(
                "You come from %(address)s, which is in none of these networks: you would lock"
                " yourself out. Add it first."
            )
            % {"address": address},
            field="networks_text",
        )
    row = House.locked()
    fields = ("second_factor", "idle_minutes", "networks")
    before = _plain(row, *fields)
    row.second_factor, row.idle_minutes, row.networks = second_factor, idle_minutes, allowed
    _keep(row, *fields)
    _tell("tenants.rules.edit", before, _plain(row, *fields))


def _check_hours(week: list[list[int] | None], lunch: list[int] | None) -> None:
    if not any(week):
        raise RuleBroken("no_work", _("At least one day of the week needs working hours."))
    for number, span in enumerate(week):
        if span and not 0 <= span[0] < span[1] <= DAY:
            raise RuleBroken("hours_order", _("Work ends after it begins."), field=f"end_{number}")
    if lunch and not 0 <= lunch[0] < lunch[1] <= DAY:
        raise RuleBroken("lunch_order", _("The break ends after it begins."), field="lunch_end")
    for number, span in enumerate(week):
        if span and lunch and lunch[0] <= span[0] and span[1] <= lunch[1]:
            raise RuleBroken(
                "lunch_all_day", _("The break takes the whole of this day."), field=f"end_{number}"
            )


def _keep(row: House, *fields: str) -> None:
    row.changed_at = clock.now()
    row.save(update_fields=[*fields, "changed_at"])
    known.changed()


def _plain(row: House, *fields: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


def _tell(action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    if changes:
        company = context.company()
        audit.record(
            action,
            subject="tenants.company",
            subject_id=company.pk,
            summary=company.name,
            changes=changes,
        )
