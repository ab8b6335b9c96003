"""What the message engine tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Job, Notice, Permission
from messaging.senders import declared as senders

module = Declaration(
    code="messaging",
    label=_("Messages"),
    entitlement="campaign",
    urls="messaging.urls",
    public_urls="messaging.feedback.urls",
    permissions=(
        Permission(code="messaging.send.view", label=_("See sends and their results")),
        Permission(code="messaging.send.control", label=_("Start, pause and cancel sends")),
        Permission(
            code="messaging.send.export", label=_("Export results of sends"), roles=("admin",)
        ),
        senders.PERMISSION,
    ),
    menu=(senders.MENU,),
    notices=(
        Notice(
            code="messaging.send.done",
            label=_("A send of mine ends"),
            permission="messaging.send.view",
            sentence=_("The send %(what)s is done."),
            things="messaging.queries.notices.sends",
            url_name="messaging:send-page",
            icon="circle-check",
            channels=("app",),
            order=50,
        ),
        Notice(
            code="messaging.send.stopped",
            label=_("A send of mine stands still"),
            permission="messaging.send.view",
            sentence=_("The send %(what)s stands still."),
            things="messaging.queries.notices.sends",
            details="messaging.queries.notices.reasons",
            url_name="messaging:send-page",
            icon="circle-pause",
            channels=("app", "mail"),
            order=60,
        ),
        *senders.NOTICES,
    ),
    jobs=(
        Job(code="messaging.sweep", run="messaging.services.sweeping.sweep", seconds=10),
        Job(code="messaging.feedback", run="messaging.feedback.tasks.sweep", seconds=10),
        Job(code="messaging.ask", run="messaging.feedback.asking.ask_all", seconds=60),
        *senders.JOBS,
    ),
    tasks=("messaging.tasks", "messaging.feedback.tasks"),
    vocabularies=(
        "messaging.words.send",
        "messaging.words.message",
        "messaging.words.delivery",
        *senders.VOCABULARIES,
    ),
    ready="messaging.views.corner.register",
    commands=("messaging.commands:send", "messaging.commands:delivery"),
)
