"""What the layer's declaration says of linked data (A20). Data only."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Job, MenuItem, Notice, Permission

MANAGE = "tenants.datasource.manage"
PERMISSION = Permission(
    code=MANAGE, label=_("Manage linked data"), roles=("admin",), is_grantable=False
)
MENU = MenuItem(
    label=_("Linked data"),
    url_name="tenants:datasource-list",
    permission=MANAGE,
    icon="cable",
    place="settings",
    order=29,
)
NOTICES = (
    Notice(
        code="tenants.datasource.failed",
        label=_("Linked data of mine does not come any more"),
        permission=MANAGE,
        sentence=_("%(what)s could not be brought in and is not tried any more."),
        things="tenants.datasources.queries.told.names",
        details="tenants.datasources.queries.told.problems",
        url_name="tenants:datasource",
        icon="unplug",
        channels=("app", "mail"),
        order=97,
    ),
)
JOBS = (
    Job(code="tenants.datasources.ring", run="tenants.datasources.jobs.ring_due", seconds=60),
    Job(code="tenants.datasources.forget", run="tenants.datasources.jobs.forget", seconds=21_600),
)
