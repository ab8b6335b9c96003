"""What the audit says of lists that are taken away (V3, A14)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.exports.models import Export
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

export = Vocabulary(
    subject="tenants.export",
    label=_("Export"),
    model=Export,
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "rows": Fact(label=_("Rows"), like=12_000),
        "reason": Fact(label=_("Reason")),
        "files": Fact(label=_("Files"), like=3),
    },
    deeds={
        "tenants.export.begin": _("Export begun"),
        "tenants.export.fail": _("Export failed"),
        "tenants.export.cancel": _("Export cancelled"),
        "tenants.export.remove": _("File of an export deleted"),
        "tenants.export.expire": _("Old files of exports deleted"),
        "tenants.export.download": _("File of an export fetched"),
    },
)
