"""The scores in the list and on the page of customers (B15-B19, B32)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    NumberFilter,
    Section,
    TextFilter,
    View,
)
from dangol.records.dues import Due
from modules.base import score_drawings
from modules.base.filters import CareFilter

COLUMNS = (
    Column(name="lifecycle", draw=score_drawings.lifecycle, optional=True),
    Column(name="lifecycle_on", sort="", optional=True),
    Column(name="next_contact_on", draw=score_drawings.next_contact, optional=True),
    Column(name="profit", optional=True),
    Column(name="rfm", sort="", optional=True),
    Column(name="loyalty", optional=True),
    Column(
        name="loyalty_grade", sort="", optional=True,
        draw=score_drawings.grade_in("loyalty_grade"),
    ),
    Column(name="purchase_years", sort="", optional=True),
    Column(name="interest", optional=True),
    Column(name="favour", optional=True),
    Column(
        name="computed_grade", sort="", optional=True,
        draw=score_drawings.grade_in("computed_grade"),
    ),
    Column(name="grade_is_manual", sort="", optional=True),
    Column(name="contact_interval", sort="", optional=True),
)  # fmt: skip
FILTERS = (
    ChoiceFilter(field="lifecycle"),
    CareFilter(),
    DateFilter(field="next_contact_on"),
    DateFilter(field="lifecycle_on"),
    NumberFilter(field="profit"),
    TextFilter(field="rfm"),
    NumberFilter(field="loyalty"),
    ChoiceFilter(field="loyalty_grade"),
    TextFilter(field="purchase_years"),
    NumberFilter(field="interest"),
    NumberFilter(field="favour"),
    ChoiceFilter(field="computed_grade"),
    ChoiceFilter(field="grade_is_manual"),
    NumberFilter(field="contact_interval"),
)
VIEWS = (
    View(
        code="overdue", label=_("Contact overdue"), query="care=overdue&sort=next_contact_on"
    ),
)  # fmt: skip
SECTION = Section(
    label=_("Scores and care"),
    fields=("grade_is_manual", "contact_interval"),
    facts=("lifecycle", "next_contact_on", "profit", "loyalty", "interest", "favour"),
)
MADE_OF = {
    "lifecycle": ("lifecycle_on",),
    "grade": ("grade_is_manual", "computed_grade"),
    "profit": ("rfm",),
    "loyalty": ("loyalty_grade", "purchase_years"),
    "next_contact_on": (CareFilter.field,),
}
"""Hidden together."""
FACTS = {
    "lifecycle": score_drawings.lifecycle_fact,
    "next_contact_on": score_drawings.next_contact_fact,
    "profit": score_drawings.profit_fact,
    "loyalty": score_drawings.loyalty_fact,
}
DUES = (Due(field="next_contact_on"),)
