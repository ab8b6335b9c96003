"""Words whose English reads alike but means different things: each has its own Korean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from modules.base.models import Customer
from tenants.models import Company
from tenants.people.models import User
from tenants.queries.owners import colleagues

pytestmark = pytest.mark.feature("B1")


def test_the_day_of_entry_is_no_deed() -> None:
    with override("ko"):
        assert str(Customer._meta.get_field("created_at").verbose_name) == "등록일"


def test_to_hand_over_to_nobody_is_offered_in_korean(inside_hanbit: Company, ada: User) -> None:
    with override("ko"):
        assert colleagues(ada)[-1] == ("", "담당자 없음")


@pytest.mark.feature("P7")
def test_the_times_of_a_day_are_told_as_times(
    browse: Callable[..., Client], hanbit: Company, ada: User
) -> None:
    page = browse(ada).get("/tenants/company/hours").content.decode()
    assert "월요일 시작</label>" in page
    assert "월요일 끝</label>" in page
    assert "접속 위치</label>" not in page
