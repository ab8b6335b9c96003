"""The best hits come first, hidden things find nothing, and every way of writing is searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from dangol import clock, visits
from dangol.records import Search
from dangol.search import plenty
from dangol.search.lookup import lookup
from dangol.search.ranking import best
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.campaign.records import campaign_record
from modules.campaign.services import campaigns
from tenants import context
from tenants.models import Company
from tenants.people.models import User, Visit
from tenants.services import schemas

pytestmark = pytest.mark.feature("U8")


def names(user: User, text: str, record: Any = customer_record, **more: Any) -> list[str]:
    found = best(record, user, text, most=20, cap=99, **more)
    return [row.name for row in found.rows]


@pytest.fixture
def own(inside_hanbit: Company, ada: User) -> User:
    Customer.objects.all().delete()
    return ada


def add(*given: str, **more: Any) -> None:
    Customer.objects.bulk_create(Customer(name=name, **more) for name in given)


def test_exact_then_begun_then_the_beginning_of_a_word_then_inside(own: User) -> None:
    add("대한빛", "주식 한빛", "한빛물산", "한빛")
    assert names(own, "한빛") == ["한빛", "한빛물산", "주식 한빛", "대한빛"]


def test_the_title_counts_more_than_other_fields(own: User) -> None:
    add("강나래", company_name="한빛")
    add("한빛나", "한빛")
    assert names(own, "한빛") == ["한빛", "강나래", "한빛나"]


def test_the_tail_of_a_number_counts_more_than_its_middle(own: User) -> None:
    add("가운데", mobile_key="01048211234")
    add("끝", mobile_key="01012344821")
    assert names(own, "4821") == ["끝", "가운데"]


def test_what_was_opened_last_comes_first_among_equals(own: User) -> None:
    add("김가온", "김나래", "김다온")
    for minutes, name in enumerate(["김다온", "김나래"]):
        key = str(Customer.objects.get(name=name).pk)
        Visit.objects.create(
            user_id=own.pk,
            record="base.customer",
            object_id=key,
            at=clock.now() - timedelta(minutes=minutes),
        )
    recent = visits.last_opened(own)["base.customer"]
    assert names(own, "김", recent=recent) == ["김다온", "김나래", "김가온"]


def test_among_many_the_exact_and_the_last_opened_are_still_first(own: User) -> None:
    add(*(f"김하늘{number:03}" for number in range(300)), "김하늘", "박김하늘")
    opened = str(Customer.objects.get(name="김하늘250").pk)
    found = best(customer_record, own, "김하늘", most=3, cap=99, recent=[opened])
    assert [row.name for row in found.rows] == ["김하늘", "김하늘250", "김하늘000"]
    assert found.count == 100
    found = best(customer_record, own, "김", most=3, cap=99, recent=[opened])
    assert found.count == 100
    assert [row.name for row in found.rows] == ["김하늘250", "김하늘", "김하늘000"]


@pytest.mark.parametrize("text", ["ㄱㅎㄴ", "ㄱ", "하", "ㅎㄴ", "1234", "han", "c", "한빛 ㄱ"])
def test_a_count_stops_at_its_cap(own: User, text: str) -> None:
    add(
        *(f"김하늘{number}" for number in range(150)),
        company_name="하나 한빛",
        mobile_key="01012341234",
        email_key="han@c.example",
    )
    assert best(customer_record, own, text, most=3, cap=99).count == 100


def test_a_hidden_field_finds_nothing(own: User) -> None:
    add("김하늘", mobile_key="01048217701", email_key="sky@hanbit.example", company_name="한빛")
    assert names(own, "4821") == names(own, "sky") == names(own, "한빛") == ["김하늘"]
    guarded = replace(
        customer_record,
        also_hidden=lambda user: ("mobile_key", "email_key", "company_name", "code"),
    )
    for text in ("4821", "sky", "한빛", "010", "ㅎㅂ", "김하늘 한빛"):
        assert names(own, text, guarded) == [], text
        assert best(guarded, own, text, most=3, cap=99).count == 0
        assert not Customer.objects.filter(lookup(guarded, own, text).condition).exists()
    assert names(own, "김하늘", guarded) == ["김하늘"]


def test_a_hidden_title_finds_no_record_at_all(own: User) -> None:
    add("김하늘", company_name="한빛")
    guarded = replace(customer_record, also_hidden=lambda user: ("name",))
    assert names(own, "한빛", guarded) == []


def test_records_that_one_may_not_see_are_not_found_nor_counted(own: User) -> None:
    add(*(f"김하늘{number}" for number in range(120)))
    mine = replace(customer_record, rows=lambda: Customer.objects.filter(name__endswith="7"))
    for text in ("김", "ㄱㅎ", "하늘", "김하늘17"):
        found = best(mine, own, text, most=20, cap=99)
        assert all(row.name.endswith("7") for row in found.rows)
        assert found.count == (1 if text == "김하늘17" else 12)


def test_a_type_without_an_index_is_found_by_its_declaration_alone(own: User) -> None:
    campaigns.create({"name": "가을 감사전", "description": "단골 손님"})
    assert lookup(campaign_record, own, "감사").keys is None
    for text in ("감사전", "ㄱㅅㅈ", "가을감", "단골"):
        assert names(own, text, campaign_record) == ["가을 감사전"], text


def test_a_field_more_than_the_index_has_is_searched_all_the_same(own: User) -> None:
    add("김하늘", memo="봄에 이사")
    wider = replace(customer_record, search=(*customer_record.search, Search(field="memo")))
    assert lookup(wider, own, "이사").keys is None
    assert names(own, "이사", wider) == ["김하늘"]
    assert lookup(customer_record, own, "이사").keys is not None


def test_a_condition_is_answered_by_the_index(own: User) -> None:
    add(*(f"김하늘{number}" for number in range(50)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    asked = lookup(customer_record, own, "하늘7")
    assert "base_customer_found" in Customer.objects.filter(asked.condition).explain()
    assert "base_customer_begins" in Customer.objects.filter(asked.title_within).explain()


def test_a_new_company_s_schema_has_the_indexes_and_may_use_them(hanbit: Company) -> None:
    with context.platform("test"):
        slot = schemas.build_slot()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_indexes WHERE schemaname = %s"
                " AND indexname IN ('base_customer_found', 'base_customer_begins')",
                [slot.schema_name],
            )
            assert cursor.fetchone() == (2,)


def test_nobody_but_companies_may_call_the_functions(hanbit: Company) -> None:
    call = "SELECT public.search_text('ＡＢ')"
    with context.inside(hanbit), connection.cursor() as cursor:
        cursor.execute(call)
        assert cursor.fetchone() == ("ab",)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:  # in no company
        cursor.execute(call)


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(own: User) -> None:
    add("김하늘")
    Customer.objects.update(name="박도현")
    assert names(own, "도현") == ["박도현"]
    assert names(own, "하늘") == []


def test_few_statements_answer_however_many_are_found(
    own: User, known_fields: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    add(*(f"김하늘{number}" for number in range(150)))
    with django_assert_max_num_queries(6):  # rights, plan, hits, beginnings, opened last, rows
        names(own, "하늘", recent=[str(Customer.objects.first().pk)])  # type: ignore[union-attr]


def test_among_plenty_some_are_read_and_what_begins_with_the_text_still_comes_first(
    own: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plenty, "PLENTY", 1)
    add(*(f"나한빛{number}" for number in range(plenty.needed(99) + 5)), "한빛물산", "한빛")
    found = best(customer_record, own, "한빛", most=20, cap=99)
    assert found.count == 100, "more than are counted"
    assert [row.name for row in found.rows[:2]] == ["한빛", "한빛물산"]


def test_a_few_among_plenty_are_counted_by_the_index(
    own: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plenty, "PLENTY", 1)
    add("한빛", *(f"나한빛{number}" for number in range(plenty.needed(99) - 2)))
    found = best(customer_record, own, "한빛", most=20, cap=99)
    assert found.count == plenty.needed(99) - 1
