"""The rights of the base module's record types."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import Permission

PERMISSIONS = (
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
    *record_permissions(
        "base.account",
        {
            "view": _("See accounts"),
            "create": _("Add accounts"),
            "edit": _("Change accounts"),
            "delete": _("Move accounts to the trash"),
            "import": _("Import accounts"),
            "export": _("Export accounts"),
        },
    ),
    *record_permissions(
        "base.contact",
        {
            "view": _("See contacts"),
            "create": _("Note contacts"),
            "edit": _("Change contacts"),
            "delete": _("Move contacts to the trash"),
            "import": _("Import contacts"),
            "export": _("Export contacts"),
        },
    ),
    *record_permissions(
        "base.order",
        {
            "view": _("See orders"),
            "create": _("Add orders"),
            "edit": _("Change orders"),
            "delete": _("Move orders to the trash"),
            "import": _("Import orders"),
            "export": _("Export orders"),
        },
    ),
    *record_permissions(
        "base.order_line",
        {
            "view": _("See order lines"),
            "create": _("Add order lines"),
            "edit": _("Change order lines"),
            "delete": _("Move order lines to the trash"),
            "import": _("Import order lines"),
            "export": _("Export order lines"),
        },
    ),
    *record_permissions(
        "base.product",
        {
            "view": _("See products"),
            "create": _("Add products"),
            "edit": _("Change products"),
            "delete": _("Move products to the trash"),
            "import": _("Import products"),
            "export": _("Export products"),
        },
    ),
    *record_permissions(
        "base.material",
        {
            "view": _("See material requests"),
            "create": _("Add material requests"),
            "edit": _("Change material requests"),
            "delete": _("Move material requests to the trash"),
            "import": _("Import material requests"),
            "export": _("Export material requests"),
        },
    ),
    *record_permissions(
        "base.complaint",
        {
            "view": _("See complaints"),
            "create": _("Add complaints"),
            "edit": _("Change complaints"),
            "delete": _("Move complaints to the trash"),
            "import": _("Import complaints"),
            "export": _("Export complaints"),
        },
    ),
    *record_permissions(
        "base.interest",
        {
            "view": _("See interests"),
            "create": _("Add interests"),
            "edit": _("Change interests"),
            "delete": _("Move interests to the trash"),
            "import": _("Import interests"),
            "export": _("Export interests"),
        },
    ),
    *record_permissions(
        "base.relation",
        {
            "view": _("See relations of customers"),
            "create": _("Add relations of customers"),
            "edit": _("Change relations of customers"),
            "delete": _("Move relations of customers to the trash"),
            "import": _("Import relations of customers"),
            "export": _("Export relations of customers"),
        },
    ),
    *record_permissions(
        "base.account_group",
        {
            "view": _("See account groups"),
            "create": _("Add account groups"),
            "edit": _("Change account groups"),
            "delete": _("Move account groups to the trash"),
            "import": _("Import account groups"),
            "export": _("Export account groups"),
        },
    ),
    *record_permissions(
        "base.account_year",
        {
            "view": _("See yearly sales of accounts"),
            "create": _("Add yearly sales of accounts"),
            "edit": _("Change yearly sales of accounts"),
            "delete": _("Move yearly sales of accounts to the trash"),
            "import": _("Import yearly sales of accounts"),
            "export": _("Export yearly sales of accounts"),
        },
    ),
    *record_permissions(
        "base.account_address",
        {
            "view": _("See addresses of accounts"),
            "create": _("Add addresses of accounts"),
            "edit": _("Change addresses of accounts"),
            "delete": _("Move addresses of accounts to the trash"),
            "import": _("Import addresses of accounts"),
            "export": _("Export addresses of accounts"),
        },
    ),
    *record_permissions(
        "base.account_rating",
        {
            "view": _("See ratings of accounts"),
            "create": _("Add ratings of accounts"),
            "edit": _("Change ratings of accounts"),
            "delete": _("Move ratings of accounts to the trash"),
            "import": _("Import ratings of accounts"),
            "export": _("Export ratings of accounts"),
        },
    ),
    *record_permissions(
        "base.account_person",
        {
            "view": _("See people of accounts"),
            "create": _("Add people of accounts"),
            "edit": _("Change people of accounts"),
            "delete": _("Move people of accounts to the trash"),
            "import": _("Import people of accounts"),
            "export": _("Export people of accounts"),
        },
    ),
    *record_permissions(
        "base.group",
        {
            "view": _("See customer groups"),
            "create": _("Add customer groups"),
            "edit": _("Change customer groups and who is in them"),
            "delete": _("Move customer groups to the trash"),
            "import": _("Import customer groups"),
            "export": _("Export customer groups"),
        },
    ),
    *record_permissions(
        "base.source",
        {
            "view": _("See sources"),
            "create": _("Add sources"),
            "edit": _("Change sources"),
            "delete": _("Move sources to the trash"),
            "import": _("Import sources"),
            "export": _("Export sources"),
        },
    ),
    *record_permissions(
        "base.consent",
        {
            "view": _("See the consent ledger"),
            "create": _("Note consents in the ledger"),
            "edit": _("Nothing: the consent ledger is not changed"),
            "delete": _("Nothing: the consent ledger is not emptied"),
            "export": _("Export the consent ledger"),
        },
    ),
    Permission(
        code="base.telling.manage",
        label=_("Choose how people are told of their consents"),
        roles=("admin",),
    ),
)
