"""A demo company has something to clean (X1)."""

from __future__ import annotations

import pytest

from modules.base.models import Account, Customer
from modules.cleansing import demo
from modules.cleansing.models import (
    CollectedQuality,
    CompositionFigure,
    Fault,
    QualityFigure,
    Suggestion,
)
from tenants.models import Company

pytestmark = pytest.mark.feature("B22")


def test_some_records_get_real_life_spellings_and_are_looked_at_once(
    inside_hanbit: Company,
) -> None:
    for number in range(300):
        Customer.objects.create(
            name="김하늘", email=f"h{number}@naver.com", company_name="(주)한빛",
            home_line1="경기도 성남시 분당구 판교역로 1",
        )  # fmt: skip
        Account.objects.create(name=f"가온{number}(주)", line1="서울특별시 중구 세종대로 1")
    kept = Suggestion, Fault, QualityFigure, CollectedQuality, CompositionFigure
    assert demo.fill() == sum(each.objects.count() for each in kept) > 30
    assert CompositionFigure.objects.values("on").distinct().count() == 13
    assert set(Fault.objects.values_list("state", flat=True)) == set(Fault.State.values)
    rules = set(Suggestion.objects.values_list("rule", flat=True))
    assert rules >= {"person_spacing", "company_form", "address_form", "mail_domain"}
    assert demo.fill() == 0
