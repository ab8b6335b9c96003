"""Many campaigns at once keep to the rules of each one (U1, G2, G3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, to_trash, value_form
from dangol.records.many.runs import Course
from messaging.models import Send
from modules.campaign.models import Campaign, Project
from modules.campaign.records import campaign_record as record
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("U1")


@pytest.fixture
def two(inside_hanbit: Company) -> tuple[Campaign, Campaign]:
    """An open campaign of a week, and a closed one of the same days."""
    days = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 7)}
    return (
        Campaign.objects.create(name="진행", kind="other", **days),
        Campaign.objects.create(name="마감", kind="other", state="closed", **days),
    )


def set_to(user: User, name: str, value: str, rows: Any) -> Course:
    form = value_form(record, user, name, {name: value})
    assert form.is_valid(), form.errors
    wanted = to_set(record, name, form.values())
    return many.runs().begin(record, user, replace(wanted, chosen=[row.pk for row in rows]))


def reasons(user: User, course: Course) -> dict[Any, str]:
    return dict(many.runs().left_out(record, user, course.code, None, 9))


def test_a_closed_campaign_is_left_out_and_said(two: Any, ada: User) -> None:
    course = set_to(ada, "budget", "5000", two)
    assert course.changed == 1
    assert [campaign.budget for campaign in Campaign.objects.order_by("-state")] == [5000, None]
    assert "마감" in reasons(ada, course)[two[1].pk] or "closed" in reasons(ada, course)[two[1].pk]


def test_trash_takes_what_no_send_stands_for(
    two: Any, campaign: Campaign, new_project: Callable[..., Project], ada: User
) -> None:
    Send.objects.filter(pk=new_project().send_id).update(status=Send.Status.RESERVED)
    wanted = replace(to_trash(record), chosen=[campaign.pk, two[0].pk])
    course = many.runs().begin(record, ada, wanted)
    assert course.changed == 1
    assert set(Campaign.objects.present()) == {campaign, two[1]}
    assert campaign.pk in reasons(ada, course)
