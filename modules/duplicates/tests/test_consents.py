"""The consent ledger and records that turn out to be one: it keeps of whom each line was (S8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from dangol import clock
from modules.base.models import ConsentLine, Customer
from modules.base.models.consent import Said, Way
from modules.base.services import customers, ledger
from modules.duplicates.kinds import KINDS
from modules.duplicates.services.merges import Wanted, merge
from modules.duplicates.services.unmerging import unmerge
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("S8"), pytest.mark.feature("B21")]
KIND = KINDS["base.customer"]


def agreed(name: str, *, given: bool, ago: int) -> Customer:
    made: Customer = customers.create({"name": name})
    on = clock.today() - timedelta(days=ago)
    customers.set_consent(made.pk, "mail_ads", given=given, on=on, source=name)
    return made


def lines_of(customer: Customer) -> list[tuple[str, str]]:
    rows = ConsentLine.objects.filter(customer=customer.pk).order_by("created_at", "id")
    return list(rows.values_list("said", "way"))


def differing() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(ledger.DIFFERING)
        return list(cursor.fetchall())


def test_a_merge_and_its_return_are_lines_and_each_line_stays_with_its_record(
    inside_hanbit: Company, ada: User
) -> None:
    kept, gone = agreed("김하늘", given=True, ago=30), agreed("김하늘", given=False, ago=5)
    done = merge(KIND, Wanted(kept.pk, gone.pk), by=ada)
    assert [said for said, _way in lines_of(kept)] == [Said.GIVEN, Said.WITHDRAWN]
    assert lines_of(kept)[-1][1] == Way.MERGE
    assert len(lines_of(gone)) == 1, "its own line is not moved"
    assert differing() == []
    last = ConsentLine.objects.filter(customer=kept.pk).latest("created_at")
    assert last.due_on is None, "nobody said anything new"
    unmerge(done.pk, {}, by=ada)
    assert [said for said, _way in lines_of(kept)] == [Said.GIVEN, Said.WITHDRAWN, Said.GIVEN]
    assert differing() == []


def test_merges_taken_back_out_of_their_order_agree(inside_hanbit: Company, ada: User) -> None:
    first = agreed("김하늘", given=True, ago=30)
    second = agreed("김하늘", given=False, ago=20)
    third = agreed("김하늘", given=True, ago=10)
    one = merge(KIND, Wanted(first.pk, second.pk), by=ada)
    merge(KIND, Wanted(third.pk, first.pk), by=ada)
    unmerge(one.pk, {}, by=ada)
    assert differing() == []


def test_the_page_of_who_stays_tells_of_both(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    kept, gone = agreed("김하늘", given=True, ago=30), agreed("김하늘 2", given=False, ago=40)
    merge(KIND, Wanted(kept.pk, gone.pk), by=ada)
    page = browse(ada).get(f"/base/customers/{kept.pk}/?tab=consents").content.decode()
    assert "이 고객으로 합쳐진 기록" in page
