"""What the message box tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import (
    Counter,
    Declaration,
    Job,
    MenuItem,
    Notice,
    Permission,
    QuickAction,
    Widget,
)

module = Declaration(
    code="messages",
    label=_("Message box"),
    entitlement="base",
    requires=("base",),
    urls="modules.messages.urls",
    menu=(
        MenuItem(
            label=_("Message box"),
            url_name="messages:box",
            permission="messages.box.use",
            key="g i",
            icon="mail",
            order=78,
        ),
    ),
    permissions=(
        Permission(code="messages.box.use", label=_("Write to colleagues and read their messages")),
        Permission(
            code="messages.reading.view",
            label=_("See how many messages and mails are read"),
            roles=("admin",),
        ),
    ),
    quick_actions=(
        QuickAction(
            label=_("Write to colleagues"),
            url_name="messages:new",
            permission="messages.box.use",
            icon="mail-plus",
            words=_("new message send"),
        ),
    ),
    notices=(
        Notice(
            code="messages.message.received",
            label=_("A colleague writes to me"),
            permission="messages.box.use",
            sentence=_("%(who)s wrote to you: %(what)s"),
            things="modules.messages.queries.told.subjects",
            url_name="messages:message",
            icon="mail",
            channels=("app", "push"),
            order=11,
        ),
    ),
    widgets=(
        Widget(
            code="messages.received",
            label=_("Messages"),
            permission="messages.box.use",
            template="messages/widgets/received.html",
            context="modules.messages.widgets.received",
            icon="mail",
            rows=2,
            order=61,
        ),
    ),
    counters=(
        Counter(
            code="messages.unread",
            label=_("Unread messages"),
            permission="messages.box.use",
            count="modules.messages.widgets.unread",
            order=95,
        ),
    ),
    jobs=(Job(code="messages.reserved.send", run="modules.messages.jobs.send_due", seconds=20),),
    vocabularies=("modules.messages.words.message",),
    reports=("modules.messages.reports.REPORTS",),
    demo="modules.messages.demo.fill",
)
