"""Sources: a register that keeps step with what customers and accounts carry (B25)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol.access import HIDE, Scope
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from dangol.records.lists.listing import read_listing
from modules.base.models import Account, Customer, Source
from modules.base.queries.sources import counts_of
from modules.base.records import account_record, customer_record, source_record
from modules.base.services import created_customers, customers
from modules.base.services.accounts import accounts
from modules.base.services.sources import merge, sources
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.services import roles
from tests.importing.test_types import brought

pytestmark = [pytest.mark.feature("B25"), pytest.mark.feature("B31")]
Browse = Callable[..., Client]


@pytest.fixture
def fair(inside_hanbit: Company, ada: User) -> Source:
    """A source with two customers, one of them in the trash, and an account."""
    for name in ("가", "나"):
        customers.create({"name": name, "source": "전시회", "owner_id": ada.pk})
    customers.remove(Customer.objects.get(name="나"))
    accounts.create({"name": "한빛", "source": "전시회"})
    return Source.objects.get()


def names() -> list[str]:
    return list(Source.objects.present().order_by("name").values_list("name", flat=True))


def test_what_is_written_for_the_first_time_comes_into_the_register(fair: Source) -> None:
    assert names() == ["전시회"]
    customers.edit(Customer.objects.get(name="가"), {"source": "소개"}, "")
    created_customers.create_many([{"name": "다", "source": "명함"}, {"name": "라", "source": ""}])
    assert names() == ["명함", "소개", "전시회"]
    told = AuditEntry.objects.filter(action="base.source.create")
    assert sorted(told.values_list("summary", flat=True)) == ["명함", "소개", "전시회"]


def test_renaming_renames_it_on_everything_by_one_line_of_the_audit(fair: Source) -> None:
    before = AuditEntry.objects.count()
    sources.edit(fair, {"name": "산업 전시회"}, "")
    assert set(Customer.objects.values_list("source", flat=True)) == {"산업 전시회"}
    assert Account.objects.get().source == "산업 전시회"
    assert AuditEntry.objects.count() == before + 1


def test_two_spellings_become_one(fair: Source, ada: User, browse: Browse) -> None:
    other = sources.create({"name": "전시회장"})
    with pytest.raises(RuleBroken):
        sources.edit(other, {"name": "전시회"}, "")
    with pytest.raises(RuleBroken):
        merge(fair, fair)
    path = f"/base/sources/{fair.pk}/merge"
    assert browse(ada).post(path, {"into": str(other.pk)}).status_code == 302
    assert set(Customer.objects.values_list("source", flat=True)) == {"전시회장"}
    assert names() == ["전시회장"]
    line = AuditEntry.objects.get(action="base.source.merge")
    assert line.changes == {"into": "전시회장", "customers": 2}
    assert browse(ada).post(path, {"into": str(other.pk)}).status_code == 404


def test_nobody_merges_without_the_right_to_throw_away(
    fair: Source, bob: User, browse: Browse
) -> None:
    role = roles.create("편집만")
    roles.change(role, scopes={"base.source.delete": Scope.NONE}, fields={})
    other = sources.create({"name": "소개"})
    roles.assign(bob, [role.pk])
    path = f"/base/sources/{fair.pk}/merge"
    assert browse(bob).post(path, {"into": str(other.pk)}).status_code == 404
    assert names() == ["소개", "전시회"]


def test_what_somebody_carries_is_not_thrown_away(fair: Source) -> None:
    with pytest.raises(RuleBroken):
        sources.remove(fair)
    (refusal,) = source_record.bulk.refused("delete", {})
    assert list(Source.objects.filter(refusal.rows)) == [fair]
    customers.remove(Customer.objects.get(name="가"))
    accounts.remove(Account.objects.get())
    sources.remove(fair)
    assert names() == []


def test_the_numbers_of_a_source_open_the_lists_of_exactly_those(
    fair: Source, ada: User, bob: User
) -> None:
    counts = counts_of(ada, fair)
    assert [words.split()[-1] for _icon, words, _address in counts] == ["1명", "1곳"]
    for (_icon, _words, address), record in zip(
        counts, (customer_record, account_record), strict=True
    ):
        listing = read_listing(record, ada, parse_qs(urlsplit(address).query))
        assert (listing.problems, listing.count) == ([], 1)
    role = roles.create("가림")
    roles.change(role, scopes={}, fields={"base.customer": {"source": HIDE}})
    roles.assign(bob, [role.pk])
    hidden = counts_of(User.objects.get(pk=bob.pk), fair)
    assert not any("customers" in address for _icon, _words, address in hidden)


def test_lists_are_selected_by_one_or_several_sources_or_by_a_part(fair: Source, ada: User) -> None:
    customers.create({"name": "다", "source": "소개"})
    customers.create({"name": "라"})

    def found(**query: Any) -> set[str]:
        listing = read_listing(customer_record, ada, query)
        assert listing.problems == []
        return {row.name for row in listing.page.rows}

    assert found(**{"source.is": ["전시회", "소개"]}) == {"가", "다"}
    assert found(source=["전시"]) == {"가"}
    assert found(**{"source.empty": ["yes"]}) == {"라"}


def test_forms_offer_the_sources_in_use_to_whoever_may_see_them(
    fair: Source, ada: User, bob: User
) -> None:
    sources.create({"name": "옛 명부", "is_active": False})
    drawn = str(form_for(customer_record, ada)["source"])
    assert '<option value="전시회">' in drawn
    assert "옛 명부" not in drawn
    role = roles.create("아무것도")
    roles.change(role, scopes={"base.source.view": Scope.NONE}, fields={})
    roles.assign(bob, [role.pk])
    assert "전시회" not in str(form_for(customer_record, User.objects.get(pk=bob.pk))["source"])


def test_a_file_s_customers_and_accounts_get_the_source_that_was_chosen_for_all(
    fair: Source, ada: User
) -> None:
    rows = [["이름", "메일"], ["마", "ma@people.example"], ["바", "ba@people.example"]]
    brought(customer_record, ada, rows, usual={"source": " 협회 명부 "})
    assert set(Customer.objects.filter(name__in=["마", "바"]).values_list("source")) == {
        ("협회 명부",)
    }
    brought(account_record, ada, [["거래처명"], ["새봄"]], usual={"source": "협회 명부"})
    assert Account.objects.get(name="새봄").source == "협회 명부"
    column = [["이름", "메일", "출처"], ["사", "sa@people.example", "소개"]]
    brought(customer_record, ada, column, usual={"source": "협회 명부"})
    assert Customer.objects.get(name="사").source == "소개"
    assert names() == ["소개", "전시회", "협회 명부"]
    with pytest.raises(RuleBroken):
        brought(customer_record, ada, rows, usual={"source": "가" * 61})


def test_what_is_here_already_keeps_its_source(fair: Source, ada: User) -> None:
    rows = [["이름", "휴대폰", "부서"], ["하", "010-1234-5678", "영업"]]
    customers.create({"name": "하", "mobile": "010-1234-5678", "source": "소개"})
    brought(customer_record, ada, rows, "update", usual={"source": "협회 명부"})
    person = Customer.objects.get(name="하")
    assert (person.department, person.source) == ("영업", "소개")
    assert "협회 명부" not in names()


def test_renaming_takes_a_few_statements_however_many_carry_it(fair: Source) -> None:
    Customer.objects.bulk_create([Customer(name=f"가{n}", source="전시회") for n in range(50)])
    with CaptureQueriesContext(connection) as few:
        sources.edit(fair, {"name": "박람회"}, "")
    updates = [each for each in few if each["sql"].startswith('UPDATE "base_customer"')]
    assert len(updates) == 1


def test_the_page_says_who_has_it_and_the_import_asks_for_it(
    fair: Source, ada: User, browse: Browse
) -> None:
    page = browse(ada).get(f"/base/sources/{fair.pk}/").content.decode()
    assert "이 출처를 쓰는 곳" in page
    assert "source.is=" in page
