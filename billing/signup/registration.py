"""Signing up and confirming: the rules (P2). Everything here runs on the platform."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from billing.signup import guesses, legal, mistakes
from billing.signup.models import LIFE, SignUp
from dangol import clock
from dangol.errors import RuleBroken
from tenants import business_number, errands
from tenants.models import Company
from tenants.people.models.user import Plan
from tenants.services import founding

PER_HOUR_AND_CLIENT = 10
BETWEEN_MAILS = timedelta(minutes=1)
KEPT_UNCONFIRMED = timedelta(days=30)
"""How long a sign-up that nobody confirmed stays, to answer questions; then it is deleted."""
MOST_SUGGESTIONS = 3
LARGEST_FIRST = (Plan.FULL, Plan.CAMPAIGN, Plan.SALES, Plan.SERVICE, Plan.BASE)

_signer = signing.Signer(salt="signup.confirm")
_sent = signing.Signer(salt="signup.sent")


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

    The same company and password with another mail address corrects the address: the link that
    went to the wrong one stops working. Raises the first of `mistakes.of`, or RuleBroken for too
    many attempts from one place.
    """
    _expire_old()
    found = mistakes.of(asdict(form))
    if found:
        raise found[0]
    _check_rate(form.client_address)
    number = business_number.checked(form.business_number)
    waiting = mistakes.open_like(form.address, number)
    return _again(waiting, form, number) if waiting else _keep(form, number)


def _again(waiting: SignUp, form: Form, number: str) -> SignUp:
    """The sign-up that waits, or its mail address corrected: for who knows its password only."""
    guesses.count(form.client_address)
    if not check_password(form.password, waiting.password):
        raise founding.address_taken()
    if waiting.email == form.email.lower():
        return waiting
    return _corrected(waiting, form, number)


@transaction.atomic
def _corrected(wrong: SignUp, form: Form, number: str) -> SignUp:
    """The sign-up again with its new mail address; the old one and its link are closed."""
    wrong.state = SignUp.State.EXPIRED
    wrong.save(update_fields=["state"])
    return _keep(form, number)


def address_problem(address: str) -> RuleBroken | None:
    """Why the address cannot be had, or None: also one that waits for a confirmation is taken."""
    problem = founding.address_problem(address)
    if problem is None and _waiting().filter(address=address).exists():
        return founding.address_taken()
    return problem


def free_addresses(wanted: str) -> list[str]:
    """Up to three free addresses like the one that is taken."""
    stem = wanted[:24].rstrip("-")
    likely = [f"{stem}-kr", f"{stem}-crm", f"{stem}-co", *(f"{stem}{n}" for n in range(2, 6))]
    free = (address for address in likely if address_problem(address) is None)
    return list(islice(free, MOST_SUGGESTIONS))


def _waiting() -> QuerySet[SignUp]:
    """Open sign-ups whose link still works."""
    return SignUp.objects.filter(state=SignUp.State.OPEN, created_at__gte=clock.now() - LIFE)


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
                legal_version=legal.VERSION,
                mailed_at=moment,
                client_address=form.client_address,
            )
            errands.post("billing.signup.registration.mail_link", str(signup.pk))
    except IntegrityError as error:
        same = mistakes.open_like(form.address, number)
        if same is not None and same.email == form.email.lower():
            return _again(same, form, number)  # the double click's other half was quicker
        if "business_number" in str(error):
            raise mistakes.number_taken() from error
        raise founding.address_taken() from error
    return signup


def _check_rate(client_address: str | None) -> None:
    recent = SignUp.objects.filter(
        client_address=client_address, created_at__gt=clock.now() - LIFE / 24
    )
    if client_address and recent.count() >= PER_HOUR_AND_CLIENT:
        raise guesses.too_many()


def _expire_old() -> None:
    old = SignUp.objects.filter(state=SignUp.State.OPEN, created_at__lt=clock.now() - LIFE)
    old.update(state=SignUp.State.EXPIRED)


def confirmation_link(signup: SignUp) -> str:
    """The address in the mail."""
    origin = f"{settings.DANGOL_SCHEME}://{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
    return origin + reverse(
        "signup-confirm", args=[_signer.sign(str(signup.pk))], urlconf=settings.PUBLIC_URLCONF
    )


def sent_token(signup: SignUp) -> str:
    """Names the sign-up in the address of the page that says the mail has left."""
    return _sent.sign(str(signup.pk))


def sent(token: str) -> SignUp:
    """The sign-up that such an address names; RuleBroken when it is wrong or too old."""
    return _named(_sent, token)


@transaction.atomic
def send_again(token: str) -> SignUp:
    """Mails the link once more; RuleBroken as `sent`, or within a minute of the last mail."""
    signup = SignUp.objects.select_for_update().get(pk=sent(token).pk)
    if clock.now() - signup.mailed_at < BETWEEN_MAILS:
        raise RuleBroken("too_soon", _("The mail has just left; wait a minute and try again."))
    signup.mailed_at = clock.now()
    signup.save(update_fields=["mailed_at"])
    errands.post("billing.signup.registration.mail_link", str(signup.pk))
    return signup


def forget_unconfirmed() -> int:
    """Job: deletes sign-ups that never became a company; how many it deleted."""
    old = SignUp.objects.filter(company=None, created_at__lt=clock.now() - KEPT_UNCONFIRMED)
    return old.delete()[0]


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
            html_message=render_to_string("signup/mail/confirm.html", facts),
        )


def behind(token: str) -> SignUp:
    """The sign-up behind a link of a mail; RuleBroken when the link is wrong or too old."""
    return _named(_signer, token)


def _named(signer: signing.Signer, token: str) -> SignUp:
    try:
        key = signer.unsign(token)
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
