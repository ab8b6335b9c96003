"""What users set for themselves stays theirs (A3)."""

from __future__ import annotations

import pytest

from dangol import preferences
from tenants.models import Company
from tenants.people.models import Preference, User

pytestmark = pytest.mark.feature("A3")


def test_a_setting_is_kept_for_its_user_alone(inside_hanbit: Company, ada: User, bob: User) -> None:
    preferences.keep(ada, "portal", [{"code": "base.today", "w": 4}])
    assert preferences.read(ada, "portal") == [{"code": "base.today", "w": 4}]
    assert preferences.read(bob, "portal", "default") == "default"


def test_setting_it_again_replaces_it_and_none_forgets_it(
    inside_hanbit: Company, ada: User
) -> None:
    preferences.keep(ada, "density", "dense")
    preferences.keep(ada, "density", "roomy")
    assert preferences.read(ada, "density") == "roomy"
    preferences.keep(ada, "density", None)
    assert not Preference.objects.filter(user=ada).exists()
