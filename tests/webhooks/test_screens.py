"""Screens about webhooks: made, tested, read, sent again, paused, removed (W2)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.services import customers
from tenants.models import Company
from tenants.people.models import User
from tenants.webhooks.models import Delivery, Endpoint
from tenants.webhooks.services import sending
from tests.api.program import role_of
from tests.webhooks import receiver as receiving

pytestmark = pytest.mark.feature("W2")
LIST = "/tenants/webhooks/"


def test_a_webhook_from_its_making_to_its_end(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    admin, role = browse(ada), role_of()
    with receiving.running() as receiver:
        sent = {
            "name": "쇼핑몰", "url": receiver.url, "role": role.pk, "user": ada.pk,
            "events": ["base.customer.create", "base.customer.edit"],
        }  # fmt: skip
        made = admin.post(f"{LIST}new", sent).content.decode()
        (secret,) = set(re.findall(r"whsec_[\w+/=]{44}", made))
        endpoint = Endpoint.objects.get()
        page = f"{LIST}{endpoint.pk}/"
        tested = admin.post(f"{page}test", follow=True)
        assert "thanks" in tested.content.decode()
        assert receiving.is_signed(*receiver.taken[0], secret)
        receiver.status, receiver.answer = 500, "<b>고장</b>".encode()
        customers.create({"name": "김하늘"})
        sending.carry()
        Delivery.objects.filter(kind="base.customer.create").update(state="failed")
        listed = admin.get(f"{page}?state=failed").content.decode()
        assert "고객 · 추가" in listed
        delivery = Delivery.objects.get(kind="base.customer.create")
        told = admin.get(f"{page}{delivery.number}/").content.decode()
        assert "&lt;b&gt;고장&lt;/b&gt;" in told
        assert "김하늘" in told
        assert secret not in told
        receiver.status = 200
        admin.post(f"{page}{delivery.number}/replay")
        sending.carry()
        delivery.refresh_from_db()
        assert delivery.state == "done"
        Delivery.objects.update(state="failed")
        admin.post(f"{page}replay-failed")
        sending.carry()
        assert not Delivery.objects.exclude(state="done").exists()
        admin.post(f"{page}pause")
        assert "이어서 보내기" in admin.get(page).content.decode()
        admin.post(f"{page}resume")
        renewed = admin.post(f"{page}secret").content.decode()
        assert secret not in renewed
        assert "whsec_" in renewed
        assert admin.post(f"{page}edit", sent | {"name": "새 이름"}).status_code == 302
        assert "새 이름" in admin.get(LIST).content.decode()
        admin.post(f"{page}remove")
    assert not Endpoint.objects.exists()
    assert admin.get(page).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://shop.example/x"}, "https://shop.example/hooks"),
        ({"url": "https://shop.example:22/"}, "https://shop.example/hooks"),
        ({"events": []}, "하나 이상"),
        ({"events": ["base.ghost.create"]}, ""),
        ({"name": ""}, ""),
    ],
)
def test_a_wrong_form_says_so_and_makes_nothing(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client],
    wrong: dict[str, object], words: str,
) -> None:  # fmt: skip
    sent = {
        "name": "쇼핑몰", "url": "https://shop.example/hooks", "role": role_of().pk,
        "user": ada.pk, "events": ["base.customer.create"],
    }  # fmt: skip
    refused = browse(ada).post(f"{LIST}new", sent | wrong)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Endpoint.objects.exists()


def test_members_do_not_come_near(
    inside_hanbit: Company, bob: User, browse: Callable[..., Client]
) -> None:
    assert browse(bob).get(LIST).status_code == 403
