"""Receipts come with the form of a new expense, and are not lost when it is refused (A27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dangol.records.page.files import files
from dangol.records.views.attaching import MOST
from modules.expenses.models import Expense
from modules.expenses.tests.conftest import TODAY
from tenants.attachments.models import Attachment, PendingFile
from tenants.people.models import User

pytestmark = [pytest.mark.feature("A27"), pytest.mark.usefixtures("friday")]
Browse = Callable[..., Client]
NEW = "/expenses/expenses/new"


def receipt(
    name: str = "영수증.txt", content: bytes = "택시 12,000원".encode()
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def written(**values: Any) -> dict[str, Any]:
    return {
        "name": "택시비", "amount": "12000", "spent_on": TODAY.isoformat(),
        "account_title": "travel", "method": "own_card", "evidence": "missing", **values,
    }  # fmt: skip


def names(expense: Expense, user: User) -> list[str]:
    return sorted(each.name for each in files().of("expenses.expense", expense.pk, user))


@pytest.fixture
def form(browse: Browse, bob: User) -> Client:
    client = browse(bob)
    page = client.get(NEW).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'name="files"' in page
    return client


def test_chosen_receipts_are_the_expense_s_files_once_it_is_saved(form: Client, bob: User) -> None:
    sent = [receipt(), receipt("주차.txt")]
    assert form.post(NEW, written(files=sent)).status_code == 302
    expense = Expense.objects.get()
    assert names(expense, bob) == ["영수증.txt", "주차.txt"]
    assert not PendingFile.objects.exists()


def test_a_refused_form_keeps_its_receipts_until_one_is_taken_out(form: Client, bob: User) -> None:
    answer = form.post(NEW, written(amount="", files=[receipt(), receipt("주차.txt")]))
    assert answer.status_code == 422
    page = answer.content.decode()
    held = {each.name: str(each.pk) for each in PendingFile.objects.all()}
    assert set(held) == {"영수증.txt", "주차.txt"}
    assert all(key in page for key in held.values())
    assert not Expense.objects.exists()
    assert not Attachment.objects.exists()
    again = written(**{"files-held": list(held.values()), "files-drop": held["주차.txt"]})
    assert form.post(NEW, again).status_code == 302
    assert names(Expense.objects.get(), bob) == ["영수증.txt"]


def test_what_cannot_be_kept_is_said_and_the_others_stay(form: Client) -> None:
    answer = form.post(NEW, written(files=[receipt(), receipt("빈 파일.txt", b"")]))
    assert answer.status_code == 422
    assert "빈 파일.txt" in answer.content.decode()
    assert not Expense.objects.exists()
    assert [each.name for each in PendingFile.objects.all()] == ["영수증.txt"]


def test_more_than_ten_at_once_are_refused_in_words(form: Client) -> None:
    sent = [receipt(f"{number}.txt") for number in range(MOST + 1)]
    answer = form.post(NEW, written(files=sent))
    assert answer.status_code == 422
    assert "파일을 10개까지 함께 올려요" in answer.content.decode()
    assert PendingFile.objects.count() == MOST
    assert not Expense.objects.exists()


def test_nobody_takes_up_what_a_colleague_has_waiting(
    form: Client, browse: Browse, ada: User
) -> None:
    form.post(NEW, written(amount="", files=[receipt()]))
    key = str(PendingFile.objects.get().pk)
    answer = browse(ada).post(NEW, written(**{"files-held": key}))
    assert answer.status_code == 422
    assert not Expense.objects.exists()
    assert PendingFile.objects.filter(pk=key).exists()
