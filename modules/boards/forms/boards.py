"""The form of a board."""

from __future__ import annotations

from dangol.records.forms.base import RecordForm
from modules.boards.models import Board


class BoardForm(RecordForm):
    """A name is enough."""

    class Meta:
        model = Board
        fields = ("name", "kind", "about", "reach", "writing")
