"""The choices of the base module that a company writes itself (A11)."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import CodeTable
from modules.base import colours

CODE_TABLES = (
    CodeTable(
        code="base.grade",
        label=_("Grade"),
        record="base.customer",
        field="grade",
        also=(
            ("base.account", "grade"),
            ("base.customer", "computed_grade"),
            ("base.customer", "loyalty_grade"),
        ),
    ),
    CodeTable(
        code="base.lifecycle",
        label=_("Life cycle of customers"),
        record="base.customer",
        field="lifecycle",
    ),
    CodeTable(code="base.sex", label=_("Sex"), record="base.customer", field="sex"),
    CodeTable(
        code="base.occupation",
        label=_("Occupation"),
        record="base.customer",
        field="occupation",
        may_add=True,
    ),
    CodeTable(
        code="base.income",
        label=_("Income a month"),
        record="base.customer",
        field="income",
        may_add=True,
    ),
    CodeTable(
        code="base.medium",
        label=_("Medium of contact"),
        record="base.contact",
        field="medium",
        may_add=True,
    ),
    CodeTable(
        code="base.account_state",
        label=_("Dealings with accounts"),
        record="base.account",
        field="state",
        may_add=True,
        colours=colours.ACCOUNTS,
    ),
    CodeTable(
        code="base.industry",
        label=_("Industry"),
        record="base.account",
        field="industry",
        may_add=True,
    ),
    CodeTable(
        code="base.account_size",
        label=_("Company size"),
        record="base.account",
        field="size",
        may_add=True,
    ),
    CodeTable(code="base.favour", label=_("Favour"), record="base.account", field="favour"),
    CodeTable(code="base.credit", label=_("Credit rating"), record="base.account", field="credit"),
    CodeTable(
        code="base.order_state",
        label=_("State of orders"),
        record="base.order",
        field="state",
        may_add=True,
        colours=colours.ORDERS,
    ),
    CodeTable(
        code="base.mailing_place",
        label=_("Where post goes"),
        record="base.customer",
        field="mailing_place",
    ),
    CodeTable(
        code="base.contacting",
        label=_("Who contacts whom"),
        record="base.customer",
        field="contacting",
    ),
    CodeTable(
        code="base.customer_kind",
        label=_("Kind of customer"),
        record="base.customer",
        field="kind",
        may_add=True,
    ),
    CodeTable(
        code="base.material_way",
        label=_("How material is sent"),
        record="base.material",
        field="way",
        may_add=True,
    ),
    CodeTable(
        code="base.complaint_kind",
        label=_("Kind of complaint"),
        record="base.complaint",
        field="kind",
        may_add=True,
    ),
    CodeTable(
        code="base.complaint_state",
        label=_("State of complaints"),
        record="base.complaint",
        field="state",
        may_add=True,
        colours=colours.COMPLAINTS,
    ),
    CodeTable(
        code="base.interest_level",
        label=_("How strong an interest is"),
        record="base.interest",
        field="level",
        may_add=True,
    ),
    CodeTable(
        code="base.relation_kind",
        label=_("Relation of customers"),
        record="base.relation",
        field="kind",
        may_add=True,
    ),
    CodeTable(
        code="base.source_kind",
        label=_("Kind of source"),
        record="base.source",
        field="kind",
        may_add=True,
    ),
    CodeTable(
        code="base.address_kind",
        label=_("Kind of place of an account"),
        record="base.account_address",
        field="kind",
        may_add=True,
    ),
)
