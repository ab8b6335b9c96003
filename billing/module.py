"""What billing tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration, Job, MenuItem, Permission

module = Declaration(
    code="billing",
    label=_("Billing"),
    entitlement="customer",
    urls="billing.urls",
    root_urls="billing.signup.company_urls",
    public_urls="billing.signup.urls",
    permissions=(
        Permission(code="billing.account.view", label=_("See cost and invoices"), roles=("admin",)),
        Permission(
            code="billing.account.edit", label=_("Edit registration data"), roles=("admin",)
        ),
    ),
    menu=(
        MenuItem(
            label=_("Billing"),
            url_name="billing:account",
            permission="billing.account.view",
            icon="receipt-text",
            place="settings",
            order=30,
        ),
    ),
    jobs=(
        Job(code="billing.months.draft", run="billing.jobs.draft_months", seconds=60),
        Job(
            code="billing.signups.forget",
            run="billing.signup.registration.forget_unconfirmed",
            seconds=86_400,
        ),
        Job(code="billing.balances.check", run="billing.jobs.check_balances", seconds=3600),
    ),
    commands=(
        "billing.commands:price",
        "billing.commands:invoice",
        "billing.commands:ledger",
        "billing.commands:company",
    ),
    vocabularies=(
        "billing.words.company",
        "billing.words.invoice",
        "billing.words.registration",
    ),
    ready="billing.ready.register",
)
