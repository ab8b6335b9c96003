"""A type that was only declared has everything: the kit's screens, interfaces, rights and audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from modules.lending.models import Thing
from modules.lending.records import thing_record
from modules.lending.services import things

from modules.base.models import Customer
from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, runs
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, AuditEntry, User
from tests.api.program import program

THINGS = "/lending/things/"


@pytest.fixture
def drill(inside_hanbit: Company, ada: User) -> Thing:
    customer = Customer.objects.create(name="김하늘", code="C-1", owner=ada)
    found: Thing = things.create(
        {
            "name": "전동 드릴",
            "number": "T-1",
            "state": "lent",
            "borrower": customer,
            "value": 90_000,
        }
    )
    return found


def text(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, address
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8-sig")
    return answer.content.decode()


def test_it_is_in_the_menu_the_list_the_board_and_the_search(
    drill: Thing, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    assert THINGS in text(client, reverse("portal")), "the menu"
    assert "전동 드릴" in text(client, THINGS)
    assert "전동 드릴" not in text(client, THINGS, state="repair")
    assert "전동 드릴" in text(client, THINGS, look="board", by="state")
    page = reverse("lending:thing-page", args=[drill.pk])
    for asked in ("드릴", "T-1", "ㄷㄹ"):
        assert page in text(client, reverse("search"), q=asked), asked
    shown = text(client, page)
    assert "김하늘" in shown
    assert "T-1" in shown


def test_it_is_added_changed_and_removed_with_its_rule_and_its_audit(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    refused = client.post(f"{THINGS}new", {"name": "사다리", "state": "lent"})
    assert refused.status_code == 422
    assert client.post(f"{THINGS}new", {"name": "사다리", "state": "shelf"}).status_code == 302
    with inside(hanbit):
        ladder = Thing.objects.get()
    address = f"{THINGS}{ladder.pk}/"
    changed = {"name": "긴 사다리", "state": "repair", "seen": ladder.updated_at.isoformat()}
    assert client.post(f"{address}edit", changed).status_code == 302
    assert client.post(f"{address}delete").status_code == 302
    assert client.post(f"{address}restore").status_code == 302
    with inside(hanbit):
        done = AuditEntry.objects.filter(subject="lending.thing", subject_id=str(ladder.pk))
        assert [each.action.rpartition(".")[2] for each in done.order_by("at")] == [
            "create", "edit", "delete", "restore",
        ]  # fmt: skip
    assert "긴 사다리" in text(client, reverse("tenants:audit-list"))


def test_it_comes_in_from_files_and_goes_out(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    assert f"{THINGS}import" in text(client, THINGS)
    with inside(hanbit):
        Customer.objects.create(name="김하늘", code="C-1")
        rows = _head()
        rows += "드릴,T-1,lent,C-1,90000\n사다리,T-2,lent,,5000\n톱,T-3,shelf,,7000\n"
        run = runs.upload(
            thing_record, SimpleUploadedFile("물건.csv", rows.encode("cp949")), user=ada
        )
        chosen = {column: name for name, column in run.mapping.items()}
        assert len(chosen) == 5, "the heads are the fields' own words"
        runs.choose(run, chosen, "skip", lambda: None)
        checks.check(run.pk)
        runs.start(run, lambda: None)
        runs.work(run.pk)
        run = ImportRun.objects.get()
        assert (run.created, run.rejected) == (2, 1)
        assert run.rows.get(state="rejected").reason == "borrower_missing:borrower"
    export = client.post(f"{THINGS}export", {"kind": "csv", "reason": "report"})
    lines = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "드릴" in lines
    assert "사다리" not in lines


def _head() -> str:
    names = ("name", "number", "state", "borrower", "value")
    return ",".join(str(thing_record.label_of(name)) for name in names) + "\n"


def test_programs_read_and_write_it(drill: Thing, hanbit: Company, ada: User) -> None:
    client, _key = program(hanbit, ada)
    listed = client.get("/api/v1/lending/thing").json()
    assert [each["name"] for each in listed["items"]] == ["전동 드릴"]
    refused = client.send("POST", "/api/v1/lending/thing", {"name": "톱", "state": "lent"})
    assert refused.status_code == 422
    made = client.send("POST", "/api/v1/lending/thing", {"name": "톱"})
    assert made.status_code == 201
    assert "lending" in client.get("/api/v1/openapi.json").content.decode()


def test_roles_close_it_row_by_row_and_field_by_field(
    drill: Thing, hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    role = AccessRole.objects.create(
        name="대여",
        scopes={"lending.thing.view": 1, "lending.thing.create": 0},
        fields={"lending.thing": {"value": "hide"}},
    )
    Assignment.objects.create(user=bob, role=role)
    client = browse(bob)
    assert "전동 드릴" not in text(client, THINGS), "it is nobody's of his"
    assert client.get(f"{THINGS}{drill.pk}/").status_code == 404
    with inside(hanbit):
        thing_record.edit(drill, {"owner": bob}, "")
    page = text(client, f"{THINGS}{drill.pk}/")
    assert "전동 드릴" in page
    assert "90,000" not in page
    assert "90,000" not in text(client, THINGS)
    assert client.get(f"{THINGS}new").status_code == 403
