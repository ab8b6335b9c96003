"""Sign-up: what is refused, what is kept, and that one form makes one company (P2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from billing.signup import registration
from billing.signup.models import SignUp
from dangol import clock
from dangol.errors import RuleBroken
from tenants import context
from tenants.business_number import is_valid
from tenants.models import Company, Errand, SchemaSlot
from tenants.people.models import AuditEntry, User

pytestmark = [
    pytest.mark.feature("P2"),
    pytest.mark.feature("A34"),
    pytest.mark.django_db,
]

FORM = registration.Form(
    company_name="새봄식품",
    business_number="120-81-47521",
    address="saebom",
    admin_name="김봄",
    email="Bom@saebom.example",
    password="a-quiet-morning",
    seats={"base": 3, "campaign": 1},
    news=False,
    language="ko",
    client_address="203.0.113.7",
)


def sign_up(**changes: object) -> SignUp:
    with context.platform("test"):
        return registration.sign_up(replace(FORM, **changes))


def refusal(**changes: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        sign_up(**changes)
    with context.platform("test"):
        assert SignUp.objects.count() == 0
        assert Errand.objects.count() == 0
    return caught.value


def token_of(signup: SignUp) -> str:
    return registration.confirmation_link(signup).rpartition("/")[2]


def confirm(token: str) -> Company:
    with context.platform("test"):
        return registration.confirm(token)[0]


@pytest.mark.parametrize(("plan", "told"), [("sales", True), ("campaign", False)])
def test_the_link_says_which_plan_one_starts_on(
    plan: str, told: bool, browse: Callable[..., Client]
) -> None:
    signup = sign_up(seats={plan: 1})
    page = browse().get(f"/signup/confirm/{token_of(signup)}").content.decode()
    assert ("아직 고객 요금제만큼만" in page) is told, "before one founds, not after the bill"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"business_number": "120-81-47520"}, "business_number_wrong", "business_number"),
        ({"business_number": "12"}, "business_number_wrong", "business_number"),
        ({"business_number": "124-81-00998"}, "business_number_taken", "business_number"),
        ({"address": "hanbit"}, "address_taken", "address"),
        ({"address": "www"}, "address_reserved", "address"),
        ({"address": "ops"}, "address_reserved", "address"),
        ({"address": "a"}, "address_form", "address"),
        ({"address": "9lives"}, "address_form", "address"),
        ({"address": "two--dashes"}, "address_form", "address"),
        ({"address": "-dash"}, "address_form", "address"),
        ({"address": "새봄"}, "address_form", "address"),
        ({"password": "short"}, "password_weak", "password"),
        ({"password": "password123"}, "password_weak", "password"),
        ({"password": "bom@saebom.example"}, "password_weak", "password"),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field_and_keeps_nothing(
    changes: dict[str, object], code: str, field: str
) -> None:
    broken = refusal(**changes)
    assert (broken.code, broken.field) == (code, field)
    assert len(str(broken)) > 10


def test_the_form_is_kept_with_an_encoded_password_and_a_promised_mail() -> None:
    signup = sign_up()
    assert signup.business_number == "1208147521"
    assert FORM.password not in signup.password
    with context.platform("test"):
        assert Errand.objects.get().args == [str(signup.pk)]


def test_the_same_form_twice_is_one_sign_up() -> None:
    assert sign_up().pk == sign_up().pk


def test_an_address_waits_for_its_confirmation_for_a_day() -> None:
    sign_up()
    with pytest.raises(RuleBroken) as caught:
        sign_up(email="other@elsewhere.example", business_number="104-81-24017")
    assert caught.value.code == "address_taken"
    with clock.shifted(timedelta(hours=25)):
        later = sign_up(email="other@elsewhere.example", business_number="104-81-24017")
    assert later.state == SignUp.State.OPEN


def test_too_many_sign_ups_from_one_place_are_slowed_down() -> None:
    numbers = [f"{n:09d}" for n in range(101810001, 101810012)]
    valid = [next(n + str(d) for d in range(10) if is_valid(n + str(d))) for n in numbers]
    for i in range(registration.PER_HOUR_AND_CLIENT):
        sign_up(address=f"firm-{i}", business_number=valid[i], email=f"a{i}@b.example")
    with pytest.raises(RuleBroken) as caught:
        sign_up(address="firm-last", business_number=valid[-1], email="z@b.example")
    assert caught.value.code == "too_many"


def test_the_link_makes_a_company_that_can_be_entered() -> None:
    company = confirm(token_of(sign_up()))
    assert (company.address, company.business_number) == ("saebom", "1208147521")
    with context.inside(company):
        founder = User.objects.get()
        assert (founder.email, founder.is_admin) == ("bom@saebom.example", True)
        assert founder.check_password(FORM.password)
        assert founder.plans() == {"campaign"}, "the founder gets the largest plan chosen"
        assert AuditEntry.objects.filter(action="tenants.company.found").exists()


def test_the_second_click_finds_the_same_company() -> None:
    token = token_of(sign_up())
    assert confirm(token).pk == confirm(token).pk


@pytest.mark.parametrize("token", ["", "nonsense", "00000000-0000-7000-8000-000000000000:x"])
def test_a_made_up_link_is_refused(token: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        confirm(token)
    assert caught.value.code == "link_invalid"


def test_a_link_of_yesterday_is_refused() -> None:
    token = token_of(sign_up())
    with clock.shifted(timedelta(hours=25)), pytest.raises(RuleBroken):
        confirm(token)


@pytest.mark.feature("P3")
def test_founding_killed_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(sign_up())
    monkeypatch.setattr(
        "tenants.services.founding._first_user",
        lambda *args: (_ for _ in ()).throw(OSError("plug")),
    )
    with pytest.raises(OSError, match="plug"):
        confirm(token)
    with context.platform("test"):
        assert not Company.objects.filter(address="saebom").exists()
        assert SchemaSlot.objects.filter(state="taken").count() == 3
    monkeypatch.undo()
    assert confirm(token).address == "saebom"


def test_opening_the_link_founds_nothing_pressing_its_button_does(
    browse: Callable[..., Client],
) -> None:
    """Mail scanners open links; people press buttons. The way in is given once."""
    path = "/signup/confirm/" + token_of(sign_up())
    client = browse()
    assert "새봄식품" in client.get(path).content.decode()
    with context.platform("test"):
        assert not Company.objects.filter(address="saebom").exists()
    first = client.post(path)
    assert "/welcome/" in first["Location"]
    with context.platform("test"):
        company = Company.objects.get(address="saebom")
    founder = browse(company=company)
    assert founder.get(first["Location"].removeprefix(company.origin)).status_code == 302
    with context.inside(company):
        assert "_auth_user_id" in founder.session
    again = client.post(path)
    assert again["Location"].endswith("/accounts/login/")
    assert client.get(path)["Location"].endswith("/accounts/login/")
