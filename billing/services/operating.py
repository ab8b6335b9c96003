"""What the provider's staff decide about a company: state, credit, send limits (T1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import AccountBalance, CompanyLimits
from billing.models.usage import Channel
from billing.services import books, quotas
from billing.services.quotas import Limit
from dangol.errors import RuleBroken
from tenants import context, errands, trail
from tenants.models import Company

SUBJECT = "billing.company"
REASON = "operator console"
CREDIT = "credit"
LIMITS = (CREDIT, *(f"{channel}_{span}" for channel in Channel for span in ("day", "month")))
"""Codes of all limits: credit, email_day, email_month, sms_day ..."""
MOST_CREDIT = 1_000_000_000
MOST_MESSAGES = 100_000_000


def suspend(company: Company, *, reason: str) -> None:
    """Makes the company read-only; its sends pause and its seats are still billed (P8)."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken("suspend_reason", _("Write why the company is suspended."), field="reason")
    _set_state(company, Company.State.SUSPENDED, "billing.company.suspend", reason)


def restore(company: Company, *, reason: str = "") -> None:
    """Opens a suspended company again."""
    _set_state(company, Company.State.ACTIVE, "billing.company.restore", reason.strip())


@transaction.atomic
def _set_state(company: Company, state: str, action: str, reason: str) -> None:
    with context.platform(REASON):
        found = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        if found.is_provider:
            raise RuleBroken("provider_state", _("The provider itself cannot be suspended."))
        if found.state == state:
            return
        before, found.state = found.state, state
        found.save(update_fields=["state"])
    company.state = state
    trail.note(
        company, action, subject=SUBJECT, changes={"state": [before, state], "reason": reason}
    )


@transaction.atomic
def set_credit(company: Company, credit_limit: int) -> None:
    """Sets how many won of messages may be owed; RuleBroken when less than is used already."""
    if not 0 <= credit_limit <= MOST_CREDIT:
        raise RuleBroken(
            "credit_range", _("Enter a credit limit from 0 to 1,000,000,000 won."), field="credit"
        )
    with context.platform(REASON):
        head = books.lock(company)
        least = max(0, head.held - head.posted)
        if credit_limit < least:
            raise RuleBroken(
                "credit_used",
                _("%(least)s won of credit are in use; the limit cannot be lower than that.")
                % {"least": f"{least:,}"},
                field="credit",
            )
        before, head.credit_limit = head.credit_limit, credit_limit
        if before == credit_limit:
            return
        head.save(update_fields=["credit_limit"])
        errands.post("messaging.services.sweeping.account_changed", company=company)
    changes = {"credit_limit": [before, credit_limit]}
    trail.note(company, "billing.company.edit", subject=SUBJECT, changes=changes)


@transaction.atomic
def set_limits(company: Company, limits: Mapping[str, Limit]) -> None:
    """Sets the send limits of the given channels; they hold from the next message on."""
    changes = {}
    with context.platform(REASON):
        for channel, limit in limits.items():
            _check(channel, limit)
            before = quotas.limit_of(company, channel)
            CompanyLimits.objects.update_or_create(
                company=company,
                channel=Channel(channel),
                defaults={"per_day": limit.per_day, "per_month": limit.per_month},
            )
            if before != limit:
                changes[channel] = [_plain(before), _plain(limit)]
    if changes:
        with context.platform(REASON):
            errands.post("messaging.services.sweeping.limits_changed", company=company)
        trail.note(company, "billing.company.edit", subject=SUBJECT, changes=changes)


def set_limit(company: Company, name: str, value: int) -> int:
    """Sets one of LIMITS and leaves the others; returns what it was before."""
    if name == CREDIT:
        with context.platform(REASON):
            before = AccountBalance.objects.get(company=company).credit_limit
        set_credit(company, value)
        return before
    channel, _sep, span = name.partition("_")
    with context.platform(REASON):
        standing = quotas.limit_of(company, channel)
    field = f"per_{span}"
    set_limits(company, {channel: replace(standing, **{field: value})})
    return int(getattr(standing, field))


def _check(channel: str, limit: Limit) -> None:
    if not 0 <= limit.per_day <= limit.per_month <= MOST_MESSAGES:
        raise RuleBroken(
            "limit_range",
            _("A day's limit must not be above the month's, which may be up to 100,000,000."),
            field=f"{channel}_day",
        )


def _plain(limit: Limit) -> str:
    return f"{limit.per_day}/{limit.per_month}"
