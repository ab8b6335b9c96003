"""The conditions of a group, put together in its own form (B26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol.access import HIDE
from modules.base.models import Group
from modules.base.services import customers
from modules.base.services.groups import groups
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("B26")
Browse = Callable[..., Client]
NEW = {"name": "최우수", "kind": "dynamic", "memo": ""}
GRADE = {"k:0": "all", "f:0.0": "grade", "o:0.0": "in", "v:0.0:grade": "1"}


@pytest.fixture
def client(inside_hanbit: Company, ada: User, browse: Browse) -> Client:
    for name, grade in (("가", 1), ("나", 4), ("다", 1)):
        customers.create({"name": name, "grade": grade, "owner_id": ada.pk})
    return browse(ada)


def new(client: Client, **posted: Any) -> Any:
    return client.post(reverse("base:group-new"), {**NEW, **posted})


def edit(client: Client, group: Group, **posted: Any) -> Any:
    return client.post(reverse("base:group-edit", args=[group.pk]), {**NEW, **posted})


def test_a_condition_is_added_chosen_and_counted_before_anything_is_saved(client: Client) -> None:
    added = new(client, **{"k:0": "all", "do": "add:0"})
    html = added.content.decode()
    assert added.status_code == 200
    assert 'name="f:0.0"' in html
    assert "최우수" in html
    assert 'class="field-error"' not in html
    counted = new(client, **GRADE, do="count").content.decode()
    assert "2명" in counted
    assert not Group.objects.exists()


def test_what_the_builder_holds_is_kept_as_the_address_of_the_list(client: Client) -> None:
    assert new(client, **GRADE).status_code == 302
    group = Group.objects.get()
    assert group.query == "grade=1"
    either = GRADE | {"k:0": "any", "v:0.1:grade": "4"}
    edit(client, group, **either | {"f:0.1": "grade", "o:0.1": "in"})
    group.refresh_from_db()
    assert group.query == "where=any%28grade%3D1%2Cgrade%3D4%29"
    html = client.get(reverse("base:group-edit", args=[group.pk])).content.decode()
    assert 'name="f:0.1"' in html
    edit(client, group, **GRADE)
    group.refresh_from_db()
    assert group.query == "grade=1"


def test_words_to_find_stay_beside_the_conditions_until_they_are_taken_out(client: Client) -> None:
    group = groups.create({**NEW, "query": "grade=1&q=가"})
    html = client.get(reverse("base:group-edit", args=[group.pk])).content.decode()
    assert 'name="query-rest" value="q=%EA%B0%80" checked' in html
    edit(client, group, **GRADE, **{"query-rest": "q=%EA%B0%80"})
    group.refresh_from_db()
    assert group.query == "grade=1&q=%EA%B0%80"
    edit(client, group, **GRADE)
    group.refresh_from_db()
    assert group.query == "grade=1"


def test_a_condition_that_cannot_be_used_is_said_where_it_stands(client: Client) -> None:
    wrong = {"k:0": "all", "f:0.0": "created_at", "o:0.0": "between", "v:0.0:created_at.from": "?"}
    answer = new(client, **wrong)
    assert answer.status_code == 422
    assert "고칠 조건이 있어요" in answer.content.decode()
    assert not Group.objects.exists()
    assert new(client, **wrong | {"kind": "static"}).status_code == 302
    assert Group.objects.get().query == ""


def test_without_a_condition_everybody_would_be_in_it(client: Client) -> None:
    answer = new(client, **{"k:0": "all"})
    assert answer.status_code == 422
    assert not Group.objects.exists()


def test_conditions_that_a_role_may_not_see_stay_as_they_are(
    client: Client, browse: Browse, bob: User
) -> None:
    group = groups.create({**NEW, "query": "grade=1", "owner_id": bob.pk})
    scopes = dict.fromkeys(grantable.permissions(), 3)
    role = AccessRole.objects.create(
        name="영업", scopes=scopes, fields={"base.customer": {"grade": HIDE}}
    )
    roles.assign(bob, [role.pk])
    his = browse(bob)
    html = his.get(reverse("base:group-edit", args=[group.pk])).content.decode()
    assert "grade=1" not in html
    assert 'name="k:0"' not in html
    assert "조건은 그대로 두었어요" in html
    assert edit(his, group, name="다른 이름").status_code == 302
    group.refresh_from_db()
    assert (group.name, group.query) == ("다른 이름", "grade=1")


def test_a_text_is_taken_from_files_and_programs(client: Client) -> None:
    assert new(client, query="?grade=1").status_code == 302
    assert Group.objects.get().query == "grade=1"
