"""Fields of customers that single trades need: securities (B4), cosmetics (B5).

Occupation and income, which B5 asks too, stand in every customer already.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.about_records import FieldOfSet, FieldSet

AGES = tuple(f"{age}–{age + 4}" for age in range(16, 76, 5))
"""연령대: 16–20, 21–25, and so on."""

SECURITIES = FieldSet(
    code="base.securities",
    record="base.customer",
    label=_("Securities"),
    help=_("Accounts and dealings of customers of a securities firm."),
    section=_("Securities"),
    fields=(
        FieldOfSet(code="number", kind="text", label=_("Securities customer number")),
        FieldOfSet(
            code="account", kind="text", label=_("Securities account"), rules={"masked": True}
        ),
        FieldOfSet(code="shares_all", kind="money", label=_("Shares dealt, in all")),
        FieldOfSet(code="shares_recent", kind="money", label=_("Shares dealt, lately")),
        FieldOfSet(code="futures_all", kind="money", label=_("Futures and options, in all")),
        FieldOfSet(code="futures_recent", kind="money", label=_("Futures and options, lately")),
        FieldOfSet(code="bonds", kind="money", label=_("Bonds held")),
        FieldOfSet(code="saved_on", kind="date", label=_("Savings day")),
        FieldOfSet(code="traded_on", kind="date", label=_("Trading day")),
        FieldOfSet(code="bad_credit", kind="flag", label=_("Bad credit")),
        FieldOfSet(
            code="leaning",
            kind="choice",
            label=_("Investment leaning"),
            options=(
                pgettext_lazy("risk", "Very low"),
                pgettext_lazy("risk", "Rather low"),
                pgettext_lazy("risk", "Medium"),
                pgettext_lazy("risk", "Rather high"),
                pgettext_lazy("risk", "Very high"),
            ),
        ),
    ),
)
COSMETICS = FieldSet(
    code="base.cosmetics",
    record="base.customer",
    label=_("Cosmetics"),
    help=_("Skin, age group and schooling of customers of a cosmetics firm."),
    section=_("Cosmetics profile"),
    fields=(
        FieldOfSet(code="age", kind="choice", label=_("Age group"), options=AGES),
        FieldOfSet(
            code="skin",
            kind="choice",
            label=_("Skin type"),
            options=(
                pgettext_lazy("skin", "Dry"),
                pgettext_lazy("skin", "Normal"),
                pgettext_lazy("skin", "Oily"),
                pgettext_lazy("skin", "Combination"),
                pgettext_lazy("skin", "Sensitive"),
            ),
        ),
        FieldOfSet(
            code="schooling",
            kind="choice",
            label=_("Schooling"),
            options=(_("High school"), _("College"), _("University"), _("Graduate school")),
        ),
        FieldOfSet(code="beauty", kind="long", label=_("Beauty notes")),
    ),
)
FIELD_SETS = (SECURITIES, COSMETICS)
