"""A scan looks at everything once, goes on after a kill, and asks nothing twice (B22, B30)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from modules.cleansing.models import Scan, Suggestion
from modules.cleansing.services import findings, scans
from tenants.context import inside
from tenants.models import Company

pytestmark = [pytest.mark.feature("B22"), pytest.mark.feature("B30")]


def quiet(_pk: str) -> None:
    """A bell that nobody hears."""


def scanned() -> Scan:
    scan = scans.start(customer_record, None, quiet)
    scans.work(scan.pk)
    scan.refresh_from_db()
    return scan


@pytest.fixture
def messy(hanbit: Company) -> Company:
    with inside(hanbit):
        for number in range(7):
            Customer.objects.create(name=f"김 하{'가나다라마바사'[number]}", company_name="㈜한빛")
        Customer.objects.create(name="박하늘", company_name="(주)한빛")
    return hanbit


def test_every_record_is_looked_at_and_what_is_wrong_is_kept(messy: Company) -> None:
    with inside(messy):
        scan = scanned()
        assert (scan.state, scan.seen, scan.found) == (Scan.State.DONE, 8, 14)
        one = Suggestion.objects.filter(field="company_name").first()
        assert one is not None
        assert (one.old, one.new, one.rule) == ("㈜한빛", "(주)한빛", "company_form")


def test_a_scan_that_was_killed_half_way_goes_on_where_it_stood(
    messy: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PART", 3)
    looked: list[int] = []
    really = findings.look_at

    def dies_at_the_second(record: object, rows: object) -> object:
        looked.append(1)
        if len(looked) == 2:
            raise KeyboardInterrupt
        return really(record, rows)  # type: ignore[arg-type]

    with inside(messy):
        scan = scans.start(customer_record, None, quiet)
        monkeypatch.setattr(findings, "look_at", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            scans.work(scan.pk)
        scan.refresh_from_db()
        assert (scan.state, scan.seen) == (Scan.State.RUNNING, 3)
        scans.work(scan.pk)
        scans.work(scan.pk)
        scan.refresh_from_db()
        assert (scan.state, scan.seen, scan.found) == (Scan.State.DONE, 8, 14)
        assert Suggestion.objects.count() == 14


def test_a_second_scan_of_a_type_waits_for_the_first(messy: Company) -> None:
    with inside(messy):
        scans.start(customer_record, None, quiet)
        with pytest.raises(RuleBroken) as refused:
            scans.start(customer_record, None, quiet)
        assert refused.value.code == "scan_running"
        scans.stop(customer_record)
        scans.start(customer_record, None, quiet)


def test_what_was_skipped_is_not_asked_again_until_the_value_changes(messy: Company) -> None:
    with inside(messy):
        scanned()
        mine = Suggestion.objects.filter(rule="company_form")
        mine.update(state=Suggestion.State.SKIPPED)
        scanned()
        assert mine.filter(state=Suggestion.State.SKIPPED).count() == 7
        customer = Customer.objects.get(pk=mine[0].object_id)
        customers.edit(customer, {"company_name": "한빛 주식회사"}, "")
        scanned()
        again = mine.get(state=Suggestion.State.OPEN)
        assert (again.old, again.new) == ("한빛 주식회사", "한빛(주)")


def test_what_was_put_right_by_hand_or_thrown_away_is_forgotten(messy: Company) -> None:
    with inside(messy):
        scanned()
        first, second = Customer.objects.order_by("pk")[:2]
        customers.edit(first, {"name": "김하가"}, "")
        customers.remove(second)
        scanned()
        left = Suggestion.objects.all()
        assert not left.filter(object_id=first.pk, field="name").exists()
        assert left.filter(object_id=first.pk, field="company_name").exists()
        assert not left.filter(object_id=second.pk).exists()


def test_new_records_are_looked_at_as_they_come(hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김 하늘", created_at=clock.now() - timedelta(days=9))
        scans.look_at_new()
        assert not Suggestion.objects.exists(), "what was there before is the scan's work"
        new = customers.create({"name": "박 하늘"})
        scans.look_at_new()
        scans.look_at_new()
        assert [each.object_id for each in Suggestion.objects.all()] == [new.pk]


def test_the_night_begins_one_scan_of_each_type_that_has_records(messy: Company) -> None:
    with inside(messy):
        scans.start_due(clock.now() - timedelta(hours=20), quiet)
        scans.start_due(clock.now() - timedelta(hours=20), quiet)
        assert [each.record for each in Scan.objects.all()] == ["base.customer"]


def test_a_text_that_finds_no_room_in_its_field_is_not_proposed(hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김하늘", home_line1="경기 " + "성남시" * 60 + " 판교역로 1")
        assert scanned().state == Scan.State.DONE
