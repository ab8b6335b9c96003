"""The screens of an import: upload, columns, progress, error file; who may open them (U5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, runs
from tenants.models import Company
from tenants.people.models import User
from tests.importing.import_files import (
    HEADER,
    csv_file,
    imported,
    line,
    thousand_with_seven_bad,
)

pytestmark = pytest.mark.feature("U5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_error_file_has_the_bad_rows_in_the_upload_s_encoding_and_imports_once_mended(
    browse: Callable[..., Client], inside_hanbit: Any, ada: User, encoding: str
) -> None:
    run = imported(ada, csv_file(thousand_with_seven_bad(), encoding))
    answer = browse(ada).get(f"/base/customers/import/{run.pk}/rejected.csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode(encoding))))

    assert rows[0][:-1] == HEADER
    assert len(rows) == 8
    assert rows[7][1] == "'=cmd|' /C calc'!A0"
    assert all(row[-1] for row in rows[1:])
    mended = [rows[0]] + [[*line(2000 + n), row[-1]] for n, row in enumerate(rows[1:])]
    again = imported(ada, csv_file(mended, encoding))
    assert (again.created, again.rejected) == (7, 0)


def test_a_hundred_and_one_megabytes_are_refused_before_they_are_read(
    browse: Callable[..., Client], ada: User
) -> None:
    class Unread(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = browse(ada).generic(
        "POST",
        "/base/customers/import",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(101 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "100 MB" in answer.content.decode()


def test_an_upload_without_the_form_s_token_is_refused(
    hanbit: Any, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/base/customers/import", {"file": csv_file([HEADER, line(1)])})
    assert answer.status_code == 403


def test_the_screens_lead_from_the_upload_to_the_numbers(
    hanbit: Any, ada: User, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada)
    upload = client.post("/base/customers/import", {"file": csv_file([HEADER, line(1)], "cp949")})
    page = upload["Location"]
    assert "김하늘1" in client.get(page).content.decode()
    start = {f"column_{n}": name for n, name in enumerate(["name", "company_name", "mobile"])}
    assert client.post(f"{page}columns", start | {"on_duplicate": "skip"}).status_code == 302
    assert "every 1s" in client.get(page).content.decode(), "it is being checked"
    with inside(hanbit):
        run = ImportRun.objects.get()
        checks.check(run.pk)
    checked = client.get(page).content.decode()
    assert "every 1s" not in checked
    assert "고객 1명 가져오기" in checked
    assert client.post(f"{page}start").status_code == 302
    assert "every 1s" in client.get(page).content.decode()
    with inside(hanbit):
        runs.work(run.pk)
    done = client.get(f"{page}progress").content.decode()
    assert "every 1s" not in done
    assert 'data-state="done"' in done


def test_a_member_may_not_import(browse: Callable[..., Client], bob: User) -> None:
    assert browse(bob).get("/base/customers/import").status_code == 403


def test_another_company_s_import_does_not_exist(
    browse: Callable[..., Client], hanbit: Company, ada: User, eve: User
) -> None:
    with inside(hanbit):
        run = imported(ada, csv_file([HEADER, line(1, 이름="")]))
    for tail in ("", "progress", "rejected.csv"):
        address = f"/base/customers/import/{run.pk}/{tail}"
        assert browse(ada).get(address).status_code == 200
        assert browse(eve).get(address).status_code == 404
