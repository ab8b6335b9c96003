"""What the page of a material shows: its text, whom it is about, what was found in it (A20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dangol.records import rights
from dangol.records.types import record_of
from modules.materials.forms.about import AboutForm
from modules.materials.models import Material
from modules.materials.queries.about import whom
from modules.materials.queries.found import findings


def material(user: Any, instance: Material) -> Mapping[str, Any]:
    """The block in the middle of the page; three statements of its own."""
    record = record_of(Material.record_code)
    is_open = "text" not in record.hidden_from(user)
    known = whom(user, instance)
    may = rights.may(record, user, "edit", instance)
    return {
        "material": instance,
        "is_open": is_open,
        "whom": known,
        "findings": findings(user, instance.text, known) if is_open else [],
        "form": AboutForm(user=user) if may else None,
        "may": may,
    }
