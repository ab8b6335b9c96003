"""The checklist of a new company: done by what is there, not by clicks (P4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.portal import steps
from messaging.dispatch.models import SenderNumber
from messaging.models import Send
from messaging.senders.models import MailAddress, MailDomain
from messaging.senders.services import domains
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences
from tenants.services.samples import KeptSamples

pytestmark = pytest.mark.feature("P4")


@pytest.fixture
def alone(hanbit: Company, ada: User, request: pytest.FixtureRequest) -> User:
    """The founder of a company in which nothing has happened yet."""
    with context.platform("test"):
        SenderNumber.objects.all().delete()
    request.getfixturevalue("inside_hanbit")
    MailDomain.objects.all().delete()
    MailAddress.objects.all().delete()
    User.objects.exclude(pk=ada.pk).delete()
    return ada


def done(user: User) -> dict[str, bool]:
    return {each.declared.code: each.is_done for each in steps.checklist(user).steps}


def test_a_new_company_has_everything_before_it(alone: User) -> None:
    assert done(alone) == {
        "tenants.invite": False,
        "base.import": False,
        "campaign.sender": False,
        "campaign.first": False,
    }


def test_each_step_is_done_when_its_rows_are_there(alone: User) -> None:
    User.objects.create(email="new@hanbit.example", name="새 동료")
    assert done(alone)["tenants.invite"]
    customers.create({"name": "김하늘"})
    assert done(alone)["base.import"]
    domains.add("shop.example")
    assert done(alone)["campaign.sender"]
    send = Send.objects.create(name="a", channel="email")
    assert not done(alone)["campaign.first"]
    Send.objects.filter(pk=send.pk).update(started_at=clock.now(), status=Send.Status.RUNNING)
    assert done(alone)["campaign.first"]
    assert steps.checklist(alone).is_finished
    assert steps.on_portal(alone) is None


def test_sample_data_completes_no_step(alone: User) -> None:
    KeptSamples().add(alone)
    assert not any(done(alone).values())


def test_senders_are_registered_on_their_own_screen(alone: User) -> None:
    listed = steps.checklist(alone).steps
    step = next(each for each in listed if each.declared.code == "campaign.sender")
    assert (step.address or reverse(step.declared.url_name)) == "/messaging/senders/"


def test_steps_of_modules_that_a_company_does_not_rent_are_not_its_steps(alone: User) -> None:
    licences.assign(alone, ["base"])
    fresh = User.objects.prefetch_related("licences").get(pk=alone.pk)
    assert list(done(fresh)) == ["tenants.invite", "base.import"]


def test_the_founder_finds_the_steps_on_the_portal_and_members_do_not(
    ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    assert 'id="first-title"' in browse(ada).get("/portal/").content.decode()
    assert 'id="first-title"' not in browse(bob).get("/portal/").content.decode()


def test_hidden_steps_come_back(ada: User, browse: Callable[..., Client], hanbit: Company) -> None:
    client = browse(ada)
    shown = client.post("/portal/start/hide", follow=True).content.decode()
    assert 'id="first-title"' not in shown
    assert "/portal/start/show" in shown
    assert 'id="first-title"' in client.get("/portal/start").content.decode()
    client.post("/portal/start/show")
    assert 'id="first-title"' in client.get("/portal/").content.decode()
    with context.inside(hanbit):
        assert not steps.is_hidden(ada)
