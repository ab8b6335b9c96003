"""What each plan opens, in the words of the public site (decision 5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.people.models.user import Plan

SUMMARIES: dict[str, Promise] = {
    Plan.BASE: _("Customers, contact history, orders, import"),
    Plan.SALES: _("Includes Base; deals, quotes, targets"),
    Plan.SERVICE: _("Includes Base; help desk, call desk, customer voice"),
    Plan.CAMPAIGN: _("Includes Base; bulk mail and text messages, control groups"),
    Plan.FULL: _("All four plans for one user"),
}
"""One line a plan for the price list."""


@dataclass(frozen=True)
class Ability:
    """One thing that a plan lets people do."""

    title: Promise
    text: Promise


ABILITIES: dict[str, tuple[Ability, ...]] = {
    Plan.BASE: (
        Ability(
            _("All customers in one list"),
            _("Find by name, company, mail address or telephone number, filter, and export."),
        ),
        Ability(
            _("One page for each customer"),
            _("Addresses, consents, orders, contacts and received campaigns in one place."),
        ),
        Ability(
            _("Import of lists (CSV)"),
            _("Columns are recognised, bad rows come back as a file, and a run can be checked."),
        ),
        Ability(
            _("Consent per channel"),
            _("Who agreed to advertising by mail and by text message, when, and from where."),
        ),
    ),
    Plan.SALES: (
        Ability(_("Deals"), _("Stages, probabilities and forecasts on one board.")),
        Ability(_("Quotes"), _("Quotes and orders from the deal they belong to.")),
        Ability(_("Targets"), _("Targets by person and team, and where a deal hangs.")),
    ),
    Plan.SERVICE: (
        Ability(_("Help desk"), _("Requests from mail, telephone and web in one queue.")),
        Ability(_("Call desk"), _("The customer's page opens as the telephone rings.")),
        Ability(_("Customer voice"), _("Complaints, causes and what was done about them.")),
    ),
    Plan.CAMPAIGN: (
        Ability(
            _("Bulk mail and text messages"),
            _("Choose an audience, write, test, send now or later, and pause at any moment."),
        ),
        Ability(
            _("Nobody twice, nobody against their will"),
            _("Every recipient is one row; those who unsubscribed are left out by themselves."),
        ),
        Ability(
            _("A control group"),
            _("Some of the audience gets nothing, so that you see what the campaign did."),
        ),
        Ability(
            _("Progress and cost, live"),
            _("Accepted, failed and left, with what has been charged so far, to the won."),
        ),
    ),
    Plan.FULL: (
        Ability(
            _("Everything for one person"),
            _("For those who work with sales, service and campaigns: cheaper than the three."),
        ),
    ),
}
SHARED: tuple[Ability, ...] = (
    Ability(
        _("Users and roles"),
        _("Invite by mail; plans are chosen per user and change the same day."),
    ),
    Ability(
        _("Walled off"),
        _("Each company has a database area of its own that no other company can read."),
    ),
    Ability(
        _("A trace of everything"),
        _("Who changed what and when, in a log that cannot be rewritten."),
    ),
    Ability(
        _("Cost at any moment"),
        _("The month so far and its forecast, by the same engine as bills."),
    ),
)
"""What comes with every plan."""
