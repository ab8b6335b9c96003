"""What falls due is told its owner in the morning of the last working day before it (U9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dangol import clock
from dangol.access import HIDE
from modules.base.models import ContactHistory, Customer, Order
from modules.base.records import customer_record, order_record
from tenants import context
from tenants.customising.services import fields
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.notices.services import reminding
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles, users

pytestmark = pytest.mark.feature("U9")
THURSDAY = datetime(2027, 3, 4, 8, 30, tzinfo=clock.KOREA)
FRIDAY = THURSDAY + timedelta(days=1)
DAY = THURSDAY.date()


@pytest.fixture
def haneul(inside_hanbit: Company, bob: User) -> Customer:
    return Customer.objects.create(name="김하늘", owner=bob)


def order(customer: Customer, owner: User | None, due: date, **facts: Any) -> Order:
    number = f"주문{Order.objects.count() + 1}"
    return Order.objects.create(
        customer=customer, owner=owner, due_on=due, number=number, amount=1, **facts
    )


def remind(moment: datetime) -> int:
    with clock.at(moment):
        return reminding.remind()


def told(user: User) -> list[Notice]:
    return list(Notice.objects.filter(user=user, kind="tenants.due").order_by("at", "pk"))


def test_the_owner_is_told_once_in_the_morning(haneul: Customer, ada: User, bob: User) -> None:
    mine = order(haneul, bob, DAY)
    order(haneul, bob, DAY + timedelta(days=3))
    order(haneul, None, DAY)
    assert remind(THURSDAY.replace(hour=7)) == 0, "not before eight"
    assert remind(THURSDAY) == 1
    assert remind(THURSDAY + timedelta(hours=3)) == 0
    assert [each.object_id for each in told(bob)] == [str(mine.pk)]
    assert told(ada) == []


def test_what_is_done_waits_for_nothing(haneul: Customer, bob: User) -> None:
    for state in ("shipped", "done", "cancelled", "returned"):
        order(haneul, bob, DAY, state=state)
    order(haneul, bob, DAY, deleted_at=clock.now())
    assert remind(THURSDAY) == 0


def test_on_friday_the_weekend_is_told_too_and_on_saturday_nothing(
    haneul: Customer, bob: User
) -> None:
    for ahead in (0, 1, 2):
        order(haneul, bob, FRIDAY.date() + timedelta(days=ahead))
    order(haneul, bob, FRIDAY.date() + timedelta(days=3))
    assert remind(FRIDAY) == 1
    (notice,) = told(bob)
    assert (notice.object_id, notice.count) == ("", 3)
    assert remind(FRIDAY + timedelta(days=1)) == 0
    assert remind(FRIDAY + timedelta(days=3)) == 1


def test_days_without_the_program_are_made_up_for(haneul: Customer, bob: User) -> None:
    remind(THURSDAY)
    order(haneul, bob, FRIDAY.date())
    assert remind(FRIDAY + timedelta(days=3)) == 1


def test_a_round_that_breaks_off_is_done_again_whole(
    haneul: Customer, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(haneul, bob, DAY)
    with monkeypatch.context() as broken:
        broken.setattr(reminding.desk, "records", _die_after_orders)
        with pytest.raises(KeyboardInterrupt):
            remind(THURSDAY)
    assert told(bob) == []
    assert remind(THURSDAY) == 1


def _die_after_orders() -> Any:
    class Broken(dict):  # type: ignore[type-arg]
        def values(self) -> Any:
            yield order_record
            raise KeyboardInterrupt

    return Broken()


def test_the_next_step_with_a_customer_falls_due(haneul: Customer, bob: User) -> None:
    contact = ContactHistory.objects.create(
        customer=haneul, medium="phone", subject="견적 통화", staff=bob, next_on=DAY
    )
    assert remind(THURSDAY) == 1
    assert told(bob)[0].object_id == str(contact.pk)


def own_date(ada: User, **rules: bool) -> str:
    made = fields.create(
        customer_record.code, "date", {"label": "갱신일", "rules": {"due": True, **rules}}
    )
    return str(made.name)


def test_own_dates_that_are_marked_so_fall_due(haneul: Customer, ada: User, bob: User) -> None:
    name = own_date(ada)
    Customer.objects.filter(pk=haneul.pk).update(custom={name: DAY.isoformat()})
    assert remind(THURSDAY) == 1
    assert told(bob)[0].facts["field"] == name


def test_a_yearly_day_falls_due_every_year(haneul: Customer, ada: User, bob: User) -> None:
    name = own_date(ada, yearly=True)
    Customer.objects.filter(pk=haneul.pk).update(custom={name: "1990-03-04"})
    assert remind(THURSDAY) == 1
    assert remind(datetime(2028, 3, 6, 9, tzinfo=clock.KOREA)) == 1, "a Monday: the weekend's"


def test_who_may_not_see_it_is_not_told(haneul: Customer, ada: User, bob: User) -> None:
    role = AccessRole.objects.create(
        name="영업", scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"base.order": {"due_on": HIDE}},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    order(haneul, bob, DAY)
    assert remind(THURSDAY) == 0
    order(haneul, ada, DAY)
    users.deactivate(bob)
    assert remind(FRIDAY.replace(hour=7)) == 0


def test_a_day_of_an_order_that_was_hidden_since_is_not_said(
    haneul: Customer, bob: User, browse: Callable[..., Client]
) -> None:
    order(haneul, bob, DAY)
    remind(THURSDAY)
    client = browse(bob)
    with translation.override("ko"):
        said = f"주문 · {order_record.label_of('due_on')}"
    assert said in client.get("/tenants/notices/?show=all").content.decode()
    role = AccessRole.objects.create(
        name="영업", scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"base.order": {"due_on": HIDE}},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    assert said not in client.get("/tenants/notices/?show=all").content.decode()


def test_the_notice_leads_to_the_record_or_to_the_list_of_those(
    haneul: Customer, bob: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    mine = order(haneul, bob, DAY)
    remind(THURSDAY)
    client = browse(bob)
    (notice,) = told(bob)
    answer = client.get(f"/tenants/notices/{notice.pk}/open")
    assert answer.headers["Location"] == f"/base/orders/{mine.pk}/"
    for _number in range(2):
        order(haneul, bob, FRIDAY.date())
    order(haneul, bob, DAY)
    remind(FRIDAY)
    several = told(bob)[-1]
    page = client.get(f"/tenants/notices/{several.pk}/open", follow=True)
    assert "2건" in page.content.decode()
    assert "2건" in client.get("/tenants/notices/?show=all").content.decode()


def test_each_company_has_its_own_round(
    hanbit: Company, daon: Company, bob: User, dan: User
) -> None:
    for company, owner in ((hanbit, bob), (daon, dan)):
        with context.inside(company):
            order(Customer.objects.create(name="고객", owner=owner), owner, DAY)
    with context.inside(hanbit):
        assert remind(THURSDAY) == 1
    with context.inside(daon):
        assert told(dan) == []
        assert remind(THURSDAY) == 1
