"""The record kit: a record type is declared once and gets its screens from here (U1, U2, U6)."""

from dangol.records.addresses import record_urls
from dangol.records.declaration import Action, Column, Panel, Record, Search, Section
from dangol.records.filters import ChoiceFilter, DateFilter, RelationFilter, TextFilter
from dangol.records.permissions import record_permissions

__all__ = [
    "Action",
    "ChoiceFilter",
    "Column",
    "DateFilter",
    "Panel",
    "Record",
    "RelationFilter",
    "Search",
    "Section",
    "TextFilter",
    "record_permissions",
    "record_urls",
]
