"""Two customers become one, and two again (B21)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Account, ContactHistory, Customer, Order
from modules.base.services import customers as services
from modules.base.services.contacts import add as add_contact
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge, Pair
from modules.duplicates.services.merges import Wanted, merge
from modules.duplicates.services.unmerging import conflicts, unmerge
from modules.duplicates.tests.cast import person, surrounded
from modules.duplicates.tests.whole import contents, named
from tenants.attachments.models import Attachment
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = [pytest.mark.django_db, pytest.mark.feature("B21")]
KIND = KINDS["base.customer"]


def merged(kept: Customer, gone: Customer, by: User, **choices: str) -> Merge:
    return merge(KIND, Wanted(kept.pk, gone.pk, choices), by=by)


@pytest.fixture(autouse=True)
def inside(inside_hanbit: Company) -> None:
    """Every test happens in Hanbit."""


def test_no_row_of_any_table_leads_to_the_one_that_went(ada: User, bob: User) -> None:
    kept, gone = person("김하늘", mobile="010-0482-1937"), person("김하늘 ")
    surrounded(kept, bob)
    surrounded(gone, ada)

    merged(kept, gone, ada)

    assert set(named(gone.pk)) == {"base_customer"}, "its own row, and nothing that leads there"
    assert ContactHistory.objects.filter(customer=kept).count() == 2
    names = Attachment.objects.filter(object_id=kept.pk).values_list("name", flat=True)
    assert set(names) == {"계약서.pdf", "계약서 (2).pdf"}, "two files of one name both stay"


def test_taken_back_every_table_says_what_it_said_before(ada: User, bob: User) -> None:
    account = Account.objects.create(name="㈜한빛물산")
    kept = person("김하늘", mobile="010-0482-1937", mail_ads=True)
    gone = person("김하늘", email="haneul@hanbit.example", account=account, code="C-31550")
    for each, user in ((kept, ada), (gone, ada), (gone, bob)):
        surrounded(each, user, file=f"{user.name}.pdf") if each is kept else None
    surrounded(gone, bob)
    before = contents()

    done = merged(kept, gone, ada)
    assert contents() != before
    unmerge(done.pk, {}, by=ada)

    after = contents()
    assert {name: after.get(name) for name in before} == before
    assert after.keys() == before.keys()


def test_what_both_have_with_the_same_colleague_stays_apart(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    surrounded(kept, ada, file="a.pdf")
    surrounded(gone, ada, file="b.pdf")
    before = contents()

    done = merged(kept, gone, ada)
    unmerge(done.pk, {}, by=ada)

    assert contents() == before


def test_empty_fields_are_filled_and_chosen_ones_taken(ada: User) -> None:
    kept = person("김하늘", title="차장", home_line1="서울 강동구 새내길 31", home_postcode="05311")
    gone = person(
        "김하늘", title="과장", mobile="010-1111-2222", home_line1="부산 중구 1", email="h@a.kr"
    )

    merged(kept, gone, ada, title="gone")

    kept.refresh_from_db()
    assert (kept.title, kept.mobile, kept.mobile_key) == ("과장", "010-1111-2222", "01011112222")
    assert kept.email_key == "h@a.kr"
    assert (kept.home_line1, kept.home_postcode) == ("서울 강동구 새내길 31", "05311"), (
        "an address is one thing: street and postcode do not come from two people"
    )


def test_a_later_refusal_of_advertising_is_never_lost(ada: User) -> None:
    kept, gone = person("김하늘", mail_ads=True), person("김하늘", mail_ads=True)
    services.withdraw_consent(gone.pk, ("mail_ads",), source="one_click")

    merged(kept, gone, ada, mail_ads="kept")

    kept.refresh_from_db()
    assert (kept.mail_ads, kept.mail_ads_source) == (False, "one_click")


def test_a_code_that_only_one_may_have_goes_over(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘", code="C-1")

    done = merged(kept, gone, ada)
    kept.refresh_from_db()
    assert kept.code == "C-1"

    unmerge(done.pk, {}, by=ada)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.code, gone.code, gone.deleted_at, gone.merged_into) == ("", "C-1", None, None)


@pytest.mark.parametrize("case", ["itself", "trash", "twice"])
def test_what_cannot_be_merged_is_refused_with_a_sentence(case: str, ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    if case == "trash":
        services.remove(gone)
    if case == "twice":
        merged(person("세번째"), gone, ada)
    with pytest.raises(RuleBroken) as broken:
        merged(kept, kept if case == "itself" else gone, ada)
    assert broken.value.code == {"itself": "merge_itself"}.get(case, "merge_gone")
    assert str(broken.value).count(". ") == 1, "what is wrong, and what to do"


def test_one_line_in_the_history_says_who_merged_whom(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늬", mobile="010-1111-2222")

    done = merged(kept, gone, ada)
    line = AuditEntry.objects.get(action="base.customer.merge")
    assert (line.subject_id, line.changes["merged"]) == (str(kept.pk), "김하늬")
    assert line.changes["mobile"] == ["", "010-1111-2222"]

    unmerge(done.pk, {}, by=ada)
    line = AuditEntry.objects.get(action="base.customer.unmerge")
    assert line.changes["mobile"] == ["010-1111-2222", ""]


def test_what_was_added_since_stays_with_the_one_that_stayed(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    old = Order.objects.create(customer=gone, number="O-1", amount=1)
    done = merged(kept, gone, ada)
    new = Order.objects.create(customer=kept, number="O-2", amount=2)

    unmerge(done.pk, {}, by=ada)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.customer_id, new.customer_id) == (gone.pk, kept.pk)


def test_a_field_that_the_merge_had_not_touched_keeps_its_new_value(ada: User) -> None:
    kept, gone = person("김하늘", title="차장"), person("김하늘", title="과장")
    done = merged(kept, gone, ada)
    kept.refresh_from_db()
    services.edit(kept, {"title": "부장", "memo": "다시 만남"}, "")

    assert conflicts(done) == []
    unmerge(done.pk, {}, by=ada)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.title, kept.memo, gone.title) == ("부장", "다시 만남", "과장")


@pytest.mark.parametrize(
    ("answer", "ours", "theirs"),
    [
        ("kept", "010-9999-9999", "010-1111-2222"),
        ("gone", "", "010-9999-9999"),
        ("both", "010-9999-9999", "010-9999-9999"),
    ],
)
def test_a_value_that_came_along_and_was_changed_since_is_asked_about(
    answer: str, ours: str, theirs: str, ada: User
) -> None:
    kept, gone = person("김하늘"), person("김하늘", mobile="010-1111-2222")
    done = merged(kept, gone, ada)
    kept.refresh_from_db()
    services.edit(kept, {"mobile": "010-9999-9999"}, "")

    assert [each.choice.name for each in conflicts(done)] == ["mobile"]
    with pytest.raises(RuleBroken) as broken:
        unmerge(done.pk, {}, by=ada)
    assert broken.value.code == "unmerge_asks"
    unmerge(done.pk, {"mobile": answer}, by=ada)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.mobile, gone.mobile) == (ours, theirs)
    assert kept.mobile_key == ours.replace("-", "")
    assert gone.mobile_key == theirs.replace("-", "")


def test_a_code_that_a_third_has_taken_since_stands_in_the_way(ada: User) -> None:
    kept, gone = person("김하늘", code="C-1"), person("김하늘", code="C-2")
    done = merged(kept, gone, ada)
    person("세번째", code="C-2")

    with pytest.raises(RuleBroken) as broken:
        unmerge(done.pk, {}, by=ada)

    assert broken.value.code == "unmerge_taken"
    assert "세번째" in str(broken.value)
    assert "C-2" in str(broken.value)
    gone.refresh_from_db()
    assert gone.merged_into == kept.pk, "nothing is half done"


def test_when_one_last_spoke_is_counted_anew_for_both(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    first = clock.now() - timedelta(days=20)
    add_contact(gone, staff=ada, medium="phone", memo="처음", contacted_at=first)
    done = merged(kept, gone, ada)
    kept.refresh_from_db()
    assert kept.last_contacted_at == first
    add_contact(kept, staff=ada, medium="phone", memo="다음", contacted_at=clock.now())

    unmerge(done.pk, {}, by=ada)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.last_contacted_at == first
    assert kept.last_contacted_at is not None
    assert kept.last_contacted_at > first


def test_taken_back_they_are_two_and_nobody_asks_again(ada: User) -> None:
    kept, gone = person("김하늘"), person("김하늘")
    first, second = sorted((kept.pk, gone.pk))
    pair = Pair.objects.create(record=KIND.code, first=first, second=second, score=98)

    done = merged(kept, gone, ada)
    pair.refresh_from_db()
    assert pair.state == Pair.State.MERGED
    unmerge(done.pk, {}, by=ada)
    pair.refresh_from_db()
    assert pair.state == Pair.State.DIFFERENT

    with pytest.raises(RuleBroken):
        unmerge(done.pk, {}, by=ada)


def test_accounts_take_their_people_and_the_companies_below_along(ada: User) -> None:
    kind = KINDS["base.account"]
    kept = Account.objects.create(name="㈜한빛물산")
    gone = Account.objects.create(name="한빛물산 주식회사", business_number="1248100998")
    below = Account.objects.create(name="한빛물류", parent=gone)
    Account.objects.filter(pk=kept.pk).update(parent=gone)
    staff = person("김하늘", account=gone)
    before = contents()

    done = merge(kind, Wanted(kept.pk, gone.pk), by=ada)
    staff.refresh_from_db()
    below.refresh_from_db()
    kept.refresh_from_db()
    assert (staff.account_id, staff.company_name, below.parent_id) == (
        kept.pk, "㈜한빛물산", kept.pk,
    )  # fmt: skip
    assert kept.parent_id is None, "a company does not stand above itself"

    unmerge(done.pk, {}, by=ada)
    assert contents() == before


def test_rows_go_home_though_their_owner_was_merged_again_elsewhere(ada: User) -> None:
    first, second, third = person("하나"), person("둘"), person("셋")
    order = Order.objects.create(customer=first, number="O-1", amount=1)
    into_second = merged(second, first, ada)
    into_third = merged(third, second, ada)
    unmerge(into_second.pk, {}, by=ada)
    order.refresh_from_db()
    assert order.customer_id == first.pk, "out of the midst of a chain"

    again = merged(third, Customer.objects.get(pk=first.pk), ada)
    unmerge(into_third.pk, {}, by=ada)
    order.refresh_from_db()
    assert order.customer_id == third.pk, "it came with the first, not with the second"

    unmerge(again.pk, {}, by=ada)
    order.refresh_from_db()
    assert order.customer_id == first.pk
