"""Remembering how the columns of a file were matched, and saving that under a name (U5)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.text import clean_line
from tenants import audit
from tenants.importing.models import ImportMapping, ImportRun
from tenants.importing.queries.mappings import named, signature

MOST = 50
LONGEST = 60
SUBJECT = "tenants.import_mapping"


def remember(run: ImportRun) -> None:
    """Keeps how this run is matched for the next file with its header; part of `imports.choose`."""
    ImportMapping.objects.update_or_create(
        record=run.record,
        name="",
        signature=signature(run.header),
        user=run.started_by,
        defaults=_facts(run),
    )


@transaction.atomic
def save(run: ImportRun, name: str) -> ImportMapping:
    """Saves it under a name, for everybody; one of the same name is replaced."""
    name = clean_line(name)
    if not name or len(name) > LONGEST:
        raise RuleBroken("mapping_name", _("Give the columns a name of up to 60 letters."))
    if named(run.record).exclude(name=name).count() >= MOST:
        raise RuleBroken("mapping_many", _("There are 50 saved columns; delete one first."))
    defaults = _facts(run) | {"user": run.started_by, "signature": signature(run.header)}
    mapping, _is_new = ImportMapping.objects.update_or_create(
        record=run.record, name=name, defaults=defaults
    )
    audit.record(f"{SUBJECT}.save", subject=SUBJECT, subject_id=mapping.pk, summary=name)
    return mapping


@transaction.atomic
def delete(mapping: ImportMapping) -> None:
    """Deletes columns that were saved under a name."""
    audit.record(f"{SUBJECT}.delete", subject=SUBJECT, subject_id=mapping.pk, summary=mapping.name)
    mapping.delete()


def _facts(run: ImportRun) -> dict[str, object]:
    return {
        "heads": {field: run.header[column] for field, column in run.mapping.items()},
        "keys": run.keys,
        "on_duplicate": run.on_duplicate,
        "used_at": clock.now(),
    }
