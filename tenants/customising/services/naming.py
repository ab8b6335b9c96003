"""What programs call a company's own fields: which names a field may have (U7, W1)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from dangol.api.filling import NOT_FIELDS
from dangol.api.reading import OWN
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.custom.definitions import PREFIX
from dangol.records.filters.groups import WHERE
from dangol.records.lists.selection import FIND
from tenants.customising.models import FieldDefinition

WRITTEN = re.compile(r"[a-z][a-z0-9_]*")


def check_code(row: FieldDefinition, record: Record) -> None:
    """RuleBroken for a name that programs could not use: how it is written, or that it is taken."""
    if not row.code:
        return
    if not WRITTEN.fullmatch(row.code) or row.code.startswith(PREFIX):
        _refuse(_("Write small letters, digits and _, a letter first, such as member_no."))
    there = FieldDefinition.objects.filter(record=row.record, code=row.code).exclude(pk=row.pk)
    other = there.first()
    if other is not None:
        sentence = _("Programs call “%(label)s” so. Choose another name.")
        _refuse(sentence % {"label": other.label})
    if row.code in _declared(record) | {*OWN, *NOT_FIELDS, FIND, WHERE}:
        _refuse(_("“%(code)s” has a meaning already. Choose another name.") % {"code": row.code})


def _declared(record: Record) -> set[str]:
    fields = {each.name for each in record.model._meta.get_fields()}
    return fields | {each.field for each in record.filters} | {each.name for each in record.columns}


def _refuse(sentence: str) -> None:
    raise RuleBroken("field_code", sentence, field="code")
