"""The kinds of fields that a company can add, each in one class (U7).

    kind      kept as                  read as
    text      text                     str            long     text with lines
    number    "12.50"                  Decimal        money    whole won
    date      "2026-11-22"             date           time     "09:30"
    flag      true or false            bool           choice   code
    choices   [code, …]                list           person   id of a colleague
    address   {postcode, line1, line2}                formula  nowhere: what it works out
    link      id of a record                          file     {id, name, size} of a file

The last two lead to other parts of the kit, so they stand there and are registered:
`dangol.records.links.own_links`, `dangol.records.links.own_files`.

What is empty is not kept, so that "empty" is one thing. Dates and numbers are read in SQL by
expressions that an index can hold.
"""

from dangol.records.custom.kinds.base import KINDS, Kind, of, register_kind
from dangol.records.custom.kinds.choosing import ChoiceKind, ChoicesKind, FlagKind
from dangol.records.custom.kinds.moments import DateKind, TimeKind
from dangol.records.custom.kinds.numbers import MoneyKind, NumberKind
from dangol.records.custom.kinds.people import PersonKind
from dangol.records.custom.kinds.places import AddressKind
from dangol.records.custom.kinds.texts import LongKind, TextKind
from dangol.records.custom.kinds.worked import FormulaKind

for each in (
    TextKind, LongKind, NumberKind, MoneyKind, DateKind, TimeKind, FlagKind, ChoiceKind,
    ChoicesKind, PersonKind, AddressKind, FormulaKind,
):  # fmt: skip
    KINDS[each.code] = each()

__all__ = ["KINDS", "Kind", "of", "register_kind"]
