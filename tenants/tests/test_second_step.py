"""The way on for somebody who has neither device nor codes, and the name an app shows (P6)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.adapter import get_adapter
from django.test import Client
from django.urls import reverse

from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Role
from tenants.services import factors
from tenants.tests.test_login import SECRET, log_in

pytestmark = pytest.mark.feature("P6")


@pytest.mark.parametrize("is_alone", [True, False])
def test_only_who_has_another_administrator_is_sent_to_one(
    is_alone: bool,
    hanbit: Company,
    ada: User,
    bob: User,
    browse: Callable[..., Client],
) -> None:
    with context.inside(hanbit):
        factors.add_totp(ada, SECRET)
        if not is_alone:
            User.objects.filter(pk=bob.pk).update(role=Role.ADMIN)
    client = browse(company=hanbit)
    assert log_in(client, ada) == reverse("mfa_authenticate")
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert ("단골 운영자에게" in page) is is_alone
    assert ("다른 관리자에게" in page) is not is_alone


def test_a_long_name_stays_short_in_the_app(hanbit: Company, ada: User) -> None:
    hanbit.name = "한" * 60
    with context.inside(hanbit):
        address = get_adapter().build_totp_url(ada, SECRET)
    (issuer,) = parse_qs(urlsplit(address).query)["issuer"]
    assert issuer == "한" * 11 + "…"
