"""Signing up and confirming: the rules (P2). Everything here runs on the platform."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from billing.signup.models import LIFE, SignUp
from dangol import clock
from dangol.errors import RuleBroken
from tenants import business_number, errands
from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Plan
from tenants.services import founding

PER_HOUR_AND_CLIENT = 10
LARGEST_FIRST = (Plan.FULL, Plan.CAMPAIGN, Plan.SALES, Plan.SERVICE, Plan.BASE)

_signer = signing.Signer(salt="signup.confirm")


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the visitor filled in; consents are those given."""

    company_name: str
    business_number: str
    address: str
    admin_name: str
    email: str
    password: str
    seats: dict[str, int]
    news: bool
    language: str
    client_address: str | None


def sign_up(form: Form) -> SignUp:
    """Keeps the form and mails a link. The same form sent twice is one sign-up.

    Raises RuleBroken for a wrong number, a taken or reserved address, a weak password, or too
    many attempts from one place.
    """
    number = business_number.checked(form.business_number)
    _check_password(form)
    _expire_old()
    same = _same_open(form, number)
    if same is not None:
        return same
    _check_rate(form.client_address)
    problem = founding.address_problem(form.address)
    if problem:
        raise problem
    if Company.objects.filter(business_number=number).exists():
        raise _number_taken()
    return _keep(form, number)


def _keep(form: Form, number: str) -> SignUp:
    moment = clock.now()
    try:
        with transaction.atomic():
            signup = SignUp.objects.create(
                company_name=form.company_name,
                business_number=number,
                address=form.address,
                admin_name=form.admin_name,
                email=form.email.lower(),
                password=make_password(form.password),
                seats=form.seats,
                language=form.language,
                terms_at=moment,
                privacy_at=moment,
                news_at=moment if form.news else None,
                client_address=form.client_address,
            )
            errands.post("billing.signup.registration.mail_link", str(signup.pk))
    except IntegrityError as error:
        same = _same_open(form, number)  # the double click's other half was quicker
        if same is not None:
            return same
        if "business_number" in str(error):
            raise _number_taken() from error
        raise founding.address_taken() from error
    return signup


def _check_password(form: Form) -> None:
    try:
        validate_password(form.password, User(email=form.email, name=form.admin_name))
    except ValidationError as error:
        raise RuleBroken("password_weak", " ".join(error.messages), field="password") from error


def _check_rate(client_address: str | None) -> None:
    recent = SignUp.objects.filter(
        client_address=client_address, created_at__gt=clock.now() - LIFE / 24
    )
    if client_address and recent.count() >= PER_HOUR_AND_CLIENT:
        raise RuleBroken(
            "too_many",
            gettext_lazy("Too many sign-ups from your network in the last hour; try again later."),
        )


def _expire_old() -> None:
    old = SignUp.objects.filter(state=SignUp.State.OPEN, created_at__lt=clock.now() - LIFE)
    old.update(state=SignUp.State.EXPIRED)


def _same_open(form: Form, number: str) -> SignUp | None:
    """An open sign-up with the same data and the same password: the same form again."""
    same = SignUp.objects.filter(
        state=SignUp.State.OPEN,
        address=form.address,
        business_number=number,
        email=form.email.lower(),
    ).first()
    return same if same and check_password(form.password, same.password) else None


def _number_taken() -> RuleBroken:
    return RuleBroken(
        "business_number_taken",
        gettext_lazy(
            "A company with this business number is already here; ask its administrator to invite"
            " you."
        ),
        field="business_number",
    )


def confirmation_link(signup: SignUp) -> str:
    """The address in the mail."""
    origin = f"{settings.DANGOL_SCHEME}://{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
    return origin + reverse(
        "signup-confirm", args=[_signer.sign(str(signup.pk))], urlconf=settings.PUBLIC_URLCONF
    )


def mail_link(key: str) -> None:
    """Errand: sends the confirmation mail."""
    signup = SignUp.objects.get(pk=key)
    if signup.state != SignUp.State.OPEN:
        return
    facts = {"signup": signup, "link": confirmation_link(signup), "hours": LIFE.days * 24}
    with override(signup.language):
        send_mail(
            _("Confirm your mail address for Dangol"),
            render_to_string("signup/mail/confirm.txt", facts),
            settings.DEFAULT_FROM_EMAIL,
            [signup.email],
        )


def behind(token: str) -> SignUp:
    """The sign-up behind a link; RuleBroken when the link is wrong or too old."""
    try:
        key = _signer.unsign(token)
    except signing.BadSignature as error:
        raise _bad_link() from error
    _expire_old()
    signup = SignUp.objects.select_related("company").filter(pk=key).first()
    if signup is None or signup.state == SignUp.State.EXPIRED:
        raise _bad_link()
    return signup


def confirm(token: str) -> tuple[Company, bool]:
    """Turns the sign-up behind a link into a company, and tells whether this call founded it.

    The second click finds the same company. Raises RuleBroken as `behind`.
    """
    key = behind(token).pk
    with transaction.atomic():
        signup = SignUp.objects.select_for_update().get(pk=key)
        is_new = signup.company_id is None
        if is_new:
            signup.company = _found(signup)
            signup.state = SignUp.State.CONFIRMED
            signup.save(update_fields=["company", "state"])
    return Company.objects.get(pk=signup.company_id), is_new


def _found(signup: SignUp) -> Company:
    return founding.found_company(
        name=signup.company_name,
        address=signup.address,
        business_number=signup.business_number,
        admin=founding.Founder(
            name=signup.admin_name,
            email=signup.email,
            password_hash=signup.password,
            language=signup.language,
        ),
        plans=[largest_plan(signup.seats)],
    )


def largest_plan(seats: dict[str, int]) -> str:
    """The founder's plan: the largest one chosen (decision 4); base when none was."""
    return next((plan for plan in LARGEST_FIRST if seats.get(plan, 0) > 0), Plan.BASE)


def _bad_link() -> RuleBroken:
    return RuleBroken(
        "link_invalid",
        gettext_lazy("This link is no longer valid: sign up again to get a new one."),
    )
