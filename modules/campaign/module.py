"""What the campaign module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import (
    Agenda,
    CodeTable,
    Counter,
    Declaration,
    FirstStep,
    MenuItem,
    Permission,
    Sample,
    Widget,
)

module = Declaration(
    code="campaign",
    label=_("Campaigns"),
    entitlement="campaign",
    requires=("base",),
    urls="modules.campaign.urls",
    menu=(
        MenuItem(
            label=_("Campaigns"),
            url_name="campaign:campaign-list",
            permission="campaign.campaign.view",
            key="g m",
            icon="megaphone",
        ),
    ),
    permissions=(
        *record_permissions(
            "campaign.campaign",
            {
                "view": _("See campaigns"),
                "create": _("Add campaigns"),
                "edit": _("Change campaigns"),
                "approve": _("Approve, end and close campaigns"),
                "delete": _("Move campaigns to the trash"),
                "import": _("Import campaigns"),
                "export": _("Export campaigns"),
            },
        ),
        Permission(code="campaign.project.view", label=_("See projects of campaigns")),
        Permission(code="campaign.project.create", label=_("Add projects to campaigns")),
        Permission(code="campaign.project.edit", label=_("Prepare projects of campaigns")),
        Permission(code="campaign.project.delete", label=_("Delete projects not yet sent")),
        Permission(code="campaign.send.test", label=_("Send tests to oneself")),
        Permission(code="campaign.send.start", label=_("Start and reserve sends")),
    ),
    records=("modules.campaign.records.campaign_record",),
    code_tables=(
        CodeTable(
            code="campaign.kind",
            label=_("Kind of campaign"),
            record="campaign.campaign",
            field="kind",
            may_add=True,
        ),
    ),
    vocabularies=(
        "modules.campaign.words.campaign",
        "modules.campaign.words.project",
    ),
    ready="modules.campaign.queries.customers.register",
    has_start_page=True,
    widgets=(
        Widget(
            code="campaign.progress",
            label=_("Sends under way"),
            permission="campaign.campaign.view",
            template="campaign/widgets/progress.html",
            context="modules.campaign.widgets.progress",
            icon="send",
            settings="modules.campaign.widgets.ProgressForm",
            order=20,
        ),
        Widget(
            code="campaign.mine",
            label=_("What I sent"),
            permission="campaign.campaign.view",
            template="campaign/widgets/mine.html",
            context="modules.campaign.widgets.mine",
            icon="mail-check",
            order=30,
        ),
    ),
    counters=(
        Counter(
            code="campaign.running",
            label=_("Running campaigns"),
            permission="campaign.campaign.view",
            count="modules.campaign.counters.running",
            order=60,
        ),
        Counter(
            code="campaign.stopped",
            label=_("Stopped sends"),
            permission="campaign.campaign.view",
            count="modules.campaign.counters.stopped",
            order=70,
        ),
        Counter(
            code="campaign.drafts",
            label=_("Sends being prepared"),
            permission="campaign.campaign.view",
            count="modules.campaign.counters.drafts",
            order=80,
        ),
    ),
    agendas=(
        Agenda(
            permission="campaign.campaign.view", lines="modules.campaign.agenda.lines", order=10
        ),
    ),
    first_steps=(
        FirstStep(
            code="campaign.sender",
            label=_("Register your senders"),
            help=_(
                "Your mail domain and text number. Mails can leave from the shared address at once."
            ),
            url_name="messaging:senders",
            permission="messaging.sender.manage",
            done="modules.campaign.first_steps.has_sender",
            icon="at-sign",
            order=30,
        ),
        FirstStep(
            code="campaign.first",
            label=_("Send your first campaign"),
            help=_("Plan it, choose the recipients, write, and send a test to yourself first."),
            url_name="campaign:campaign-new",
            permission="campaign.send.start",
            done="modules.campaign.first_steps.has_sent",
            icon="megaphone",
            order=40,
        ),
    ),
    samples=(
        Sample(
            record="campaign.campaign",
            permission="campaign.project.create",
            add="modules.campaign.samples.add",
            changed="modules.campaign.samples.changed_campaigns",
            remove="modules.campaign.samples.remove_campaigns",
        ),
        Sample(
            record="campaign.project",
            permission="campaign.project.create",
            changed="modules.campaign.samples.changed_projects",
            remove="modules.campaign.samples.remove_projects",
        ),
    ),
    demo="modules.campaign.demo.fill",
)
