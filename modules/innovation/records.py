"""Tasks, their progress and their KPIs as record types: all screens and files (A37)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Board,
    Calendar,
    ChoiceFilter,
    Column,
    DateFilter,
    Due,
    Look,
    NumberFilter,
    Panel,
    Part,
    Peek,
    Record,
    Related,
    RelationFilter,
    Search,
    Section,
    TextFilter,
    View,
    Within,
)
from modules.innovation import drawings, imports
from modules.innovation.colours import STAGES
from modules.innovation.forms.tasks import KpiForm, ProgressForm, TaskForm
from modules.innovation.models import Kpi, Progress, Task
from modules.innovation.models.task import CLOSED
from modules.innovation.queries import page
from modules.innovation.queries.standing import MADE_OF, StandingFilter
from modules.innovation.services import many
from modules.innovation.services import tasks as services
from tenants.people.models import Department
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of

OPEN = "&".join(f"stage.not={stage.value}" for stage in CLOSED)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "department")


def of_task(*links: str) -> Any:
    """Brings along what the rows' links are called."""

    def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("task", *links)

    return listed


def departments(user: Any) -> QuerySet[Department]:
    return Department.objects.order_by("name", "id")


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    drawn = {
        "stage": drawings.stage(look.instance),
        "standing": drawings.standing_mark(look.instance) if look.instance.is_open else "",
    }
    return [mark for name, mark in drawn.items() if mark and name not in look.hidden]


