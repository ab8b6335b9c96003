"""Which addresses can be shown to colleagues, and what each reader may call them (A30)."""

from __future__ import annotations

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from tenants.hints import screens
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User

pytestmark = pytest.mark.feature("A30")


def refused(user: User, address: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        screens.read(user, address)
    assert str(broken.value)
    return broken.value.code


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/base/customers/",
        "//evil.example/base/customers/",
        "http://daon.localhost/base/customers/",
        "javascript:alert(1)",
        "/\\evil.example/",
        "base/customers/",
        "http://[",
        "/base/customers/\n/x",
        "",
    ],
)
def test_an_address_outside_the_company_is_refused(
    address: str, inside_hanbit: Company, ada: User
) -> None:
    assert refused(ada, address) == "hint_foreign"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/no/such/page", "hint_nowhere"),
        ("/base/customers/nonsense/", "hint_nowhere"),
        ("/tenants/notices/read-all", "hint_no_screen"),  # POST only
        ("/tenants/notices/count", "hint_no_screen"),  # asked by the page
        ("/base/customers/filters", "hint_no_screen"),  # a piece of a screen
        ("/accounts/login/", "hint_no_screen"),  # open to everybody
        ("/api/v1/openapi.json", "hint_no_screen"),
        ("/tenants/hints/", "hint_no_screen"),  # everybody's own
        ("/base/customers/00000000-0000-7000-8000-0000000000ff/", "hint_closed"),  # no such record
        ("/base/customers/?q=" + "x" * 1_000, "hint_long"),
    ],
)
def test_what_is_no_screen_is_refused(
    address: str, code: str, inside_hanbit: Company, ada: User
) -> None:
    assert refused(ada, address) in (code, "hint_nowhere" if "api" in address else code)


def test_a_screen_that_the_sender_may_not_open_is_refused(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    assert screens.read(ada, "/tenants/users/").view == "tenants:user-list"
    assert refused(bob, "/tenants/users/") == "hint_closed"


def test_the_company_s_own_host_and_a_place_on_the_page_are_left_out(
    inside_hanbit: Company, ada: User
) -> None:
    address = f"{inside_hanbit.origin}/base/customers/?q=김하늘&sort=name#row-3"
    assert screens.read(ada, address).url == "/base/customers/?q=김하늘&sort=name"


def test_a_record_is_called_by_its_name_and_a_list_by_its_type(
    inside_hanbit: Company, ada: User
) -> None:
    customer = Customer.objects.create(name="김하늘 <b>")
    page = screens.read(ada, f"/base/customers/{customer.pk}/?tab=timeline")
    assert (page.record, page.key) == ("base.customer", str(customer.pk))
    assert str(screens.title(ada, page)) == "고객 김하늘 <b>"
    assert str(screens.title(ada, screens.read(ada, "/base/customers/?q=x"))) == "고객"
    assert str(screens.title(ada, screens.read(ada, "/tenants/company/hours"))) == "회사"
    assert str(screens.title(ada, screens.read(ada, "/tenants/reports/"))) == "리포트"


def test_a_record_that_the_reader_may_not_see_has_no_name(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=bob, role=role)
    customer = Customer.objects.create(name="김하늘", owner=ada)
    screen = screens.read(ada, f"/base/customers/{customer.pk}/")
    reader = User.objects.get(pk=bob.pk)
    closed = screens.title(reader, screen)
    assert closed.is_closed
    assert "김하늘" not in str(closed)
    assert not screens.may_open(reader, screen)
    Customer.objects.filter(pk=customer.pk).update(deleted_at=clock.now())
    assert screens.title(ada, screen).is_closed  # in the trash it has no page either
