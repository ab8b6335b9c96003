"""The screen of exports: what is being made, what can be fetched, and by whom (U6, A14)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.records.lists import taken
from modules.base.models import Customer
from tenants.context import inside
from tenants.exports import tasks
from tenants.exports.models import Export
from tenants.exports.services import making
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = [pytest.mark.feature("U6"), pytest.mark.feature("A14")]
Browse = Callable[..., Client]
EXPORT, SCREEN = "/base/customers/export", "/tenants/exports/"


@pytest.fixture(autouse=True)
def six(hanbit: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than four rows are many; there are six."""
    monkeypatch.setattr(taken, "NOW", 4)
    monkeypatch.setattr(tasks.make_file, "ring", lambda *_args: None)
    with inside(hanbit):
        Customer.objects.bulk_create(Customer(name=f"김{number}", grade=1) for number in range(6))


def asked(client: Client, query: str = "", **facts: str) -> Any:
    return client.post(f"{EXPORT}?{query}", {"reason": "report", **facts})


def export_of(company: Company) -> Export:
    with inside(company):
        return Export.objects.latest("asked_at")


def made(company: Company) -> Export:
    export = export_of(company)
    with inside(company):
        making.make(export.pk)
        return Export.objects.get(pk=export.pk)


def content(answer: Any) -> list[list[str]]:
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_long_list_is_seen_being_made_and_is_fetched_from_there(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    client = browse(ada)
    answer = asked(client, "grade=1&sort=-name")
    assert (answer.status_code, answer.headers["Location"]) == (302, SCREEN)
    page = client.get(SCREEN).content.decode()
    export = export_of(hanbit)
    line = f"{SCREEN}{export.pk}/line"
    assert "만드는 중" in page
    assert line in page, "it looks again by itself"
    assert "등급: A+" in page
    made(hanbit)
    line_now = client.get(line).content.decode()
    assert "준비됨" in line_now
    assert "hx-get" not in line_now, "it is over, nothing asks any more"
    file = client.get(f"{SCREEN}{export.pk}/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert [row[0] for row in content(file)[2:]] == [f"김{number}" for number in range(5, -1, -1)]


def test_the_notice_leads_to_the_line(browse: Browse, hanbit: Company, ada: User) -> None:
    client = browse(ada)
    asked(client)
    export = made(hanbit)
    with inside(hanbit):
        notice = Notice.objects.get(kind="tenants.export.ready")
    assert "6행" in client.get("/tenants/notices/").content.decode()
    answer = client.get(f"/tenants/notices/{notice.pk}/open", follow=True)
    assert f'id="export-{export.pk}"' in answer.content.decode()
    assert "pointed" in answer.content.decode()


def test_only_who_asked_gets_the_file_and_an_administrator_sees_the_entry(
    browse: Browse, hanbit: Company, ada: User, bob: User, eve: User
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업",
            scopes=dict.fromkeys(grantable.permissions(), 3) | {"tenants.audit.view": 0},
        )
        roles.assign(bob, [role.pk])
    asked(browse(bob), reason_text="거래처 점검")
    export = made(hanbit)
    addresses = [f"{SCREEN}{export.pk}/{end}" for end in ("", "line", "file")]
    for other in (ada, eve):
        assert {browse(other).get(address).status_code for address in addresses} == {404}
        assert browse(other).post(f"{SCREEN}{export.pk}/cancel").status_code == 404
    everybody = browse(ada).get(f"{SCREEN}?whose=all").content.decode()
    assert "거래처 점검" in everybody
    assert bob.name in everybody
    assert "/file" not in everybody
    assert "거래처 점검" not in browse(ada).get(SCREEN).content.decode()
    asked(browse(ada), reason_text="관리자의 일")
    made(hanbit)
    assert "관리자의 일" not in browse(bob).get(f"{SCREEN}?whose=all").content.decode()


def test_a_short_list_is_noted_as_well(browse: Browse, hanbit: Company, ada: User) -> None:
    client = browse(ada)
    answer = asked(client, "q=김1")
    assert answer.status_code == 200
    export = export_of(hanbit)
    assert (export.state, export.total) == (Export.State.TAKEN, 1)
    page = client.get(SCREEN).content.decode()
    assert "바로 받음" in page
    assert "다시 내보내기" in page


def test_a_refused_file_is_said_on_the_screen(browse: Browse, hanbit: Company, ada: User) -> None:
    client = browse(ada)
    asked(client)
    export = export_of(hanbit)
    answer = client.get(f"{SCREEN}{export.pk}/file", follow=True)
    assert "이 파일은 이제 없어요" in answer.content.decode()


def test_looking_with_his_eyes_one_does_not_get_his_file(
    browse: Browse, hanbit: Company, ada: User, bob: User
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업", scopes=dict.fromkeys(grantable.permissions(), 3)
        )
        roles.assign(bob, [role.pk])
    asked(browse(bob))
    export = made(hanbit)
    client = browse(ada)
    client.post(f"/tenants/users/{bob.pk}/view-as")
    answer = client.get(f"{SCREEN}{export.pk}/file", follow=True)
    assert "다른 사람의 눈" in answer.content.decode()


def test_cancelled_on_the_screen(browse: Browse, hanbit: Company, ada: User) -> None:
    client = browse(ada)
    asked(client)
    export = export_of(hanbit)
    page = client.post(f"{SCREEN}{export.pk}/cancel", follow=True).content.decode()
    assert "내보내기를 취소했어요" in page
    assert made(hanbit).state == Export.State.CANCELLED


def test_a_suspended_company_can_still_take_its_lists_away(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    from tenants.context import platform

    with platform("suspend for a test"):
        Company.objects.filter(pk=hanbit.pk).update(state=Company.State.SUSPENDED)
    asked(browse(ada))
    assert made(hanbit).state == Export.State.READY


def test_rows_without_a_value_stand_last_as_in_the_list(
    browse: Browse, hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "NOW", 40)
    with inside(hanbit):
        Customer.objects.filter(name__in=("김1", "김3")).update(grade=None)
        Customer.objects.filter(name="김5").update(grade=3)
    for sort, names in (
        ("grade,-name", ["김4", "김2", "김0", "김5", "김3", "김1"]),
        ("-grade,name", ["김5", "김0", "김2", "김4", "김1", "김3"]),
    ):
        rows = content(asked(browse(ada), f"sort={sort}"))[2:]
        assert [row[0] for row in rows] == names, sort
