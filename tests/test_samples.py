"""Sample data comes once, sends nothing, and goes completely (P4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from messaging.models import Send, Suppression
from messaging.services import sends
from modules.base.models import Customer, Order
from modules.base.services import contacts, customers
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import reach
from modules.campaign.services import campaigns, projects
from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry, Favourite, SampleRow, User, Visit
from tenants.services import licences
from tenants.services.samples import KeptSamples

pytestmark = pytest.mark.feature("P4")

ADD, REMOVE = "/portal/samples/add", "/portal/samples/remove"
COUNTED = ("base", "campaign", "messaging", "people")
LASTING = (AuditEntry,)
"""The audit is never taken back."""


def counts() -> dict[str, int]:
    """Rows of every table of the company, the audit and sessions apart."""
    found: list[type[models.Model]] = [
        model
        for label in COUNTED
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return {
        model._meta.label: model._default_manager.count() for model in found if model not in LASTING
    }


@pytest.fixture
def ada_s(ada: User, browse: Callable[..., Client]) -> Client:
    return browse(ada)


def test_what_came_goes_completely(ada: User, inside_hanbit: Company) -> None:
    before = counts()
    assert KeptSamples().add(ada) == 32
    assert Customer.objects.count() == before["base.Customer"] + 30
    assert Order.objects.exists()
    assert Project.objects.get().audience_count == 0, "nothing is ever sent to examples"
    KeptSamples().remove()
    assert counts() == before


def test_a_second_click_adds_nothing(ada_s: Client, hanbit: Company) -> None:
    ada_s.post(ADD)
    with context.inside(hanbit):
        once = counts()
    answer = ada_s.post(ADD, follow=True)
    assert "예시 자료가 이미 있어요" in answer.content.decode()
    with context.inside(hanbit):
        assert counts() == once


def test_adding_and_removing_stand_in_the_audit(ada_s: Client, hanbit: Company) -> None:
    ada_s.post(ADD)
    ada_s.post(REMOVE)
    with context.inside(hanbit):
        deeds = list(
            AuditEntry.objects.filter(subject="portal.samples").values_list("action", "actor_name")
        )
    assert sorted(deeds) == [("portal.samples.add", "에이다"), ("portal.samples.remove", "에이다")]


def test_what_people_did_to_samples_goes_with_them(ada: User, inside_hanbit: Company) -> None:
    before = counts()
    KeptSamples().add(ada)
    edited, trashed, *_rest = Customer.objects.order_by("code", "id")
    customers.edit(edited, {"name": "고친 이름", "email": "real@buyer.example"}, "")
    contacts.add(edited, staff=ada, medium="phone", memo="직접 적은 것")
    customers.remove(trashed)
    Favourite.objects.create(user=ada, record="base.customer", object_id=str(edited.pk))
    Visit.objects.create(user=ada, record="base.customer", object_id=str(edited.pk))
    assert KeptSamples().standing().changed != []
    KeptSamples().remove()
    assert counts() == before


def test_what_people_added_themselves_stays(ada: User, inside_hanbit: Company) -> None:
    KeptSamples().add(ada)
    own = customers.create({"name": "진짜 고객", "source": "예시"})
    campaign = campaigns.create({"name": "진짜 캠페인"})
    Favourite.objects.create(user=ada, record="base.customer", object_id=str(own.pk))
    KeptSamples().remove()
    assert list(Customer.objects.all()) == [own]
    assert list(Campaign.objects.all()) == [campaign]
    assert Favourite.objects.count() == 1


def test_an_example_campaign_with_a_project_of_one_s_own_stays_and_says_why(
    ada: User, ada_s: Client, inside_hanbit: Company
) -> None:
    KeptSamples().add(ada)
    campaign, example = Campaign.objects.get(), Project.objects.get()
    day = example.starts_on
    plan = {"medium": "email", "kind": "news", "starts_on": day, "ends_on": day}
    own = projects.create(campaign, {"name": "내 프로젝트", **plan}, by=ada)
    assert any("남겨요" in sentence for sentence in KeptSamples().standing().changed)
    removal = KeptSamples().remove()
    assert removal.gone == 31
    assert [str(sentence) for sentence in removal.kept] != []
    assert list(Project.objects.all()) == [own]
    assert not SampleRow.objects.exists()


def test_an_example_project_that_was_sent_stays_as_a_record(
    ada: User, inside_hanbit: Company
) -> None:
    KeptSamples().add(ada)
    Send.objects.update(status=Send.Status.DONE)
    removal = KeptSamples().remove()
    assert removal.gone == 30
    assert Project.objects.count() == Campaign.objects.count() == 1
    assert not Customer.objects.exists()


def test_nothing_can_be_sent_to_samples(ada: User, inside_hanbit: Company) -> None:
    """Their addresses are listed as not existing, for information as well as for advertising."""
    KeptSamples().add(ada)
    Customer.objects.update(mail_ads=True, sms_ads=True, night=True)
    for channel in ("email", "sms"):
        for advertising in (True, False):
            found = reach.count({"source": ["예시"]}, channel, advertising=advertising)
            assert found.matching == 30
            assert found.reachable == 0


def test_a_real_bounce_of_the_same_address_stays_listed(ada: User, inside_hanbit: Company) -> None:
    KeptSamples().add(ada)
    listed = Suppression.objects.filter(channel="email").first()
    assert listed is not None
    Suppression.objects.filter(pk=listed.pk).update(message=listed.pk)
    KeptSamples().remove()
    assert list(Suppression.objects.all()) == [listed]


def test_a_company_without_campaigns_gets_customers_alone(
    ada: User, inside_hanbit: Company
) -> None:
    licences.assign(ada, ["base"])
    assert KeptSamples().add(User.objects.prefetch_related("licences").get(pk=ada.pk)) == 30
    assert not Campaign.objects.exists()


def test_members_can_neither_add_nor_remove(
    bob: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    client = browse(bob)
    assert client.post(ADD).status_code == 403
    assert client.post(REMOVE).status_code == 403
    assert client.get("/portal/start").status_code == 403
    with context.inside(hanbit):
        assert not Customer.objects.exists()


def test_the_page_says_how_many_go_before_they_go(ada_s: Client) -> None:
    ada_s.post(ADD)
    page = ada_s.get("/portal/start").content.decode()
    assert "예시 자료 32건을 지울까요?" in page
    gone = ada_s.post(REMOVE, follow=True).content.decode()
    assert "예시 자료 32건을 지웠어요." in gone
    assert "예시 자료 넣기" in gone


def test_what_people_wrote_about_samples_is_counted_before_it_goes(
    ada: User, ada_s: Client, inside_hanbit: Company
) -> None:
    KeptSamples().add(ada)
    assert KeptSamples().standing().changed == [], "what came with the samples is nobody's own"
    customer = Customer.objects.order_by("id")[0]
    contacts.add(customer, staff=ada, medium="note", memo="직접 적은 것")
    contacts.add(customer, staff=ada, medium="phone", memo="전화함")
    Order.objects.create(customer=customer, number="2026-1", amount=1_000, product="필터")
    contacts.note(customer.pk, medium="mail", memo="발송", link="")
    assert KeptSamples().standing().changed == [
        "예시 고객에게 직접 적은 메모·접촉·주문 3건도 함께 지워요."
    ]


def test_an_example_project_that_is_sent_while_it_is_removed_stays(
    ada: User, ada_s: Client, inside_hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada_s.post(ADD)
    delete = sends.delete

    def start_first(draft: Send) -> None:
        Send.objects.filter(pk=draft.pk).update(status=Send.Status.DONE)
        delete(draft)

    monkeypatch.setattr("modules.campaign.samples.sends.delete", start_first)
    answer = ada_s.post(REMOVE, follow=True)
    assert answer.status_code == 200
    assert Project.objects.count() == Campaign.objects.count() == 1
    assert not Customer.objects.exists()


def test_nobody_can_send_an_example_project_while_it_goes(
    ada: User, inside_hanbit: Company
) -> None:
    KeptSamples().add(ada)
    with CaptureQueriesContext(connection) as asked:
        KeptSamples().remove()
    locks = [each["sql"] for each in asked if "FOR UPDATE" in each["sql"]]
    assert any("campaign_project" in sql and "messaging_send" in sql for sql in locks)
