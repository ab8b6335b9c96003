"""The customer (고객): basic data, addresses, consents, dealings (B2, B6, B13-B15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import ExtractDay, ExtractMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, MergeableModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.account import Account
from modules.base.models.grade import Grade
from modules.base.models.profile import Profiled
from modules.base.models.scores import Lifecycle, Scored

__all__ = ["Contacting", "Customer", "Grade", "Kind", "Lifecycle", "Place"]


class Place(models.TextChoices):
    """Which address gets the post (발송처)."""

    HOME = "home", _("Home")
    WORK = "work", _("Work")


class Kind(models.TextChoices):
    """Who they are to the company: its own people buy as well (B6)."""

    CUSTOMER = "customer", pgettext_lazy("kind", "Customer")
    EMPLOYEE = "employee", pgettext_lazy("kind", "Employee")
    TRAINEE = "trainee", pgettext_lazy("kind", "Trainee")


class Contacting(models.TextChoices):
    """Who calls whom, as a rule (B14)."""

    INBOUND = "in", _("Inbound")
    OUTBOUND = "out", _("Outbound")


def flag(label: Any) -> models.BooleanField[bool, bool]:
    """A mark that nobody has unless somebody set it."""
    return models.BooleanField(label, default=False, db_default=False)


def consent_at() -> models.DateTimeField[datetime | None, datetime | None]:
    return models.DateTimeField(null=True, editable=False)


def consent_source() -> models.CharField[str, str]:
    return models.CharField(max_length=60, blank=True, editable=False, default="", db_default="")


class Customer(Scored, Profiled, MergeableModel):
    """One person a company deals with. Only `modules.base.services` writes here."""

    record_code = "base.customer"

    code = models.CharField(_("Customer code"), max_length=20, blank=True)
    """고객코드, the company's own; unique when given."""
    name = models.CharField(_("Name"), max_length=60, db_collation=PLAIN)
    company_name = models.CharField(
        _("Company name"), max_length=100, blank=True, db_collation=PLAIN
    )
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,
    )
    """Where they work, once it is a record of its own: it fills `company_name`."""
    department = models.CharField(_("Department"), max_length=60, blank=True)
    title = models.CharField(_("Job title"), max_length=60, blank=True)
    mobile = models.CharField(_("Mobile"), max_length=20, blank=True)
    work_phone = models.CharField(_("Work phone"), max_length=30, blank=True)
    fax = models.CharField(_("Fax"), max_length=30, blank=True)
    email = models.CharField(_("Email"), max_length=254, blank=True)
    homepage = models.CharField(_("Homepage"), max_length=200, blank=True)
    mobile_key = models.CharField(max_length=20, blank=True, db_collation=PLAIN, editable=False)
    """Digits of the mobile number: what messages are addressed to and duplicates matched by."""
    email_key = models.CharField(max_length=254, blank=True, db_collation=PLAIN, editable=False)
    """The mail address in small letters."""

    home_postcode = models.CharField(_("Home postcode"), max_length=7, blank=True)
    """Five digits, or the old six written 153-769 (B3)."""
    home_line1 = models.CharField(_("Home address"), max_length=200, blank=True)
    home_line2 = models.CharField(_("Home address, detail"), max_length=100, blank=True)
    work_postcode = models.CharField(_("Work postcode"), max_length=7, blank=True)
    work_line1 = models.CharField(_("Work address"), max_length=200, blank=True)
    work_line2 = models.CharField(_("Work address, detail"), max_length=100, blank=True)
    mailing_place = models.CharField(
        _("Post goes to"), max_length=4, choices=Place, default=Place.HOME
    )

    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    grade = models.PositiveSmallIntegerField(_("Grade"), choices=Grade, null=True, blank=True)
    source = models.CharField(_("Source"), max_length=60, blank=True)
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)
    owner = owner_field()
    collector: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Collected by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    """수집자: who entered or imported it; that stays, whoever looks after it later (B36)."""

    mail_ads = models.BooleanField(_("Advertising by mail"), default=False)
    mail_ads_at = models.DateTimeField(null=True, editable=False)
    mail_ads_source = models.CharField(max_length=60, blank=True, editable=False)
    sms_ads = models.BooleanField(_("Advertising by text message"), default=False)
    sms_ads_at = models.DateTimeField(null=True, editable=False)
    sms_ads_source = models.CharField(max_length=60, blank=True, editable=False)
    night = models.BooleanField(_("Text messages at night"), default=False)
    """Separate consent for advertising between 21:00 and 08:00 (decision 14)."""
    night_at = models.DateTimeField(null=True, editable=False)
    night_source = models.CharField(max_length=60, blank=True, editable=False)

    phone_ads = flag(_("Advertising by phone"))
    phone_ads_at = consent_at()
    phone_ads_source = consent_source()
    post_ads = flag(_("Advertising by post"))
    post_ads_at = consent_at()
    post_ads_source = consent_source()
    fax_ads = flag(_("Advertising by fax"))
    fax_ads_at = consent_at()
    fax_ads_source = consent_source()

    kind = models.CharField(
        _("Kind of customer"), max_length=60, choices=Kind, default=Kind.CUSTOMER,
        db_default=Kind.CUSTOMER,
    )  # fmt: skip
    is_unnamed = flag(_("Unnamed"))
    """비실명: buys without saying who it is. Counts in sums, not among people."""
    contacting = models.CharField(
        _("Inbound or outbound"),
        max_length=3,
        choices=Contacting,
        blank=True,
        default="",
        db_default="",
    )
    joins_events = flag(_("Takes part in events"))
    is_excluded = flag(_("Left out of campaigns"))
    """제외대상: gets no advertising, whatever they agreed to."""
    monthly_mailing = flag(_("Monthly mailing"))
    mass_mailing = flag(_("Mass mailing"))
    address_confirmed = flag(_("Address confirmed"))
    related_staff = owner_field(_("Related employee"))
    staff_relation = models.CharField(
        _("How related"), max_length=60, blank=True, default="", db_default=""
    )

    group_names = models.CharField(
        _("Customer groups"), max_length=400, blank=True, default="", db_default="", editable=False
    )
    """The chosen groups that they are in, as the list shows them; `services.groups` keeps it."""
    last_contacted_at = models.DateTimeField(_("Last contact"), null=True, editable=False)
    created_at = models.DateTimeField(
        pgettext_lazy("customer", "Added"), default=clock.now, editable=False
    )

    class Meta:
        verbose_name = _("Customer")
        verbose_name_plural = _("Customers")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(deleted_at=None) & ~models.Q(code=""),
                name="base_customer_code",
                violation_error_message=_("Another customer has this code."),
            ),
        ]
        indexes = [  # one for each column a list sorts by, ties broken by id
            models.Index(fields=["name", "id"], name="base_customer_name"),
            models.Index(fields=["company_name", "id"], name="base_customer_company"),
            models.Index(fields=["mobile_key", "id"], name="base_customer_mobile"),
            models.Index(fields=["email_key", "id"], name="base_customer_email"),
            models.Index(fields=["grade", "id"], name="base_customer_grade"),
            models.Index(fields=["last_contacted_at", "id"], name="base_customer_contacted"),
            models.Index(fields=["created_at", "id"], name="base_customer_created"),
            models.Index(  # new customers of a month are counted from the index alone
                fields=["created_at"],
                condition=models.Q(deleted_at=None),
                name="base_customer_growth",
            ),
            models.Index(fields=["owner", "id"], name="base_customer_owner"),
            models.Index(fields=["source", "id"], name="base_customer_source"),
            models.Index(fields=["collector", "id"], name="base_customer_collector"),
            models.Index(fields=["account", "id"], name="base_customer_account"),
            models.Index(  # few have one
                fields=["related_staff", "id"],
                condition=models.Q(related_staff__isnull=False),
                name="base_customer_related",
            ),
            models.Index(  # whose birthday it is, whatever the year
                ExtractMonth("birth_date"),
                ExtractDay("birth_date"),
                condition=models.Q(deleted_at=None),
                name="base_customer_birthday",
            ),
            *sorted_by(
                "base_customer",
                "lifecycle",
                "profit",
                "loyalty",
                "interest",
                "favour",
                "next_contact_on",
            ),
            *search_indexes(
                "base_customer",
                title="name",
                words=("name", "company_name", "code", "custom_words"),
                parts=("email_key",),
                numbers=("mobile_key",),
            ),
        ]

    def __str__(self) -> str:
        return self.name
