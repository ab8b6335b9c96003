"""What the audit says of fields and codes that a company made its own (V3, A11, A15)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangol.i18n import figures
from dangol.records.custom.conditions import COMPARED
from dangol.records.custom.formula import labelled
from tenants.customising.forms.rules import RULES
from tenants.customising.models import FieldDefinition
from tenants.customising.shapes import KeptDefinitions
from tenants.vocabulary import Fact, Vocabulary, plain, yes_or_no


def rules_in_words(rules: dict[str, Any]) -> str:
    """{rule: value}: At most 20 characters · Smallest 0."""
    said = (
        f"{RULES[name].label}: {yes_or_no(value) if isinstance(value, bool) else value}"
        for name, value in rules.items()
        if name in RULES
    )
    return " · ".join(said) or figures.NOTHING


def condition_in_words(condition: dict[str, Any]) -> str:
    """{field, compare, values}: that there is one, and how it compares."""
    values = ", ".join(map(str, condition.get("values", [])))
    compared = str(COMPARED.get(condition.get("compare", ""), ""))
    return f"{compared} {values}".strip() or gettext("a condition")


def formula_in_words(source: str) -> str:
    """The formula with what its fields are called now."""
    every = [field for shape in KeptDefinitions().shapes().values() for field in shape.fields]
    return labelled(source, every).replace("{", "‹").replace("}", "›")


def default_in_words(value: Any) -> str:
    return ", ".join(map(str, value.values())) if isinstance(value, dict) else plain(value)


field = Vocabulary(
    subject="tenants.field",
    label=_("Own field"),
    model=FieldDefinition,
    fields=(
        "label", "label_en", "code", "help", "section", "is_required", "is_unique", "in_list",
        "is_searched",
    ),
    facts={
        "default": Fact(label=_("Default value"), say=default_in_words, like="VIP"),
        "rules": Fact(label=_("Checks"), say=rules_in_words, like={"most": 20}),
        "formula": Fact(label=_("Formula"), say=formula_in_words, like="1 + 1"),
        "shown_when": Fact(
            label=_("Shown when"), say=condition_in_words, like={"compare": "is_filled"}
        ),
        "required_when": Fact(
            label=_("Required when"), say=condition_in_words, like={"compare": "is_filled"}
        ),
    },
    deeds={
        "tenants.field.arrange": pgettext_lazy("deed", "order of fields"),
        "tenants.field.retire": pgettext_lazy("deed", "put away"),
        "tenants.field.forget": pgettext_lazy("deed", "removed with its values"),
    },
)  # fmt: skip

codes = Vocabulary(
    subject="tenants.codes",
    label=_("Codes"),
    facts={"codes": Fact(label=_("Codes"), like="VIP")},
)
