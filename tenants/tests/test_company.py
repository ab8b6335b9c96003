"""A company's settings: name, logo, colour, hours, holidays (P7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dangol import clock, toasts
from dangol.errors import RuleBroken
from tenants import colours, context, house
from tenants.models import Company
from tenants.people.models import AuditEntry, Holiday, House, User, WorkedHoliday
from tenants.services import company as settings
from tenants.working_time import working_time

pytestmark = pytest.mark.feature("P7")
IDENTITY = {
    "name": "한빛상사",
    "time_zone": "Asia/Tokyo",
    "colour": "#0b7285",
    "fiscal_month": "4",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200)) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", size, "#cc3300").save(drawn, kind)
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


def undo_of(answer: Any) -> str:
    """The address of the toast's undo."""
    return next(filter(None, map(toasts.undo_of, answer.context["messages"])))


def test_name_zone_colour_and_fiscal_year_are_kept_and_audited(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    answer = browse(ada).post(reverse("tenants:company"), IDENTITY)
    assert answer.status_code == 302
    company = Company.objects.get(pk=hanbit.pk)
    assert (company.name, company.time_zone) == ("한빛상사", "Asia/Tokyo")
    with context.inside(company):
        row = House.present()
        assert (row.colour, row.fiscal_month) == ("#0b7285", 4)
        entry = AuditEntry.objects.get(action="tenants.company.edit")
    assert entry.changes["name"] == [hanbit.name, "한빛상사"]
    assert "한빛상사" in browse(company=company).get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Asia/Atlantis"), ("colour", "red"), ("fiscal_month", "13"), ("name", "")],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    hanbit: Company, ada: User, browse: Callable[..., Client], field: str, value: str
) -> None:
    answer = browse(ada).post(reverse("tenants:company"), IDENTITY | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Company.objects.get(pk=hanbit.pk).name == hanbit.name


@pytest.mark.feature("V1")
@pytest.mark.parametrize("column", ["address", "state", "business_number", "clock_shift"])
def test_a_company_may_rewrite_its_name_and_nothing_else_of_its_row(
    hanbit: Company, column: str
) -> None:
    with context.inside(hanbit), connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_company SET name = name WHERE id = %s", [hanbit.pk])
        assert cursor.rowcount == 1
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"UPDATE tenants_company SET {column} = {column}")


@pytest.mark.feature("V1")
def test_a_company_cannot_rename_another(hanbit: Company, daon: Company) -> None:
    with context.inside(hanbit), connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_company SET name = 'x' WHERE id = %s", [daon.pk])
        assert cursor.rowcount == 0


def test_a_logo_is_redrawn_and_shown_at_log_in(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    assert client.post(reverse("tenants:logo-change"), {"logo": picture()}).status_code == 302
    with context.inside(hanbit):
        key = house.facts().logo_key
    address = reverse("tenants:logo", args=[key, "square"])
    visitor = browse(company=hanbit)
    assert address in visitor.get(reverse("account_login")).content.decode()
    answer = visitor.get(address)
    drawn = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (drawn.format, drawn.size) == ("PNG", (256, 256))
    assert answer["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"MZ\x00", b""],
)
def test_what_is_no_picture_is_refused_whatever_its_name_says(
    hanbit: Company, ada: User, browse: Callable[..., Client], content: bytes
) -> None:
    upload = SimpleUploadedFile("logo.png", content, "image/png")
    answer = browse(ada).post(reverse("tenants:logo-change"), {"logo": upload})
    assert answer.status_code == 422
    assert answer.context["problem"]
    with context.inside(hanbit):
        assert House.present().logo_key is None


def test_a_logo_that_is_too_large_is_refused_with_its_limit(
    ada: User, browse: Callable[..., Client]
) -> None:
    upload = SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * (5 * 1024 * 1024), "image/png")
    answer = browse(ada).post(reverse("tenants:logo-change"), {"logo": upload})
    assert "5MB" in answer.content.decode().replace(" ", "")


@pytest.mark.parametrize("size", [(1000, 1), (1, 1000), (210, 10), (4000, 3001)])
def test_a_logo_of_extreme_measures_is_refused_with_a_sentence(
    hanbit: Company, ada: User, browse: Callable[..., Client], size: tuple[int, int]
) -> None:
    """Too thin to be drawn, or more than 12 million pixels."""
    upload = picture(size=size)
    answer = browse(ada).post(reverse("tenants:logo-change"), {"logo": upload})
    assert answer.status_code == 422
    assert re.search("1,200만|20배", str(answer.context["problem"]))
    with context.inside(hanbit):
        assert House.present().logo_key is None


def test_the_thinnest_logo_that_is_taken_is_drawn(ada: User, browse: Callable[..., Client]) -> None:
    upload = picture(size=(4000, 200))
    assert browse(ada).post(reverse("tenants:logo-change"), {"logo": upload}).status_code == 302


