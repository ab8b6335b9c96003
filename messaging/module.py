"""What the message engine tells the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.registry import Declaration

module = Declaration(code="messaging", label=_("Messages"))
