"""Calendars out to other programs and in from files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from modules.calendar.ics.reading import read
from modules.calendar.ics.writing import written
from modules.calendar.models import Appointment
from modules.calendar.services import feeds, series
from modules.calendar.services.appointments import appointments
from modules.calendar.services.intake import take
from modules.calendar.tests.conftest import Make
from tenants.models import Company
from tenants.people.models import User

pytestmark = [
    pytest.mark.feature("W4"),
    pytest.mark.feature("A25"),
    pytest.mark.feature("A32"),
]
FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//EN
BEGIN:VEVENT
UID:one@other
SUMMARY:매주 점검
DTSTART;TZID=Asia/Seoul:20261123T100000
DTEND;TZID=Asia/Seoul:20261123T110000
RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4
EXDATE;TZID=Asia/Seoul:20261130T100000
END:VEVENT
BEGIN:VEVENT
UID:one@other
RECURRENCE-ID;TZID=Asia/Seoul:20261207T100000
SUMMARY:늦춘 점검
DTSTART;TZID=Asia/Seoul:20261207T150000
DTEND;TZID=Asia/Seoul:20261207T160000
END:VEVENT
BEGIN:VEVENT
UID:two@other
SUMMARY:휴가
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261226
END:VEVENT
BEGIN:VEVENT
UID:three@other
SUMMARY:이상한 반복
DTSTART:20261201T000000Z
RRULE:FREQ=HOURLY
END:VEVENT
END:VCALENDAR
"""


def events(user: User) -> list[object]:
    return Calendar.from_ical(written(user, "내 일정", "hanbit.localhost")).walk("VEVENT")


def test_a_feed_has_zone_rule_left_out_days_and_cancelled_ones(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=4)
    series.remove(made, date(2026, 11, 27), series.ONE)
    series.change(made, date(2026, 12, 4), {"title": "다른 회의"}, series.ONE)
    appointments.remove(make("2026-11-25 10:00", title="취소된 것"))
    text = written(ada, "내 일정", "hanbit.localhost").decode()
    assert "BEGIN:VTIMEZONE" in text
    assert "RRULE:FREQ=WEEKLY;COUNT=4" in text.replace("WKST=SU;", "").replace(";WKST=SU", "")
    assert "EXDATE;TZID=Asia/Seoul:20261127T100000" in text
    found = {str(each["summary"]): each for each in events(ada)}  # type: ignore[index]
    assert str(found["취소된 것"]["status"]) == "CANCELLED"
    assert found["다른 회의"]["uid"] == found["회의"]["uid"]
    assert found["다른 회의"]["recurrence-id"].dt == datetime(
        2026, 12, 4, 10, tzinfo=found["회의"]["dtstart"].dt.tzinfo
    )


def test_a_whole_day_ends_on_the_day_after(make: Make, ada: User) -> None:
    make("2026-11-20 00:00", "2026-11-21 00:00", is_all_day=True)
    (event,) = events(ada)
    assert event["dtend"].dt == date(2026, 11, 21)  # type: ignore[index]


def test_a_lunar_series_is_written_day_by_day(make: Make, ada: User) -> None:
    make("2025-01-29 09:00", repeat="lunar")
    text = written(ada, "내 일정", "x").decode().replace("\r\n ", "")
    assert "RRULE" not in text
    assert "20260217T090000" in text


def test_the_address_opens_without_a_log_in_until_it_is_void(
    make: Make, ada: User, hanbit: Company, browse: Callable[..., Client]
) -> None:
    make("2026-11-20 10:00", title="분기 점검")
    client, visitor = browse(ada), browse(None, hanbit)
    client.post("/calendar/feed")
    token = feeds.token_of(ada)
    address = f"/calendar/feed/{token}.ics"
    answer = visitor.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "분기 점검" in answer.content.decode()
    client.post("/calendar/feed")
    assert visitor.get(address).status_code == 404
    fresh = f"/calendar/feed/{feeds.token_of(ada)}.ics"
    assert visitor.get(fresh).status_code == 200
    client.post("/calendar/feed", {"deed": "take_away"})
    assert visitor.get(fresh).status_code == 404
    assert visitor.get("/calendar/feed/forged:token.ics").status_code == 404


def test_the_address_of_one_who_left_opens_nothing(
    inside_hanbit: Company, hanbit: Company, carol: User, browse: Callable[..., Client]
) -> None:
    feeds.give_out(carol)
    address = f"/calendar/feed/{feeds.token_of(carol)}.ics"
    User.objects.filter(pk=carol.pk).update(is_active=False)
    assert browse(None, hanbit).get(address).status_code == 404


def test_a_private_appointment_of_a_colleague_is_in_no_feed(
    make: Make, carol: User, ada: User
) -> None:
    make("2026-11-20 10:00", visibility="private")
    assert events(carol) == []


def test_a_file_is_taken_over_once_however_often_it_comes(
    inside_hanbit: Company, ada: User
) -> None:
    taken = take(ada, read(FILE.encode()))
    assert (taken.made, taken.changed) == (2, 1)
    assert [title for title, _why in taken.left] == ["이상한 반복"]
    assert "HOURLY" in taken.left[0][1]
    again = take(ada, read(FILE.encode()))
    assert (again.made, again.changed) == (0, 0)
    rows = Appointment.objects.order_by("starts_at").values_list("title", "repeat", "skipped")
    assert list(rows) == [
        ("매주 점검", "weekly", ["2026-11-30", "2026-12-07"]),
        ("늦춘 점검", "", []),
        ("휴가", "", []),
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\xff", "이름,전화\n".encode(), b"BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_refused_with_a_sentence(
    hanbit: Company, ada: User, browse: Callable[..., Client], content: bytes
) -> None:
    sent = SimpleUploadedFile("x.ics", content)
    answer = browse(ada).post("/calendar/take-in", {"file": sent} if content else {})
    assert answer.status_code == 422
    assert ".ics" in answer.context["problem"] or "일정이 없어요" in answer.context["problem"]
