"""What the base module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import Declaration, Job, MenuItem, MergeField, Permission

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
    jobs=(Job(code="base.imports.resume", run="modules.base.tasks.resume_imports", seconds=60),),
    tasks=("modules.base.tasks",),
    commands=("modules.base.commands:demo",),
    ready="modules.base.audience.register",
)
