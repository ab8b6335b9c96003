"""Finding accounts by how they were rated on a day of the past (C7, C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.custom.fields import codes_of
from dangol.records.filters.base import Filter, Operator
from modules.base.models import Account, AccountRating

STOOD = "stood"
NOT = "-"
"""In place of both letters: one of the two ratings was missing."""
CREDIT, FAVOUR = AccountRating.Kind.CREDIT.value, AccountRating.Kind.FAVOUR.value
LETTERS = {str(each.label): each.value for each in Account.Credit}


def rated_by(day: date, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The accounts with `then_credit` and `then_favour`: the latest ratings up to this day."""
    return rows.annotate(
        **{f"then_{kind}": Subquery(_latest(day, kind)) for kind in (CREDIT, FAVOUR)}
    )


def _latest(day: date, kind: str) -> QuerySet[Any]:
    ratings = AccountRating.objects.present().filter(
        account=OuterRef("pk"), kind=kind, rated_on__lte=day
    )
    return ratings.order_by("-rated_on").values("value")[:1]


def written(day: date, credit: int | None, favour: int | None) -> str:
    """As the filter takes it: 2026-10-31 B A."""
    letters = {value: letter for letter, value in LETTERS.items()}
    if credit is None or favour is None:
        return f"{day.isoformat()} {NOT}"
    return f"{day.isoformat()} {letters[credit]} {letters[favour]}"


@dataclass(frozen=True, kw_only=True)
class StoodFilter(Filter):
    """By both ratings of a day, written as 2026-10-31 B A; `field` is only its name."""

    field: str = STOOD

    kind = "text"

    @property
    def operators(self) -> tuple[Operator, ...]:
        words = gettext_lazy("was (day, credit, favour)")
        return (Operator(code="", sign="=", words=words, parameters=(self.field,), control="text"),)

    def label(self, model: type[Model]) -> str:
        return _("Ratings of a day")

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        text = "".join(given[0][:1]).strip().upper()
        day_text, _space, rest = text.partition(" ")
        letters = rest.split()
        try:
            day = date.fromisoformat(day_text)
        except ValueError:
            raise self._wrong(model, text, str(ADVICE)) from None
        rows = rated_by(day, Account.objects.present())
        if letters == [NOT]:
            rows = rows.filter(Q(then_credit=None) | Q(then_favour=None))
            words = _("%(day)s: without both ratings") % {"day": day_text}
        elif len(letters) == 2 and set(letters) <= LETTERS.keys():
            credit, favour = (LETTERS[each] for each in letters)
            rows = rows.filter(then_credit=credit, then_favour=favour)
            said = {"day": day_text, "credit": _word("credit", credit)}
            said["favour"] = _word("favour", favour)
            words = _("%(day)s: credit %(credit)s, favour %(favour)s") % said
        else:
            raise self._wrong(model, text, str(ADVICE))
        return words, Q(pk__in=rows.order_by().values("pk"))


ADVICE = gettext_lazy("Write a day and both ratings, such as 2026-10-31 B A.")


def _word(field: str, value: int) -> str:
    return next((str(each) for each in codes_of(Account, field) if each.value == str(value)), "")
