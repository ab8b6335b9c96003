"""Send limits by Korean day and month (decision 14)."""

from __future__ import annotations

import pytest

from billing.services.operating import set_limits
from billing.services.quotas import Limit
from billing.tests.travel import moment
from messaging import ports
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("T1")


def limit(company: Company, per_day: int, per_month: int) -> None:
    set_limits(company, {"sms": Limit(per_day, per_month)})


def test_a_day_opens_again_at_korean_midnight(hanbit: Company) -> None:
    limit(hanbit, 10, 100)
    late, after = moment("2027-03-10 23:59"), moment("2027-03-11 00:00")
    with context.inside(hanbit):
        meter = ports.meter()
        assert [meter.take_quota("sms", 7, late) for _ in range(3)] == [7, 3, 0]
        assert meter.quota_opens_at("sms", late) == after
        assert meter.take_quota("sms", 7, after) == 7


def test_a_month_opens_again_on_the_first(hanbit: Company) -> None:
    limit(hanbit, 10, 15)
    with context.inside(hanbit):
        meter = ports.meter()
        assert meter.take_quota("sms", 10, moment("2027-12-30 10:00")) == 10
        last = moment("2027-12-31 10:00")
        assert meter.take_quota("sms", 10, last) == 5
        assert meter.quota_opens_at("sms", last) == moment("2028-01-01 00:00")


def test_what_was_not_used_goes_back_to_where_it_came_from(hanbit: Company) -> None:
    limit(hanbit, 10, 15)
    day = moment("2027-03-10 10:00")
    with context.inside(hanbit):
        meter = ports.meter()
        meter.take_quota("sms", 10, day)
        meter.return_quota("sms", 4, day)
        assert meter.take_quota("sms", 10, day) == 4
        assert meter.quota_opens_at("email", day) == day


def test_channels_do_not_share_a_limit(hanbit: Company) -> None:
    limit(hanbit, 1, 1)
    with context.inside(hanbit):
        meter = ports.meter()
        day = moment("2027-03-10 10:00")
        assert meter.take_quota("sms", 5, day) == 1
        assert meter.take_quota("lms", 5, day) == 5
