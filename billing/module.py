"""What billing tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration

module = Declaration(
    code="billing",
    label=_("Billing"),
    root_urls="billing.signup.company_urls",
    public_urls="billing.signup.urls",
)
