"""What the audit says of reports (V3, A17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.reports.models import Report
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

report = Vocabulary(
    subject="tenants.report",
    label=_("Report"),
    model=Report,
    facts={
        "name": Fact(label=_("Name")),
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "rows": Fact(label=_("Rows"), like=12),
        "reason": Fact(label=_("Reason")),
        "share": Fact(label=_("For whom"), words=dict(Report.Share.choices)),
    },
    deeds={"tenants.report.take": _("Report taken away")},
)
