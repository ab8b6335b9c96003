"""Work in the background: the scan, merging by rule, late rows, merges that become final."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangol import clock, remembered
from dangol.errors import RuleBroken
from modules.base.audience import CustomerAudience
from modules.base.models import Customer, Order
from modules.base.records import customer_record
from modules.base.services import customers as services
from modules.duplicates import jobs
from modules.duplicates.engine.weights import prior
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge, Moved, Pair, Scan, Sweep
from modules.duplicates.queries.entry import LIKELY, EntryCheck
from modules.duplicates.services import closing, scans, stragglers, sweeps
from modules.duplicates.services.merges import Wanted, merge, merge_many
from modules.duplicates.services.unmerging import unmerge
from modules.duplicates.tests.cast import person
from modules.duplicates.tests.whole import contents
from tenants import known
from tenants.attachments.models import Attachment
from tenants.importing.models import ImportRun
from tenants.journal.services import bins
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = [pytest.mark.django_db, pytest.mark.feature("B20"), pytest.mark.feature("B21")]
KIND = KINDS["base.customer"]


@pytest.fixture(autouse=True)
def inside(inside_hanbit: Company) -> None:
    """Every test happens in Hanbit."""


def silent(key: str) -> None:
    """Nobody is woken: the test does the work itself."""


def scanned() -> Scan:
    scan = scans.start(KIND, None, silent)
    scans.work(scan.pk)
    scan.refresh_from_db()
    return scan


def people() -> list[Customer]:
    """Three, of whom the first two are one, and others who share a name with them."""
    common = {"mobile": "010-0482-1937", "email": "haneul@hanbit.example"}
    return [
        person("김하늘", company_name="㈜한빛물산", **common),
        person("김 하늘", company_name="주식회사 한빛물산", **common),
        person("김하늘", company_name="다온상사", mobile="010-7777-1234", email="sky@daon.example"),
        *(
            person(f"박서{each}", mobile=f"010-3333-10{n:02}")
            for n, each in enumerate("아연준진우")
        ),
    ]


def test_a_scan_finds_who_is_there_twice_in_another_spelling() -> None:
    first, second, *_rest = people()
    scan = scanned()

    assert (scan.state, scan.rows) == (Scan.State.DONE, Customer.objects.count())
    pair = Pair.objects.get()
    assert {pair.first, pair.second} == {first.pk, second.pk}
    assert pair.score >= 90
    assert {each["field"] for each in pair.evidence} >= {"mobile", "name", "company_name"}
    assert scan.weights


def test_a_scan_again_asks_nothing_twice_and_forgets_what_is_no_more() -> None:
    _first, second, *_rest = people()
    scanned()
    Pair.objects.update(state=Pair.State.DIFFERENT)
    scanned()
    assert Pair.objects.get().state == Pair.State.DIFFERENT, "the answer is remembered"

    Pair.objects.update(state=Pair.State.OPEN)
    Customer.objects.filter(pk=second.pk).update(
        name="전혀다른", mobile="", mobile_key="", email="", email_key="", company_name=""
    )
    scanned()
    assert not Pair.objects.exists()


def test_two_scans_at_once_are_refused_with_a_sentence() -> None:
    person("김하늘")
    scans.start(KIND, None, silent)
    with pytest.raises(RuleBroken) as broken:
        scans.start(KIND, None, silent)
    assert broken.value.code == "scan_running"


def test_the_rule_merges_what_nothing_stands_against_and_takes_it_back(ada: User) -> None:
    first, second, *_rest = people()
    other = [person("이정훈", title="차장"), person("이정훈", title="부장")]
    scanned()
    Pair.objects.create(
        record=KIND.code, first=min(each.pk for each in other),
        second=max(each.pk for each in other), score=99,
    )  # fmt: skip
    before = contents((*SWEPT, "people_auditentry", "webhooks_event", "webhooks_delivery"))
    sweep = sweeps.start(KIND, ada, silent)
    sweeps.work(sweep.pk)

    sweep.refresh_from_db()
    assert (sweep.state, sweep.merged) == (Sweep.State.DONE, 1)
    assert Customer.objects.filter(pk__in=[first.pk, second.pk], deleted_at=None).count() == 1
    assert Customer.objects.filter(name="이정훈", deleted_at=None).count() == 2, "titles differ"
    line = AuditEntry.objects.get(action="duplicates.sweep.finish")
    assert (line.changes["merged"], line.changes["seen"]) == (1, 2)

    sweeps.undo(sweep.pk, silent)
    sweeps.work(sweep.pk)
    after = contents((*SWEPT, "people_auditentry", "webhooks_event", "webhooks_delivery"))
    assert after == before


SWEPT = ("duplicates_merge", "duplicates_moved", "duplicates_pair", "duplicates_sweep")


def test_three_that_are_one_are_merged_in_one_round(ada: User) -> None:
    three = [person("김하늘", mobile="010-0482-1937", email="h@han.kr") for _each in range(3)]
    scanned()
    assert Pair.objects.count() == 3
    sweep = sweeps.start(KIND, ada, silent)
    sweeps.work(sweep.pk)

    left = Customer.objects.filter(pk__in=[each.pk for each in three], deleted_at=None)
    assert left.count() == 1


def test_a_row_that_comes_too_late_is_taken_along(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    made = merge(KIND, Wanted(kept.pk, gone.pk), by=ada)
    late = Order.objects.create(customer_id=gone.pk, number="O-1", amount=1)

    assert stragglers.follow() == 1
    late.refresh_from_db()
    assert late.customer_id == kept.pk
    assert stragglers.follow() == 0

    unmerge(made.pk, {}, by=ada)
    late.refresh_from_db()
    assert late.customer_id == gone.pk, "it was written for the other one"


def test_after_ninety_days_a_merge_is_final_and_nothing_of_the_other_is_left(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늬", email="secret@han.kr")
    made = merge(KIND, Wanted(kept.pk, gone.pk, {"email": "kept"}), by=ada)
    assert closing.close_old() == 0

    Merge.objects.update(at=clock.now() - timedelta(days=91))
    assert closing.close_old() == 1
    assert not Customer.objects.filter(pk=gone.pk).exists()
    assert not Moved.objects.exists()
    made.refresh_from_db()
    assert (made.name, made.before, made.after) == ("", {}, {})
    with pytest.raises(RuleBroken) as broken:
        unmerge(made.pk, {}, by=ada)
    assert broken.value.code == "unmerge_closed"


@pytest.mark.feature("V4")
def test_removing_somebody_for_good_leaves_nothing_of_what_was_merged_into_them(ada: User) -> None:
    third, second, first = person("셋"), person("둘"), person("하나", email="secret@han.kr")
    merge(KIND, Wanted(second.pk, first.pk), by=ada)
    merge(KIND, Wanted(third.pk, second.pk), by=ada)
    services.remove(third)
    assert bins.remove(customer_record, [third.pk]) == 1
    assert closing.close_removed() == 2

    assert not Customer.objects.exists()
    assert not any("secret@han.kr" in str(each.after) for each in Merge.objects.all())


def test_who_was_chosen_for_a_send_and_merged_since_is_not_forgotten(ada: User) -> None:
    kept, gone = person("김하늘", email="h@han.kr"), person("김하늬")
    merge(KIND, Wanted(kept.pk, gone.pk), by=ada)
    audience = CustomerAudience()
    chosen = {"ids": [str(gone.pk)]}
    assert audience.count(chosen, "email") == 1
    assert [each.contact_id for each in audience.page(chosen, "email", None, 9)] == [kept.pk]


def test_more_merges_of_a_part_cost_no_more_statements(ada: User) -> None:
    def statements(count: int) -> int:
        wanted = [
            Wanted(person(f"남는이 {number}").pk, person(f"가는이 {number}").pk)
            for number in range(count)
        ]
        for each in wanted:
            Order.objects.create(customer_id=each.gone, number=f"O-{each.gone.hex[-20:]}")
            row = {"record": KIND.code, "name": "계약서.pdf", "kind": "pdf", "size": 1}
            Attachment.objects.create(object_id=each.kept, **row)
            Attachment.objects.create(object_id=each.gone, **row | {"name": "견적서.pdf"})
        with CaptureQueriesContext(connection) as captured, remembered.reading():
            merge_many(KIND, wanted, by=ada)
        assert not Customer.objects.filter(pk__in=[each.gone for each in wanted]).exclude(
            deleted_at__isnull=False
        )
        return len(captured)

    statements(1)
    assert statements(20) == statements(2)


def test_the_same_name_and_number_are_told_however_many_customers_there_are(ada: User) -> None:
    """Among very many, what two share says little by itself, and the score stays low."""
    usual = prior(KIND.columns)
    weights = replace(usual, one=1e-18, related=dict.fromkeys(usual.related, 1e-18))
    Scan.objects.create(record=KIND.code, state=Scan.State.DONE, weights=weights.as_json())
    known.changed()
    there = person("김하늘", mobile="010-0482-1937", company_name="㈜한빛물산")
    person("김하늘", mobile="010-5555-1937")
    typed = {"name": "김하늘", "mobile": "01004821937", "company_name": "㈜한빛물산"}
    found = EntryCheck().similar(KIND.record, ada, typed, None)
    assert [each.instance.pk for each in found] == [there.pk]
    assert found[0].score < LIKELY
    assert EntryCheck().similar(KIND.record, ada, {"name": "김하늘"}, None) == []


def test_once_an_import_has_ended_doubles_are_looked_for_by_themselves(ada: User) -> None:
    def begun() -> list[UUID]:
        jobs._imported()
        return list(Scan.objects.order_by("begun_at").values_list("pk", flat=True))

    assert begun() == []
    run = ImportRun.objects.create(
        record="base.customer", file_name="a.csv", stored_name="", encoding="cp949", delimiter=",",
        header=["이름"], state=ImportRun.State.DONE, created=2, finished_at=clock.now(),
    )  # fmt: skip
    person("박도현", mobile="010-0482-1937", email="p@a.kr")
    person("박도현님", mobile="010-0482-1937", email="p@a.kr")
    (key,) = begun()
    assert begun() == [key], "it is going on"
    scans.work(key)
    assert Pair.objects.count() == 1
    now = clock.now()
    Scan.objects.filter(pk=key).update(begun_at=now - timedelta(minutes=9), finished_at=now)
    ImportRun.objects.update(finished_at=now - timedelta(minutes=5))
    assert begun() == [key], "it took nine minutes: it rests for ninety"
    Scan.objects.filter(pk=key).update(finished_at=now - timedelta(minutes=8, seconds=50))
    ImportRun.objects.update(finished_at=now - timedelta(minutes=9, seconds=1))
    assert begun() == [key], "nothing was imported since"
    ImportRun.objects.filter(pk=run.pk).update(finished_at=clock.now(), created=0)
    assert begun() == [key], "nothing came in"
    ImportRun.objects.filter(pk=run.pk).update(created=1)
    assert len(begun()) == 2
