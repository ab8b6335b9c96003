"""Permission per channel, and who is left out of campaigns (B13, B14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.access import READ
from dangol.errors import RuleBroken
from messaging.ports import audience
from modules.base.models import Customer
from modules.base.queries import history
from modules.base.services import customers
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("B13")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def haneul(inside_hanbit: Company, ada: User) -> Customer:
    found: Customer = customers.create({"name": "김하늘", "owner_id": ada.pk})
    return found


def path(customer: Customer, name: str) -> str:
    return reverse("base:customer-consent", args=[customer.pk, name])


def said(**other: str) -> dict[str, str]:
    return {"state": "given", "on": clock.today().isoformat(), "source": "전시회"} | other


@pytest.mark.parametrize(
    "name", ["mail_ads", "sms_ads", "night", "phone_ads", "post_ads", "fax_ads"]
)
def test_a_channel_is_permitted_with_its_day_and_source(
    browse: Callable[..., Client], ada: User, haneul: Customer, name: str
) -> None:
    answer = browse(ada).post(path(haneul, name), said(on="2026-03-02"), headers=HTMX)
    assert answer.status_code == 200
    assert "record-made" in answer["HX-Trigger"]
    assert "전시회" in answer.content.decode(), "the block as it stands now"
    haneul.refresh_from_db()
    assert getattr(haneul, name) is True
    assert getattr(haneul, f"{name}_source") == "전시회"
    moment = getattr(haneul, f"{name}_at")
    assert moment.astimezone(clock.KOREA).date() == date(2026, 3, 2)
    line = AuditEntry.objects.get(action="base.customer.consent")
    assert line.changes[name] == [False, True]
    assert line.changes["consent_source"] == "전시회"


def test_without_a_source_nothing_is_written(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    answer = browse(ada).post(path(haneul, "phone_ads"), said(source=" "))
    assert answer.status_code == 422
    haneul.refresh_from_db()
    assert haneul.phone_ads_at is None


def test_nobody_agrees_on_a_day_to_come(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    ahead = clock.today() + timedelta(days=1)
    answer = browse(ada).post(path(haneul, "fax_ads"), said(on=ahead.isoformat()))
    assert answer.status_code == 422
    assert "오늘이나 그 전" in answer.content.decode()
    with pytest.raises(RuleBroken) as caught:
        customers.set_consent(haneul.pk, "fax_ads", given=True, on=ahead, source="x")
    assert caught.value.field == "on"


def test_a_field_that_is_locked_has_no_form(
    browse: Callable[..., Client], bob: User, haneul: Customer
) -> None:
    role = AccessRole.objects.create(
        name="상담", scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"base.customer": {"phone_ads": READ}},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    client = browse(bob)
    assert client.get(path(haneul, "phone_ads")).status_code == 404
    assert client.get(path(haneul, "post_ads")).status_code == 200
    assert client.get(path(haneul, "name")).status_code == 404
    page = reverse("base:customer-page", args=[haneul.pk])
    html = client.get(page).content.decode()
    assert path(haneul, "post_ads") in html
    assert path(haneul, "phone_ads") not in html


def test_after_two_years_one_asks_again(haneul: Customer) -> None:
    assert history.consents(haneul)["ask_again"] is None
    for day, name in ((date(2024, 2, 29), "post_ads"), (date(2025, 5, 1), "mail_ads")):
        haneul = customers.set_consent(haneul.pk, name, given=True, on=day, source="서면")
    assert history.consents(haneul)["ask_again"] == date(2026, 2, 28)


@pytest.mark.feature("B14")
def test_who_is_left_out_of_campaigns_gets_no_advertising(haneul: Customer) -> None:
    customers.edit(haneul, {"email": "a@people.example", "mail_ads": True}, "")
    assert audience().count({}, "email", advertising=True) == 1
    customers.edit(haneul, {"is_excluded": True}, "")
    assert audience().count({}, "email", advertising=True) == 0
    assert audience().count({}, "email") == 1, "what is no advertising still comes"
    assert not audience().page({}, "email", None, 9)[0].may_advertise
    assert not audience().resolve([haneul.pk], "email", [])[haneul.pk].may_advertise
