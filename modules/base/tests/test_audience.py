"""Customers as the people of a send (S2, S8)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangol.clock import now
from dangol.errors import RuleBroken
from messaging.ports import Recipient, audience
from modules.base.models import ContactHistory, Customer
from tenants.people.models import AuditEntry

pytestmark = pytest.mark.feature("S2")


def customer(name: str, **values: Any) -> Customer:
    return Customer.objects.create(name=name, **values)


@pytest.fixture
def people(inside_hanbit: Any) -> dict[str, Customer]:
    """Four customers; two with a mail address, two with a mobile, one of them in the trash too."""
    return {
        "ga": customer("가", email="Ga@hanbit.example", email_key="ga@hanbit.example", grade=1),
        "na": customer("나", email_key="na@hanbit.example", mobile_key="01011112222", grade=2),
        "da": customer("다", mobile_key="01033334444", company_name="한빛물산"),
        "ra": customer("라", email_key="ra@hanbit.example", deleted_at=now()),
    }


def test_only_people_with_an_address_and_out_of_the_trash_are_counted(people: Any) -> None:
    assert audience().count({}, "email") == 2
    assert audience().count({}, "sms") == 2
    assert audience().count({"grade": ["1"]}, "email") == 1
    assert audience().count({"q": "한빛"}, "sms") == 1


def test_pages_follow_each_other_by_id_and_cover_all(people: Any) -> None:
    first = audience().page({}, "email", None, 1)
    second = audience().page({}, "email", first[0].contact_id, 1)
    third = audience().page({}, "email", second[0].contact_id, 1)
    assert [each.address for each in first + second] == ["ga@hanbit.example", "na@hanbit.example"]
    assert third == []


def test_people_can_be_named_one_by_one(people: Any) -> None:
    ids = [str(people["ga"].pk), str(people["ra"].pk), str(uuid4())]
    assert [each.name for each in audience().page({"ids": ids}, "email", None, 9)] == ["가"]


@pytest.mark.parametrize(
    "query",
    [
        {"unknown": ["1"]},
        {"grade": ["9"]},
        {"grade": {"from": 1}},
        {"ids": ["x"]},
        {"ids": None},
        {"created_at.from": "yesterday"},
    ],
    ids=str,
)
def test_a_query_that_cannot_be_understood_reaches_nobody(people: Any, query: Any) -> None:
    with pytest.raises(RuleBroken):
        audience().count(query, "email")


def test_resolving_reads_people_as_they_are_now_in_one_query(people: Any) -> None:
    Customer.objects.filter(pk=people["ga"].pk).update(
        name="새이름", title="부장", mail_ads=True, night=True
    )
    ids = [people["ga"].pk, people["ra"].pk, uuid4()]
    audience().merge_fields()  # the definitions of own fields are in the cache from here on
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = audience().resolve(ids, "email", ["name", "title", "grade", "company"])
    assert len(queries) == 1
    assert found == {
        people["ga"].pk: Recipient(
            contact_id=people["ga"].pk,
            address="ga@hanbit.example",
            name="새이름",
            may_advertise=True,
            may_at_night=True,
            values={"name": "새이름", "title": "부장", "grade": "A+", "company": ""},
        )
    }


def test_consent_is_asked_per_channel(people: Any) -> None:
    Customer.objects.filter(pk=people["na"].pk).update(mail_ads=True, sms_ads=False)
    key = people["na"].pk
    assert audience().resolve([key], "email", [])[key].may_advertise
    assert not audience().resolve([key], "sms", [])[key].may_advertise


def test_every_declared_merge_field_can_be_filled(people: Any) -> None:
    key = people["ga"].pk
    codes = audience().merge_fields()
    assert set(audience().resolve([key], "email", list(codes))[key].values) == set(codes)


@pytest.mark.feature("S7")
def test_a_withdrawal_is_dated_sourced_and_audited_once(people: Any) -> None:
    key = people["ga"].pk
    Customer.objects.filter(pk=key).update(mail_ads=True, sms_ads=True)
    audience().withdraw(key, "email", source="one-click")
    ga = Customer.objects.get(pk=key)
    assert (ga.mail_ads, ga.mail_ads_source, ga.sms_ads) == (False, "one-click", True)
    assert ga.mail_ads_at is not None
    assert AuditEntry.objects.filter(action="base.customer.withdraw").count() == 1


@pytest.mark.feature("S7")
def test_refusing_text_messages_refuses_them_at_night_too(people: Any) -> None:
    key = people["na"].pk
    Customer.objects.filter(pk=key).update(sms_ads=True, night=True, night_at=now())
    audience().withdraw(key, "sms", source="080")
    na = Customer.objects.get(pk=key)
    assert (na.sms_ads, na.night) == (False, False)


def test_withdrawing_for_somebody_who_is_gone_does_nothing(people: Any) -> None:
    audience().withdraw(uuid4(), "email", source="one-click")


@pytest.mark.feature("B8")
def test_a_note_stands_in_the_history_as_the_system_s(people: Any) -> None:
    audience().note(people["ga"].pk, "email", text="가을 소식", link="/campaign/1")
    note = ContactHistory.objects.get()
    assert (note.medium, note.is_system, note.memo, note.link) == (
        "mail", True, "가을 소식", "/campaign/1",
    )  # fmt: skip
    audience().note(uuid4(), "email", text="x", link="")
    assert ContactHistory.objects.count() == 1


def test_a_selection_says_itself_in_words(people: Any) -> None:
    assert audience().describe({"grade": ["1", "2"], "q": "한빛"}).count("·") == 1
    assert "A+, A" in audience().describe({"grade": ["1", "2"]})
    assert audience().describe({})
