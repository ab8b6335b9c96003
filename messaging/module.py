"""What the message engine tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Job, Permission

module = Declaration(
    code="messaging",
    label=_("Messages"),
    entitlement="campaign",
    urls="messaging.urls",
    permissions=(
        Permission(code="messaging.send.view", label=_("See sends and their results")),
        Permission(code="messaging.send.control", label=_("Start, pause and cancel sends")),
        Permission(
            code="messaging.send.export", label=_("Export results of sends"), roles=("admin",)
        ),
    ),
    jobs=(Job(code="messaging.sweep", run="messaging.services.sweeping.sweep", seconds=10),),
    tasks=("messaging.tasks",),
    vocabularies=(
        "messaging.words.send",
        "messaging.words.message",
        "messaging.words.delivery",
    ),
    ready="messaging.views.corner.register",
    commands=("messaging.commands:send", "messaging.commands:delivery"),
)
