"""The calendar as people use it: looks, one line, drags, the day of a series, to-dos beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from modules.base.models import Customer
from modules.calendar.models import Appointment, Todo
from modules.calendar.queries.screen import read
from modules.calendar.tests.conftest import Make
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("A25")
SCHEDULE = "/calendar/"
Browse = Callable[..., Client]


def today() -> date:
    """Requests live on the company's own day, which is another one after midnight."""
    return clock.real_now().astimezone(clock.KOREA).date()


def toast(answer: object) -> str:
    return " ".join(str(each) for each in answer.context["messages"])  # type: ignore[attr-defined]


@pytest.mark.feature("GN7")
def test_the_month_of_february_2009_has_its_lunar_dates_on_sundays_alone(
    inside_hanbit: Company, ada: User
) -> None:
    screen = read(ada, "month", date(2009, 2, 1), ())
    found = {each.day.day: each.lunar for week in screen.weeks for each in week.days if each.lunar}
    sundays = {1: "음 1.7", 8: "음 1.14", 15: "음 1.21", 22: "음 1.28"}
    assert found == sundays
    assert [week.days[0].day.isoweekday() for week in screen.weeks] == [7] * 4


@pytest.mark.parametrize("view", ["day", "week", "month", "agenda"])
def test_every_look_shows_the_appointment(make: Make, ada: User, browse: Browse, view: str) -> None:
    make("2026-11-20 10:00", title="분기 점검")
    answer = browse(ada).get(SCHEDULE, {"view": view, "day": "2026-11-20"})
    assert "분기 점검" in answer.content.decode()


def test_holidays_are_told_and_days_that_are_none_lead_to_today(
    hanbit: Company, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    assert (
        "기독탄신일"
        in client.get(SCHEDULE, {"view": "month", "day": "2026-12-01"}).content.decode()
    )
    assert client.get(SCHEDULE, {"view": "month", "day": "2026-02-31"}).status_code == 200


def test_a_line_becomes_an_appointment_and_is_taken_back(
    hanbit: Company, inside_hanbit: Company, carol: User, browse: Browse
) -> None:
    client = browse(carol)
    client.post("/calendar/quick", {"line": "내일 3시 회의", "next": SCHEDULE})
    made = Appointment.objects.get()
    assert (made.title, made.owner_id) == ("회의", carol.pk)
    tomorrow = today() + timedelta(days=1)
    assert f"{made.starts_at:%F %R}" == f"{tomorrow} 06:00"
    client.post(reverse("calendar:appointment-undo", args=[made.pk]))
    assert not Appointment.objects.present().exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [("", "무슨 일정인지"), ("2월 30일 모임", "없는 날"), ("25시 모임", "없는 시각")],
)
def test_a_line_that_cannot_be_is_refused_with_a_sentence(
    hanbit: Company, inside_hanbit: Company, ada: User, browse: Browse, line: str, words: str
) -> None:
    answer = browse(ada).post("/calendar/quick", {"line": line, "next": SCHEDULE}, follow=True)
    assert words in toast(answer)
    assert not Appointment.objects.exists()


def test_a_drag_is_kept_and_its_address_takes_it_back(
    make: Make, ada: User, browse: Browse
) -> None:
    made = make("2026-11-20 10:00")
    client = browse(ada)
    to = {"starts": "2026-11-23T14:00", "ends": "2026-11-23T15:30", "day": ""}
    kept = client.post(f"/calendar/appointments/{made.pk}/move", to).json()
    made.refresh_from_db()
    assert f"{made.starts_at:%F %R}" == "2026-11-23 05:00"
    client.post(kept["undo"])
    made.refresh_from_db()
    assert f"{made.starts_at:%F %R}" == "2026-11-20 01:00"


def test_a_drag_that_cannot_be_read_changes_nothing(make: Make, ada: User, browse: Browse) -> None:
    made = make("2026-11-20 10:00")
    answer = browse(ada).post(f"/calendar/appointments/{made.pk}/move", {"starts": "x", "ends": ""})
    assert answer.status_code == 422
    assert "다시 끌어" in answer.json()["sentence"]


def test_what_another_user_undoes_with_an_address_of_mine_is_nothing(
    make: Make, ada: User, carol: User, browse: Browse
) -> None:
    made = make("2026-11-20 10:00")
    to = {"starts": "2026-11-23T14:00", "ends": "2026-11-23T15:30", "day": ""}
    kept = browse(ada).post(f"/calendar/appointments/{made.pk}/move", to).json()
    assert browse(carol).post(kept["undo"]).status_code == 404


