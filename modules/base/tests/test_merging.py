"""Two people on one record: nobody's words are lost, and only real conflicts are asked (U2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol import clock
from dangol.access import HIDE, READ
from dangol.records.edits.merging import merge
from dangol.records.forms import prints
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants import audit
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = pytest.mark.feature("U2")
Browse = Callable[..., Client]
VALUES = {
    "name": st.sampled_from(["김하늘", "이하늘", "박하늘"]),
    "title": st.sampled_from(["", "과장", "차장"]),
    "grade": st.sampled_from(["", "1", "2"]),
    "memo": st.sampled_from(["", "한 줄", "한 줄\n두 줄"]),
    "birth_date": st.sampled_from(["", "1980-05-17"]),
    "mail_ads": st.sampled_from(["", "on"]),
}
EDITS = st.fixed_dictionaries({}, optional=VALUES)
WHOLE = st.fixed_dictionaries(VALUES)


@pytest.fixture
def haneul(hanbit: Company) -> Customer:
    with inside(hanbit):
        return customers.create({"name": "김하늘", "title": "과장", "grade": 2, "memo": "첫 메모"})


def opened(client: Client, customer: Customer) -> dict[str, str]:
    """The form as a browser holds it: every control with its value, the seals among them."""
    page = client.get(address(customer))
    form = page.context["form"]
    held = {
        name: "on" if value is True else str(value)
        for name in form.fields
        if (value := form[name].value()) not in (None, "", False)
    }
    return held | {"version": page.context["version"], "seen": page.context["seen"]}


def address(customer: Customer) -> str:
    return f"/base/customers/{customer.pk}/edit"


def sent(held: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """What the browser sends: an empty box sends nothing."""
    both = {**held, **changes}
    return {k: v for k, v in both.items() if not (k == "mail_ads" and not v)}


def now(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.get()


def test_what_two_people_change_in_different_fields_is_kept_both_and_said(
    browse: Browse, ada: User, carol: User, hanbit: Company, haneul: Customer
) -> None:
    mine, theirs = browse(carol), browse(ada)
    form = opened(mine, haneul)
    theirs.post(address(haneul), sent(opened(theirs, haneul), {"title": "차장"}))
    answer = mine.post(address(haneul), sent(form, {"memo": "둘째 메모"}), follow=True)
    found = now(hanbit)
    assert (found.title, found.memo) == ("차장", "둘째 메모")
    said = [str(message) for message in answer.context["messages"]]
    assert said == [f"저장했어요. 그사이 {ada.name} 님이 바꾼 것도 그대로 두었어요: 직책."]


def test_a_conflict_shows_mine_theirs_and_what_it_was_and_saves_with_one_choice(
    browse: Browse, ada: User, carol: User, hanbit: Company, haneul: Customer
) -> None:
    mine, theirs = browse(carol), browse(ada)
    form = opened(mine, haneul)
    theirs.post(address(haneul), sent(opened(theirs, haneul), {"title": "차장", "grade": "1"}))
    answer = mine.post(address(haneul), sent(form, {"title": "부장", "memo": "둘째 메모"}))
    assert answer.status_code == 409
    (conflict,) = answer.context["merged"].conflicts
    told = (conflict.name, conflict.mine, conflict.theirs, conflict.original, conflict.who)
    assert told == ("title", "부장", "차장", "과장", ada.name)
    assert conflict.at is not None
    assert [(each.name, each.theirs) for each in answer.context["merged"].kept] == [("grade", "A+")]
    text = answer.content.decode()
    assert "두 사람이 함께 고쳤어요" in text
    assert text.count("둘째 메모") == 1
    assert now(hanbit).title == "차장"
    again = sent(form, {"title": "부장", "memo": "둘째 메모"}) | seals(answer)
    picked = again | {"pick-title": f"mine:{conflict.seal}", "grade": "1"}
    assert mine.post(address(haneul), picked).status_code == 302
    found = now(hanbit)
    assert (found.title, found.grade, found.memo) == ("부장", 1, "둘째 메모")


def seals(answer: Any) -> dict[str, str]:
    return {"seen": answer.context["seen"], "version": answer.context["version"]}


def test_without_a_choice_and_with_one_for_another_value_it_is_asked_again(
    browse: Browse, ada: User, carol: User, hanbit: Company, haneul: Customer
) -> None:
    mine, theirs = browse(carol), browse(ada)
    form = sent(opened(mine, haneul), {"title": "부장"})
    theirs.post(address(haneul), sent(opened(theirs, haneul), {"title": "차장"}))
    answer = mine.post(address(haneul), form)
    (conflict,) = answer.context["merged"].conflicts
    form |= seals(answer)
    again = mine.post(address(haneul), form | {"pick-memo": "mine:"})
    assert again.status_code == 409
    assert "둘 중 하나를 골라 주세요" in again.content.decode()
    theirs.post(address(haneul), sent(opened(theirs, haneul), {"title": "이사"}))
    stale = mine.post(address(haneul), form | {"pick-title": f"mine:{conflict.seal}"})
    assert stale.status_code == 409
    (conflict,) = stale.context["merged"].conflicts
    assert (conflict.theirs, conflict.original) == ("이사", "과장")
    assert now(hanbit).title == "이사"
    last = form | seals(stale) | {"pick-title": f"theirs:{conflict.seal}"}
    assert mine.post(address(haneul), last).status_code == 302
    assert now(hanbit).title == "이사"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=WHOLE, first=EDITS, second=EDITS, pick=st.sampled_from(["mine", "theirs"]))
def test_two_edits_end_as_plain_python_tells(
    browse: Browse, ada: User, carol: User, hanbit: Company, haneul: Customer,
    base: dict[str, str], first: dict[str, str], second: dict[str, str], pick: str,
) -> None:  # fmt: skip
    mine, theirs = browse(carol), browse(ada)
    theirs.post(address(haneul), sent(opened(theirs, haneul), base))
    form = sent(opened(mine, haneul), second)
    theirs.post(address(haneul), sent(opened(theirs, haneul), first))
    answer = mine.post(address(haneul), form)

    a, b = {**base, **first}, {**base, **second}
    clashes = {name for name in VALUES if base[name] != a[name] != b[name] != base[name]}
    merged = {name: a[name] if b[name] == base[name] else b[name] for name in VALUES}
    assert (answer.status_code == 409) == bool(clashes)
    if clashes:
        conflicts = {each.name: each for each in answer.context["merged"].conflicts}
        assert set(conflicts) == clashes
        assert None not in {each.original for each in conflicts.values()}
        shown = answer.context["form"].data.dict()
        picks = {f"pick-{name}": f"{pick}:{each.seal}" for name, each in conflicts.items()}
        assert mine.post(address(haneul), shown | seals(answer) | picks).status_code == 302
        merged |= {name: (b if pick == "mine" else a)[name] for name in clashes}
    found = opened(mine, haneul)
    assert {name: found.get(name, "") for name in VALUES} == merged


def test_what_changed_past_the_audit_is_noticed_and_said_to_be_unknown(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    form = sent(opened(browse(carol), haneul), {"title": "부장"})
    with inside(hanbit):
        Customer.objects.update(title="차장", updated_at=clock.now() + timedelta(seconds=1))
    answer = browse(carol).post(address(haneul), form)
    (conflict,) = answer.context["merged"].conflicts
    assert (conflict.original, conflict.who) == (None, "")
    assert "더는 알 수 없어요" in answer.content.decode()


def test_a_hand_over_of_many_is_not_undone_by_an_old_form(
    browse: Browse, ada: User, bob: User, carol: User, hanbit: Company, haneul: Customer
) -> None:
    with inside(hanbit):
        customers.edit(haneul, {"owner": bob}, "")
    form = sent(opened(browse(carol), haneul), {"memo": "둘째 메모"})
    with inside(hanbit):
        customer_record.pass_on(bob.pk, ada.pk, 10)
    assert browse(carol).post(address(haneul), form).status_code == 302
    assert (now(hanbit).owner_id, now(hanbit).memo) == (ada.pk, "둘째 메모")


@pytest.mark.parametrize("seen", ["x", "title~0000000000000000", "title~zz", "~", "a~b " * 99])
def test_seals_of_one_s_own_making_open_nothing(
    browse: Browse, ada: User, carol: User, hanbit: Company, haneul: Customer, seen: str
) -> None:
    form = sent(opened(browse(carol), haneul), {"title": "부장"}) | {"seen": seen}
    with inside(hanbit), audit.acting(audit.Actor(ada.pk, ada.name)):
        customers.edit(haneul, {"title": "차장"}, "")
    assert browse(carol).post(address(haneul), form).status_code == 409
    assert now(hanbit).title == "차장"


@pytest.mark.feature("P5")
def test_a_conflict_tells_nothing_of_hidden_fields_and_writes_no_locked_ones(
    browse: Browse, ada: User, bob: User, hanbit: Company, haneul: Customer
) -> None:
    with inside(hanbit):
        rights = {"base.customer": {"memo": HIDE, "grade": READ}}
        role = AccessRole.objects.create(name="영업", fields=rights)
        roles.assign(bob, [role.pk])
    form = sent(opened(browse(bob), haneul), {"title": "부장", "memo": "뒤로", "grade": "1"})
    with inside(hanbit):
        customers.edit(haneul, {"title": "차장", "memo": "비밀", "grade": None}, "")
    answer = browse(bob).post(address(haneul), form)
    assert [each.name for each in answer.context["merged"].conflicts] == ["title"]
    assert "비밀" not in answer.content.decode()
    seal = answer.context["merged"].conflicts[0].seal
    browse(bob).post(address(haneul), form | seals(answer) | {"pick-title": f"mine:{seal}"})
    found = now(hanbit)
    assert (found.title, found.memo, found.grade) == ("부장", "비밀", None)


def test_the_form_tells_no_value_by_its_seals(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    text = opened(browse(carol), haneul)["seen"]
    assert re.fullmatch(r"([a-z_0-9]+~[0-9a-f]{16} ?)+", text)
    with inside(hanbit):
        other = Customer.objects.create(name="김하늘")
        same = [prints.seal_now(customer_record, each, "name") for each in (haneul, other)]
    assert same[0] != same[1]


def test_a_look_at_the_past_costs_three_statements_and_only_when_it_is_needed(
    inside_hanbit: Company, known_fields: None, django_assert_num_queries: Any
) -> None:
    customer = customers.create({"name": "김하늘", "title": "과장"})
    seen = {"seen": prints.written(prints.seals_now(customer_record, customer, ["name", "title"]))}
    with django_assert_num_queries(0):
        merge(customer_record, customer, {"name": "이하늘", "title": "과장"}, seen)
    customer = customers.edit(customer, {"title": "차장"}, "")
    with django_assert_num_queries(3):  # done to it alone, with many others, and by files
        found = merge(customer_record, customer, {"name": "이하늘", "title": "과장"}, seen)
    assert found.values == {"name": "이하늘", "title": "차장"}
    assert AuditEntry.objects.filter(action="base.customer.edit").count() == 1
