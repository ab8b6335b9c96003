"""What the scoring module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Counter, Declaration, Job, MenuItem, Permission

module = Declaration(
    code="scoring",
    label=_("Scores"),
    entitlement="base",
    requires=("base",),
    urls="modules.scoring.urls",
    menu=(
        MenuItem(
            label=_("Customer segments"),
            url_name="scoring:segments",
            permission="base.customer.view",
            icon="grid-3x3",
            order=53,
        ),
        MenuItem(
            label=_("Scores of customers"),
            url_name="scoring:settings",
            permission="scoring.settings.manage",
            icon="gauge",
            place="settings",
            order=60,
        ),
    ),
    permissions=(
        Permission(
            code="scoring.settings.manage",
            label=_("Rules of scores, and computing them"),
            roles=("admin",),
        ),
    ),
    counters=(
        Counter(
            code="scoring.overdue",
            label=_("Contact overdue"),
            permission="base.customer.view",
            count="modules.scoring.counters.overdue",
            order=35,
        ),
    ),
    jobs=(
        Job(code="scoring.resume", run="modules.scoring.jobs.resume", seconds=60),
        Job(code="scoring.nightly", run="modules.scoring.jobs.nightly", seconds=1_800),
    ),
    tasks=("modules.scoring.tasks",),
    vocabularies=("modules.scoring.words.rules", "modules.scoring.words.run"),
    reports=("modules.scoring.reports.REPORTS",),
    ready="modules.scoring.ready.register",
    demo="modules.scoring.demo.fill",
)
