"""What the cleansing module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Job, MenuItem, Permission

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
    ),
    permissions=(
        Permission(code="cleansing.suggestion.decide", label=_("Decide on suggestions for data")),
        Permission(code="cleansing.scan.start", label=_("Look through all data anew")),
    ),
    jobs=(
        Job(code="cleansing.new", run="modules.cleansing.jobs.look_at_new", seconds=60),
        Job(code="cleansing.resume", run="modules.cleansing.jobs.resume", seconds=60),
        Job(code="cleansing.nightly", run="modules.cleansing.jobs.nightly", seconds=1800),
    ),
    tasks=("modules.cleansing.tasks",),
    vocabularies=("modules.cleansing.words.scan", "modules.cleansing.words.suggestion"),
    ready="modules.cleansing.supply.register",
    demo="modules.cleansing.demo.fill",
)
