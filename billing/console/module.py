"""What the provider's consoles tell the shell: open to the provider's staff only."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, MenuItem, Permission

module = Declaration(
    code="console",
    label=_("Operations"),
    entitlement="provider",
    requires=("billing",),
    urls="billing.console.urls",
    permissions=(
        Permission(code="console.company.view", label=_("See companies and their invoices")),
        Permission(
            code="console.company.edit",
            label=_("Suspend companies, set limits, enter payments"),
            roles=("admin",),
        ),
    ),
    menu=(
        MenuItem(
            label=_("Companies"),
            url_name="console:company-list",
            permission="console.company.view",
            icon="building-2",
        ),
        MenuItem(
            label=_("Invoices"),
            url_name="console:invoice-list",
            permission="console.company.view",
            icon="receipt-text",
        ),
    ),
)
