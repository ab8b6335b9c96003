"""Each part of a hand-over promises the next, there and back (B35)."""

from __future__ import annotations

import pytest

from modules.base.models import Customer
from tenants import context, errands
from tenants.handover.models import Handover
from tenants.handover.services import asking, parts
from tenants.handover.services.asking import Wanted
from tenants.models import Company, Errand
from tenants.people.models import User

pytestmark = pytest.mark.feature("B35")


def do_errands() -> int:
    """Does what was promised about hand-overs until nothing is; how many errands that took."""
    done = 0
    while True:
        with context.platform("test"):
            due = Errand.objects.filter(work__startswith="tenants.handover.", attempts=0)
            keys = [str(errand.pk) for errand in due]
        if not keys:
            return done
        for key in keys:
            errands.run.actor.fn(key)
            done += 1


def test_each_part_promises_the_next(
    hanbit: Company, ada: User, bob: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 2)
    with context.inside(hanbit):
        Customer.objects.bulk_create(Customer(name=f"고객{no}", owner=bob) for no in range(5))
        asking.begin(bob, [carol.pk], [Wanted("base.customer own")], "조정", ada)
    assert do_errands() == 3
    with context.inside(hanbit):
        assert Customer.objects.filter(owner=carol).count() == 5
        asking.undo(Handover.objects.get(), ada)
    assert do_errands() == 3
    with context.inside(hanbit):
        assert Customer.objects.filter(owner=bob).count() == 5
        assert Handover.objects.get().state == Handover.State.RETURNED
