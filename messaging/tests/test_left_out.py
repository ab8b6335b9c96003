"""Who is left out of a send is known as soon as its rows are made (S2, S8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from messaging.addresses import fingerprint
from messaging.models import Message, Send, Suppression
from messaging.queries.progress import progress
from messaging.services import expansion, steering
from messaging.tests.people import People, mail_of
from messaging.tests.work import states


@pytest.mark.feature("S8")
@pytest.mark.parametrize("reason", ["bounced", "unsubscribed"])
def test_who_is_left_out_stands_beside_the_recipients_from_the_beginning(
    draft: Callable[..., Send], people: People, reason: str
) -> None:
    people.changed[2] = {"may_advertise": False}
    Suppression.objects.create(
        channel="email", addr_norm=mail_of(3), addr_hash=fingerprint(mail_of(3)), reason=reason
    )
    send = steering.start(draft(people=4, advertising=True))
    expansion.expand(send)
    assert states(send) == {"pending": 2, "skipped": 2}
    told = {"bounced": "suppressed"}.get(reason, reason)
    assert set(Message.objects.filter(state="skipped").values_list("addr_norm", "reason")) == {
        (mail_of(2), "no_consent"),
        (mail_of(3), told),
    }
    shown = progress(send)
    assert (shown.total, shown.left, shown.skipped, shown.rows) == (2, 2, 2, 4)


@pytest.mark.feature("S8")
def test_what_is_no_advertising_leaves_out_nobody_who_refused_that(
    draft: Callable[..., Send], people: People
) -> None:
    people.changed[2] = {"may_advertise": False}
    send = steering.start(draft(people=4))
    expansion.expand(send)
    assert states(send) == {"pending": 4}
