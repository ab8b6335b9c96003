"""Groups of customers: chosen or by conditions, as filter, column and audience (B26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol.errors import RuleBroken
from messaging.ports import audience
from modules.base.models import Customer, Group, GroupMember
from modules.base.services import customers
from modules.base.services.groups import groups, join
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("B26")
LIST = "/base/customers/"


@pytest.fixture
def people(inside_hanbit: Company, ada: User, bob: User) -> list[Customer]:
    """Four customers of grade A+ and C by turns; the last two are Bob's."""
    return [
        customers.create(
            {"name": name, "grade": grade, "email": f"{name}@people.example", "owner_id": owner.pk}
        )
        for name, grade, owner in (
            ("가", 1, ada), ("나", 4, ada), ("다", 1, bob), ("라", 4, bob),
        )
    ]  # fmt: skip


def found(client: Client, **query: str) -> list[str]:
    listing = client.get(LIST, query).context["listing"]
    assert not listing.problems
    return sorted(row.name for row in listing.page.rows)


def post(client: Client, address: str, /, **values: Any) -> Any:
    return client.post(reverse(f"base:{address}"), values)


def broken(deed: Callable[[], Any]) -> str:
    with pytest.raises(RuleBroken) as caught:
        deed()
    return caught.value.code


def test_chosen_customers_make_a_group_and_the_second_time_says_who_was_there(
    browse: Callable[..., Client], ada: User, people: list[Customer]
) -> None:
    client = browse(ada)
    two = [str(each.pk) for each in people[:2]]
    assert "새 그룹" in post(client, "group-join", chosen=two).content.decode()
    post(client, "group-join", chosen=two, name="우수 고객", apply="yes")
    group = Group.objects.get()
    assert found(client, groups=str(group.pk)) == ["가", "나"]
    three = [str(each.pk) for each in people[1:]]
    answer = client.post(
        reverse("base:group-join"), {"chosen": three, "group": str(group.pk)}, follow=True
    )
    html = answer.content.decode()
    assert "2명" in html
    assert "1명은 이미" in html
    line = AuditEntry.objects.filter(action="base.group.join").order_by("-id")[0]
    assert (line.changes["customers"], line.changes["already"]) == (2, 1)
    assert found(client, groups=str(group.pk)) == ["가", "나", "다", "라"]
    post(client, "group-leave", chosen=two, group=str(group.pk))
    assert found(client, groups=str(group.pk)) == ["다", "라"]


def test_all_that_a_list_finds_are_put_into_a_group(
    browse: Callable[..., Client], ada: User, people: list[Customer]
) -> None:
    group = groups.create({"name": "최우수"})
    post(browse(ada), "group-join", all="yes", query="grade=1", group=str(group.pk))
    assert found(browse(ada), groups=str(group.pk)) == ["가", "다"]


def test_a_dynamic_group_has_whoever_fits_now(
    browse: Callable[..., Client], ada: User, people: list[Customer]
) -> None:
    client = browse(ada)
    post(
        client, "group-join", all="yes", query="grade=1", name="최우수", kind="dynamic", apply="yes"
    )
    group = Group.objects.get()
    assert (group.kind, group.query) == ("dynamic", "grade=1")
    assert found(client, groups=str(group.pk)) == ["가", "다"]
    customers.edit(people[1], {"grade": 1}, "")
    assert found(client, groups=str(group.pk)) == ["가", "나", "다"]
    page = client.get(reverse("base:group-page", args=[group.pk]))
    assert page.context["tab"]["panel"]["panels"][0]["count"] == 3
    assert broken(lambda: join(group, Customer.objects.all())) == "group_dynamic"
    assert not GroupMember.objects.exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "group_of_all"),
        ("groups=x", "group_in_group"),
        ("where=any(groups%3Dx)", "group_in_group"),
        ("grade=77", "filter_value"),
        ("nothing=1", "filter_unknown"),
    ],
)
def test_conditions_that_say_nothing_or_too_much_are_refused(
    people: list[Customer], query: str, code: str
) -> None:
    values = {"name": "이상함", "kind": "dynamic", "query": query}
    assert broken(lambda: groups.create(values)) == code


def test_groups_are_a_column_that_keeps_up(people: list[Customer]) -> None:
    one, two = groups.create({"name": "나중"}), groups.create({"name": "가장"})
    for group in (one, two):
        join(group, Customer.objects.filter(pk=people[0].pk))
    people[0].refresh_from_db()
    assert people[0].group_names == "가장, 나중"
    groups.edit(two, {"name": "다른"}, "")
    people[0].refresh_from_db()
    assert set(people[0].group_names.split(", ")) == {"나중", "다른"}
    groups.remove(one)
    people[0].refresh_from_db()
    assert people[0].group_names == "다른"


def test_a_group_is_an_audience(people: list[Customer]) -> None:
    group = groups.create({"name": "우수"})
    join(group, Customer.objects.filter(pk__in=[people[0].pk, people[3].pk]))
    assert audience().count({"groups": [str(group.pk)]}, "email") == 2
    assert "우수" in audience().describe({"groups": [str(group.pk)]})


def test_nobody_joins_or_is_shown_whom_a_user_may_not_see(
    browse: Callable[..., Client], ada: User, bob: User, people: list[Customer]
) -> None:
    group = groups.create({"name": "모두"})
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"base.customer.view": 1}
    role = AccessRole.objects.create(name="영업", scopes=scopes)
    roles.assign(bob, [role.pk])
    client = browse(bob)
    post(client, "group-join", chosen=[str(each.pk) for each in people], group=str(group.pk))
    assert GroupMember.objects.count() == 2
    join(group, Customer.objects.all())
    assert found(client, groups=str(group.pk)) == ["다", "라"]
    page = client.get(reverse("base:group-page", args=[group.pk]))
    assert page.context["tab"]["panel"]["panels"][0]["count"] == 2
    AccessRole.objects.filter(pk=role.pk).update(scopes=scopes | {"base.group.edit": 0})
    assert post(client, "group-join", chosen=["x"], group=str(group.pk)).status_code == 403
