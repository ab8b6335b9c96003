"""What a member must not do with a company's addresses (decision 10, S9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dangol.errors import RuleBroken
from messaging import addresses
from messaging.models import Send, Suppression
from messaging.services import sends
from messaging.tests.work import outside
from tenants.people.models import User

Draft = Callable[..., Send]


def unsubscribe(address: str) -> None:
    Suppression.objects.create(
        channel="email",
        addr_hash=addresses.fingerprint(address),
        addr_norm=address,
        reason=Suppression.Reason.UNSUBSCRIBED,
    )


@pytest.mark.feature("S6")
def test_a_test_mail_does_not_reach_whoever_unsubscribed_unless_they_work_here(
    draft: Draft, ada: User
) -> None:
    send = draft()
    unsubscribe("x@y.example")
    unsubscribe(ada.email)
    with pytest.raises(RuleBroken) as broken:
        sends.send_test(send, "X@y.example")
    assert broken.value.code == "unsubscribed"
    assert sends.send_test(send, ada.email).is_test


@pytest.mark.feature("S6")
def test_the_fifty_first_free_test_mail_of_a_day_is_refused(draft: Draft) -> None:
    send = draft()
    for _number in range(50):
        sends.send_test(send, "x@y.example")
    with pytest.raises(RuleBroken) as broken:
        sends.send_test(send, "x@y.example")
    assert broken.value.code == "too_many_tests"


@pytest.mark.feature("S9")
def test_only_administrators_take_the_addresses_of_a_send_away(
    ada: User, bob: User, browse: Any, draft: Draft
) -> None:
    send = draft()
    page, file = f"/messaging/sends/{send.pk}", f"/messaging/sends/{send.pk}/results.csv"
    for user, status in ((ada, 200), (bob, 403)):
        client = outside(browse, user)
        assert outside(client.get, file).status_code == status
        shown = outside(client.get, page).content.decode()
        assert (file in shown) is (status == 200)
