"""Writing again to those of whom nothing came, and finding people by what they did (G5, G12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from messaging.models import Message, MessageEvent, Send
from messaging.services import steering
from messaging.tests.work import run_pumps
from modules.base.models import Customer
from modules.base.services import customers
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns, projects
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("G5")
Browse = Callable[..., Client]
NAMES = ("가", "나", "다", "라")


@pytest.fixture
def sent(inside_hanbit: Company, ada: User) -> Project:
    """A mail to four: the first opened it, of the second a machine did, the third clicked, the
    fourth could not be reached."""
    for number, name in enumerate(NAMES):
        address = f"p{number}@people.example"
        customers.create({"name": name, "email": address, "mail_ads": True, "owner_id": ada.pk})
    today = clock.today()
    plan = {"starts_on": today, "ends_on": today}
    campaign = campaigns.create({"name": "가을"})
    project = projects.create(
        campaign, {"name": "가을 소식", "medium": "email", "kind": "news", **plan}, by=ada
    )
    projects.write(project, {"subject": "가을", "body": "안녕하세요"})
    projects.choose_audience(project, {})
    steering.start(Send.objects.get(pk=project.send_id))
    run_pumps()
    rows = {each.name: each for each in Message.objects.filter(send=project.send)}
    assert len(rows) == 4
    did(rows["가"], "opened")
    did(rows["나"], "opened", machine=True)
    did(rows["다"], "clicked")
    Message.objects.filter(pk=rows["라"].pk).update(state="rejected")
    return Project.objects.select_related("send", "campaign").get(pk=project.pk)


def did(message: Message, kind: str, *, machine: bool = False) -> None:
    MessageEvent.objects.create(
        message=message, kind=kind, provider="dangol", provider_key=f"{message.pk}{kind}",
        machine=machine,
    )  # fmt: skip


def found(client: Client, **query: str) -> list[str]:
    listing = client.get("/base/customers/", query).context["listing"]
    assert not listing.problems
    return sorted(row.name for row in listing.page.rows)


@pytest.mark.feature("G12")
def test_customers_are_found_by_what_they_got_and_did(
    sent: Project, browse: Browse, ada: User
) -> None:
    client, key = browse(ada), str(sent.send_id)
    assert found(client, sent=key) == ["가", "나", "다"]
    assert found(client, **{"sent.opened": key}) == ["가", "다"]
    assert found(client, **{"sent.unopened": key}) == ["나"]
    assert found(client, **{"sent.clicked": key}) == ["다"]
    assert found(client, **{"sent.failed": key}) == ["라"]
    html = client.get("/base/customers/", {"sent.unopened": key}).content.decode()
    assert "가을 소식" in html


def test_sends_are_shut_to_whom_a_role_does_not_show_them(
    sent: Project, browse: Browse, bob: User
) -> None:
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"messaging.send.view": 0}
    roles.assign(bob, [AccessRole.objects.create(name="창구", scopes=scopes).pk])
    listing = browse(bob).get("/base/customers/", {"sent": str(sent.send_id)}).context["listing"]
    assert listing.problems


def again(client: Client, project: Project, who: str) -> Any:
    return client.post(reverse("campaign:project-again", args=[project.pk]), {"who": who})


def test_those_who_did_not_open_it_get_it_again_as_a_project_of_its_day(
    sent: Project, browse: Browse, ada: User
) -> None:
    client = browse(ada)
    page = client.get(reverse("messaging:send-page", args=[sent.send_id])).content.decode()
    assert "열지 않은 사람에게 다시" in page
    answer = again(client, sent, "unopened")
    fresh = Project.objects.exclude(pk=sent.pk).get()
    assert answer.headers["Location"] == reverse("campaign:project-audience", args=[fresh.pk])
    assert fresh.name == f"가을 소식_{clock.today():%Y-%m-%d} 재발송"
    assert (fresh.audience_count, fresh.send.subject, fresh.send.status) == (1, "가을", "draft")
    steering.start(fresh.send)
    run_pumps()
    assert list(Message.objects.filter(send=fresh.send).values_list("name", flat=True)) == ["나"]


def test_whoever_it_did_not_reach_gets_it_again(sent: Project, ada: User) -> None:
    fresh = projects.again(sent, "failed", by=ada)
    assert fresh.send.audience == {"sent.failed": [str(sent.send_id)]}
    assert fresh.audience_count == 1


def test_nobody_and_what_is_under_way_are_refused(sent: Project, browse: Browse, ada: User) -> None:
    client = browse(ada)
    assert again(client, sent, "everybody").status_code == 404
    Message.objects.filter(send=sent.send).update(state="accepted")
    followed = client.post(
        reverse("campaign:project-again", args=[sent.pk]), {"who": "failed"}, follow=True
    )
    assert "다시 보낼 사람이 없어요" in followed.content.decode()
    Send.objects.filter(pk=sent.send_id).update(status=Send.Status.RUNNING)
    page = client.get(reverse("messaging:send-page", args=[sent.send_id])).content.decode()
    assert "열지 않은 사람에게 다시" not in page
    Campaign.objects.update(state=Campaign.State.ENDED)
    again(client, sent, "unopened")
    assert Project.objects.count() == 1
    assert Customer.objects.count() == 4
