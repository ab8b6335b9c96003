"""A whole import is taken back: made customers go, changed ones are as before (U5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol import clock
from dangol.errors import RuleBroken
from dangol.imports.together import TogetherIntake
from dangol.imports.writing import Table
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, value_form
from modules.base.models import ContactHistory, Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants.importing.models import ImportChange, ImportRun
from tenants.importing.services import checks, reverts, runs
from tenants.importing.tasks import revert_import
from tenants.importing.views.reverts import why_kept
from tenants.journal.services import runs as journal
from tenants.people.models import AuditEntry, User
from tests.importing.import_files import csv_file

pytestmark = pytest.mark.feature("U5")

HEAD = ["이름", "핸드폰", "이메일", "회사명", "생년월일", "등급", "메일수신동의", "직장주소"]


def row(number: int, **changes: str) -> list[str]:
    plain = {"이름": f"김{number}", "핸드폰": f"010-1000-{number:04}", "회사명": "한빛"}
    return [(plain | changes).get(head, "") for head in HEAD]


def brought(user: User, rows: list[list[str]], policy: str = "update", **how: Any) -> ImportRun:
    run = runs.upload(customer_record, csv_file([HEAD, *rows]), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, policy, lambda: None, **how)
    checks.check(run.pk)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def counted(run: ImportRun) -> tuple[int, int]:
    reverts.ask(run, lambda: None)
    reverts.work(run.pk)
    run.refresh_from_db()
    assert run.revert == "counted"
    return run.reverted, run.kept


def taken_back(run: ImportRun, user: User) -> tuple[int, int]:
    foretold = counted(run)
    reverts.start(run, user, lambda: None)
    reverts.work(run.pk)
    run.refresh_from_db()
    assert run.revert == "done"
    assert (run.reverted, run.kept) == foretold
    return foretold


def everything() -> dict[Any, dict[str, Any]]:
    """Every present customer with all their values; only the moment of change may differ."""
    found = {each["id"]: each for each in Customer.objects.present().values()}
    for each in found.values():
        del each["updated_at"]
    return found


def test_made_customers_go_and_changed_ones_get_every_value_back(
    inside_hanbit: Any, ada: User
) -> None:
    brought(ada, [row(n) for n in range(5)])
    before = everything()
    born = {"회사명": "다온", "생년월일": "1980-05-17", "메일수신동의": "Y", "등급": "A+"}
    run = brought(ada, [row(n, **born) for n in range(3, 9)])
    assert (run.created, run.updated) == (4, 2)
    assert everything() != before
    assert taken_back(run, ada) == (6, 0)
    assert everything() == before
    assert Customer.objects.trashed().count() == 4, "nothing is gone for good"


ROWS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["", "한빛", "다온"]),
        st.sampled_from(["", "1980-05-17", "1990-1-1"]),
        st.sampled_from(["", "A+", "C"]),
        st.sampled_from(["", "Y", "N"]),
        st.sampled_from(["", "서울 강남구"]),
        st.sampled_from(["", "a@hanbit.example", "B@hanbit.example"]),
    ),
    max_size=12,
)


def cells(number: int, company: str, born: str, grade: str, ads: str, place: str, mail: str) -> Any:
    return row(
        number,
        회사명=company,
        생년월일=born,
        등급=grade,
        메일수신동의=ads,
        직장주소=place,
        이메일=mail,
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=ROWS,
    second=ROWS.filter(bool),
    policy=st.sampled_from(["skip", "update", "fill", "only"]),
    keys=st.sampled_from([[], ["mobile"], ["name_mobile"], ["email"], ["mobile", "email"]]),
    part=st.integers(1, 5),
)
def test_import_then_revert_is_as_before(
    inside_hanbit: Any,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    first: list[Any],
    second: list[Any],
    policy: str,
    keys: list[str],
    part: int,
) -> None:
    """Whatever the files hold and wherever their parts end; rows stand twice, too."""
    with transaction.atomic():
        monkeypatch.setattr(TogetherIntake, "part", part)
        if first:
            brought(ada, [cells(*each) for each in first])
        before = everything()
        run = brought(ada, [cells(*each) for each in second], policy, keys=keys)
        changed = run.created + run.updated
        if changed:
            _back, kept = taken_back(run, ada)
            assert kept == 0
        assert everything() == before
        transaction.set_rollback(True)


def test_whoever_was_changed_or_used_since_stays_with_the_reason(
    inside_hanbit: Any, ada: User
) -> None:
    brought(ada, [row(0), row(1)])
    run = brought(ada, [row(n, 회사명="다온") for n in range(6)])
    of = {each.name: each for each in Customer.objects.all()}
    customers.edit(of["김0"], {"company_name": "셋째"}, "")
    customers.edit(of["김2"], {"title": "과장"}, "")
    ContactHistory.objects.create(customer=of["김3"], medium="phone")
    customers.remove(of["김4"])
    assert taken_back(run, ada) == (2, 4)
    reasons = dict(run.kept_records.values_list("record_id", "reason"))
    assert reasons == {
        of["김0"].pk: "edited:company_name",
        of["김2"].pk: "edited",
        of["김3"].pk: "used",
        of["김4"].pk: "gone",
    }
    now = {each.name: each for each in Customer.objects.present()}
    assert now["김0"].company_name == "셋째"
    assert now["김1"].company_name == "한빛"
    assert set(now) == {"김0", "김1", "김2", "김3"}


def test_what_was_done_to_many_and_undone_does_not_keep_records_here(
    inside_hanbit: Any, ada: User
) -> None:
    run = brought(ada, [row(number) for number in range(4)])
    changed = grade_of_all(ada)
    kept = Customer.objects.order_by("name")[0]
    customers.edit(kept, {"memo": "손으로"}, "")
    journal.work(many.runs().undo(customer_record, ada, changed.code).code)
    assert taken_back(run, ada) == (3, 1)
    assert list(Customer.objects.present()) == [kept]


def test_what_was_done_to_many_and_stands_keeps_records_here(inside_hanbit: Any, ada: User) -> None:
    run = brought(ada, [row(1), row(2)])
    grade_of_all(ada)
    assert counted(run) == (0, 2)


def grade_of_all(user: User) -> many.Course:
    """Everybody gets the grade A+, as by the bar below a list."""
    form = value_form(customer_record, user, "grade", {"grade": "1"})
    assert form.is_valid()
    course = many.runs().begin(
        customer_record, user, to_set(customer_record, "grade", form.values())
    )
    journal.work(course.code)
    return course


def test_an_edit_of_another_field_does_not_keep_the_old_values_away(
    inside_hanbit: Any, ada: User
) -> None:
    brought(ada, [row(0)])
    run = brought(ada, [row(0, 회사명="다온")])
    customers.edit(Customer.objects.get(), {"title": "과장"}, "")
    assert taken_back(run, ada) == (1, 0)
    customer = Customer.objects.get()
    assert (customer.company_name, customer.title) == ("한빛", "과장")


def test_a_worker_killed_on_the_way_back_is_followed_by_one_that_does_the_rest(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TogetherIntake, "part", 10)
    run = brought(ada, [row(n) for n in range(35)])
    counted(run)
    reverts.start(run, ada, lambda: None)
    assert reverts.advance(run.pk)
    with monkeypatch.context() as broken:
        broken.setattr(Table, "write", _die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            reverts.advance(run.pk)
    assert Customer.objects.present().count() == 25, "the part that died left nothing"
    revert_import.now(str(run.pk))
    run.refresh_from_db()
    assert (run.revert, run.reverted, run.kept) == ("done", 35, 0)
    assert not Customer.objects.present().exists()


def _die(*args: object) -> None:
    raise KeyboardInterrupt


def test_after_thirty_days_or_a_second_time_it_is_refused(inside_hanbit: Any, ada: User) -> None:
    run = brought(ada, [row(1)])
    taken_back(run, ada)
    with pytest.raises(RuleBroken):
        reverts.ask(run, lambda: None)
    brought(ada, [row(2)])
    old = brought(ada, [row(2, 회사명="다온")])
    ImportRun.objects.filter(pk=old.pk).update(finished_at=clock.now() - timedelta(days=31))
    for language, word in (("ko", "30일"), ("en", "30 days")):
        with translation.override(language), pytest.raises(RuleBroken) as refusal:
            reverts.ask(old, lambda: None)
        with translation.override(language):
            assert word in str(refusal.value)
    assert ImportChange.objects.filter(run=old).exists()
    reverts.forget()
    assert not ImportChange.objects.filter(run=old).exists()


def test_nothing_is_taken_back_before_it_was_looked_at(inside_hanbit: Any, ada: User) -> None:
    run = brought(ada, [row(1)])
    with pytest.raises(RuleBroken):
        reverts.start(run, ada, lambda: None)
    assert Customer.objects.present().count() == 1


def test_taking_back_is_told_in_the_audit(inside_hanbit: Any, ada: User) -> None:
    run = brought(ada, [row(1)])
    taken_back(run, ada)
    entry = AuditEntry.objects.get(action="tenants.import.reverted")
    assert (entry.actor_id, entry.changes) == (
        ada.pk,
        {"record": "base.customer", "reverted": 1, "kept": 0},
    )


def test_the_screen_tells_first_and_takes_back_then(
    inside_hanbit: Any, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    run = brought(ada, [row(1), row(2)])
    customers.edit(Customer.objects.get(name="김2"), {"title": "과장"}, "")
    page, client = f"/base/customers/import/{run.pk}/", browse(ada)
    assert "되돌릴 내용 보기" in client.get(page).content.decode()
    assert client.post(f"{page}revert").status_code == 302
    assert "every 1s" in client.get(page).content.decode()
    reverts.work(run.pk)
    shown = client.get(page).content.decode()
    assert "나머지 되돌리기" in shown
    assert "김2" in shown
    assert client.post(f"{page}revert", {"sure": "1"}).status_code == 302
    reverts.work(run.pk)
    assert "되돌렸어요: 고객 1명" in client.get(page).content.decode()
    assert browse(bob).post(f"{page}revert").status_code == 403


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "reason", ["edited", "edited:mail_ads_at", "edited:owner_id", "used", "gone", "taken"]
)
def test_every_reason_is_a_sentence(inside_hanbit: Any, reason: str, language: str) -> None:
    with translation.override(language):
        assert len(why_kept(customer_record, reason)) > 8
