"""What a material can be about, by the codes of record types and the columns of `Concern` (A20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COLUMNS = {"base.customer": "customer", "base.account": "account"}
"""{code of a record type: column of `Concern` with it}."""
LABELS = {"customer": _("About customer"), "account": _("About account")}
"""{column: what people call it}."""
