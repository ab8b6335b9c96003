"""The record kit: a record type is declared once and gets its screens from here (U1, U2, U6)."""

from dangol.records.addresses import record_urls
from dangol.records.bulk import Bulk, Refusal
from dangol.records.custom.kinds import register_kind
from dangol.records.declaration import Record
from dangol.records.dues import Due
from dangol.records.filters.base import TextFilter
from dangol.records.filters.choices import ChoiceFilter, RelationFilter
from dangol.records.filters.dates import DateFilter
from dangol.records.filters.numbers import NumberFilter
from dangol.records.links.own_files import FileKind
from dangol.records.links.own_links import LinkKind
from dangol.records.parts import (
    Action,
    Board,
    Calendar,
    Column,
    Held,
    Jot,
    ListDeed,
    Look,
    Panel,
    Part,
    Peek,
    Privacy,
    Related,
    Search,
    Section,
    Tab,
    Tile,
    View,
    Within,
)
from dangol.records.permissions import record_permissions

register_kind(LinkKind())
register_kind(FileKind())

__all__ = [
    "Action",
    "Board",
    "Bulk",
    "Calendar",
    "ChoiceFilter",
    "Column",
    "DateFilter",
    "Due",
    "Held",
    "Jot",
    "ListDeed",
    "Look",
    "NumberFilter",
    "Panel",
    "Part",
    "Peek",
    "Privacy",
    "Record",
    "Refusal",
    "Related",
    "RelationFilter",
    "Search",
    "Section",
    "Tab",
    "TextFilter",
    "Tile",
    "View",
    "Within",
    "record_permissions",
    "record_urls",
]
