"""What the audit says of linked data (V3, A20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.datasources.models import DataSource
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

datasource = Vocabulary(
    subject="tenants.datasource",
    label=_("Linked data"),
    model=DataSource,
    fields=("name", "url", "header", "rows_at", "every", "hour", "weekday", "goes_on"),
    facts={"record": Fact(label=_("Record type"), say=type_in_words, like="base.customer")},
    deeds={"tenants.datasource.ask": _("Linked data asked for")},
)
