"""Customers into a group by a list: found, not found, several, and out again (B26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dangol.access import HIDE
from modules.base.models import Customer, Group, GroupMember
from modules.base.queries import group_files
from modules.base.services import customers, groups
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = pytest.mark.feature("B26")
Browse = Callable[..., Client]


@pytest.fixture
def group(inside_hanbit: Company) -> Group:
    found: Group = groups.groups.create({"name": "박람회", "kind": Group.Kind.STATIC})
    return found


@pytest.fixture
def known(inside_hanbit: Company, ada: User, bob: User) -> dict[str, Customer]:
    facts = (
        ("가", {"code": "C-1", "owner": ada}),
        ("나", {"email": "na@people.example", "owner": bob}),
        ("다", {"mobile": "010-1234-5678", "owner": ada}),
        ("라", {"mobile": "010-9999-0000", "owner": ada}),
        ("마", {"mobile": "010-9999-0000", "email": "ma@people.example", "owner": ada}),
    )
    return {name: customers.create({"name": name, **values}) for name, values in facts}


def members(group: Group) -> set[str]:
    return set(GroupMember.objects.filter(group=group).values_list("customer__name", flat=True))


def place(group: Group, rest: str = "") -> str:
    return f"/base/groups/{group.pk}/members{rest}"


def test_a_file_of_korean_windows_finds_by_code_mail_and_number_whatever_the_column(
    group: Group, known: dict[str, Customer], ada: User, browse: Browse
) -> None:
    lines = (
        "이름,연락처\r\n김,C-1\r\n이,NA@People.example\r\n박,01012345678\r\n"
        "최,010-9999-0000\r\n정,ma@people.example\r\n없음,none@people.example\r\n"
    )
    file = SimpleUploadedFile("목록.csv", lines.encode("cp949"))
    groups.join(group, Customer.objects.filter(name="가"))
    answer = browse(ada).post(place(group), {"file": file})
    assert answer.status_code == 200
    found, joined = answer.context["found"], answer.context["joined"]
    assert members(group) == {"가", "나", "다", "마"}
    assert (found.rows, joined.added, joined.there) == (6, 3, 1)
    assert found.missing == ["없음, none@people.example"]
    assert found.ambiguous == ["최, 010-9999-0000"]
    assert Customer.objects.get(name="나").group_names == "박람회"


def test_a_list_that_names_nobody_says_so(group: Group, ada: User, browse: Browse) -> None:
    answer = browse(ada).post(place(group), {"text": "none@people.example\nC-99"})
    assert answer.status_code == 200
    assert answer.context["found"].missing == ["none@people.example", "C-99"]
    assert not AuditEntry.objects.filter(action="base.group.join").exists()


def test_undo_takes_out_exactly_whom_the_list_put_in(
    group: Group, known: dict[str, Customer], ada: User, browse: Browse
) -> None:
    groups.join(group, Customer.objects.filter(name="라"))
    client = browse(ada)
    answer = client.post(place(group), {"text": "C-1\nna@people.example"})
    moment = answer.context["joined"].moment
    other = (moment + timedelta(seconds=1)).isoformat()
    client.post(place(group, "/undo"), {"moment": other})
    assert members(group) == {"가", "나", "라"}
    client.post(place(group, "/undo"), {"moment": moment.isoformat()})
    assert members(group) == {"라"}
    assert Customer.objects.get(name="가").group_names == ""
    assert AuditEntry.objects.filter(action="base.group.leave").count() == 1
    client.post(place(group, "/undo"), {"moment": "gestern"})
    assert members(group) == {"라"}


def test_another_s_list_is_not_undone(
    group: Group, known: dict[str, Customer], ada: User, bob: User, browse: Browse
) -> None:
    moment = browse(ada).post(place(group), {"text": "C-1"}).context["joined"].moment
    browse(bob).post(place(group, "/undo"), {"moment": moment.isoformat()})
    assert members(group) == {"가"}


def test_what_was_not_found_is_taken_along_without_formulas(
    group: Group, ada: User, browse: Browse
) -> None:
    said = {"missing": "=1+1\nC-9", "ambiguous": "010-9999-0000"}
    answer = browse(ada).post(place(group, "/rejected"), said)
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "'=1+1,찾지 못함", "C-9,찾지 못함", "010-9999-0000,여러 명에 해당",
    ]  # fmt: skip


def test_customers_and_fields_that_are_closed_are_not_found(
    group: Group, known: dict[str, Customer], bob: User
) -> None:
    role = AccessRole.objects.create(
        name="내 것만", scopes={"base.customer.view": 1}, fields={"base.customer": {"email": HIDE}}
    )
    roles.assign(bob, [role.pk])
    user = User.objects.get(pk=bob.pk)
    found = group_files.match(user, [["C-1"], ["na@people.example"]])
    assert (found.ids, len(found.missing)) == (set(), 2)


@pytest.mark.parametrize("text", ["", " \n , \n", "C-1\n" * 20_001])
def test_no_list_and_one_that_is_too_long_are_refused(
    text: str, group: Group, ada: User, browse: Browse
) -> None:
    assert browse(ada).post(place(group), {"text": text}).status_code == 422
    assert not GroupMember.objects.exists()


def test_a_group_that_fills_itself_takes_no_list(
    known: dict[str, Customer], ada: User, browse: Browse
) -> None:
    own = groups.groups.create({"name": "상위", "kind": Group.Kind.DYNAMIC, "query": "grade=1"})
    assert "스스로" in browse(ada).get(place(own)).content.decode()
    assert browse(ada).post(place(own), {"text": "C-1"}).status_code == 422
    assert not GroupMember.objects.exists()


def test_another_company_s_group_is_not_there(
    hanbit: Company, daon: Company, eve: User, browse: Browse
) -> None:
    with inside(hanbit):
        secret = groups.groups.create({"name": "한빛 그룹", "kind": Group.Kind.STATIC})
    client = browse(eve)
    assert client.get(place(secret)).status_code == 404
    assert client.post(place(secret, "/undo"), {"moment": "x"}).status_code == 404
    assert client.post(place(secret, "/rejected")).status_code == 404
