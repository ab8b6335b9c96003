"""Roles, scopes, departments, shared records: what each opens (P5, A13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol import access, remembered
from dangol.access import HIDE, READ, Scope
from dangol.errors import RuleBroken
from tenants.models import Company
from tenants.people.grants import Grants
from tenants.people.models import AccessRole, AuditEntry, Department, Share, User
from tenants.queries import departments as tree
from tenants.queries import grantable
from tenants.services import departments, roles, users

pytestmark = [
    pytest.mark.feature("P5"),
    pytest.mark.feature("A12"),
    pytest.mark.feature("A13"),
]
VIEW = "base.customer.view"


def again(user: User) -> User:
    """The user as the next request reads them: nothing remembered."""
    return User.objects.get(pk=user.pk)


def give(user: User, name: str = "영업", fields: Any = None, **scopes: int) -> AccessRole:
    """A role with these scopes, such as base_customer_view=1, given to the user besides others."""
    role = AccessRole.objects.create(
        name=name,
        scopes={code.replace("_", "."): value for code, value in scopes.items()},
        fields=fields or {},
    )
    held = [each.role_id for each in user.assignments.all()]
    roles.assign(user, [*held, role.pk])
    return role


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)), max_size=4),
    st.sampled_from("abc"),
    st.sampled_from([Scope.NONE, Scope.ALL]),
)
def test_of_several_roles_the_widest_right_counts(
    held: list[dict[str, int]], code: str, declared: Scope
) -> None:
    given_roles = [AccessRole(scopes=scopes) for scopes in held]
    wanted = max((Scope(each.get(code, declared)) for each in held), default=declared)
    assert Grants.of(given_roles).scope(code, declared) == wanted


@given(
    st.lists(
        st.dictionaries(st.sampled_from("xy"), st.sampled_from([HIDE, READ])),
        min_size=1,
        max_size=3,
    )
)
def test_a_field_is_as_open_as_the_most_open_role_leaves_it(held: list[dict[str, str]]) -> None:
    order = [HIDE, READ, ""]
    grants = Grants.of([AccessRole(fields={"r": fields}) for fields in held])
    for name in "xy":
        wanted = max((each.get(name, "") for each in held), key=order.index)
        assert grants.fields.get("r", {}).get(name, "") == wanted


def test_without_roles_a_member_has_what_is_declared(inside_hanbit: Company, bob: User) -> None:
    assert access.scope_of(bob, VIEW) is Scope.ALL
    assert access.scope_of(bob, "base.customer.export") is Scope.NONE


def test_no_role_widens_what_the_company_has_not_rented(
    inside_hanbit: Company, carol: User
) -> None:
    give(carol, campaign_campaign_view=3)
    assert access.scope_of(again(carol), "campaign.campaign.view") is Scope.NONE


def test_no_role_narrows_an_administrator_or_gives_the_keys_to_the_house(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    give(ada, "좁은", fields={"base.customer": {"mobile": HIDE}}, base_customer_view=0)
    give(bob, "넓은", tenants_user_manage=3, tenants_role_manage=3)
    assert access.scope_of(again(ada), VIEW) is Scope.ALL
    assert access.field_rights(again(ada), "base.customer") == {}
    assert access.scope_of(again(bob), "tenants.user.manage") is Scope.NONE
    with pytest.raises(RuleBroken):
        grantable.check("tenants.role.manage", 3)


def test_a_deactivated_user_has_no_right(inside_hanbit: Company, bob: User) -> None:
    users.deactivate(bob)
    assert access.scope_of(again(bob), "portal.page.view") is Scope.NONE


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=10))
def test_the_tree_of_departments_equals_a_plain_walk(
    inside_hanbit: Company, parents: list[int | None]
) -> None:
    Department.objects.update(parent=None)
    Department.objects.all().delete()
    made: list[Department] = []
    for number, above in enumerate(parents):
        parent = made[above] if above is not None and above < number else None
        made.append(Department.objects.create(name=str(number), parent=parent))
    for each in made:
        chain: list[UUID] = []
        at: Department | None = each
        while at is not None:
            chain.append(at.pk)
            at = at.parent
        assert tree.above(each.pk) == chain
    for each in made:
        assert tree.below(each.pk) == {
            other.pk for other in made if each.pk in tree.above(other.pk)
        }
    assert next(iter(tree.tree())).department.pk in {
        each.pk for each in made if each.parent_id is None
    }
    assert len(tree.tree()) == len(made)


def test_a_request_that_moves_departments_sees_them_where_they_stand(
    inside_hanbit: Company,
) -> None:
    with remembered.reading():
        above = departments.create("영업본부", None)
        assert tree.below(above.pk) == {above.pk}
        part = departments.create("영업1팀", above.pk)
        assert tree.below(above.pk) == {above.pk, part.pk}
        departments.change(part, name="영업1팀", parent=None)
        assert tree.above(part.pk) == [part.pk]
        departments.remove(part)
        assert tree.above(part.pk) == [part.pk]
        with CaptureQueriesContext(connection) as asked:
            tree.below(above.pk)
        assert not asked.captured_queries


def test_departments_make_no_circle_and_no_twins(inside_hanbit: Company, bob: User) -> None:
    sales = departments.create("영업본부")
    first = departments.create("영업1팀", sales.pk)
    departments.place(bob, first.pk)
    with pytest.raises(RuleBroken, match=r"below itself|자기 아래"):
        departments.change(sales, name="영업본부", parent=first.pk)
    with pytest.raises(RuleBroken):
        departments.create(" 영업1팀 ", sales.pk)
    departments.remove(first)
    assert again(bob).department == sales, "its people go up one level"


def test_a_department_with_a_part_of_a_name_above_stays(inside_hanbit: Company) -> None:
    above = departments.create("본부")
    departments.create("팀", above.pk)
    lower = departments.create("실", above.pk)
    departments.create("팀", lower.pk)
    with pytest.raises(RuleBroken):
        departments.remove(lower)
    assert Department.objects.filter(pk=lower.pk).exists()


def test_a_role_changes_in_one_audited_go_and_not_behind_a_colleague(
    inside_hanbit: Company,
) -> None:
    role = roles.create("영업 담당")
    seen = roles.state_of(role)
    scopes = {VIEW: 1, "base.customer.export": 3}
    count = roles.change(role, scopes=scopes, fields={"base.customer": {"mobile": HIDE}}, seen=seen)
    assert count == 3
    entry = AuditEntry.objects.filter(action="tenants.role.edit").get()
    assert entry.changes["rights"] == {VIEW: [3, 1], "base.customer.export": [0, 3]}
    assert entry.changes["field_rights"] == {"base.customer": {"mobile": ["", HIDE]}}
    role.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        roles.change(role, scopes={VIEW: 3}, fields={}, seen=seen)
    assert refused.value.code == "changed_meanwhile"
    assert AccessRole.objects.get(pk=role.pk).scopes[VIEW] == 1


@pytest.mark.parametrize(
    ("scopes", "fields"),
    [
        ({"base.customer.nothing": 3}, {}),
        ({VIEW: 7}, {}),
        ({"base.customer.create": 1}, {}),
        ({}, {"base.customer": {"name": HIDE}}),
        ({}, {"base.customer": {"mobile": "burn"}}),
        ({}, {"no.record": {"mobile": HIDE}}),
    ],
)
def test_what_no_role_can_give_is_refused_and_changes_nothing(
    inside_hanbit: Company, scopes: Any, fields: Any
) -> None:
    role = roles.create("영업 담당")
    with pytest.raises(RuleBroken):
        roles.change(role, scopes={"base.customer.edit": 1, **scopes}, fields=fields)
    role.refresh_from_db()
    assert role.scopes["base.customer.edit"] == 3


def test_a_role_that_somebody_has_cannot_be_deleted(inside_hanbit: Company, bob: User) -> None:
    role = give(bob)
    with pytest.raises(RuleBroken, match="1"):
        roles.remove(role)
    roles.assign(bob, [])
    roles.remove(role)
    assert not AccessRole.objects.exists()


def test_a_share_opens_one_record_to_a_user_or_a_department_below(
    inside_hanbit: Company, bob: User, carol: User
) -> None:
    sales = departments.create("영업")
    departments.place(carol, departments.create("1팀", sales.pk).pk)
    mine, theirs = UUID(int=1), UUID(int=2)
    Share.objects.create(record="base.customer", object_id=mine, user=bob, is_writable=True)
    Share.objects.create(record="base.customer", object_id=theirs, department=sales)
    ids = {
        (user.name, writable): set(
            access.shared_with(again(user), "base.customer", writable=writable)
        )
        for user in (bob, carol)
        for writable in (False, True)
    }
    assert ids[bob.name, False] == ids[bob.name, True] == {mine}
    assert (ids[carol.name, False], ids[carol.name, True]) == ({theirs}, set())


class TestScreens:
    """What an administrator does on the screens."""

    @pytest.fixture
    def admin(self, ada: User, browse: Callable[..., Client]) -> Client:
        return browse(ada)

    def test_a_role_is_made_set_and_given(
        self, admin: Client, inside_hanbit: Company, bob: User
    ) -> None:
        admin.post("/tenants/roles/new", {"name": "영업 담당", "like": ""})
        role = AccessRole.objects.get()
        path = f"/tenants/roles/{role.pk}/"
        page = admin.get(path)
        answer = admin.post(
            path,
            {
                "seen": page.context["seen"],
                f"right:{VIEW}": "1",
                "field:base.customer:mobile": "hide",
            },
        )
        assert answer.status_code == 302
        role.refresh_from_db()
        assert (role.scopes[VIEW], role.fields) == (1, {"base.customer": {"mobile": "hide"}})
        edit = admin.get(f"/tenants/users/{bob.pk}/").context["form"].initial
        filled = {"name": bob.name, "role": "member", "plans": edit["plans"], "seen": edit["seen"]}
        admin.post(f"/tenants/users/{bob.pk}/", filled | {"access_roles": [str(role.pk)]})
        assert access.scope_of(again(bob), VIEW) is Scope.OWN

    @pytest.mark.parametrize("value", ["9", "-1", "x", "", "1e3"])
    def test_a_scope_that_is_none_is_refused_in_a_sentence(
        self, admin: Client, inside_hanbit: Company, value: str
    ) -> None:
        role = roles.create("영업 담당")
        answer = admin.post(f"/tenants/roles/{role.pk}/", {f"right:{VIEW}": value})
        assert answer.status_code == 409
        assert VIEW in answer.context["problem"]

    def test_looking_as_a_role_shows_what_it_sees_and_changes_nothing(
        self, admin: Client, inside_hanbit: Company
    ) -> None:
        role = roles.create("조회")
        none = dict.fromkeys(grantable.permissions(), 0)
        roles.change(role, scopes=none, fields={})
        admin.post(f"/tenants/roles/{role.pk}/view-as")
        assert admin.get("/base/customers/").status_code == 403
        assert admin.get("/tenants/users/").status_code == 403
        portal = admin.get("/portal/").content.decode()
        assert "조회" in portal
        assert admin.post("/tenants/profile", {"name": "다른 이름"}).status_code == 403
        back = admin.post("/tenants/roles/leave")
        assert back["Location"] == f"/tenants/roles/{role.pk}/"
        assert admin.get("/base/customers/").status_code == 200
        assert AuditEntry.objects.filter(action="tenants.role.view_as").count() == 1

    def test_nobody_but_an_administrator_looks_with_other_eyes(
        self, bob: User, browse: Callable[..., Client], inside_hanbit: Company, ada: User
    ) -> None:
        role = roles.create("조회")
        member = browse(bob)
        assert member.post(f"/tenants/roles/{role.pk}/view-as").status_code == 403
        assert member.post(f"/tenants/users/{ada.pk}/view-as").status_code == 403
        session = member.session
        session["view_as"] = {"user": str(ada.pk)}
        session.save()
        assert member.get("/tenants/users/").status_code == 403
