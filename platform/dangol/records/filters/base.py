"""The filter language: one for lists, counts, exports and the audiences of sends (U1, S2).

A selection is written as parameters with text values, the same in an address and in stored JSON:

    grade=1&grade=2                      any of these choices; `none` for empty
    grade.not=1                          none of these choices; empty counts as another
    company_name=한빛                    contains, whatever the case; `company_name.not` does not
    birth_date.from=1980-01-01           from and to, both days included
    created_at.period=this_month         a period that moves with today
    last_contacted_at.older=90           more than so many days ago, or never
    last_contacted_at.within=30          in the last so many days; `ahead`: from today until then
    budget.min=1000000&budget.max=…      from and to; also `is`, `not`, `over`, `under`
    company_name.empty=yes               nothing stands there; `no`: something does
    birth_date.month=this                whose day comes in this month, `next`, or 1 to 12
    owner=<id>                           any of these records; `none` for empty, `me` for the user
    q=김하늘                             the find box, over the declared search fields
    where=any(grade=1|2,all(owner=me))   groups of the above (`dangol.records.filters.groups`)

    {"grade": ["1", "2"], "birth_date.from": "1980-01-01", "q": "김하늘"}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import CharField, Field, Model, Q, TextField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from dangol.search.lookup import narrowed_to

Parameters: TypeAlias = Mapping[str, Sequence[str]]
NONE = "none"
ME = "me"
"""The user who looks, in a filter by people."""
EMPTY = "empty"
EMPTINESS = {"yes": gettext_lazy("is empty"), "no": gettext_lazy("is filled")}
LONGEST = 100
"""Characters of one value; MOST values of one parameter."""
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Operator:
    """One way of a filter to compare.

    code        tells it from the filter's others; "" for the usual one
    sign        what a chip says between field and value
    words       what the menu says
    parameters  the parameters it is written with
    control     what asks for the value: choice, text, dates, number, amount, amounts, or one of
                a few (period, month, empty)
    usual       the value it begins with when one changes over to it
    """

    code: str
    sign: str | Promise
    words: str | Promise
    parameters: tuple[str, ...]
    control: str
    usual: str = ""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One filter as it was asked for: what it selects, and the same in words.

    narrow_q  what the index of search narrows it down to, in which all of `q` is
    """

    name: str
    label: str
    operator: Operator
    words: str
    q: Q
    narrow_q: Q = field(default_factory=Q)

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.operator.parameters

    @property
    def sentence(self) -> str:
        """Field, comparison and value: for reading without a chip around it."""
        if not self.operator.code:
            return f"{self.label}: {self.words}"
        return " ".join(filter(None, (self.label, str(self.operator.sign), self.words)))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A way to narrow the list by the field `field`: the model's, or `own` of the company.

    reads  other fields that it looks at: it is closed to whoever one of them is hidden from
    """

    field: str
    own: Field[Any, Any] | None = None
    reads: tuple[str, ...] = ()

    kind = ""

    def column(self, model: type[Model]) -> Field[Any, Any]:
        """The field that it narrows by."""
        return self.own if self.own is not None else model._meta.get_field(self.field)  # type: ignore[return-value]

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Its ways to compare, the usual one first."""
        raise NotImplementedError

    @property
    def plain(self) -> tuple[str, ...]:
        """Names of the parameters of the usual comparison, which a simple form offers."""
        return self.operators[0].parameters

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of all parameters it is written with."""
        return tuple(name for each in self.operators for name in each.parameters)

    def conditions(self, model: type[Model], values: Parameters, user: Any) -> list[Condition]:
        """What the values select, one for each comparison; RuleBroken when they are wrong."""
        found = []
        for operator in self.operators:
            given = [[value for value in values[name] if value] for name in operator.parameters]
            if not any(given):
                continue
            compare = self._empty if operator.code == EMPTY else self._compare
            words, q = compare(operator, model, given, user)
            if words:
                found.append(
                    Condition(
                        name=self.field,
                        label=self.label(model),
                        operator=operator,
                        words=words,
                        q=q,
                        narrow_q=self._narrowed(operator, model, given),
                    )
                )
        return found

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(value, label) of everything that can be chosen; nothing where one writes."""
        return []

    def offered(self, operator: Operator, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(value, label) of what can be chosen for one comparison."""
        if operator.code == EMPTY:
            return [(code, str(words)) for code, words in EMPTINESS.items()]
        return self.options(model, user)

    def label(self, model: type[Model]) -> str:
        return str(self.column(model).verbose_name)

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        """(the value in words, what it selects) of one comparison; no words: it asks nothing."""
        raise NotImplementedError

    def _narrowed(self, operator: Operator, model: type[Model], given: list[list[str]]) -> Q:
        """What an index narrows the rows down to first, where the comparison itself uses none."""
        return Q()

    def _other_than(self, q: Q, *, with_empty: bool = True) -> Q:
        """Everything else, what is empty included; of a model's own fields Django sees to that."""
        if self.own is None or not with_empty:
            return ~q
        return ~q | Q(**{f"{self.field}__isnull": True})

    def _empty(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        """Nothing stands in the field, or something does."""
        asked = "".join(given[0][:1])
        if asked not in EMPTINESS:
            raise self._wrong(model, asked, _("Choose from the list."))
        field = self.column(model)
        nothing = Q(**{f"{self.field}__isnull": True}) if field.null else Q(pk__in=[])
        if isinstance(field, CharField | TextField):
            nothing |= Q(**{self.field: ""})
        return str(EMPTINESS[asked]), nothing if asked == "yes" else ~nothing

    def _wrong(self, model: type[Model], value: str, advice: str) -> RuleBroken:
        sentence = _("%(field)s: “%(value)s” cannot be used. %(advice)s") % {
            "field": self.label(model),
            "value": value[:30],
            "advice": advice,
        }
        return RuleBroken("filter_value", sentence, field=self.field)


def emptiness(field: str) -> Operator:
    """The comparison with nothing at all."""
    return Operator(
        code=EMPTY, sign="", words=gettext_lazy("is empty or filled"),
        parameters=(f"{field}.empty",), control="empty", usual="yes",
    )  # fmt: skip


def either_way(
    field: str, signs: tuple[Any, Any], words: tuple[Any, Any], control: str
) -> tuple[Operator, ...]:
    """The two operators of a filter that can be turned round: it is so, and it is not so."""
    return (
        Operator(code="", sign=signs[0], words=words[0], parameters=(field,), control=control),
        Operator(
            code="not", sign=signs[1], words=words[1], parameters=(f"{field}.not",), control=control
        ),
    )


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Contains, whatever the case."""

    kind = "text"

    @property
    def operators(self) -> tuple[Operator, ...]:
        words = (gettext_lazy("contains"), gettext_lazy("does not contain"))
        exactly = Operator(
            code="is", sign="=", words=gettext_lazy("is exactly"),
            parameters=(f"{self.field}.is",), control="text",
        )  # fmt: skip
        return (
            *either_way(self.field, words, words, "text"), exactly, emptiness(self.field)
        )  # fmt: skip

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        text = "".join(given[0][:1]).strip()
        if operator.code == "is":
            return text, Q(**{self.field: text})
        q = contains(self.field, text)
        return text, self._other_than(q) if operator.code else q

    def _narrowed(self, operator: Operator, model: type[Model], given: list[list[str]]) -> Q:
        if operator.code or self.own is not None:
            return Q()
        return narrowed_to(model, self.field, "".join(given[0][:1]).strip())


def contains(field: str, text: str) -> Q:
    """Contains, whatever the case; Hangul and digits have none, which spares the database work."""
    has_case = text.lower() != text.upper()
    return Q(**{f"{field}__{'icontains' if has_case else 'contains'}": text})


def as_parameters(query: Mapping[str, Any]) -> dict[str, list[str]]:
    """Stored JSON as parameters; RuleBroken when a value is neither text nor a list of texts."""
    found: dict[str, list[str]] = {}
    for name, value in query.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | int) for each in values):
            raise RuleBroken(
                "filter_value", _("The filter “%(name)s” is damaged.") % {"name": name[:30]}
            )
        found[name] = [str(each) for each in values]
    return found
