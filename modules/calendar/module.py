"""What the calendar tells the shell."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from dangol.about_triggers import TriggerAction
from dangol.records.permissions import record_permissions
from dangol.registry import (
    Agenda,
    CodeTable,
    Declaration,
    Job,
    MenuItem,
    Notice,
    Permission,
    QuickAction,
    Widget,
)


def _everyday(permissions: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """Removing belongs to everyday work here; what is removed can be taken back."""
    return tuple(
        replace(each, roles=("admin", "member")) if each.code.endswith(".delete") else each
        for each in permissions
    )


module = Declaration(
    code="calendar",
    label=_("Calendar"),
    entitlement="base",
    requires=("base",),
    urls="modules.calendar.urls",
    menu=(
        MenuItem(
            label=_("Calendar"),
            url_name="calendar:schedule",
            permission="calendar.appointment.view",
            key="g d",
            icon="calendar-days",
            also=("calendar:appointment-list", "calendar:feed", "calendar:take-in"),
            order=66,
        ),
        MenuItem(
            label=_("To-dos"),
            url_name="calendar:todo-list",
            permission="calendar.todo.view",
            icon="square-check",
            order=67,
        ),
        MenuItem(
            label=_("Anniversaries"),
            url_name="calendar:coming",
            permission="calendar.anniversary.view",
            icon="cake",
            also=("calendar:anniversary-list",),
            order=59,
        ),
        MenuItem(
            label=_("Anniversaries"),
            url_name="calendar:settings",
            permission="calendar.settings.manage",
            icon="cake",
            place="settings",
        ),
    ),
    permissions=(
        *_everyday(
            record_permissions(
                "calendar.appointment",
                {
                    "view": _("See appointments"),
                    "create": _("Add appointments"),
                    "edit": _("Change appointments"),
                    "delete": _("Move appointments to the trash"),
                    "import": _("Import appointments"),
                    "export": _("Export appointments"),
                },
            )
        ),
        *_everyday(
            record_permissions(
                "calendar.todo",
                {
                    "view": _("See to-dos"),
                    "create": _("Add to-dos"),
                    "edit": _("Change to-dos"),
                    "delete": _("Move to-dos to the trash"),
                    "import": _("Import to-dos"),
                    "export": _("Export to-dos"),
                },
            )
        ),
        *_everyday(
            record_permissions(
                "calendar.anniversary",
                {
                    "view": _("See anniversaries"),
                    "create": _("Add anniversaries"),
                    "edit": _("Change anniversaries"),
                    "delete": _("Move anniversaries to the trash"),
                    "import": _("Import anniversaries"),
                    "export": _("Export anniversaries"),
                },
            )
        ),
        Permission(
            code="calendar.settings.manage", label=_("Settings of the calendar"), roles=("admin",)
        ),
    ),
    records=(
        "modules.calendar.records.appointment_record",
        "modules.calendar.records.todo_record",
        "modules.calendar.records.anniversary_record",
    ),
    quick_actions=(
        QuickAction(
            label=_("New appointment"),
            url_name="calendar:appointment-new",
            permission="calendar.appointment.create",
            icon="calendar-plus",
        ),
        QuickAction(
            label=_("New to-do"),
            url_name="calendar:todo-new",
            permission="calendar.todo.create",
            icon="square-check",
        ),
    ),
    agendas=(
        Agenda(
            permission="calendar.appointment.view", lines="modules.calendar.agenda.lines", order=5
        ),
        Agenda(
            permission="calendar.todo.view", lines="modules.calendar.agenda.todo_lines", order=6
        ),
    ),
    notices=(
        Notice(
            code="calendar.appointment.near",
            label=_("An appointment begins soon"),
            permission="calendar.appointment.view",
            sentence=_("Soon: %(what)s."),
            icon="alarm-clock",
            order=30,
        ),
        Notice(
            code="calendar.appointment.invited",
            label=_("I am asked to take part in an appointment"),
            permission="calendar.appointment.view",
            sentence=_("%(who)s put you down for %(what)s."),
            icon="calendar-plus",
            order=31,
        ),
        Notice(
            code="calendar.appointment.moved",
            label=_("An appointment of mine has another time"),
            permission="calendar.appointment.view",
            sentence=_("%(who)s changed the time of %(what)s."),
            icon="calendar-clock",
            order=32,
        ),
        Notice(
            code="calendar.appointment.cancelled",
            label=_("An appointment of mine is cancelled"),
            permission="calendar.appointment.view",
            sentence=_("%(who)s cancelled %(what)s."),
            things="modules.calendar.queries.notices.names",
            url_name="calendar:whereabouts",
            icon="calendar-x",
            order=33,
        ),
    ),
    jobs=(
        Job(code="calendar.remind", run="modules.calendar.jobs.remind", seconds=30),
        Job(code="calendar.renew", run="modules.calendar.jobs.renew", seconds=1_800),
    ),
    widgets=(
        Widget(
            code="calendar.anniversaries",
            label=_("Coming anniversaries"),
            permission="calendar.anniversary.view",
            template="calendar/widgets/anniversaries.html",
            context="modules.calendar.widgets.anniversaries",
            icon="cake",
            order=65,
        ),
    ),
    code_tables=(
        CodeTable(
            code="calendar.kind",
            label=_("Kind of appointment"),
            record="calendar.appointment",
            field="kind",
            may_add=True,
        ),
        CodeTable(
            code="calendar.importance",
            label=_("Importance"),
            record="calendar.appointment",
            field="importance",
            also=(("calendar.todo", "importance"),),
        ),
        CodeTable(
            code="calendar.occasion",
            label=_("Kind of anniversary"),
            record="calendar.anniversary",
            field="kind",
            may_add=True,
        ),
    ),
    tiles=("modules.calendar.tiles.todo",),
    ready="modules.calendar.queries.lines.register",
    reports=("modules.calendar.reports.REPORTS",),
    trigger_actions=(
        TriggerAction(
            code="calendar.todo",
            label=_("Make a to-do"),
            icon="list-todo",
            deed="modules.calendar.triggers.make_todo",
        ),
    ),
    demo="modules.calendar.demo.fill",
    vocabularies=(
        "modules.calendar.words.appointment",
        "modules.calendar.words.todo",
        "modules.calendar.words.anniversary",
        "modules.calendar.words.setting",
        "modules.calendar.words.feed",
    ),
)
