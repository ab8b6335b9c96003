"""The customer as a record type (B1, B2)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol.records import (
    Action,
    ChoiceFilter,
    Column,
    DateFilter,
    Panel,
    Record,
    RelationFilter,
    Search,
    Section,
    TextFilter,
)
from modules.base.forms.customers import CustomerForm
from modules.base.models import Customer
from modules.base.queries import history
from modules.base.services import customers
from tenants.people.models import User


def visible_to(user: Any) -> QuerySet[Customer]:
    """Every customer that is not in the trash; departments narrow this down later (P5)."""
    return Customer.objects.present()


def trash_of(user: Any) -> QuerySet[Customer]:
    return Customer.objects.exclude(deleted_at=None)


def owners(user: Any) -> QuerySet[User]:
    return User.objects.order_by("name", "id")


customer_record = Record(
    code="base.customer",
    model=Customer,
    label=_("Customer"),
    plural=_("Customers"),
    icon="users",
    title="name",
    subtitle=("company_name", "department", "title"),
    columns=(
        Column(name="name"),
        Column(name="company_name", phone="sub"),
        Column(name="title", sort=""),
        Column(name="mobile", sort="mobile_key", phone="end-sub"),
        Column(name="email", sort="email_key"),
        Column(name="grade", phone="end"),
        Column(name="owner", sort=""),
        Column(name="last_contacted_at"),
        Column(name="created_at"),
    ),
    sort="-created_at",
    filters=(
        ChoiceFilter(field="grade"),
        RelationFilter(field="owner", among=owners),
        TextFilter(field="company_name"),
        TextFilter(field="source"),
        ChoiceFilter(field="mail_ads"),
        ChoiceFilter(field="sms_ads"),
        DateFilter(field="last_contacted_at"),
        DateFilter(field="created_at"),
        DateFilter(field="birth_date"),
    ),
    search=(
        Search(field="name"),
        Search(field="company_name"),
        Search(field="mobile_key", holds="digits"),
        Search(field="email_key", holds="ascii"),
        Search(field="code"),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "name",
                "company_name",
                "department",
                "title",
                "mobile",
                "email",
                "work_phone",
                "fax",
                "homepage",
                "birth_date",
                "grade",
                "owner",
                "source",
                "code",
                "memo",
            ),
        ),
        Section(
            label=_("Addresses"),
            fields=(
                "home_postcode",
                "home_line1",
                "home_line2",
                "work_postcode",
                "work_line1",
                "work_line2",
                "mailing_place",
            ),
        ),
        Section(
            label=_("Consent to advertising"),
            fields=("mail_ads", "sms_ads", "night"),
            on_page=False,
        ),
    ),
    form=CustomerForm,
    create=customers.create,
    edit=customers.edit,
    remove=customers.remove,
    restore=customers.restore,
    exported=customers.log_export,
    visible_to=visible_to,
    trash_of=trash_of,
    panels=(
        Panel(template="base/panels/contacts.html", context=history.contacts),
        Panel(template="base/panels/orders.html", context=history.orders),
        Panel(template="base/panels/consents.html", context=history.consents),
        Panel(template="records/changes.html", context=history.changes),
    ),
    actions=(
        Action(
            label=_("Import"),
            url_name="base:customer-import",
            permission="base.customer.import",
            icon="upload",
        ),
    ),
)
