"""Whom a project reaches: those whom the customers' list shows, minus those left out (G6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from dangol.errors import RuleBroken
from messaging.addresses import fingerprint
from messaging.models import Suppression
from messaging.ports import audience
from modules.base.models import Customer
from modules.campaign.models import Project
from modules.campaign.queries import reach
from modules.campaign.services import projects
from tenants.people.models import User

pytestmark = pytest.mark.feature("G6")
SELECTIONS: list[dict[str, list[str]]] = [
    {},
    {"grade": ["1"]},
    {"grade": ["1", "3"]},
    {"grade": ["2"], "mail_ads": ["yes"]},
    {"q": ["가가"]},
    {"q": ["010-1111-0002"]},
    {"created_at.from": ["2001-01-01"], "birth_date.to": ["1999-12-31"]},
    {"company_name": ["없는 회사"]},
]


def suppress(channel: str, address: str, reason: str) -> None:
    Suppression.objects.create(
        channel=channel, addr_norm=address, addr_hash=fingerprint(address), reason=reason
    )


@pytest.mark.parametrize("query", SELECTIONS, ids=str)
def test_the_count_is_the_one_that_the_customers_list_shows(
    people: list[Customer], bob: User, browse: Callable[..., Client], query: dict[str, list[str]]
) -> None:
    address = f"{reverse('base:customer-list')}?{urlencode(query, doseq=True)}"
    listing = browse(bob).get(address).context["listing"]
    assert listing.problems == []
    assert reach.count(query, "email", advertising=False).matching == listing.count


@pytest.mark.parametrize("query", SELECTIONS, ids=str)
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("advertising", [True, False])
def test_the_count_is_the_one_that_the_engine_makes(
    people: list[Customer], channel: Any, query: dict[str, list[str]], advertising: bool
) -> None:
    suppress("email", "na@people.example", "bounced")
    suppress("sms", "01011110001", "unsubscribed")
    found = reach.count(query, channel, advertising=advertising)
    assert found.reachable == audience().count(query, channel, advertising=advertising)


def test_everybody_left_out_is_counted_once_by_the_first_reason(people: list[Customer]) -> None:
    suppress("email", "na@people.example", "bounced")
    found = reach.count({}, "email", advertising=True)
    assert found == reach.Reach(
        matching=6, without_address=1, refused=1, suppressed=1, repeated=1, reachable=2
    )


def test_what_is_no_advertising_goes_to_those_who_refused_or_unsubscribed(
    people: list[Customer],
) -> None:
    suppress("email", "na@people.example", "unsubscribed")
    plain = reach.count({}, "email", advertising=False)
    assert (plain.refused, plain.suppressed, plain.reachable) == (0, 0, 4)
    assert reach.count({}, "email", advertising=True).suppressed == 1


def test_a_suppressed_mail_address_does_not_bar_text_messages(people: list[Customer]) -> None:
    suppress("email", "ga@people.example", "complained")
    assert reach.count({}, "sms", advertising=True).reachable == 2


def test_samples_are_people_who_get_the_message(people: list[Customer]) -> None:
    suppress("email", "na@people.example", "bounced")
    names = [person.name for person in reach.samples({}, "email", advertising=True)]
    assert names == ["가가", "다다", "바바"]


def test_the_chosen_recipients_are_kept_in_the_send(
    people: list[Customer], new_project: Callable[..., Project]
) -> None:
    project = projects.choose_audience(new_project(), {"grade": ["1", "2", ""], "q": [" "]})
    assert project.send.audience == {"grade": ["1", "2"]}
    assert project.audience_count == 3  # four match, one of them refused
    assert project.audience_at is not None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"grade": ["9"]}, "filter_value"),
        ({"salary": ["9"]}, "filter_unknown"),
        ({"created_at.from": ["soon"]}, "filter_value"),
        ({"q": ["아무도 아닌 사람"]}, "no_recipients"),
    ],
    ids=str,
)
def test_a_wrong_or_empty_selection_is_refused_and_nothing_is_kept(
    people: list[Customer], new_project: Callable[..., Project], query: Any, code: str
) -> None:
    project = new_project()
    with pytest.raises(RuleBroken) as refused:
        projects.choose_audience(project, query)
    assert refused.value.code == code
    project.refresh_from_db()
    assert (project.audience_count, project.send.audience) == (None, {})
