"""What the cleansing module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import Counter, Declaration, Job, MenuItem, Permission

module = Declaration(
    code="cleansing",
    label=_("Clean data"),
    entitlement="base",
    requires=("base",),
    urls="modules.cleansing.urls",
    menu=(
        MenuItem(
            label=_("Clean data"),
            url_name="cleansing:suggestions",
            permission="cleansing.suggestion.decide",
            icon="wand-sparkles",
            order=70,
        ),
        MenuItem(
            label=_("Data errors"),
            url_name="cleansing:fault-list",
            permission="cleansing.fault.view",
            icon="triangle-alert",
            order=72,
        ),
        MenuItem(
            label=_("Data quality"),
            url_name="cleansing:quality",
            permission="cleansing.quality.view",
            icon="gauge",
            order=74,
        ),
        MenuItem(
            label=_("Makeup of the data"),
            url_name="cleansing:composition",
            permission="cleansing.quality.view",
            icon="chart-pie",
            order=76,
        ),
    ),
    permissions=(
        *record_permissions(
            "cleansing.fault",
            {
                "view": _("See data errors"),
                "create": _("Write data errors down"),
                "edit": _("Clear data errors up"),
                "delete": _("Move data errors to the trash"),
                "import": _("Import data errors"),
                "export": _("Export data errors"),
            },
        ),
        Permission(code="cleansing.quality.view", label=_("See the quality of data")),
        Permission(code="cleansing.suggestion.decide", label=_("Decide on suggestions for data")),
        Permission(code="cleansing.scan.start", label=_("Look through all data anew")),
    ),
    records=("modules.cleansing.records.fault_record",),
    counters=(
        Counter(
            code="cleansing.open",
            label=_("Data errors to clear up"),
            permission="cleansing.fault.view",
            count="modules.cleansing.counters.open_faults",
            order=60,
        ),
    ),
    jobs=(
        Job(code="cleansing.returned", run="modules.cleansing.jobs.returned", seconds=60),
        Job(code="cleansing.new", run="modules.cleansing.jobs.look_at_new", seconds=60),
        Job(code="cleansing.resume", run="modules.cleansing.jobs.resume", seconds=60),
        Job(code="cleansing.quality", run="modules.cleansing.jobs.quality", seconds=3_600),
        Job(code="cleansing.composition", run="modules.cleansing.jobs.composition", seconds=3_600),
        Job(code="cleansing.nightly", run="modules.cleansing.jobs.nightly", seconds=1800),
    ),
    tasks=("modules.cleansing.tasks",),
    vocabularies=(
        "modules.cleansing.words.scan",
        "modules.cleansing.words.suggestion",
        "modules.cleansing.records.fault_words",
    ),
    ready="modules.cleansing.ready.register",
    reports=("modules.cleansing.reports.REPORTS",),
    demo="modules.cleansing.demo.fill",
    demo_order=90,
)
