"""What the layer's declaration says of triggers (A29, A31). Data only."""

from django.utils.translation import gettext_lazy as _

from dangol.about_triggers import TriggerAction
from dangol.registry import MenuItem, Notice, Permission

MANAGE = "tenants.trigger.manage"
PERMISSION = Permission(
    code=MANAGE, label=_("Manage triggers"), roles=("admin",), is_grantable=False
)
MENU = MenuItem(
    label=_("Triggers"),
    url_name="tenants:trigger-list",
    permission=MANAGE,
    icon="zap",
    place="settings",
    order=28,
)
NOTICES = (
    Notice(
        code="tenants.trigger.fired",
        label=_("A trigger points out a record"),
        permission="tenants.notice.view",
        sentence=_("A trigger points you to %(what)s."),
        many=_("A trigger points you to %(count)s records."),
        details="tenants.triggers.queries.told.words",
        icon="zap",
        order=27,
    ),
    Notice(
        code="tenants.trigger.listed",
        label=_("A trigger points out a list"),
        permission="tenants.notice.view",
        sentence=_("A trigger points you to %(what)s."),
        many=_("A trigger points you to %(count)s records."),
        details="tenants.triggers.queries.told.words",
        icon="zap",
        order=28,
    ),
    Notice(
        code="tenants.trigger.stopped",
        label=_("A trigger of mine is switched off by itself"),
        permission=MANAGE,
        sentence=_("The trigger %(what)s was switched off by itself."),
        things="tenants.triggers.queries.told.names",
        details="tenants.triggers.queries.told.problems",
        url_name="tenants:trigger",
        icon="zap-off",
        channels=("app", "mail"),
        order=96,
    ),
)
ACTIONS = (
    TriggerAction(
        code="tenants.notify", label=_("Tell colleagues"), icon="bell", of="both",
        deed="tenants.triggers.actions.notifying.notify",
    ),
    TriggerAction(
        code="tenants.mail", label=_("Mail colleagues"), icon="mail", of="both",
        deed="tenants.triggers.actions.mailing.mail",
    ),
    TriggerAction(
        code="tenants.report", label=_("Mail a report"), icon="chart-column", of="list",
        deed="tenants.triggers.actions.reporting.report",
    ),
    TriggerAction(
        code="tenants.give", label=_("Give it to somebody"), icon="user-round-check",
        deed="tenants.triggers.actions.setting.give",
    ),
    TriggerAction(
        code="tenants.set", label=_("Set a field"), icon="pencil",
        deed="tenants.triggers.actions.setting.set_field",
    ),
    TriggerAction(
        code="tenants.call", label=_("Call a webhook"), icon="webhook", of="both",
        deed="tenants.triggers.actions.calling.call",
    ),
)  # fmt: skip
