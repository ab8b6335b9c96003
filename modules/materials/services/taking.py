"""Bringing in several files at once: each becomes a material with its text and the file (A20)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.page.files import files
from modules.materials.intake.reading import Reading, read
from modules.materials.models import Material
from modules.materials.models.material import LONGEST
from modules.materials.services.concerns import connect
from modules.materials.services.materials import SUBJECT, materials

MOST = 20
"""Files of one deed."""
BUDGET = 60
"""Seconds after which no further file is begun."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of the files.

    made  (material, what is to be known of it) of each that came in
    left  a sentence for each that did not, with its name and the reason
    """

    made: list[tuple[Material, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def take_in(
    uploads: Sequence[File[Any]], user: Any, values: Mapping[str, Any], about: Sequence[Any] = ()
) -> Taken:
    """A material of each file, with these values and about these customers and accounts.

    A file that is refused keeps no other out. RuleBroken when there are none or too many.
    """
    if not 0 < len(uploads) <= MOST:
        words = _("Choose from 1 to %(most)s files.") % {"most": MOST}
        raise RuleBroken("material_files", words, field="files")
    taken = Taken()
    until = time.monotonic() + BUDGET
    for upload in uploads:
        try:
            if time.monotonic() > until:
                raise RuleBroken("material_late", _late(upload))
            taken.made.append(_take_one(upload, user, values, about))
        except RuleBroken as broken:
            taken.left.append(str(broken))
    return taken


@transaction.atomic
def _take_one(
    upload: File[Any], user: Any, values: Mapping[str, Any], about: Sequence[Any]
) -> tuple[Material, str]:
    """One material, its file and whom it is about; all of it or nothing."""
    found = read(upload)
    facts = {"title": found.title, "text": found.text, **values}
    if found.origin and not facts.get("origin"):
        facts["origin"] = found.origin
    if found.day is not None and not facts.get("dated_on"):
        facts["dated_on"] = found.day
    given = {name: value for name, value in facts.items() if value is not None}
    material: Material = materials.create(given)
    for each in about:
        connect(material, each)
    if not found.starred:
        files().add(SUBJECT, material.pk, upload, by=user, title=material.title)
    return material, _known(found)


def _known(found: Reading) -> str:
    """What whoever brings it in has to know."""
    words = []
    if found.starred:
        words.append(_(
            "Resident registration numbers in it were starred. The file itself is not kept, for"
            " they stand in it."
        ))  # fmt: skip
    if found.is_cut:
        words.append(
            _("Only its first %(most)s characters are in the text.") % {"most": f"{LONGEST:,}"}
        )
    return " ".join(words)


def _late(upload: File[Any]) -> str:
    words = _("“%(name)s” was not read any more, the others took so long. Add it again.")
    return words % {"name": upload.name}
