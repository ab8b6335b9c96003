"""What the lending module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import Declaration, MenuItem

module = Declaration(
    code="lending",
    label=_("Lending"),
    entitlement="base",
    requires=("base",),
    urls="modules.lending.urls",
    menu=(
        MenuItem(
            label=_("Things"),
            url_name="lending:thing-list",
            permission="lending.thing.view",
            icon="package-open",
            order=70,
        ),
    ),
    permissions=record_permissions(
        "lending.thing",
        {
            "view": _("See things"),
            "create": _("Add things"),
            "edit": _("Change things"),
            "delete": _("Move things to the trash"),
            "import": _("Import things"),
            "export": _("Export things"),
        },
    ),
    records=("modules.lending.records.thing_record",),
    vocabularies=("modules.lending.records.thing_words",),
)
