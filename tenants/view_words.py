"""What the audit says of the views that users share (V3, U1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.people.models import ListView
from tenants.vocabulary import Fact, Vocabulary

view = Vocabulary(
    subject="tenants.view",
    label=_("Shared view"),
    model=ListView,
    fields=("name",),
    facts={"conditions": Fact(label=_("Conditions of the list"), words={"new": _("Changed")})},
    deeds={"tenants.view.share": _("View shared")},
)
