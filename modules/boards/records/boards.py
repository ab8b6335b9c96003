"""The board as a record type (A24)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import ChoiceFilter, Column, Record, Search, Section
from modules.boards.access import boards_open
from modules.boards.forms.boards import BoardForm
from modules.boards.models import Board
from modules.boards.services.boards import FIELDS, boards
from tenants.record_words import vocabulary_of

board_record = Record(
    code="boards.board",
    model=Board,
    label=pgettext_lazy("of posts", "Board"),
    plural=_("Boards"),
    icon="clipboard-list",
    counted=ngettext_lazy("%(shown)s board", "%(shown)s boards", "count"),
    title="name",
    subtitle=("kind",),
    columns=(
        Column(name="name"),
        Column(name="kind", phone="sub"),
        Column(name="about", sort=""),
        Column(name="reach", sort="", phone="end"),
        Column(name="writing", sort="", phone="end-sub"),
        Column(name="created_at", optional=True),
    ),
    sort="name",
    filters=(ChoiceFilter(field="kind"), ChoiceFilter(field="reach")),
    search=(Search(field="name"),),
    sections=(Section(label=_("Basic data"), fields=FIELDS),),
    form=BoardForm,
    narrow=boards_open,
    **boards.declared,
)
words = vocabulary_of(board_record, FIELDS)
