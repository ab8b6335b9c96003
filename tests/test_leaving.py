"""Who leaves hands everything over, part by part (P5)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.services import heirs, users

pytestmark = pytest.mark.feature("P5")


def test_who_leaves_hands_everything_over(
    browse: Callable[..., Client],
    inside_hanbit: Company,
    ada: User,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    admin = browse(ada)
    monkeypatch.setattr(heirs, "PART", 2)
    for number in range(5):
        Customer.objects.create(name=f"고객{number}", owner=bob)
    stays = Customer.objects.create(name="남의 고객", owner=ada)
    path = f"/tenants/users/{bob.pk}/deactivate"
    for wrong in (str(bob.pk), "x", str(UUID(int=9))):
        admin.post(path, {"heir": wrong})
        assert User.objects.get(pk=bob.pk).is_active, wrong
    admin.post(path, {"heir": str(ada.pk)})
    for _round in range(4):
        heirs.pass_on(str(bob.pk), str(ada.pk))
    assert not Customer.objects.filter(owner=bob).exists()
    assert Customer.objects.filter(owner=ada).count() == 6
    lines = AuditEntry.objects.filter(action="base.customer.edit")
    assert lines.count() == 5
    assert str(stays.pk) not in lines.values_list("subject_id", flat=True)


def test_nothing_is_handed_over_when_the_user_came_back(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    Customer.objects.create(name="고객", owner=bob)
    users.deactivate(bob, ada.pk)
    users.activate(bob)
    heirs.pass_on(str(bob.pk), str(ada.pk))
    assert Customer.objects.filter(owner=bob).count() == 1
