"""Mail addresses: slips of one letter, offices, boxes for minutes (B22)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.base.values import mails

pytestmark = pytest.mark.feature("B22")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("GMIAL.COM", "gmail.com"),
        ("gmail.comm", "gmail.com"),
        ("naver.co", "naver.com"),
        ("navr.com", "naver.com"),
        ("daum.ent", "daum.net"),
        ("hanmail.com", "hanmail.net"),
        ("naver.com", ""),
        ("mail.com", ""),
        ("hanbit.co.kr", ""),
        ("", ""),
    ],
)
def test_a_slip_in_a_known_service_is_mended_and_other_domains_are_left_alone(
    written: str, meant: str
) -> None:
    assert mails.meant_domain(written) == meant


@given(st.sampled_from(mails.DOMAINS), st.data())
def test_one_letter_left_out_swapped_or_doubled_is_mended(
    service: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(service) - 2))
    slips = {
        service[:at] + service[at + 1 :],
        service[:at] + service[at + 1] + service[at] + service[at + 2 :],
        service[: at + 1] + service[at:],
    }
    for slip in slips - set(mails.DOMAINS) - mails.NEIGHBOURS:
        assert mails.meant_domain(slip) == service


def test_offices_and_boxes_for_minutes_are_told() -> None:
    assert mails.is_role("Info@hanbit.kr")
    assert not mails.is_role("haneul@hanbit.kr")
    assert mails.is_throw_away("x@Mailinator.com")
    assert not mails.is_throw_away("x@naver.com")