def test_the_form_of_one_day_changes_what_it_is_asked_to(
    make: Make, ada: User, browse: Browse
) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=3)
    client = browse(ada)
    address = reverse("calendar:occurrence-edit", args=[made.pk, "2026-11-27"])
    shown = client.get(address)
    assert "2026-11-27T10:00" in shown.content.decode()
    form = shown.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"title": "바뀐 회의", "which": "one", "owner": str(ada.pk)}
    answer = client.post(address, {k: v for k, v in data.items() if v not in (None, False, "")})
    assert answer.status_code == 302, answer.context["form"].errors
    titles = Appointment.objects.order_by("starts_at").values_list("title", "repeat")
    assert list(titles) == [("회의", "weekly"), ("바뀐 회의", "")]


def test_a_day_that_is_not_in_the_series_is_not_found(
    make: Make, ada: User, browse: Browse
) -> None:
    made = make("2026-11-20 10:00", repeat="weekly")
    for day in ("2026-11-21", "not-a-day"):
        address = reverse("calendar:occurrence", args=[made.pk, day])
        assert browse(ada).get(address).status_code == 404


def test_removing_one_day_offers_the_way_back(make: Make, ada: User, browse: Browse) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=3)
    address = reverse("calendar:occurrence-delete", args=[made.pk, "2026-11-27"])
    client = browse(ada)
    answer = client.post(address, {"which": "one"}, follow=True)
    made.refresh_from_db()
    assert made.skipped == ["2026-11-27"]
    (told,) = answer.context["messages"]
    client.post(told.extra_tags.removeprefix("undo:"))
    made.refresh_from_db()
    assert made.skipped == []


def test_a_calendar_is_switched_off_and_on(make: Make, ada: User, browse: Browse) -> None:
    make("2026-11-20 10:00", title="분기 점검")
    client = browse(ada)
    client.post("/calendar/layer", {"layer": "mine"})
    assert "분기 점검" not in client.get(SCHEDULE).content.decode()
    client.post("/calendar/layer", {"layer": "mine"})
    assert "분기 점검" in client.get(SCHEDULE).content.decode()


def test_one_colleague_s_calendar_is_looked_at_by_itself(
    make: Make, ada: User, carol: User, browse: Browse
) -> None:
    make("2026-11-20 10:00", title="에이다 것")
    make("2026-11-20 11:00", title="캐럴 것", owner=carol)
    shown = browse(ada).get(SCHEDULE, {"who": str(carol.pk)}).content.decode()
    assert "캐럴 것" in shown
    assert "에이다 것" not in shown


def test_todos_stand_beside_the_day_overdue_ones_are_carried_over(
    inside_hanbit: Company, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    for day, title in (((today() - timedelta(days=1)), "늦은 일"), (today(), "오늘 일")):
        client.post("/calendar/todos/quick", {"title": title, "due_on": day})
    shown = client.get(SCHEDULE, {"day": str(today())}).context["todos"]
    assert [each.title for each in shown.overdue] == ["늦은 일"]
    assert [each.title for each in shown.todos] == ["오늘 일"]
    assert (shown.open_count, shown.done_count) == (2, 0)
    done = Todo.objects.get(title="오늘 일")
    client.post(reverse("calendar:todo-tick", args=[done.pk]), {"done": "1"})
    done.refresh_from_db()
    assert done.done_at is not None
    shown = client.get(SCHEDULE, {"day": str(today())}).context["todos"]
    assert (shown.open_count, shown.done_count) == (1, 1)


def test_a_customer_s_page_offers_a_todo_about_them_and_tells_what_took_place(
    make: Make, ada: User, browse: Browse
) -> None:
    customer = Customer.objects.create(name="김하늘", code="C-1", owner=ada)
    make("2026-11-19 10:00", title="방문 상담", customer=customer)
    client = browse(ada)
    page = client.get(reverse("base:customer-page", args=[customer.pk])).content.decode()
    assert f"/calendar/todos/new?customer={customer.pk}" in page
    assert 'data-key="d"' in page
    assert "방문 상담" in page
    form = client.get(f"/calendar/todos/new?customer={customer.pk}").content.decode()
    assert "김하늘" in form


def test_the_portal_s_today_has_appointments_and_todos(
    make: Make, ada: User, browse: Browse
) -> None:
    make(f"{today()} 10:00", title="오늘 회의")
    client = browse(ada)
    client.post("/calendar/todos/quick", {"title": "오늘 일", "due_on": str(today())})
    tile = client.get("/portal/").content.decode()
    assert "오늘 회의" in tile
    assert "오늘 일" in tile