def test_a_name_is_one_line_for_it_stands_in_the_subjects_of_mails(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    browse(ada).post(reverse("tenants:company"), IDENTITY | {"name": "한빛\r\nBcc: x"})
    assert Company.objects.get(pk=hanbit.pk).name == "한빛 Bcc: x"
    answer = browse(ada).post(reverse("tenants:company"), IDENTITY | {"name": "\u200b"})
    assert answer.context["form"].errors["name"]


def test_a_removed_logo_comes_back_by_undo(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    client.post(reverse("tenants:logo-change"), {"logo": picture("JPEG")})
    with context.inside(hanbit):
        key = house.facts().logo_key
    client.post(reverse("tenants:logo-remove"))
    assert client.get(reverse("tenants:logo", args=[key, "square"])).status_code == 404
    client.post(reverse("tenants:logo-restore", args=[key]))
    assert client.get(reverse("tenants:logo", args=[key, "square"])).status_code == 200


@pytest.mark.feature("V1")
def test_the_logo_of_another_company_does_not_exist(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    browse(ada).post(reverse("tenants:logo-change"), {"logo": picture()})
    with context.inside(hanbit):
        key = house.facts().logo_key
    theirs = browse(eve)
    assert theirs.get(reverse("tenants:logo", args=[key, "square"])).status_code == 404
    assert theirs.post(reverse("tenants:logo-restore", args=[key])).status_code == 404


@given(st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"))
def test_any_colour_becomes_readable_on_both_themes(colour: str) -> None:
    shades = colours.shades(colour)
    assert colours.contrast(shades.light, "#ffffff") >= 4.5
    assert colours.contrast(shades.dark, colours.DARK_GROUND) >= 4.5


@pytest.mark.parametrize("colour", [value for value, _name in colours.CHOICES])
def test_the_colours_to_choose_from_need_no_change_in_the_light(colour: str) -> None:
    assert colours.shades(colour).light == colour


def test_hours_are_kept_and_used(hanbit: Company, ada: User, browse: Callable[..., Client]) -> None:
    values = {"has_lunch": "on", "lunch_start": "12:30", "lunch_end": "13:30"}
    for day in range(5):
        values |= {f"on_{day}": "on", f"start_{day}": "10:00", f"end_{day}": "19:00"}
    values |= {"on_5": "on", "start_5": "18:00", "end_5": "00:00"}
    assert browse(ada).post(reverse("tenants:hours"), values).status_code == 302
    with context.inside(hanbit):
        when = working_time()
    assert when.week == (*[(600, 1140)] * 5, (1080, 1440), None)
    assert when.lunch == (750, 810)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end_0": "08:00"}, "end_0"),
        ({"start_0": ""}, "start_0"),
        ({"lunch_end": "11:00"}, "lunch_end"),
        ({"lunch_start": "08:00", "lunch_end": "19:00"}, "end_0"),
        ({"on_0": ""}, "__all__"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_sentence(
    ada: User, browse: Callable[..., Client], changes: dict[str, str], field: str
) -> None:
    values = {"has_lunch": "on", "lunch_start": "12:00", "lunch_end": "13:00"}
    values |= {"on_0": "on", "start_0": "09:00", "end_0": "18:00"}
    values = {name: text for name, text in (values | changes).items() if text or name != "on_0"}
    answer = browse(ada).post(reverse("tenants:hours"), values)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]


def test_own_days_off_are_added_removed_and_brought_back(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    values = {"name": "창립기념일", "day": "2026-11-24", "repeat": "solar"}
    client.post(reverse("tenants:holiday-add"), values)
    page = client.get(reverse("tenants:holiday-list") + "?year=2027").content.decode()
    assert "창립기념일" in page, "it comes every year"
    again = client.post(reverse("tenants:holiday-add"), values)
    assert again.status_code == 422
    assert again.context["form"].errors["day"]
    with context.inside(hanbit):
        holiday = Holiday.objects.get()
    removed = client.post(reverse("tenants:holiday-remove", args=[holiday.pk]), follow=True)
    with context.inside(hanbit):
        assert not Holiday.objects.exists()
    client.post(undo_of(removed))
    with context.inside(hanbit):
        assert Holiday.objects.get().pk == holiday.pk


@pytest.mark.feature("V1")
def test_an_undo_works_at_its_own_company_only(
    hanbit: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    client.post(
        reverse("tenants:holiday-add"),
        {"name": "비밀", "day": "2026-11-24", "repeat": "once"},
    )
    with context.inside(hanbit):
        key = Holiday.objects.get().pk
    removed = client.post(reverse("tenants:holiday-remove", args=[key]), follow=True)
    assert browse(eve).post(undo_of(removed)).status_code == 404


def test_a_public_holiday_can_be_worked_on_and_taken_off_again(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    work = reverse("tenants:holiday-work")
    client.post(work, {"day": "2026-05-01", "works": "on"})
    with context.inside(hanbit):
        assert WorkedHoliday.objects.count() == 1
    client.post(work, {"day": "2026-05-01"})
    with context.inside(hanbit):
        assert WorkedHoliday.objects.count() == 0
    assert client.post(work, {"day": "2026-11-25", "works": "on"}).status_code == 404


def test_a_setting_is_known_to_the_next_request(hanbit: Company) -> None:
    with context.inside(hanbit):
        assert house.facts().idle_minutes is None
        settings.change_login_rules(
            second_factor=False, idle_minutes=60, networks_text="", address=None
        )
        assert house.facts().idle_minutes == 60


def test_members_do_not_change_the_company(bob: User, browse: Callable[..., Client]) -> None:
    for name in ("company", "hours", "holiday-list", "login-rules"):
        assert browse(bob).get(reverse(f"tenants:{name}")).status_code == 403


def test_a_colour_is_written_as_six_digits() -> None:
    assert colours.checked(" #AABBCC ") == "#aabbcc"
    with pytest.raises(RuleBroken):
        colours.checked("#abc")


def test_the_year_names_weekdays_and_marks_today_and_a_switch_says_what_it_does(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    page = browse(ada).get("/tenants/company/holidays").content.decode()
    heads = re.findall(r'<th scope="col">(.)</th>', page)
    assert heads == ["일", "월", "화", "수", "목", "금", "토"] * 12
    (today,) = re.findall(r'aria-current="date">(\d+)</td>', page)
    assert int(today) == clock.today().day
    assert 'class="day-state">쉼</span>' in page
    assert ">근무로 바꾸기</button>" in page
