"""Making and changing outside materials; what may not be stored is starred first (A20)."""

from __future__ import annotations

from django.db.models import Q

from dangol.records.text import mask_resident_numbers
from modules.materials.models import Material, State
from modules.materials.models.material import SEARCHED
from tenants import audit
from tenants.services.records import Services, Values, set_all

FIELDS = ("title", "kind", "origin", "link", "dated_on", "state", "text", "owner_id")
SUBJECT = "materials.material"


def _take_over(material: Material, values: Values) -> None:
    set_all(material, values)
    material.text = mask_resident_numbers(material.text)[0]
    material.words = material.text[:SEARCHED]
    if material.owner_id is None and material._state.adding:
        material.owner_id = audit.actor().user_id


materials = Services(
    subject=SUBJECT,
    model=Material,
    fields=FIELDS,
    owner="owner",
    passes=Q(state=State.NEW),
    take_over=_take_over,
)
