"""Screens about linked data: added, fetched, its columns chosen, changed, paused, removed (A20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from tenants.datasources.models import DataSource
from tenants.datasources.queries.last import last_run
from tenants.datasources.services import fetching
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, runs
from tenants.models import Company
from tenants.people.models import User
from tests.datasources import origin as origins

pytestmark = pytest.mark.feature("A20")
LIST = "/tenants/datasources/"
SENT = {
    "name": "쇼핑몰 회원", "record": "base.customer", "rows_at": "", "header": "X-Key",
    "secret": "s3cret", "every": "week", "weekday": "2", "hour": "7", "goes_on": "clean",
}  # fmt: skip


def test_linked_data_from_its_adding_to_its_end(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    admin = browse(ada)
    assert "아직 연결한 자료가 없어요" in admin.get(LIST).content.decode()
    with origins.running() as origin:
        origin.body, origin.kind = '[{"이름": "김하늘", "등급": "A+"}]'.encode(), "application/json"
        answer = admin.post(f"{LIST}new", SENT | {"url": origin.url})
        source = DataSource.objects.get()
        page = f"{LIST}{source.pk}/"
        assert answer["Location"] == page
        assert "every 1s" in admin.get(page).content.decode(), "it is being fetched"
        fetching.work()
        run = last_run(source)
        assert run is not None
        shown = admin.get(page).content.decode()
        assert f"/base/customers/import/{run.pk}/" in shown
        assert "어느 열이 어느 필드인지" in shown
        assert "every 1s" not in shown
        assert "s3cret" not in shown
        assert "매주 수요일 07:00" in shown
        columns = admin.get(f"/base/customers/import/{run.pk}/").content.decode()
        assert "김하늘" in columns
        runs.choose(run, {0: "name"}, "skip", lambda: None)
        checks.check(run.pk)
        runs.start(run, lambda: None)
        runs.work(run.pk)
        assert "1건 추가" in admin.get(page).content.decode()
        origin.status = 500
        admin.post(f"{page}ask")
        fetching.work()
        failed = admin.get(f"{page}progress", headers={"HX-Request": "true"}).content.decode()
        assert "다른 시스템이 답하지 못했어요(500)" in failed
    assert "쇼핑몰 회원" in admin.get(LIST).content.decode()
    edited = {**SENT, "url": "https://shop.example/a.csv", "secret": ""}
    refused = admin.post(f"{page}edit", edited)
    assert refused.status_code == 422
    assert "값을 다시 적어" in refused.content.decode()
    assert admin.post(f"{page}edit", edited | {"secret": "new"}).status_code == 302
    admin.post(f"{page}pause")
    assert "다시 시작" in admin.get(page).content.decode()
    admin.post(f"{page}resume")
    assert DataSource.objects.get().state == "on"
    assert "기록도 지워요" in admin.get(f"{page}remove").content.decode()
    admin.post(f"{page}remove")
    assert not DataSource.objects.exists()
    assert ImportRun.objects.filter(pk=run.pk).exists()
    assert Customer.objects.filter(name="김하늘").exists()
    assert admin.get(page).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "ftp://shop.example/a.csv"}, "https://shop.example/members.csv 같은"),
        ({"url": ""}, "표가 있는 주소를"),
        ({"name": ""}, "이름을 적어"),
        ({"record": "base.ghost"}, ""),
        ({"every": "minute"}, ""),
        ({"secret": ""}, "헤더의 값을"),
    ],
)
def test_what_cannot_be_linked_says_why(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client], wrong: dict[str, str],
    words: str,
) -> None:  # fmt: skip
    sent = SENT | {"url": "https://shop.example/a.csv"} | wrong
    answer = browse(ada).post(f"{LIST}new", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DataSource.objects.exists()


def test_a_name_is_there_once(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    admin, sent = browse(ada), SENT | {"url": "https://shop.example/a.csv"}
    admin.post(f"{LIST}new", sent)
    assert "이미 있어요" in admin.post(f"{LIST}new", sent).content.decode()
    assert DataSource.objects.count() == 1


def test_only_who_manages_it_sees_it(
    inside_hanbit: Company, bob: User, ada: User, browse: Callable[..., Client]
) -> None:
    assert browse(bob).get(LIST).status_code == 403
    assert "datasources/new?record=base.customer" in (
        browse(ada).get("/base/customers/import").content.decode()
    )
