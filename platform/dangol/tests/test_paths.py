"""Paths are worked out once, for each site by itself (U10)."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse, set_urlconf

from dangol.paths import path_to

pytestmark = pytest.mark.feature("U10")


def test_a_path_is_that_of_the_present_site() -> None:
    assert path_to("portal") == reverse("portal") == "/portal/"
    set_urlconf(settings.PUBLIC_URLCONF)
    try:
        with pytest.raises(NoReverseMatch):
            path_to("portal")
    finally:
        set_urlconf(None)
    assert path_to("portal") == "/portal/"


def test_an_address_of_one_record_has_no_path_without_it() -> None:
    with pytest.raises(NoReverseMatch):
        path_to("base:customer-page")
