"""What the audit says of imports (V3, U5)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.i18n import figures
from dangol.imports.matches import keys_of
from dangol.imports.plan import RowState
from dangol.imports.problems import label_of
from tenants.importing.models import ImportMapping, ImportRun
from tenants.queries import desk
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words


def columns_in_words(kept: dict[str, Any]) -> str:
    """The fields that a file fills, in the order of its columns."""
    record, mapping = desk.records().get(kept["record"]), kept["mapping"]
    if record is None:
        return figures.NOTHING
    return ", ".join(label_of(record, name) for name in sorted(mapping, key=mapping.__getitem__))


def keys_in_words(kept: dict[str, Any]) -> str:
    """By what records were taken to be the same."""
    record = desk.records().get(kept["record"])
    if record is None:
        return figures.NOTHING
    known = keys_of(record)
    chosen = kept["keys"] or [code for code, key in known.items() if key.usual]
    return ", ".join(str(known[code].label) for code in chosen if code in known)


imports = Vocabulary(
    subject="tenants.import",
    label=_("Import"),
    model=ImportRun,
    fields=("on_duplicate", "state", *RowState.values),
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "columns": Fact(
            label=_("Columns"), say=columns_in_words,
            like={"record": "base.customer", "mapping": {"email": 1, "name": 0}},
        ),
        "same": Fact(
            label=_("The same"), say=keys_in_words,
            like={"record": "base.customer", "keys": ["code"]},
        ),
        "state": Fact(label=_("State")),
        "rows": Fact(label=_("Rows"), like=120),
        "reverted": Fact(label=_("As before"), like=10),
        "kept": Fact(label=_("Kept"), like=2),
        "masked": Fact(label=_("Resident numbers masked"), like=1),
        **{state.value: Fact(label=state.label) for state in RowState},
    },
    deeds={
        "tenants.import.change": pgettext_lazy("deed", "Changed by import"),
        "tenants.import.upload": pgettext_lazy("deed", "File uploaded for import"),
        "tenants.import.revert": _("Taking an import back begun"),
        "tenants.import.reverted": _("Import taken back"),
    },
    many={"tenants.import.finish": "", "tenants.import.reverted": ""},
)  # fmt: skip

mappings = Vocabulary(
    subject="tenants.import_mapping",
    label=_("Saved columns"),
    model=ImportMapping,
    deeds={"tenants.import_mapping.save": pgettext_lazy("deed", "Columns saved for imports")},
)
