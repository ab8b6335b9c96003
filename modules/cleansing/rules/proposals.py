"""What a rule proposes, and the rules by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from dangol.registry import Text

Row = Mapping[str, str]
"""{field: text} of a record: the fields that hold something, and those beside them."""


@dataclass(frozen=True)
class Proposal:
    """A better text for a field; `besides` goes into other fields, which are empty."""

    rule: str
    new: str
    confidence: int
    """Percent."""
    besides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One kind of suggestion: what it is called, and why it is made."""

    code: str
    label: Text
    reason: Text


RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "person_spacing", _("Spelling of names"),
            _("Spaces, full-width letters and polite endings are no part of a name."),
        ),
        Rule(
            "person_title", _("Title behind the name"),
            _("A title stands in the name. It goes into its own field, if that is empty."),
        ),
        Rule(
            "person_company", _("Company in the name"),
            _("A company stands in the name. It goes into its own field, if that is empty."),
        ),
        Rule(
            "person_characters", _("Characters in brackets"),
            _("The name in Chinese characters stands in brackets behind it."),
        ),
        Rule(
            "company_form", _("Legal form of companies"),
            _("Every company is written in one way: (주) for ㈜ and 주식회사."),
        ),
        Rule(
            "mobile_old", _("Old mobile numbers"),
            _("011 to 019 became 010. The new number follows from the rule of that time."),
        ),
        Rule(
            "mobile_place", _("Mobile number in the wrong field"),
            _("A mobile number stands here, and the field for it is empty."),
        ),
        Rule(
            "phone_form", _("Form of phone numbers"),
            _("The number is the same, written as usual."),
        ),
        Rule(
            "phone_double", _("Two numbers in one field"),
            _("Two numbers stand here, so nobody can dial it. The first one stays."),
        ),
        Rule(
            "mail_domain", _("Misspelt mail service"),
            _("One letter is wrong, and nobody has a box there."),
        ),
        Rule(
            "address_form", _("Form of addresses"),
            _("Province in full, road and number in the official order."),
        ),
        Rule(
            "address_detail", _("Rooms in the address"),
            _("Building, floor and room go into the line for details, which is empty."),
        ),
        Rule(
            "address_postcode", _("Postcode in the address"),
            _("The postcode goes into its own field, which is empty."),
        ),
        Rule("text_spacing", _("Spaces"), _("Spaces at the ends, or several in a row.")),
    )
}  # fmt: skip
"""In the order in which the screen lists them."""
