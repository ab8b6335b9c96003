"""What the duplicates module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Job, MenuItem, PageLink, Permission

module = Declaration(
    code="duplicates",
    label=_("Duplicates"),
    entitlement="base",
    requires=("base",),
    urls="modules.duplicates.urls",
    menu=(
        MenuItem(
            label=_("Duplicates"),
            url_name="duplicates:customer-queue",
            permission="duplicates.pair.view",
            icon="merge",
            also=("duplicates:account-queue", "duplicates:customer-sure", "duplicates:merge-list"),
            order=62,
        ),
    ),
    permissions=(
        Permission(code="duplicates.pair.view", label=_("See what may be there twice")),
        Permission(code="duplicates.pair.decide", label=_("Merge duplicates, take merges back")),
        Permission(code="duplicates.scan.start", label=_("Search everything for duplicates")),
        Permission(
            code="duplicates.rule.edit", label=_("Set the rule of merging"), roles=("admin",)
        ),
    ),
    page_links=(
        PageLink(
            record="base.customer",
            label=_("Merge with another"),
            icon="merge",
            url_name="duplicates:customer-merge",
            permission="duplicates.pair.decide",
        ),
        PageLink(
            record="base.account",
            label=_("Merge with another"),
            icon="merge",
            url_name="duplicates:account-merge",
            permission="duplicates.pair.decide",
        ),
    ),
    jobs=(
        Job(code="duplicates.resume", run="modules.duplicates.jobs.resume", seconds=60),
        Job(code="duplicates.imported", run="modules.duplicates.jobs.imported", seconds=30),
        Job(code="duplicates.nightly", run="modules.duplicates.jobs.nightly", seconds=1_800),
        Job(code="duplicates.close", run="modules.duplicates.jobs.close", seconds=3_600),
    ),
    tasks=("modules.duplicates.tasks",),
    commands=("modules.duplicates.commands:dedupe",),
    vocabularies=(
        "modules.duplicates.words.scan",
        "modules.duplicates.words.rule",
        "modules.duplicates.words.sweep",
    ),
    reports=("modules.duplicates.reports.REPORTS",),
    ready="modules.duplicates.queries.entry.register",
    demo="modules.duplicates.demo.fill",
)