task_record = Record(
    code="innovation.task",
    model=Task,
    label=_("Innovation task"),
    plural=_("Innovation tasks"),
    icon="lightbulb",
    counted=ngettext_lazy("%(shown)s innovation task", "%(shown)s innovation tasks", "count"),
    title="name",
    subtitle=("department", "owner"),
    columns=(
        Column(name="name"),
        Column(name="stage", phone="mark", draw=drawings.stage),
        Column(
            name="lag", label=_("How it stands"), phone="sub", draw=drawings.standing_mark
        ),
        Column(name="planned", sort="", draw=drawings.share("planned")),
        Column(name="actual", phone="end", draw=drawings.share("actual")),
        Column(name="owner", sort=""),
        Column(name="department", sort=""),
        Column(name="starts_on"),
        Column(name="ends_on", phone="end-sub"),
        Column(name="reported_on", optional=True),
        Column(name="created_at", optional=True),
    ),
    sort="-starts_on",
    listed=with_names,
    views=(
        View(code="mine", label=_("My tasks"), query=f"owner=me&{OPEN}"),
        View(code="behind", label=_("Late or behind"), query="standing=late&standing=behind"),
        View(code="running", label=_("Under way"), query="stage=running"),
        View(code="done", label=_("Finished tasks"), query="stage=done"),
    ),
    filters=(
        ChoiceFilter(field="stage"),
        StandingFilter(),
        owner_filter(),
        RelationFilter(field="department", among=departments),
        DateFilter(field="starts_on"),
        DateFilter(field="ends_on"),
        NumberFilter(field="actual"),
        NumberFilter(field="lag"),
        DateFilter(field="reported_on"),
    ),
    search=(Search(field="name"),),
    boards=(
        Board(field="stage", card=("owner", "ends_on", "actual"), tones=STAGES),
    ),
    calendars=(
        Calendar(field="starts_on", until="ends_on", colour="stage", tones=STAGES),
        Calendar(field="ends_on", colour="stage", tones=STAGES),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("name", "stage", "owner", "department", "starts_on", "ends_on"),
            facts=(
                "stage", "owner", "department", "starts_on", "ends_on", "planned", "actual",
                "reported_on",
            ),
        ),
        Section(label=pgettext_lazy("innovation task", "Content"), fields=("purpose", "memo"),
                columns=1),
    ),
    form=TaskForm,
    imports=imports.task_imports,
    bulk=many.tasks,
    **services.tasks.declared,
    made_of=MADE_OF,
    badges=badges,
    drawn_facts={
        "stage": lambda look: drawings.stage(look.instance),
        "planned": lambda look: drawings.share("planned")(look.instance),
        "actual": lambda look: drawings.share("actual")(look.instance),
    },
    dues=(Due(field="ends_on", open=~Q(stage__in=CLOSED), query=OPEN),),
    peek=Peek(
        facts=("stage", "owner", "department", "starts_on", "ends_on", "purpose"),
        parts=(Part(template="innovation/panels/progress.html", context=page.beside),),
    ),
    panels=(
        Panel(template="innovation/panels/progress.html", context=page.progress),
        Panel(template="innovation/panels/kpis.html", context=page.kpis),
    ),
    related=(
        Related(
            record="innovation.progress", field="task", sort="-reported_on", is_wide=True,
            is_later=True,
        ),
        Related(record="innovation.kpi", field="task", sort="name", is_wide=True, is_later=True),
    ),
)  # fmt: skip
progress_record = Record(
    code="innovation.progress",
    model=Progress,
    label=_("Progress report"),
    plural=_("Progress reports"),
    icon="trending-up",
    counted=ngettext_lazy("%(shown)s progress report", "%(shown)s progress reports", "count"),
    title="remark",
    subtitle=("task", "reported_on"),
    columns=(
        Column(name="remark", sort=""),
        Column(name="task", sort="", phone="sub"),
        Column(name="reported_on", phone="end-sub"),
        Column(name="planned", draw=drawings.share("planned")),
        Column(name="actual", phone="end", draw=drawings.share("actual")),
        Column(name="owner", sort=""),
        Column(name="created_at", optional=True),
    ),
    sort="-reported_on",
    listed=of_task("owner"),
    views=(View(code="month", label=_("This month"), query="reported_on.period=this_month"),),
    filters=(
        DateFilter(field="reported_on"),
        NumberFilter(field="planned"),
        NumberFilter(field="actual"),
        owner_filter(),
    ),
    sections=(Section(label=_("Basic data"), fields=ProgressForm.Meta.fields),),
    form=ProgressForm,
    imports=imports.progress_imports,
    bulk=many.progress,
    **services.progress.declared,
    within=Within(field="task", record=task_record),
    drawn_facts={
        "planned": lambda look: drawings.share("planned")(look.instance),
        "actual": lambda look: drawings.share("actual")(look.instance),
    },
    peek=Peek(facts=("task", "reported_on", "planned", "actual", "remark", "owner")),
)
kpi_record = Record(
    code="innovation.kpi",
    model=Kpi,
    label=_("KPI of a task"),
    plural=_("KPIs of tasks"),
    icon="target",
    counted=ngettext_lazy("%(shown)s KPI", "%(shown)s KPIs", "count"),
    title="name",
    subtitle=("task", "unit"),
    columns=(
        Column(name="name"),
        Column(name="task", sort="", phone="sub"),
        Column(name="before", sort="", draw=drawings.figure("before")),
        Column(name="target", sort="", draw=drawings.figure("target")),
        Column(name="after", sort="", phone="end-sub", draw=drawings.figure("after")),
        Column(name="achieved", phone="end", draw=drawings.achieved),
        Column(name="aim", sort="", optional=True),
        Column(name="unit", sort="", optional=True),
        Column(name="before_on", sort="", optional=True),
        Column(name="after_on"),
        Column(name="created_at", optional=True),
    ),
    sort="name",
    listed=of_task(),
    views=(
        View(code="reached", label=_("Target reached"), query="achieved.min=100"),
        View(code="missing", label=_("Not measured yet"), query="achieved.empty=yes"),
    ),
    filters=(
        NumberFilter(field="achieved"),
        ChoiceFilter(field="aim"),
        TextFilter(field="unit"),
        DateFilter(field="after_on"),
    ),
    search=(Search(field="name"),),
    sections=(
        Section(
            label=_("Basic data"), fields=KpiForm.Meta.fields,
            facts=(*KpiForm.Meta.fields, "achieved"),
        ),
    ),
    form=KpiForm,
    imports=imports.kpi_imports,
    bulk=many.kpis,
    **services.kpis.declared,
    within=Within(field="task", record=task_record),
    made_of=dict.fromkeys(("before", "target", "after"), ("achieved",)),
    drawn_facts={
        "before": lambda look: look.instance.said("before"),
        "target": lambda look: look.instance.said("target"),
        "after": lambda look: look.instance.said("after"),
        "achieved": lambda look: drawings.achieved(look.instance),
    },
    peek=Peek(facts=("task", "unit", "aim", "before", "target", "after", "after_on", "achieved")),
)  # fmt: skip
task_words = vocabulary_of(task_record, services.TASK)
progress_words = vocabulary_of(progress_record, services.PROGRESS)
kpi_words = vocabulary_of(kpi_record, services.KPI)
