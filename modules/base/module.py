"""What the base module tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration

module = Declaration(code="base", label=_("Customers"), entitlement="base")
