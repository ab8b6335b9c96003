"""What innovation tasks tell the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import CodeTable, Counter, Declaration, MenuItem, Widget
from modules.innovation import colours

module = Declaration(
    code="innovation",
    label=_("Innovation tasks"),
    entitlement="base",
    requires=("base",),
    urls="modules.innovation.urls",
    menu=(
        MenuItem(
            label=_("Innovation tasks"),
            url_name="innovation:task-list",
            permission="innovation.task.view",
            icon="lightbulb",
            also=("innovation:progress-list", "innovation:kpi-list"),
            order=69,
        ),
    ),
    permissions=(
        *record_permissions(
            "innovation.task",
            {
                "view": _("See innovation tasks"),
                "create": _("Add innovation tasks"),
                "edit": _("Change innovation tasks"),
                "delete": _("Move innovation tasks to the trash"),
                "import": _("Import innovation tasks"),
                "export": _("Export innovation tasks"),
            },
        ),
        *record_permissions(
            "innovation.progress",
            {
                "view": _("See progress of innovation tasks"),
                "create": _("Report progress of innovation tasks"),
                "edit": _("Change progress of innovation tasks"),
                "delete": _("Move progress of innovation tasks to the trash"),
                "import": _("Import progress of innovation tasks"),
                "export": _("Export progress of innovation tasks"),
            },
        ),
        *record_permissions(
            "innovation.kpi",
            {
                "view": _("See KPIs of innovation tasks"),
                "create": _("Add KPIs of innovation tasks"),
                "edit": _("Change KPIs of innovation tasks"),
                "delete": _("Move KPIs of innovation tasks to the trash"),
                "import": _("Import KPIs of innovation tasks"),
                "export": _("Export KPIs of innovation tasks"),
            },
        ),
    ),
    records=(
        "modules.innovation.records.task_record",
        "modules.innovation.records.progress_record",
        "modules.innovation.records.kpi_record",
    ),
    vocabularies=(
        "modules.innovation.records.task_words",
        "modules.innovation.records.progress_words",
        "modules.innovation.records.kpi_words",
    ),
    code_tables=(
        CodeTable(
            code="innovation.stage",
            label=_("Stages of innovation tasks"),
            record="innovation.task",
            field="stage",
            may_add=True,
            colours=colours.STAGES,
        ),
    ),
    widgets=(
        Widget(
            code="innovation.mine",
            label=_("My innovation tasks"),
            permission="innovation.task.view",
            template="innovation/widgets/mine.html",
            context="modules.innovation.widgets.mine",
            icon="lightbulb",
            rows=3,
            order=58,
        ),
    ),
    counters=(
        Counter(
            code="innovation.behind",
            label=_("My innovation tasks behind plan"),
            permission="innovation.task.view",
            count="modules.innovation.counters.behind",
            order=58,
        ),
    ),
    reports=("modules.innovation.reports.REPORTS",),
    demo="modules.innovation.demo.fill",
)
