"""Accepting, editing and skipping suggestions on the screen, and taking it back (B22, B24)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol import clock
from dangol.access import HIDE, READ, Scope
from modules.base.models import Account, Customer
from modules.base.records import account_record, customer_record
from modules.base.services import customers
from modules.cleansing.models import Suggestion
from modules.cleansing.services import scans
from modules.cleansing.types import types
from tenants.context import inside
from tenants.journal.models import Change, Run
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = [pytest.mark.feature("B22"), pytest.mark.feature("B24")]
Browse = Callable[..., Client]
PAGE = "/cleansing/suggestions/"
DECIDE = "/cleansing/suggestions/decide"
HTMX = {"HX-Request": "true"}
State = Suggestion.State
VERBS = ("view", "edit", "bulk")


def look() -> None:
    for record in types().values():
        scan = scans.start(record, None, lambda _pk: None)
        scans.work(scan.pk)


@pytest.fixture
def messy(hanbit: Company) -> Company:
    with inside(hanbit):
        firm = Account.objects.create(name="㈜가온", line1="서울 강남구 테헤란로 1")
        Customer.objects.create(name="김 하늘", company_name=firm.name, account=firm)
        Customer.objects.create(name="박하늘 과장", company_name="주식회사 한빛")
        Customer.objects.create(name="이하늘", company_name="㈜한빛", email="lee@naver.co")
        look()
    return hanbit


def give(messy: Company, user: User, **rights: Any) -> None:
    """A role with these rights alone."""
    with inside(messy):
        role = AccessRole.objects.create(name=f"Rolle {AccessRole.objects.count()}", **rights)
        roles.assign(user, [role.pk])


def sent(rule: str, field: str, of: str = "base.customer", **more: str) -> dict[str, str]:
    return {"of": of, "rule": rule, "field": field, "deed": "accept", **more}


def names(messy: Company) -> set[str]:
    with inside(messy):
        return set(Customer.objects.values_list("name", flat=True))


def test_the_screen_shows_rules_with_counts_and_both_values(
    browse: Browse, ada: User, messy: Company
) -> None:
    page = browse(ada).get(f"{PAGE}?rule=company_form&field=company_name").content.decode()
    assert "회사명 법인 표기" in page
    assert "<del>주식회사 </del>한빛" in page
    assert "<ins>(주)</ins>한빛" in page
    assert "모두 2건 받아들이기" in page


def test_one_is_accepted_and_taken_back(browse: Browse, ada: User, messy: Company) -> None:
    client = browse(ada)
    with inside(messy):
        one = Suggestion.objects.get(rule="person_title")
    asked = sent("person_title", "name", id=str(one.pk))
    answer = client.post(DECIDE, asked, headers=HTMX)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    with inside(messy):
        customer = Customer.objects.get(pk=one.object_id)
        assert (customer.name, customer.title) == ("박하늘", "과장")
        one.refresh_from_db()
        assert (one.state, one.decided_by_id) == (State.ACCEPTED, ada.pk)
        assert Change.objects.get(object_id=customer.pk).before["name"] == "박하늘 과장"
    assert client.post(toast["undo"]).status_code == 302
    with inside(messy):
        customer.refresh_from_db()
        one.refresh_from_db()
        assert (customer.name, customer.title, one.state) == ("박하늘 과장", "", State.OPEN)


def test_all_of_a_rule_are_accepted_at_once_with_one_line_in_the_audit(
    browse: Browse, ada: User, messy: Company
) -> None:
    browse(ada).post(DECIDE, sent("company_form", "company_name"))
    with inside(messy):
        firms = Customer.objects.filter(account=None).values_list("company_name", flat=True)
        assert set(firms) == {"(주)한빛"}
        assert AuditEntry.objects.filter(action="tenants.run.finish").count() == 1
        run = Run.objects.get()
        assert (run.changed, run.left) == (2, 0)


def test_a_mail_address_brings_its_key_along(browse: Browse, ada: User, messy: Company) -> None:
    browse(ada).post(DECIDE, sent("mail_domain", "email"))
    with inside(messy):
        customer = Customer.objects.get(name="이하늘")
        assert (customer.email, customer.email_key) == ("lee@naver.com", "lee@naver.com")


def test_an_account_s_new_name_reaches_its_customers_and_so_does_the_old_one(
    browse: Browse, ada: User, messy: Company
) -> None:
    client = browse(ada)
    client.post(DECIDE, sent("company_form", "name", of="base.account"))
    with inside(messy):
        assert Account.objects.get().name == "(주)가온"
        assert Customer.objects.get(name="김 하늘").company_name == "(주)가온"
        run = Run.objects.get()
    client.post(f"/cleansing/suggestions/undo/{run.pk}")
    with inside(messy):
        assert Account.objects.get().name == "㈜가온"
        assert Customer.objects.get(name="김 하늘").company_name == "㈜가온"


def test_a_proposal_is_edited_and_the_record_s_form_has_the_last_word(
    browse: Browse, ada: User, messy: Company
) -> None:
    client = browse(ada)
    with inside(messy):
        one = Suggestion.objects.get(rule="mail_domain")
    asked = sent("mail_domain", "email", id=str(one.pk), deed="edit")
    refused = client.post(DECIDE, asked | {"new": "아님"}, headers=HTMX)
    assert json.loads(refused["HX-Trigger"])["toast"]["kind"] == "error"
    client.post(DECIDE, asked | {"new": "Lee@Hanbit.kr"}, headers=HTMX)
    with inside(messy):
        customer = Customer.objects.get(name="이하늘")
        assert (customer.email, customer.email_key) == ("Lee@Hanbit.kr", "lee@hanbit.kr")


def test_what_is_skipped_goes_and_comes_back_by_undo(
    browse: Browse, ada: User, messy: Company
) -> None:
    client = browse(ada)
    answer = client.post(DECIDE, sent("company_form", "company_name", deed="skip"), headers=HTMX)
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    with inside(messy):
        assert Suggestion.objects.filter(state=State.SKIPPED).count() == 2
        assert AuditEntry.objects.filter(action="cleansing.suggestion.skip").count() == 1
    client.post(undo)
    with inside(messy):
        assert not Suggestion.objects.filter(state=State.SKIPPED).exists()


def test_a_value_that_was_changed_meanwhile_stays(
    browse: Browse, ada: User, messy: Company
) -> None:
    with inside(messy):
        customers.edit(Customer.objects.get(name="박하늘 과장"), {"name": "박하늘 부장"}, "")
    answer = browse(ada).post(DECIDE, sent("person_title", "name"), headers=HTMX)
    assert json.loads(answer["HX-Trigger"])["toast"]["kind"] == "warning"
    assert "박하늘 부장" in names(messy)
    with inside(messy):
        assert not Suggestion.objects.filter(rule="person_title", state=State.OPEN).exists()


def test_who_may_not_write_a_field_neither_sees_nor_accepts_its_suggestions(
    browse: Browse, carol: User, messy: Company
) -> None:
    for right in (HIDE, READ):
        give(messy, carol, fields={"base.customer": {"company_name": right}})
        client = browse(carol)
        page = client.get(f"{PAGE}?rule=company_form&field=company_name").content.decode()
        assert "주식회사" not in page
        client.post(DECIDE, sent("company_form", "company_name"))
        with inside(messy):
            assert Customer.objects.filter(company_name="(주)한빛").count() == 0


def test_others_records_are_neither_shown_nor_changed(
    browse: Browse, carol: User, ada: User, messy: Company
) -> None:
    with inside(messy):
        Customer.objects.filter(name="박하늘 과장").update(owner=carol)
        Customer.objects.exclude(name="박하늘 과장").update(owner=ada)
    give(messy, carol, scopes={f"base.customer.{verb}": Scope.OWN for verb in VERBS})
    client = browse(carol)
    page = client.get(f"{PAGE}?rule=company_form&field=company_name").content.decode()
    assert "박하늘" in page
    assert "이하늘" not in page
    client.post(DECIDE, sent("company_form", "company_name"))
    client.post(DECIDE, sent("mail_domain", "email", deed="skip"))
    with inside(messy):
        assert Customer.objects.get(name="박하늘 과장").company_name == "(주)한빛"
        assert Customer.objects.get(name="이하늘").company_name == "㈜한빛"
        assert not Suggestion.objects.filter(state=State.SKIPPED).exists()


def test_both_types_say_what_their_fields_hold() -> None:
    assert set(types()) >= {customer_record.code, account_record.code}


def test_what_lies_in_the_trash_is_neither_counted_nor_asked_and_comes_back(
    messy: Company, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    before = client.get(PAGE, {"of": "base.customer"}).context
    with inside(messy):
        Customer.objects.filter(name="김 하늘").update(deleted_at=clock.now())
    after = client.get(PAGE, {"of": "base.customer"}).context
    assert after["total"] < before["total"]
    assert sum(group.count for group in after["groups"]) == after["total"]
    for group in after["groups"]:
        asked = {"of": "base.customer", "rule": group.rule, "field": group.field}
        assert len(client.get(PAGE, asked).context["lines"]) == group.count
    with inside(messy):
        Customer.objects.filter(name="김 하늘").update(deleted_at=None)
    assert client.get(PAGE, {"of": "base.customer"}).context["total"] == before["total"]


def test_a_record_that_was_changed_meanwhile_says_so(
    messy: Company, ada: User, browse: Browse
) -> None:
    with inside(messy):
        suggestion = Suggestion.objects.get(old="김 하늘")
        Customer.objects.filter(name="김 하늘").update(name="이지윤")
    given = {"of": "base.customer", "rule": suggestion.rule, "field": "name",
             "id": str(suggestion.pk), "deed": "accept"}  # fmt: skip
    answer = browse(ada).post(DECIDE, given, headers=HTMX)
    assert "그 사이 기록이 바뀌어" in json.loads(answer["HX-Trigger"])["toast"]["text"]
