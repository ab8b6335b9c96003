"""What the audit says of customers, accounts and what belongs to them (V3, B2, B13)."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.i18n import figures
from dangol.records.lists.selection import words_of
from modules.base.models import Telling
from modules.base.models.contact import Medium
from modules.base.queries.ledger import source_words
from modules.base.records import (
    account_record,
    address_record,
    complaint_record,
    consent_record,
    contact_record,
    customer_group_record,
    customer_record,
    group_record,
    interest_record,
    line_record,
    material_record,
    order_record,
    person_record,
    product_record,
    rating_record,
    relation_record,
    source_record,
    year_record,
)
from modules.base.services import (
    accounts,
    care,
    consent_lines,
    contacts,
    dealings,
    groups,
    orders,
    products,
    relations,
    sources,
    telling,
)
from modules.base.services.customers import FIELDS
from tenants.business_number import shown
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact, Vocabulary

PHONE = Fact(say=figures.phone, like="01012345678")

customer = vocabulary_of(
    customer_record,
    FIELDS,
    facts={
        "mobile": PHONE,
        "work_phone": PHONE,
        "fax": PHONE,
        "medium": Fact(label=_("Medium"), words=dict(Medium.choices)),
        "consent_source": Fact(
            label=pgettext_lazy("consent", "By"), say=source_words, like="one_click"
        ),
        "customers": Fact(label=_("Customers"), like=10_000),
        "contacts": Fact(label=_("Contacts"), like=30_000),
        "seed": Fact(label=_("Seed"), say=str, like=1),
    },
    deeds={
        "base.contact.create": _("Contact noted"),
        "base.customer.withdraw": _("Consent withdrawn"),
        "base.customer.consent": _("Consent noted"),
        "base.demo.fill": _("Demo data added"),
    },
)

account = vocabulary_of(
    account_record,
    accounts.FIELDS,
    facts={
        "business_number": Fact(say=shown, like="1248100998"),
        "founded": Fact(say=str, like=1998),
        "phone": PHONE,
        "fax": PHONE,
    },
)
group = vocabulary_of(
    customer_group_record,
    groups.FIELDS,
    facts={
        "query": Fact(
            label=pgettext_lazy("group", "Conditions"),
            say=partial(words_of, customer_record),
            like="grade=1",
        ),
        "customers": Fact(label=_("Customers"), like=120),
        "already": Fact(label=_("In it already"), like=3),
    },
    deeds={
        "base.group.join": _("Customers added"),
        "base.group.leave": _("Customers taken out"),
    },
)
account_group = vocabulary_of(group_record, dealings.GROUP)
account_year = vocabulary_of(year_record, dealings.YEAR)
account_address = vocabulary_of(
    address_record, dealings.ADDRESS, facts={"phone": PHONE, "fax": PHONE}
)
account_rating = vocabulary_of(rating_record, dealings.RATING)
account_person = vocabulary_of(person_record, dealings.PERSON)
contact = vocabulary_of(contact_record, contacts.FIELDS)
order = vocabulary_of(order_record, orders.FIELDS)
order_line = vocabulary_of(line_record, orders.LINE_FIELDS)
product = vocabulary_of(product_record, products.FIELDS)
material = vocabulary_of(material_record, care.MATERIAL)
complaint = vocabulary_of(complaint_record, care.COMPLAINT)
interest = vocabulary_of(interest_record, care.INTEREST)
source = vocabulary_of(
    source_record,
    sources.FIELDS,
    facts={
        "into": Fact(label=_("Merged into"), say=str, like="홈페이지"),
        "customers": Fact(label=_("Customers"), like=120),
    },
    deeds={"base.source.merge": _("Merged into another source")},
)
relation = vocabulary_of(relation_record, relations.FIELDS)
consent = vocabulary_of(consent_record, consent_lines.FIELDS)
telling_choice = Vocabulary(
    subject=telling.SUBJECT,
    label=_("Notices about consents"),
    model=Telling,
    fields=telling.FIELDS,
)
