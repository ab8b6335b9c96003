"""What a formula can call. Names as in spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, DateField, Func, IntegerField, Q, TextField, When
from django.db.models import Value as Constant
from django.db.models.functions import (
    Abs,
    Coalesce,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    Greatest,
    Least,
    Left,
    Length,
    Right,
)
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.records.custom.formula.reading import wrong
from dangol.records.custom.formula.types import WORDS, Type, Unlimited, Value, exact

MOST_ARGUMENTS = 10
MOST_DECIMALS = 4


@dataclass(frozen=True)
class Function:
    """One function: how it is written, what it is for, and what makes SQL of its arguments.

    takes  types of the arguments; the last one for all that follow. `same`: any, all of one type
    """

    written: str
    help: Any
    takes: tuple[str, ...]
    least: int
    most: int
    make: Callable[[Sequence[Value]], Value]


def call(name: str, arguments: Sequence[Value]) -> Value:
    """The call as SQL; RuleBroken for an unknown name, or arguments that do not fit."""
    found = FUNCTIONS.get(name.upper())
    if found is None:
        raise wrong(_("There is no function %(name)s.") % {"name": name[:30]})
    if not found.least <= len(arguments) <= found.most:
        raise wrong(_("It is written %(written)s.") % {"written": found.written})
    for place, argument in enumerate(arguments):
        wanted = found.takes[min(place, len(found.takes) - 1)]
        if wanted not in ("same", "any", argument.type):
            raise wrong(
                _("%(written)s: its part %(place)s must be %(type)s.")
                % {"written": found.written, "place": place + 1, "type": WORDS[wanted]}
            )
    made = found.make(arguments)
    steady = made.is_steady and all(each.is_steady for each in arguments)
    return Value(made.type, made.sql, is_steady=steady)


def truth(value: Value) -> Q:
    """A yes-or-no part as a condition; what is empty is no."""
    return Q(Coalesce(value.sql, Constant(False), output_field=BooleanField()))


def _if(arguments: Sequence[Value]) -> Value:
    condition, then, otherwise = arguments
    kind = _one_type([then, otherwise])
    return Value(kind, Case(When(truth(condition), then=then.sql), default=otherwise.sql))


def _if_blank(arguments: Sequence[Value]) -> Value:
    kind = _one_type(arguments)
    if kind == "text":
        filled = Func(arguments[0].sql, Constant(""), function="NULLIF", output_field=TextField())
        return Value(kind, Coalesce(filled, arguments[1].sql))
    return Value(kind, Coalesce(*(each.sql for each in arguments)))


def _all(arguments: Sequence[Value]) -> Value:
    condition = Q()
    for each in arguments:
        condition &= truth(each)
    return _flag(condition)


def _any(arguments: Sequence[Value]) -> Value:
    condition = Q(pk__in=[])
    for each in arguments:
        condition |= truth(each)
    return _flag(condition)


def _not(arguments: Sequence[Value]) -> Value:
    return _flag(~truth(arguments[0]))


def _blank(arguments: Sequence[Value]) -> Value:
    value = arguments[0]
    condition = Q(IsNull(value.sql, True))
    if value.type == "text":
        empty = Func(value.sql, Constant(""), function="NULLIF", output_field=TextField())
        condition = Q(IsNull(empty, True))
    return _flag(condition)


def _round(arguments: Sequence[Value], function: str = "ROUND") -> Value:
    places = arguments[1].constant if len(arguments) > 1 else 0
    if not isinstance(places, int) or not -9 <= places <= MOST_DECIMALS:
        raise wrong(_("Round to a written number of decimals, from -9 to 4."))
    made = Func(arguments[0].sql, Constant(places), function=function, output_field=Unlimited())
    return Value("number", made)


def _cut(arguments: Sequence[Value], function: Callable[[Any, int], Any]) -> Value:
    length = arguments[1].constant
    if not isinstance(length, int) or not 1 <= length <= 200:
        raise wrong(_("Write how many characters, from 1 to 200."))
    return Value("text", function(arguments[0].sql, length))


def _of_date(part: Any) -> Callable[[Sequence[Value]], Value]:
    return lambda arguments: Value("number", exact(part(arguments[0].sql)))


def _days(arguments: Sequence[Value]) -> Value:
    return Value("number", days_between(arguments[0].sql, arguments[1].sql))


def days_between(last: Any, first: Any) -> Any:
    """Days from one date to another."""
    between = Func(
        last, first, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )
    return exact(between)


def _today(arguments: Sequence[Value]) -> Value:
    return Value("date", Constant(clock.today(), output_field=DateField()), is_steady=False)


def _flag(condition: Q) -> Value:
    made = Case(
        When(condition, then=Constant(True)), default=Constant(False), output_field=BooleanField()
    )
    return Value("flag", made)


def _one_type(arguments: Sequence[Value]) -> Type:
    kinds = {each.type for each in arguments}
    if len(kinds) > 1:
        raise wrong(_("Both results must be of one kind: two numbers, two texts or two dates."))
    return kinds.pop()


FUNCTIONS: dict[str, Function] = {
    "IF": Function(
        "IF(a > b, x, y)", gettext_lazy("x where it holds, otherwise y"),
        ("flag", "same"), 3, 3, _if,
    ),
    "IFBLANK": Function(
        "IFBLANK(x, y)", gettext_lazy("x, and y where that is empty"), ("same",), 2, 2, _if_blank
    ),
    "ISBLANK": Function(
        "ISBLANK(x)", gettext_lazy("whether nothing stands there"), ("any",), 1, 1, _blank
    ),
    "AND": Function(
        "AND(a, b)", gettext_lazy("whether all hold"), ("flag",), 1, MOST_ARGUMENTS, _all
    ),
    "OR": Function(
        "OR(a, b)", gettext_lazy("whether any holds"), ("flag",), 1, MOST_ARGUMENTS, _any
    ),
    "NOT": Function("NOT(a)", gettext_lazy("whether it does not hold"), ("flag",), 1, 1, _not),
    "ROUND": Function(
        "ROUND(x, 0)", gettext_lazy("rounded to decimals"), ("number",), 1, 2, _round
    ),
    "ROUNDDOWN": Function(
        "ROUNDDOWN(x, 0)", gettext_lazy("cut off after decimals"), ("number",), 1, 2,
        lambda arguments: _round(arguments, "TRUNC"),
    ),
    "ABS": Function(
        "ABS(x)", gettext_lazy("without its sign"), ("number",), 1, 1,
        lambda arguments: Value("number", Abs(arguments[0].sql)),
    ),
    "MIN": Function(
        "MIN(x, y)", gettext_lazy("the smallest"), ("number",), 2, MOST_ARGUMENTS,
        lambda arguments: Value("number", Least(*(each.sql for each in arguments))),
    ),
    "MAX": Function(
        "MAX(x, y)", gettext_lazy("the largest"), ("number",), 2, MOST_ARGUMENTS,
        lambda arguments: Value("number", Greatest(*(each.sql for each in arguments))),
    ),
    "TODAY": Function("TODAY()", gettext_lazy("today's date"), ("date",), 0, 0, _today),
    "DAYS": Function(
        "DAYS(end, start)", gettext_lazy("days between two dates"), ("date",), 2, 2, _days
    ),
    "YEAR": Function(
        "YEAR(date)", gettext_lazy("its year"), ("date",), 1, 1, _of_date(ExtractYear)
    ),
    "MONTH": Function(
        "MONTH(date)", gettext_lazy("its month"), ("date",), 1, 1, _of_date(ExtractMonth)
    ),
    "DAY": Function(
        "DAY(date)", gettext_lazy("its day"), ("date",), 1, 1, _of_date(ExtractDay)
    ),
    "LEFT": Function(
        "LEFT(text, 2)", gettext_lazy("its first characters"), ("text", "number"), 2, 2,
        lambda arguments: _cut(arguments, Left),
    ),
    "RIGHT": Function(
        "RIGHT(text, 2)", gettext_lazy("its last characters"), ("text", "number"), 2, 2,
        lambda arguments: _cut(arguments, Right),
    ),
    "LEN": Function(
        "LEN(text)", gettext_lazy("how many characters it has"), ("text",), 1, 1,
        lambda arguments: Value("number", exact(Length(arguments[0].sql))),
    ),
}  # fmt: skip
