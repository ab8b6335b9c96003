"""What the campaign module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import Declaration, MenuItem, Permission

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
)
