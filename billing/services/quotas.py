"""Send limits per company, channel, Korean day and month (decision 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from billing.models import CompanyLimits, QuotaWindow
from billing.models.usage import Channel
from billing.services.months import Month
from dangol import clock
from tenants.models import Company

Span = QuotaWindow.Span


@dataclass(frozen=True)
class Limit:
    """Messages that may be sent in one Korean day, and in one month."""

    per_day: int
    per_month: int


NEW_COMPANY_LIMITS = {
    Channel.EMAIL: Limit(200_000, 1_000_000),
    Channel.SMS: Limit(50_000, 100_000),
    Channel.LMS: Limit(50_000, 100_000),
}
"""What a company may send until an operator decides otherwise."""


def open_limits(company: Company) -> None:
    """Gives a new company its limits."""
    CompanyLimits.objects.bulk_create(
        [
            CompanyLimits(
                company=company,
                channel=channel,
                per_day=limit.per_day,
                per_month=limit.per_month,
            )
            for channel, limit in NEW_COMPANY_LIMITS.items()
        ],
        ignore_conflicts=True,
    )


def limit_of(company: Company, channel: str) -> Limit:
    row = CompanyLimits.objects.filter(company=company, channel=channel).first()
    return Limit(row.per_day, row.per_month) if row else NEW_COMPANY_LIMITS[Channel(channel)]


@transaction.atomic
def take(company: Company, channel: str, wanted: int, at: datetime) -> int:
    """Takes up to `wanted` messages from the day and the month of `at`; returns how many."""
    limit = limit_of(company, channel)
    day, month = _windows(at)
    used = _locked(company, channel, day, month)
    left = min(limit.per_day - used[Span.DAY], limit.per_month - used[Span.MONTH])
    taken = max(0, min(wanted, left))
    if taken:
        _move(company, channel, taken, at)
    return taken


def give_back(company: Company, channel: str, count: int, at: datetime) -> None:
    """Returns `count` messages to the day and the month from which they were taken."""
    if count:
        _move(company, channel, -count, at)


def opens_at(company: Company, channel: str, at: datetime) -> datetime:
    """When a message may be sent again: `at` itself when the limits leave room now."""
    limit = limit_of(company, channel)
    day, month = _windows(at)
    used = used_at(company, channel, at)
    if used[Span.MONTH] >= limit.per_month:
        return _midnight(Month(month).next.first)
    if used[Span.DAY] >= limit.per_day:
        return _midnight(day + timedelta(days=1))
    return at


def used_at(company: Company, channel: str, at: datetime) -> dict[str, int]:
    """{"day": messages, "month": messages} taken so far from the windows of `at`."""
    day, month = _windows(at)
    windows = QuotaWindow.objects.filter(
        company=company, channel=channel, starts_on__in=(day, month)
    )
    used = {Span.DAY.value: 0, Span.MONTH.value: 0}
    for window in windows:
        if window.starts_on == (day if window.span == Span.DAY else month):
            used[window.span] = window.used
    return used


def _windows(at: datetime) -> tuple[date, date]:
    day = at.astimezone(clock.KOREA).date()
    return day, day.replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=clock.KOREA)


def _locked(company: Company, channel: str, day: date, month: date) -> dict[str, int]:
    """What is used of both windows, made when missing and locked; always the day first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_quotawindow AS own (company_id, channel, span, starts_on)
            VALUES (%s, %s, 'day', %s), (%s, %s, 'month', %s)
            ON CONFLICT (company_id, channel, span, starts_on) DO UPDATE SET used = own.used
            RETURNING span, used
            """,
            [company.pk, channel, day, company.pk, channel, month],
        )
        return dict(cursor.fetchall())


def _move(company: Company, channel: str, count: int, at: datetime) -> None:
    """Adds to both windows, locked in the order of `_locked`: an UPDATE alone takes them in any."""
    day, month = _windows(at)
    windows = [company.pk, channel, day, month]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT FROM billing_quotawindow
            WHERE company_id = %s AND channel = %s
              AND (span, starts_on) IN (('day', %s::date), ('month', %s::date))
            ORDER BY span FOR UPDATE
            """,
            windows,
        )
        cursor.execute(
            """
            UPDATE billing_quotawindow SET used = greatest(used + %s, 0)
            WHERE company_id = %s AND channel = %s
              AND (span, starts_on) IN (('day', %s::date), ('month', %s::date))
            """,
            [count, *windows],
        )
