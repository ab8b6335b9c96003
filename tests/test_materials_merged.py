"""Outside materials go with their customer when two become one, and come back (A20, B21)."""

from __future__ import annotations

import pytest

from modules.base.models import Customer
from modules.duplicates.kinds import KINDS
from modules.duplicates.services.merges import Wanted, merge
from modules.duplicates.services.unmerging import unmerge
from modules.materials.models import Concern, Material
from modules.materials.services.concerns import connect
from modules.materials.services.materials import materials
from tenants.people.models import User

pytestmark = [
    pytest.mark.feature("A20"),
    pytest.mark.feature("B21"),
    pytest.mark.usefixtures("inside_hanbit"),
]


def about(customer: Customer) -> set[str]:
    rows = Material.objects.filter(concerns__customer=customer)
    return set(rows.values_list("title", flat=True))


def test_the_materials_of_both_are_the_kept_one_s_and_go_back(ada: User) -> None:
    kept, gone = Customer.objects.create(name="김하늘"), Customer.objects.create(name="김하늘")
    both, other = materials.create({"title": "둘 다"}), materials.create({"title": "하나"})
    connect(both, kept)
    connect(both, gone)
    connect(other, gone)
    done = merge(KINDS["base.customer"], Wanted(kept.pk, gone.pk, {}), by=ada)
    assert about(kept) == {"둘 다", "하나"}
    unmerge(done.pk, {}, by=ada)
    assert (about(kept), about(gone)) == ({"둘 다"}, {"둘 다", "하나"})
    assert Concern.objects.count() == 3
