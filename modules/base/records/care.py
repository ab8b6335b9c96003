"""What customers ask for, complain about and care for, as record types (B9-B11)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Due,
    Look,
    Peek,
    Record,
    RelationFilter,
    Search,
    Section,
    View,
    Within,
)
from dangol.records.states import drawn_state
from modules.base import colours
from modules.base.forms.care import ComplaintForm, InterestForm, MaterialForm
from modules.base.imports.others import complaint_imports, interest_imports, material_imports
from modules.base.models import Complaint, Interest, Material
from modules.base.records.customers import customer_record
from modules.base.services import care, many
from tenants.people.models import Department
from tenants.queries.owners import owner_filter

state = drawn_state("state", colours.COMPLAINTS)
WAITING = "sent_on.empty=yes"
CIVIL = "kind.not=complaint"


def named(*links: str) -> Any:
    """Brings along what the rows' links are called."""

    def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("customer", "owner", *links)

    return listed


def departments(user: Any) -> QuerySet[Department]:
    return Department.objects.order_by("name", "id")


def badges(look: Look) -> list[str]:
    """What stands beside the subject."""
    return [] if "state" in look.hidden else [state(look.instance)]


material_record = Record(
    code="base.material",
    model=Material,
    label=_("Material request"),
    plural=_("Material requests"),
    icon="file-text",
    counted=ngettext_lazy("%(shown)s material request", "%(shown)s material requests", "count"),
    title="document",
    subtitle=("customer",),
    columns=(
        Column(name="document"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="way", sort="", phone="mark"),
        Column(name="requested_at", phone="end"),
        Column(name="due_on"),
        Column(name="sent_on", phone="end-sub"),
        Column(name="owner", sort=""),
    ),
    sort="-requested_at",
    listed=named(),
    views=(
        View(code="waiting", label=_("Not sent yet"), query=f"{WAITING}&sort=due_on"),
        View(code="mine", label=_("My material requests"), query="owner=me"),
    ),
    filters=(
        ChoiceFilter(field="way"),
        owner_filter(),
        DateFilter(field="requested_at"),
        DateFilter(field="due_on"),
        DateFilter(field="sent_on"),
    ),
    search=(Search(field="document"),),
    sections=(Section(label=_("Basic data"), fields=MaterialForm.Meta.fields),),
    form=MaterialForm,
    imports=material_imports,
    bulk=many.materials,
    **care.materials.declared,
    within=Within(field="customer", record=customer_record),
    dues=(Due(field="due_on", open=Q(sent_on=None), query=WAITING),),
    peek=Peek(facts=("customer", "way", "requested_at", "due_on", "sent_on", "owner", "memo")),
)

complaint_record = Record(
    code="base.complaint",
    model=Complaint,
    label=_("Complaint"),
    plural=_("Complaints"),
    icon="message-square-warning",
    counted=ngettext_lazy("%(shown)s complaint", "%(shown)s complaints", "count"),
    title="subject",
    subtitle=("customer", "kind"),
    columns=(
        Column(name="subject"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="kind", sort=""),
        Column(name="state", phone="mark", draw=state),
        Column(name="received_at", phone="end"),
        Column(name="due_on"),
        Column(name="done_on", phone="end-sub"),
        Column(name="in_scope", sort=""),
        Column(name="department", sort=""),
        Column(name="owner", sort=""),
    ),
    sort="-received_at",
    listed=named("department"),
    views=(
        View(
            code="open", label=_("To be answered"), query="state.not=done&sort=due_on"
        ),
        View(code="civil", label=_("Civil complaints"), query=CIVIL),
        View(code="mine", label=_("My complaints"), query="owner=me"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="in_scope"),
        RelationFilter(field="department", among=departments),
        owner_filter(),
        DateFilter(field="received_at"),
        DateFilter(field="due_on"),
        DateFilter(field="done_on"),
    ),
    search=(Search(field="subject"),),
    sections=(
        Section(label=_("Basic data"), fields=ComplaintForm.Meta.fields[:-2]),
        Section(label=_("What happened"), fields=("content", "answer"), columns=1),
    ),
    form=ComplaintForm,
    imports=complaint_imports,
    bulk=many.complaints,
    **care.complaints.declared,
    within=Within(field="customer", record=customer_record),
    dues=(Due(field="due_on", open=~Q(state="done"), query="state.not=done"),),
    badges=badges,
    drawn_facts={"state": lambda look: state(look.instance)},
    peek=Peek(
        facts=(
            "customer", "kind", "state", "received_at", "due_on", "done_on", "department", "owner",
            "content", "answer",
        ),
    ),
)  # fmt: skip

interest_record = Record(
    code="base.interest",
    model=Interest,
    label=_("Interest"),
    plural=_("Interests"),
    icon="heart",
    counted=ngettext_lazy("%(shown)s interest", "%(shown)s interests", "count"),
    title="topic",
    subtitle=("customer",),
    columns=(
        Column(name="topic"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="product", sort=""),
        Column(name="level", phone="mark"),
        Column(name="noted_at", phone="end"),
        Column(name="owner", sort=""),
    ),
    sort="-noted_at",
    listed=named("product"),
    views=(View(code="strong", label=_("Strong interests"), query="level=high"),),
    filters=(ChoiceFilter(field="level"), owner_filter(), DateFilter(field="noted_at")),
    search=(Search(field="topic"),),
    sections=(Section(label=_("Basic data"), fields=InterestForm.Meta.fields),),
    form=InterestForm,
    imports=interest_imports,
    bulk=many.interests,
    **care.interests.declared,
    within=Within(field="customer", record=customer_record),
    peek=Peek(facts=("customer", "product", "level", "noted_at", "owner", "memo")),
)
