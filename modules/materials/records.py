"""The outside material as a record type: list, board, calendar, page, form and files (A20)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.html import escape, format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Action,
    Board,
    ChoiceFilter,
    Column,
    DateFilter,
    Look,
    Panel,
    Peek,
    Record,
    Search,
    Section,
    TextFilter,
    View,
)
from dangol.records.bulk import Bulk
from dangol.records.states import drawn_state
from modules.base.models import Account, Customer
from modules.base.services.many import one_by_one
from modules.materials.filters import AboutFilter
from modules.materials.forms.materials import MaterialForm
from modules.materials.imports import material_imports
from modules.materials.models import Material
from modules.materials.queries import page
from modules.materials.services.materials import FIELDS, materials
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact

COLOURS = {"new": "wait", "used": "ok", "aside": ""}
EXCERPT = 300
"""Characters of a text beside others."""
NOBODY = "00000000-0000-0000-0000-000000000009"
state = drawn_state("state", COLOURS)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the owner's name, and of the text, which may be long, its beginning alone."""
    beginning = Left("text", 2 * EXCERPT)
    return rows.select_related("owner").defer("words", "text").annotate(beginning=beginning)


def badges(look: Look) -> list[str]:
    """What stands beside the title."""
    return [] if "state" in look.hidden else [state(look.instance)]


def web(look: Look) -> str:
    """The address as a link that opens beside."""
    address = look.instance.link
    if not address.startswith(("https://", "http://")):
        return str(address)
    return format_html(
        '<a class="link-quiet ellipsis" href="{0}" title="{0}" target="_blank"'
        ' rel="noopener noreferrer">{1}</a>',
        address, address.partition("://")[2].rstrip("/"),
    )  # fmt: skip


def excerpt(row: Material) -> str:
    """The beginning of its text, as HTML of one piece; of a row of a list without a statement."""
    known = row.__dict__.get("beginning")
    text = row.text[: 2 * EXCERPT] if known is None else known
    return escape(Truncator(" ".join(text.split())).chars(EXCERPT))


def many() -> Bulk:
    """Many get a state, a kind or an owner at once; each has a text of its own."""
    return one_by_one(("text",), told=materials.concerned)


material_record = Record(
    code="materials.material",
    model=Material,
    label=_("Outside material"),
    plural=_("Outside materials"),
    icon="library",
    counted=ngettext_lazy("%(shown)s outside material", "%(shown)s outside materials", "count"),
    title="title",
    subtitle=("kind", "origin"),
    columns=(
        Column(name="title"),
        Column(name="state", phone="mark", draw=state),
        Column(name="kind", phone="sub"),
        Column(name="origin"),
        Column(name="dated_on", phone="end-sub"),
        Column(name="owner", sort="", phone="end"),
        Column(name="link", sort="", optional=True),
        Column(name="text", sort="", optional=True, draw=excerpt),
        Column(name="created_at", optional=True),
    ),
    sort="-dated_on",
    listed=with_names,
    views=(
        View(code="new", label=pgettext_lazy("outside material", "New"), query="state=new"),
        View(code="mine", label=_("My materials"), query="owner=me"),
        View(code="month", label=_("This month"), query="dated_on.period=this_month"),
        View(
            code="aside", label=pgettext_lazy("outside material", "Set aside"), query="state=aside",
        ),
    ),
    filters=(
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="state"),
        TextFilter(field="origin"),
        AboutFilter(field="customer", to="base.customer"),
        AboutFilter(field="account", to="base.account"),
        owner_filter(),
        DateFilter(field="dated_on"),
        DateFilter(field="created_at"),
    ),
    search=(Search(field="title"), Search(field="origin"), Search(field="words")),
    boards=(Board(field="state", card=("kind", "origin", "dated_on"), tones=COLOURS),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("title", "kind", "origin", "link", "dated_on", "state", "owner"),
            facts=("kind", "origin", "link", "dated_on", "state", "owner"),
        ),
        Section(
            label=pgettext_lazy("outside material", "Text"), fields=("text",), facts=(), columns=1
        ),
    ),
    form=MaterialForm,
    imports=material_imports,
    bulk=many(),
    **materials.declared,
    made_of={"text": ("words",)},
    badges=badges,
    drawn_facts={"link": web, "text": lambda look: excerpt(look.instance)},
    peek=Peek(facts=("kind", "origin", "link", "dated_on", "owner", "text")),
    panels=(Panel(template="materials/panels/material.html", context=page.material),),
    actions=(
        Action(
            label=_("Add files"), url_name="materials:add",
            permission="materials.material.create", icon="files",
        ),
    ),
)  # fmt: skip
material_words = vocabulary_of(
    material_record,
    FIELDS,
    facts={
        "customer_id": Fact(label=_("About customer"), names=Customer, like=NOBODY),
        "account_id": Fact(label=_("About account"), names=Account, like=NOBODY),
    },
    deeds={
        "materials.material.connect": _("Outside material connected"),
        "materials.material.disconnect": _("Connection of an outside material taken back"),
    },
)
