"""Working on many records by the screens: the bar, the value, the strip, the way back (U1, U4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.records.lists import own
from dangol.records.views import bulk
from modules.base.models import Customer
from modules.base.records import customer_record as record
from tenants.context import inside
from tenants.journal.models import Run
from tenants.journal.services import parts, runs
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U1")
Browse = Callable[..., Client]
LIST = "/base/customers/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def many_rows(hanbit: Company, monkeypatch: pytest.MonkeyPatch) -> list[Customer]:
    """More than what is done at once, in parts of two."""
    monkeypatch.setattr(parts, "PART", 2)
    monkeypatch.setattr(runs, "NOW", 3)
    monkeypatch.setattr(bulk, "MOST", 3)
    with inside(hanbit):
        return [Customer.objects.create(name=f"고객{number}", grade=2) for number in range(5)]


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_bar_offers_what_the_user_may_do(browse: Browse, ada: User, carol: User) -> None:
    groups = ["group-join", "group-leave"]
    everybody = ["owner", "change", *groups]
    for user, offered in ((ada, [*everybody, "cards", "trash"]), (carol, everybody)):
        deeds = browse(user).get(LIST).context["deeds"]
        assert [deed.code for deed, _address in deeds] == offered


def test_without_the_right_nothing_can_be_chosen(
    browse: Browse, bob: User, hanbit: Company, many_rows: list[Customer]
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업",
            scopes=dict.fromkeys(grantable.permissions(), 3) | {"base.customer.bulk": 0},
        )
        roles.assign(bob, [role.pk])
    client = browse(bob)
    page = client.get(LIST)
    assert page.context["deeds"] == []
    assert "row-check" not in words(page)
    assert client.post(f"{LIST}bulk/owner", {"all": "1"}).status_code == 403


def test_all_that_the_list_finds_is_offered_once_there_is_more_than_a_page(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.bulk_create(Customer(name=f"{n}", grade=1) for n in range(51))
    text = words(browse(ada).get(f"{LIST}?grade=1"))
    label = text[text.index('id="bulk-all"') :][:600]
    assert "51" in label
    assert "hidden" not in label[:40]
    assert 'id="bulk-all" hidden' in words(browse(ada).get(f"{LIST}?grade=2"))


def test_a_field_is_chosen_and_its_value_asked_for(
    browse: Browse, ada: User, many_rows: list[Customer]
) -> None:
    client = browse(ada)
    chosen = [str(row.pk) for row in many_rows[:2]]
    asked = {"chosen": chosen, "field": "grade", "query": "grade=2"}
    page = client.post(f"{LIST}bulk/change", asked)
    assert page.status_code == 200
    assert '<select name="grade"' in words(page)
    assert all(f'value="{pk}"' in words(page) for pk in chosen)
    piece = client.post(f"{LIST}bulk/change", asked, headers=HTMX)
    assert "<html" not in words(piece)
    done = client.post(f"{LIST}bulk/change", asked | {"apply": "1", "grade": "1"}, follow=True)
    assert done.redirect_chain[-1][0] == f"{LIST}?grade=2"
    assert "A+" in words(done)
    with inside(client.company):  # type: ignore[attr-defined]
        assert Customer.objects.filter(grade=1).count() == 2


def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_lost(
    browse: Browse, ada: User, many_rows: list[Customer]
) -> None:
    client = browse(ada)
    chosen = [str(row.pk) for row in many_rows[:2]]
    for name, value in (("mobile", "이상한 번호"), ("name", ""), ("memo", "800101-1234567")):
        data = {"chosen": chosen, "field": name, "apply": "1", name: value}
        page = client.post(f"{LIST}bulk/change", data)
        assert page.status_code == 422, name
        assert "field-error" in words(page), name
        assert all(f'value="{pk}"' in words(page) for pk in chosen)
    with inside(client.company):  # type: ignore[attr-defined]
        assert Run.objects.count() == 0


def test_a_long_run_stands_above_the_list_until_its_end_was_seen(
    browse: Browse, ada: User, many_rows: list[Customer], hanbit: Company
) -> None:
    client = browse(ada)
    data = {"all": "1", "field": "grade", "apply": "1", "grade": "1", "query": "grade=2"}
    page = client.post(f"{LIST}bulk/change", data, follow=True)
    with inside(hanbit):
        run = Run.objects.get()
        assert run.is_long
        runs.advance(run.pk)
    progress = f"{LIST}bulk/{run.pk}/progress"
    assert progress in words(page)
    now = client.get(progress, headers=HTMX)
    assert "40%" in words(now)
    with inside(hanbit):
        runs.work(run.pk)
    over = client.get(progress, headers=HTMX | {"HX-Current-URL": f"http://x{LIST}?grade=1"})
    toast = json.loads(over["HX-Trigger"])["toast"]
    assert toast["undo"] == f"{LIST}bulk/{run.pk}/undo"
    assert f'hx-get="{LIST}?grade=1"' in words(over)
    assert "bulk-strip" in words(client.get(LIST)), "it is there for who comes back later"
    client.post(f"{LIST}bulk/{run.pk}/close")
    assert "bulk-strip" not in words(client.get(LIST))


def test_a_run_is_stopped_and_undone_by_its_buttons(
    browse: Browse, ada: User, many_rows: list[Customer], hanbit: Company
) -> None:
    client = browse(ada)
    client.post(f"{LIST}bulk/change", {"all": "1", "field": "grade", "apply": "1", "grade": "1"})
    with inside(hanbit):
        run = Run.objects.get()
        runs.advance(run.pk)
        runs.advance(run.pk)
    page = client.post(f"{LIST}bulk/{run.pk}/cancel", follow=True)
    assert "bulk-strip" in words(page)
    client.post(f"{LIST}bulk/{run.pk}/undo")
    with inside(hanbit):
        back = Run.objects.get(undoes=run)
        assert own.read_own(record, ada)["run"] == str(back.pk)
        runs.work(back.pk)
        assert set(Customer.objects.values_list("grade", flat=True)) == {2}


@pytest.mark.feature("U4")
def test_a_mass_of_records_goes_to_the_trash_only_after_its_number_is_typed(
    browse: Browse, ada: User, many_rows: list[Customer], hanbit: Company
) -> None:
    client = browse(ada)
    data = {"all": "1", "query": "grade=2"}
    for typed in ({}, {"confirmed": ""}, {"confirmed": "4"}, {"confirmed": "다섯"}):
        page = client.post(f"{LIST}bulk/trash", data | typed)
        assert page.status_code == 422
        assert 'data-typed-count="5"' in words(page)
    with inside(hanbit):
        assert Run.objects.count() == 0
    client.post(f"{LIST}bulk/trash", data | {"confirmed": "5"})
    with inside(hanbit):
        runs.work(Run.objects.get().pk)
        assert record.rows().count() == 0


def test_what_was_left_is_listed_with_its_reason_and_names_nobody_hidden(
    browse: Browse, ada: User, bob: User, many_rows: list[Customer], hanbit: Company
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업",
            scopes=dict.fromkeys(grantable.permissions(), 3) | {"base.customer.edit": 1},
        )
        roles.assign(bob, [role.pk])
        Customer.objects.filter(pk=many_rows[0].pk).update(owner=bob)
    client = browse(bob)
    chosen = [str(row.pk) for row in many_rows[:3]]
    page = client.post(f"{LIST}bulk/change", {
        "chosen": chosen, "field": "grade", "apply": "1", "grade": "1"}, follow=True)  # fmt: skip
    with inside(hanbit):
        run = Run.objects.get()
        assert (run.changed, run.left) == (1, 2)
    left = client.get(f"{LIST}bulk/{run.pk}/left")
    assert "고객1" in words(left)
    assert "고객0" not in words(left)
    with inside(hanbit):
        role.scopes["base.customer.view"] = 1
        role.save()
    assert "고객1" not in words(client.get(f"{LIST}bulk/{run.pk}/left"))
    assert browse(ada).get(f"{LIST}bulk/{run.pk}/left").status_code == 404
    assert f"{LIST}bulk/{run.pk}/undo" in words(page)


@pytest.mark.parametrize("query", ["nosuch=1", "grade=9", "where=((("])
def test_a_selection_that_cannot_be_read_changes_nothing(
    browse: Browse, ada: User, many_rows: list[Customer], hanbit: Company, query: str
) -> None:
    """A wrong filter that is left out would take in more than is seen."""
    data = {"all": "1", "query": query, "field": "grade", "apply": "1", "grade": "1"}
    answer = browse(ada).post(f"{LIST}bulk/change", data, follow=True)
    assert "toast error" in words(answer)
    with inside(hanbit):
        assert Run.objects.count() == 0
