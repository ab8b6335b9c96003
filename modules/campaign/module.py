"""What the campaign module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration

module = Declaration(
    code="campaign", label=_("Campaigns"), entitlement="campaign", requires=("base",)
)
