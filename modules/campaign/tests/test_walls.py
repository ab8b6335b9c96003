"""Who finds nothing of campaigns: other plans and other companies (P5, V1)."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol.ids import new_id
from messaging.models import Send
from modules.campaign.models import Campaign, Project
from modules.campaign.tests.conftest import at
from tenants import context
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("G4")
Browse = Callable[..., Client]
Ready = Callable[..., Project]


class Outsider:
    """A browser of another company, used from outside the test's own company."""

    def __init__(self, browse: Browse, user: User) -> None:
        self.client = Context().run(browse, user)

    def get(self, address: str) -> Any:
        return Context().run(self.client.get, address)

    def post(self, address: str, data: dict[str, str]) -> Any:
        return Context().run(self.client.post, address, data)


def test_without_the_campaign_plan_every_address_says_so_whatever_it_names(
    carol: User, browse: Browse, campaign: Campaign, ready: Ready
) -> None:
    client, project = browse(carol), ready()
    for name, pk in (
        ("campaign-page", campaign.pk),
        ("project-new", campaign.pk),
        ("project-page", project.pk),
        ("project-audience", project.pk),
        ("project-check", project.pk),
    ):
        for named in (pk, new_id()):
            answer = client.get(at(name, named))
            assert answer.status_code == 403, name
            assert campaign.name not in answer.content.decode(), name
    assert client.get(reverse("campaign:campaign-list")).status_code == 403
    assert (
        reverse("campaign:campaign-list")
        not in client.get(reverse("base:customer-list")).content.decode()
    )


@pytest.mark.feature("V1")
def test_another_company_finds_neither_campaign_nor_project(
    hanbit: Company, eve: User, browse: Browse, campaign: Campaign, ready: Ready
) -> None:
    project = ready()
    stranger = Outsider(browse, eve)
    with_form = {"confirmed": "3", "to": "running", "address": "eve@daon.example"}
    for name in ("campaign-page", "campaign-edit", "project-new"):
        assert stranger.get(at(name, campaign.pk)).status_code == 404, name
    for name in ("campaign-move", "campaign-delete"):
        assert stranger.post(at(name, campaign.pk), with_form).status_code == 404, name
    for name in ("page", "edit", "audience", "reach", "content", "check"):
        assert stranger.get(at(f"project-{name}", project.pk)).status_code == 404, name
    for name in ("delete", "preview", "test", "start", "reserve"):
        answer = stranger.post(at(f"project-{name}", project.pk), with_form)
        assert answer.status_code == 404, name
    assert context.company() == hanbit
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT
