"""Unconfirmed messages settled by hand, and reports that could not be applied (S3, T4)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from messaging.dispatch.models import ProviderReport
from messaging.models import Message, Send
from messaging.queries.progress import progress
from messaging.services import handing
from messaging.tests.conftest import make_draft, people  # noqa: F401  (fixtures)
from messaging.tests.people import People
from messaging.tests.test_recovery import claimed, let_leases_run_out
from messaging.tests.work import as_platform, run_pumps, states, sweep
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("S3")
Browse = Callable[..., Client]


@pytest.fixture
def lost(op: User, provider: Company, hanbit: Company, people: People) -> Send:  # noqa: F811
    """A send of ten whose worker died over its calls."""
    with inside(hanbit):
        send = make_draft(people=10)
        claim = claimed(send)
        handing.intend(send, claim.attempt_id, claim.parcels, "mail")
        let_leases_run_out()
        sweep()
        assert states(send) == {"unknown": 10}
    return send


def settle(client: Client, company: Company, verdict: str, chosen: list[UUID]) -> str:
    address = f"/sending/unknowns/{company.address}/"
    answer = client.post(address, {"verdict": verdict, "chosen": [*map(str, chosen)]}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_the_provider_took_is_charged_and_what_it_never_took_leaves_again(
    lost: Send, op: User, hanbit: Company, provider: Company, browse: Browse
) -> None:
    client = browse(op)
    address = f"/sending/unknowns/{hanbit.address}/"
    assert address in client.get("/sending/").content.decode()
    with inside(hanbit):
        ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        mail = Message.objects.get(pk=ids[0]).addr_norm
    html = client.get(address).content.decode()
    assert str(ids[0]) in html
    assert provider.name in html, "the shell is the operators' still"
    assert mail not in html
    assert "4건을 받은 것으로 처리했어요" in settle(client, hanbit, "taken", ids[:4])
    with inside(hanbit):
        lost.refresh_from_db()
        assert states(lost) == {"accepted": 4, "unknown": 6}
        assert progress(lost).money.captured == 8
    assert "5건을 다시 보내요" in settle(client, hanbit, "never", ids[4:9])
    with inside(hanbit):
        run_pumps()
        assert states(lost) == {"accepted": 9, "unknown": 1}
        assert progress(lost).money.captured == 18
        deeds = AuditEntry.objects.filter(action="messaging.delivery.settle")
        assert [entry.changes["messages"] for entry in deeds.order_by("pk")] == [4, 5]
    with inside(provider):
        assert AuditEntry.objects.filter(action="messaging.delivery.settle").count() == 2


def test_what_was_settled_meanwhile_stays_as_it_is(
    lost: Send, op: User, hanbit: Company, browse: Browse
) -> None:
    client = browse(op)
    with inside(hanbit):
        ids = list(Message.objects.values_list("pk", flat=True))
    settle(client, hanbit, "taken", ids)
    assert "그사이 정리되어" in settle(client, hanbit, "never", ids)
    with inside(hanbit):
        run_pumps()
        assert states(lost) == {"accepted": 10}
        assert progress(lost).money.captured == 20


def test_without_a_choice_nothing_is_settled(
    lost: Send, op: User, hanbit: Company, browse: Browse
) -> None:
    assert "결과를 아는 메시지를 고르세요" in settle(browse(op), hanbit, "taken", [])
    with inside(hanbit):
        assert states(lost) == {"unknown": 10}


def test_ids_of_another_company_settle_nothing(
    lost: Send, op: User, hanbit: Company, daon: Company, browse: Browse
) -> None:
    with inside(hanbit):
        ids = list(Message.objects.values_list("pk", flat=True))
    assert "그사이 정리되어" in settle(browse(op), daon, "taken", ids)
    with inside(hanbit):
        assert states(lost) == {"unknown": 10}


@pytest.mark.feature("S7")
def test_reports_that_could_not_be_applied_are_shown(
    op: User, provider: Company, hanbit: Company, browse: Browse
) -> None:
    client = browse(op)
    assert "반영하지 못한 알림" not in client.get("/sending/").content.decode()
    as_platform(
        lambda: ProviderReport.objects.create(
            company=hanbit, account="ses", key="k", body=[], failures=3
        )
    )
    html = client.get("/sending/").content.decode()
    assert "반영하지 못한 알림" in html
    assert hanbit.name in html
