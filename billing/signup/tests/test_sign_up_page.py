"""Sign-up as a visitor meets it: without script, with mistakes, and its live checks (P2, A34)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from billing.signup import (
    checks,
    door,
    guesses,
    legal,
    mail_spelling,
    passwords,
    registration,
)
from billing.signup.models import SignUp
from billing.signup.tests.test_registration import FORM, sign_up, token_of
from dangol import clock
from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company, Errand

pytestmark = [
    pytest.mark.feature("P2"),
    pytest.mark.feature("A34"),
    pytest.mark.django_db,
]

FILLED = {
    "company_name": "새봄식품",
    "business_number": "120-81-47521",
    "address": "Saebom",
    "admin_name": "김봄",
    "email": "Bom@saebom.example",
    "password": "a-quiet-morning",
    "terms": "on",
    "privacy": "on",
    "seats": '{"base": 3, "campaign": 1}',
}
ADDRESS = "/signup?base=3&campaign=1"


def only() -> SignUp:
    with context.platform("test"):
        return SignUp.objects.get()


def count() -> int:
    with context.platform("test"):
        return SignUp.objects.count()


def test_the_form_works_without_script(browse: Callable[..., Client]) -> None:
    client = browse()
    answer = client.post(ADDRESS, FILLED, follow=True)
    assert re.fullmatch(r"/signup/sent/.+", answer.redirect_chain[0][0])
    assert "bom@saebom.example" in answer.content.decode()
    signup = only()
    assert signup.address == "saebom"
    assert signup.seats == {"base": 3, "campaign": 1}
    assert client.get(answer.redirect_chain[0][0]).status_code == 200, "a reload sends nothing"
    assert count() == 1


def test_consents_are_recorded_with_time_and_version(browse: Callable[..., Client]) -> None:
    browse().post(ADDRESS, FILLED)
    signup = only()
    assert signup.legal_version == legal.VERSION
    assert signup.terms_at == signup.privacy_at
    assert clock.now() - signup.terms_at < timedelta(minutes=1)
    assert signup.news_at is None


@pytest.mark.parametrize("missing", [name for name in FILLED if name != "seats"])
def test_what_is_missing_is_asked_for_at_its_field_and_the_rest_is_kept(
    missing: str, browse: Callable[..., Client]
) -> None:
    given = {name: value for name, value in FILLED.items() if name != missing}
    answer = browse().post(ADDRESS, given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert f'href="#id_{missing}"' in text, "the summary leads to the field"
    notes = text.partition(f'id="id_{missing}_notes"')[2]
    assert str(answer.context["form"].errors[missing][0]) in notes.partition("</div>")[0]
    for name in ("company_name", "business_number", "admin_name", "email"):
        if name != missing:
            assert f'value="{FILLED[name]}"' in text
    assert FILLED["password"] not in text
    assert answer.context["quote"].bill.total > 0, "the choice of the price page stays"
    assert count() == 0


def test_all_mistakes_are_told_at_once(browse: Callable[..., Client]) -> None:
    """One attempt tells everything: what is missing, and each thing that the rules refuse."""
    wrong = {
        "business_number": "120-81-47520",
        "address": "www",
        "email": "bom@saebom",
        "password": "short",
        "admin_name": "",
    }
    answer = browse().post(ADDRESS, {**FILLED, **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert all(len(errors) == 1 for errors in answer.context["form"].errors.values())
    taken = {"business_number": "124-81-00998", "address": "hanbit"}
    answer = browse().post(ADDRESS, {**FILLED, **taken})
    assert set(answer.context["form"].errors) == set(taken)
    assert count() == 0


def test_writing_goes_on_at_the_first_mistake(browse: Callable[..., Client]) -> None:
    def begins_at(page: str) -> list[str]:
        return re.findall(r'name="(\w+)"[^>]*autofocus', page)

    assert begins_at(browse().get(ADDRESS).content.decode()) == ["company_name"]
    answer = browse().post(ADDRESS, {**FILLED, "email": "bom@saebom", "password": "short"})
    assert begins_at(answer.content.decode()) == ["email"]


def test_the_form_sent_twice_is_one_sign_up_and_one_mail(browse: Callable[..., Client]) -> None:
    client = browse()
    first, second = client.post(ADDRESS, FILLED), client.post(ADDRESS, FILLED)
    assert first["Location"].partition(":")[0] == second["Location"].partition(":")[0]
    assert count() == 1
    with context.platform("test"):
        assert Errand.objects.count() == 1


def test_too_many_attempts_get_one_clear_sentence(
    browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "PER_HOUR_AND_CLIENT", 0)
    answer = browse().post(ADDRESS, FILLED)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert "잠시 뒤" in answer.content.decode() or "나중에" in answer.content.decode()
    assert count() == 0


def test_a_misspelt_mail_address_is_corrected_and_its_link_closed() -> None:
    """Otherwise whoever owns the wrong mailbox could found the company."""
    wrong = sign_up(email="bom@seabom.example")
    right = sign_up(email="bom@saebom.example")
    assert right.pk != wrong.pk
    with context.platform("test"):
        with pytest.raises(RuleBroken):
            registration.behind(token_of(wrong))
        assert registration.behind(token_of(right)).email == "bom@saebom.example"


def test_nobody_else_can_correct_it() -> None:
    """Without the password it is just a taken address."""
    sign_up()
    with pytest.raises(RuleBroken) as caught:
        sign_up(email="thief@else.example", password="another-quiet-evening")
    assert caught.value.code in ("address_taken", "business_number_taken")


def test_the_password_of_a_waiting_sign_up_cannot_be_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_up()
    compared: list[str] = []
    compare = registration.check_password
    monkeypatch.setattr(
        registration,
        "check_password",
        lambda typed, encoded: compared.append(typed) or compare(typed, encoded),
    )
    codes = []
    for n in range(guesses.MOST + 5):
        with pytest.raises(RuleBroken) as caught:
            sign_up(email="thief@else.example", password=f"another-quiet-evening-{n}")
        codes.append(caught.value.code)
    assert codes == ["address_taken"] * guesses.MOST + ["too_many"] * 5
    assert len(compared) == guesses.MOST, "beyond that not even the right one is compared"
    with pytest.raises(RuleBroken):
        sign_up(email="thief@else.example")
    elsewhere = sign_up(client_address="203.0.113.99")
    assert elsewhere.pk == only().pk, "another place is not kept from its own sign-up"


@pytest.mark.parametrize("given", ["password", "email", "admin_name"])
def test_a_live_check_does_not_work_through_megabytes(
    browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    lengths: list[int] = []
    check = passwords.check

    def spy(password: str, *, email: str, name: str) -> None:
        lengths.append(max(map(len, (password, email, name))))
        check(password, email=email, name=name)

    monkeypatch.setattr(passwords, "check", spy)
    data = {"password": "a-quiet-morning"} | {given: "a1" * 500_000}
    assert browse().post("/signup/check/password", data).status_code == 200
    assert lengths == [checks.LONGEST]


def test_a_password_that_is_too_long_is_told_before_any_rule_works_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "validate_password", lambda *_given: pytest.fail("worked on"))
    with pytest.raises(RuleBroken) as caught:
        passwords.check("a" * (passwords.LONGEST + 1), email="", name="")
    assert (caught.value.code, caught.value.field) == ("password_long", "password")


def test_the_mail_can_be_asked_for_again_but_not_at_once(browse: Callable[..., Client]) -> None:
    client = browse()
    page = client.post(ADDRESS, FILLED)["Location"]
    soon = client.post(page)
    assert soon.status_code == 422
    assert soon.context["problem"]
    with clock.shifted(timedelta(minutes=2)):
        assert client.post(page).status_code == 200
    with context.platform("test"):
        assert Errand.objects.count() == 2


def test_the_mail_carries_its_link_as_text_and_as_a_button(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    signup = sign_up(company_name="<b>새봄</b>")
    with context.platform("test"):
        registration.mail_link(str(signup.pk))
    (mail,) = mailoutbox
    link = registration.confirmation_link(signup)
    page = str(mail.alternatives[0][0])
    assert mail.to == ["bom@saebom.example"]
    assert link in mail.body
    assert f'href="{link}"' in page
    assert "<b>새봄" not in page


@pytest.mark.parametrize("path", ["/signup/sent/nonsense", "/signup/confirm/nonsense:x"])
def test_a_bad_link_leads_on(path: str, browse: Callable[..., Client]) -> None:
    answer = browse().get(path)
    assert answer.status_code == 410
    assert 'href="/signup"' in answer.content.decode()
    assert "noindex" in answer.content.decode()


def test_the_confirming_page_says_what_will_be_made(browse: Callable[..., Client]) -> None:
    text = browse().get("/signup/confirm/" + token_of(sign_up())).content.decode()
    assert "saebom.localhost" in text
    assert "새봄식품" in text


def test_sign_ups_that_nobody_confirmed_are_deleted_after_a_month() -> None:
    """As the privacy policy says."""
    confirmed = sign_up()
    with context.platform("test"):
        registration.confirm(token_of(confirmed))
    sign_up(address="firm", business_number="104-81-24017", email="a@b.example")
    with context.platform("test"):
        assert registration.forget_unconfirmed() == 0
        with clock.shifted(timedelta(days=31)):
            assert registration.forget_unconfirmed() == 1
        assert SignUp.objects.get().pk == confirmed.pk


@pytest.mark.parametrize(
    ("field", "typed", "sign", "says"),
    [
        ("business_number", "120-81-47521", "field-ok", ""),
        ("business_number", "120-81-47520", "field-error", "124-81-00998"),
        ("address", "saebom", "field-ok", "saebom.localhost"),
        ("address", "Saebom ", "field-ok", "saebom.localhost"),
        ("address", "www", "field-error", ""),
        ("address", "a", "field-error", ""),
        ("address", "hanbit", "field-error", 'data-instead="hanbit-kr"'),
        ("email", "dain@handeul", "field-error", ".co.kr"),
        ("email", "no mail", "field-error", "name@company.co.kr"),
        ("email", "bom@gmial.com", "field-help", 'data-instead="bom@gmail.com"'),
        ("password", "password123", "field-error", ""),
        ("password", "short", "field-error", "10"),
        ("password", "a-quiet-morning" * 9, "field-error", "128"),
        ("password", "a-quiet-morning", "field-ok", ""),
        ("address", "<script>", "field-error", ""),
    ],
)
def test_a_field_is_checked_as_it_is_left(
    field: str, typed: str, sign: str, says: str, hanbit: Company, browse: Callable[..., Client]
) -> None:
    answer = browse().post(f"/signup/check/{field}", {field: typed})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r'<p class="(field-(?:ok|error|help))"', text) == [sign]
    assert says in text
    assert "<script>" not in text
    assert count() == 0


def test_the_checks_need_a_token_and_keep_what_is_typed_out_of_addresses(
    browse: Callable[..., Client], hanbit: Company
) -> None:
    assert browse().get("/signup/check/password?password=x").status_code == 405
    assert browse().post("/signup/check/nothing", {"nothing": "x"}).status_code == 404
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert strict.post("/signup/check/password", {"password": "x"}).status_code == 403
    assert browse().post("/signup/check/password", {}).content.strip() == b""


def test_a_password_like_the_mail_address_is_told_before_sending(
    browse: Callable[..., Client],
) -> None:
    given = {"password": "bom@saebom.example", "email": "bom@saebom.example"}
    assert "field-error" in browse().post("/signup/check/password", given).content.decode()


def test_an_address_that_waits_for_its_confirmation_is_not_called_free(
    browse: Callable[..., Client],
) -> None:
    sign_up()
    text = browse().post("/signup/check/address", {"address": "saebom"}).content.decode()
    assert "field-error" in text
    others = re.findall(r'data-instead="([^"]+)"', text)
    assert len(others) == registration.MOST_SUGGESTIONS
    for other in others:
        again = browse().post("/signup/check/address", {"address": other}).content.decode()
        assert "field-ok" in again
    with clock.shifted(timedelta(hours=25)):
        late = browse().post("/signup/check/address", {"address": "saebom"}).content.decode()
    assert "field-ok" in late


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@naver.con", "a@naver.com"),
        ("a@navr.com", "a@naver.com"),
        ("a@firm.co.rk", "a@firm.co.kr"),
        ("a@hanmial.net", "a@hanmail.net"),
        ("a@naver.com", ""),
        ("a@company.co.kr", ""),
        ("a@mail.com", ""),
        ("a@saebom.example", ""),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_slips_of_the_hand_are_noticed_and_good_addresses_left_alone(
    typed: str, meant: str
) -> None:
    assert mail_spelling.meant(typed) == meant


def test_a_meant_address_is_an_offer_and_never_forced(browse: Callable[..., Client]) -> None:
    """Somebody may own gmial.com."""
    browse().post(ADDRESS, {**FILLED, "email": "bom@gmial.com"})
    assert only().email == "bom@gmial.com"


@pytest.mark.feature("P6")
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hanbit", "hanbit"),
        (" Hanbit ", "hanbit"),
        ("hanbit.localhost", "hanbit"),
        ("https://hanbit.localhost:8000/accounts/login/", "hanbit"),
        ("nobody-is-here", "nobody-is-here"),
    ],
)
def test_the_way_to_a_company_tells_nothing_about_it(
    typed: str, name: str, hanbit: Company, browse: Callable[..., Client]
) -> None:
    """Whether or not the company exists, the answer is the same."""
    answer = browse().post("/companies", {"address": typed})
    assert answer.status_code == 302
    assert answer["Location"] == door.COMPANIES.replace("*", name) + "/accounts/login/"


@pytest.mark.feature("P6")
@pytest.mark.parametrize(
    "typed", ["", "새봄", "a b", "evil.example", "https://evil.example/", "-x", "a@b", "x/../y z"]
)
def test_what_is_no_name_leads_nowhere(typed: str, browse: Callable[..., Client]) -> None:
    answer = browse().post("/companies", {"address": typed})
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert re.fullmatch(
            r"http://[a-z0-9-]+\.localhost(:\d+)?/accounts/login/", answer["Location"]
        )
    else:
        assert 'aria-invalid="true"' in answer.content.decode()


def test_the_same_person_is_the_same_sign_up() -> None:
    assert sign_up(email=FORM.email.upper()).pk == sign_up().pk
