"""The checklist of a new company: done by what is there, not by clicks (P4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from dangol import clock
from dangol.portal import steps
from messaging.models import Send
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences
from tenants.services.samples import KeptSamples

pytestmark = pytest.mark.feature("P4")


@pytest.fixture
def alone(ada: User, inside_hanbit: Company) -> User:
    """The founder of a company in which nothing has happened yet."""
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
    send = Send.objects.create(name="a", channel="email", sender_address="a@hanbit.example")
    assert done(alone)["campaign.sender"]
    assert not done(alone)["campaign.first"]
    Send.objects.filter(pk=send.pk).update(started_at=clock.now(), status=Send.Status.RUNNING)
    assert done(alone)["campaign.first"]
    assert steps.checklist(alone).is_finished
    assert steps.on_portal(alone) is None


def test_sample_data_completes_no_step(alone: User) -> None:
    KeptSamples().add(alone)
    assert not any(done(alone).values())


def test_the_sender_is_named_where_the_newest_draft_is_written(alone: User) -> None:
    def address() -> str:
        listed = steps.checklist(alone).steps
        return next(each.address for each in listed if each.declared.code == "campaign.sender")

    assert address() == "/campaign/campaigns/new"
    KeptSamples().add(alone)
    assert address().endswith("/content")


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
