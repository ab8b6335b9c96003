"""A company's limits as lines with a meter: how much of each is used (T1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.queries.companies import CompanyView


@dataclass(frozen=True)
class Gauge:
    """One limit: `name` is its code in addresses, such as sms_day or credit."""

    name: str
    label: str
    used: int
    limit: int
    is_money: bool = False

    @property
    def share(self) -> str:
        """Percent of the limit that is used, for the meter."""
        return f"{min(100, self.used * 100 / self.limit):.2f}" if self.limit else "0"

    @property
    def tone(self) -> str:
        """How near the end it is: failed at 100 %, careful from 80 % on."""
        if self.limit and self.used >= self.limit:
            return "failed"
        return "careful" if self.used * 5 >= self.limit * 4 and self.used else "done"


def gauges(view: CompanyView) -> list[Gauge]:
    """Day and month of each channel, and the credit of the account."""
    lines = []
    for row in view.limits:
        channel = {"channel": row.channel.label}
        lines += [
            Gauge(
                f"{row.channel}_day",
                _("%(channel)s a day") % channel,
                row.used_day,
                row.limit.per_day,
            ),
            Gauge(
                f"{row.channel}_month",
                _("%(channel)s a month") % channel,
                row.used_month,
                row.limit.per_month,
            ),
        ]
    credit = Gauge("credit", _("Credit limit"), view.account.owed, view.account.credit_limit, True)
    return [*lines, credit]
