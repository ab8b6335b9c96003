"""What the audit says of customers and their imports (V3, B2, B13, U5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.i18n import figures
from modules.base.imports.columns import field_labels
from modules.base.models import ImportMapping, ImportRow, ImportRun
from modules.base.models.contact import Medium
from modules.base.queries.history import source_words
from modules.base.queries.matches import KEYS, USUAL
from modules.base.records import (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
    product_record,
)
from modules.base.services import accounts, contacts, orders, products
from modules.base.services.customers import FIELDS
from tenants.business_number import shown
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact, Vocabulary

PHONE = Fact(say=figures.phone, like="01012345678")


def columns_in_words(mapping: dict[str, int]) -> str:
    """The fields that a file fills, in the order of its columns."""
    labels = field_labels()
    return ", ".join(str(labels[name]) for name in sorted(mapping, key=lambda name: mapping[name]))


def keys_in_words(keys: list[str]) -> str:
    """By what customers were taken to be the same."""
    return ", ".join(str(KEYS[key][0]) for key in keys or USUAL)


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
contact = vocabulary_of(contact_record, contacts.FIELDS)
order = vocabulary_of(order_record, orders.FIELDS)
order_line = vocabulary_of(line_record, orders.LINE_FIELDS)
product = vocabulary_of(product_record, products.FIELDS)

imports = Vocabulary(
    subject="base.import",
    label=_("Import"),
    model=ImportRun,
    fields=("mapping", "on_duplicate", "keys", "state", *ImportRow.State.values),
    facts={
        "mapping": Fact(label=_("Columns"), say=columns_in_words, like={"email": 1, "name": 0}),
        "keys": Fact(label=_("Same customer"), say=keys_in_words, like=["code"], is_list=True),
        "state": Fact(label=_("State")),
        "rows": Fact(label=_("Rows"), like=120),
        "reverted": Fact(label=_("As before"), like=10),
        "kept": Fact(label=_("Kept"), like=2),
        "masked": Fact(label=_("Resident numbers masked"), like=1),
        **{state.value: Fact(label=state.label) for state in ImportRow.State},
    },
    deeds={
        "base.import.upload": pgettext_lazy("deed", "File uploaded for import"),
        "base.import.revert": _("Taking an import back begun"),
        "base.import.reverted": _("Import taken back"),
    },
    many={"base.import.finish": "base.customer", "base.import.reverted": "base.customer"},
)

mappings = Vocabulary(
    subject="base.import_mapping",
    label=_("Saved columns"),
    model=ImportMapping,
    deeds={"base.import_mapping.save": pgettext_lazy("deed", "Columns saved for imports")},
)
