"""What the base module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import (
    Agenda,
    Counter,
    Declaration,
    FirstStep,
    Job,
    MenuItem,
    MergeField,
    Permission,
    Sample,
    Widget,
)

module = Declaration(
    code="base",
    label=_("Customers"),
    entitlement="base",
    urls="modules.base.urls",
    menu=(
        MenuItem(
            label=_("Customers"),
            url_name="base:customer-list",
            permission="base.customer.view",
            key="g c",
            icon="users",
        ),
    ),
    permissions=(
        *record_permissions(
            "base.customer",
            {
                "view": _("See customers"),
                "create": _("Add customers"),
                "edit": _("Change customers"),
                "delete": _("Move customers to the trash"),
                "import": _("Import customers"),
                "export": _("Export customers"),
            },
        ),
        Permission(code="base.contact.create", label=_("Note contacts")),
    ),
    records=("modules.base.records.customer_record",),
    merge_fields=(
        MergeField(code="name", label=_("Name")),
        MergeField(code="company", label=_("Company name")),
        MergeField(code="title", label=_("Job title")),
        MergeField(code="mobile", label=_("Mobile")),
        MergeField(code="email", label=_("Email")),
        MergeField(code="grade", label=_("Grade")),
    ),
    widgets=(
        Widget(
            code="base.care",
            label=_("Customers to contact"),
            permission="base.customer.view",
            template="base/widgets/care.html",
            context="modules.base.widgets.care",
            icon="heart-handshake",
            settings="modules.base.widgets.CareForm",
            order=40,
        ),
        Widget(
            code="base.growth",
            label=_("New customers by month"),
            permission="base.customer.view",
            template="base/widgets/growth.html",
            context="modules.base.widgets.growth",
            icon="chart-column",
            order=50,
        ),
        Widget(
            code="base.birthdays",
            label=_("Coming birthdays"),
            permission="base.customer.view",
            template="base/widgets/birthdays.html",
            context="modules.base.widgets.birthdays",
            icon="cake",
            rows=2,
            order=60,
        ),
        Widget(
            code="base.news",
            label=_("News of customers"),
            permission="base.customer.view",
            template="base/widgets/news.html",
            context="modules.base.widgets.news",
            icon="newspaper",
            rows=2,
            order=70,
        ),
    ),
    counters=(
        Counter(
            code="base.new",
            label=_("New customers"),
            permission="base.customer.view",
            count="modules.base.counters.new_this_week",
            order=10,
        ),
        Counter(
            code="base.mine",
            label=_("My customers"),
            permission="base.customer.view",
            count="modules.base.counters.mine",
            order=20,
        ),
        Counter(
            code="base.overdue",
            label=_("No contact for 30 days"),
            permission="base.customer.view",
            count="modules.base.counters.overdue",
            order=30,
        ),
        Counter(
            code="base.without_owner",
            label=_("Without owner"),
            permission="base.customer.view",
            count="modules.base.counters.without_owner",
            order=40,
        ),
        Counter(
            code="base.birthdays",
            label=_("Birthdays this month"),
            permission="base.customer.view",
            count="modules.base.counters.birthdays",
            order=50,
        ),
    ),
    agendas=(Agenda(permission="base.customer.view", lines="modules.base.agenda.lines", order=20),),
    first_steps=(
        FirstStep(
            code="base.import",
            label=_("Bring your customers"),
            help=_("From a file of a spreadsheet; what is there twice is found."),
            url_name="base:customer-import",
            permission="base.customer.import",
            done="modules.base.first_steps.has_customers",
            icon="upload",
            order=20,
        ),
    ),
    samples=(
        Sample(
            record="base.customer",
            permission="base.customer.create",
            add="modules.base.samples.add",
            changed="modules.base.samples.changed",
            remove="modules.base.samples.remove",
        ),
    ),
    jobs=(Job(code="base.imports.resume", run="modules.base.tasks.resume_imports", seconds=60),),
    tasks=("modules.base.tasks",),
    commands=("modules.base.commands:demo",),
    vocabularies=(
        "modules.base.words.customer",
        "modules.base.words.imports",
    ),
    ready="modules.base.audience.register",
)
