"""What the audit says of accounts, invoices and registration data (V3, Q5, T1)."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.forms.registration import RegistrationForm
from billing.models import CompanyProfile
from billing.models.usage import Channel
from dangol.i18n import figures
from tenants.models import Company
from tenants.vocabulary import Fact, Vocabulary


def limit_in_words(value: str) -> str:
    """A day's and a month's most, kept with a stroke between: 하루 1,000건 · 한 달 30,000건."""
    per_day, _stroke, per_month = value.partition("/")
    return gettext("%(day)s a day · %(month)s a month") % {
        "day": figures.number(int(per_day)),
        "month": figures.number(int(per_month)),
    }


company = Vocabulary(
    subject="billing.company",
    label=_("Company"),
    facts={
        "state": Fact(label=_("State"), words=dict(Company.State.choices)),
        "reason": Fact(label=_("Reason")),
        "credit_limit": Fact(label=_("Credit limit"), say=figures.won, like=500_000),
        "price_version": Fact(label=_("Price version"), say=str, like=7),
        "supply": Fact(label=_("Amount before VAT"), say=figures.won, like=500_000),
        "reference": Fact(label=_("Reference on the bank statement")),
        **{
            channel.value: Fact(label=channel.label, say=limit_in_words, like="1000/30000")
            for channel in Channel
        },
    },
    deeds={
        "billing.company.suspend": _("Company suspended"),
        "billing.company.restore": _("Company opened again"),
        "billing.company.edit": _("Terms of the company changed"),
        "billing.account.top_up": _("Message account topped up"),
    },
)

invoice = Vocabulary(
    subject="billing.invoice",
    label=_("Invoice"),
    facts={"total": Fact(label=_("Total"), say=figures.won, like=132_000)},
)

registration = Vocabulary(
    subject="billing.registration",
    label=_("Registration data"),
    model=CompanyProfile,
    fields=RegistrationForm.Meta.fields,
    facts={name: Fact(label=label) for name, label in RegistrationForm.Meta.labels.items()},
)
