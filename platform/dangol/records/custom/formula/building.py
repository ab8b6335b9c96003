"""Making SQL of a formula, checked for types on the way."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Func,
    IntegerField,
    Q,
    TextField,
    When,
)
from django.db.models import Value as Constant
from django.db.models.functions import Abs, Cast, Coalesce, Concat, Round
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.custom.formula.functions import call, days_between
from dangol.records.custom.formula.reading import REFERENCE, read, wrong
from dangol.records.custom.formula.types import WORDS, Type, Unlimited, Value, exact

LARGEST = 10**15
"""A result beyond it is empty: it would not fit where numbers stand."""
FARTHEST = 400_000
"""Days that can be added to a date."""
DECIMALS = 4
_COMPARED: dict[type[ast.cmpop], Any] = {
    ast.Eq: Exact, ast.Lt: LessThan, ast.LtE: LessThanOrEqual, ast.Gt: GreaterThan,
    ast.GtE: GreaterThanOrEqual,
}  # fmt: skip


@dataclass(frozen=True)
class Built:
    """A formula as SQL, and the type of what comes out of it."""

    type: Type
    sql: Any
    is_steady: bool


def build(source: str, field: Callable[[str], Value | None]) -> Built:
    """The formula as SQL; `field` tells what a name in braces stands for, None for no field.

    RuleBroken names what cannot be read, which field is unknown, and what does not fit together.
    """
    tree, references = read(source)
    try:
        found = _Builder(references, field).value(tree)
    except RecursionError:
        raise wrong(_("This formula is too long; make two fields of it.")) from None
    return Built(found.type, _fitting(found), found.is_steady)


def _fitting(found: Value) -> Any:
    """The result so that it fits its column: numbers with four decimals, empty when too large."""
    if found.type != "number":
        return found.sql
    return Case(
        When(Q(LessThan(Abs(found.sql), Constant(LARGEST))), then=Round(found.sql, DECIMALS)),
        output_field=Unlimited(),
    )


class _Builder:
    def __init__(self, references: list[str], field: Callable[[str], Value | None]) -> None:
        self.references, self.field = references, field

    def value(self, part: ast.expr) -> Value:
        if isinstance(part, ast.Constant):
            return _constant(part.value)
        if isinstance(part, ast.Name):
            return self._reference(part.id)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and not part.keywords:
            return call(part.func.id, [self.value(each) for each in part.args])
        if isinstance(part, ast.UnaryOp):
            return _signed(part.op, self.value(part.operand))
        if isinstance(part, ast.BinOp):
            return _reckoned(part.op, self.value(part.left), self.value(part.right))
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            return _compared(part.ops[0], self.value(part.left), self.value(part.comparators[0]))
        raise wrong(_("Formulas have numbers, texts, fields and functions, nothing else."))

    def _reference(self, name: str) -> Value:
        if not name.startswith(REFERENCE):
            if name.upper() in ("TRUE", "FALSE"):
                return _constant(name.upper() == "TRUE")
            raise wrong(
                _("“%(name)s” is no field; fields stand in braces: {%(name)s}.")
                % {"name": name[:30]}
            )
        asked = self.references[int(name.removeprefix(REFERENCE))]
        found = self.field(asked)
        if found is None:
            raise RuleBroken(
                "formula_field",
                _("There is no field {%(name)s} that a formula can read.") % {"name": asked[:40]},
                field="formula",
            )
        return found


def _constant(value: Any) -> Value:
    if isinstance(value, bool):
        return Value("flag", Constant(value, output_field=BooleanField()), value)
    if isinstance(value, int | float):
        number = Decimal(str(value))
        if abs(number) >= LARGEST:
            raise wrong(_("A number in a formula has at most 15 digits."))
        return Value("number", exact(Constant(number, output_field=Unlimited())), value)
    if isinstance(value, str):
        return Value("text", Constant(value, output_field=TextField()), value)
    raise wrong(_("Formulas have numbers, texts, fields and functions, nothing else."))


def _signed(sign: ast.unaryop, value: Value) -> Value:
    _must_be("number", value)
    if isinstance(sign, ast.UAdd):
        return value
    constant = -value.constant if value.constant is not None else None
    return Value("number", _joined("*", value.sql, exact(Constant(-1))), constant, value.is_steady)


def _reckoned(sign: ast.operator, left: Value, right: Value) -> Value:
    steady = left.is_steady and right.is_steady
    if isinstance(sign, ast.BitAnd):
        made = Concat(_text(left), _text(right), output_field=TextField())
        return Value("text", made, is_steady=steady and "date" not in (left.type, right.type))
    if "date" in (left.type, right.type) and isinstance(sign, ast.Add | ast.Sub):
        return _with_dates(sign, left, right)
    _must_be("number", left)
    _must_be("number", right)
    if isinstance(sign, ast.Div):
        divisor = Func(right.sql, exact(Constant(0)), function="NULLIF", output_field=Unlimited())
        return Value("number", _joined("/", left.sql, divisor), is_steady=steady)
    written = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}[type(sign)]
    return Value("number", _joined(written, left.sql, right.sql), is_steady=steady)


def _with_dates(sign: ast.operator, left: Value, right: Value) -> Value:
    steady = left.is_steady and right.is_steady
    if isinstance(sign, ast.Sub) and left.type == right.type == "date":
        return Value("number", days_between(left.sql, right.sql), is_steady=steady)
    if left.type == "number" and isinstance(sign, ast.Add):
        left, right = right, left
    _must_be("date", left)
    _must_be("number", right)
    near = Case(
        When(
            Q(LessThan(Abs(right.sql), Constant(FARTHEST))),
            then=Cast(Round(right.sql), IntegerField()),
        ),
        output_field=IntegerField(),
    )
    written = "+" if isinstance(sign, ast.Add) else "-"
    moved = Func(
        left.sql, near, template="(%(expressions)s)", arg_joiner=f" {written} ",
        output_field=DateField(),
    )  # fmt: skip
    return Value("date", moved, is_steady=steady)


def _compared(sign: ast.cmpop, left: Value, right: Value) -> Value:
    if left.type != right.type:
        raise wrong(
            _("%(one)s and %(other)s cannot be compared.")
            % {"one": WORDS[left.type], "other": WORDS[right.type]}
        )
    steady = left.is_steady and right.is_steady
    one, other = left.sql, right.sql
    if left.type == "text":  # an empty text equals an empty text
        nothing = Constant("", output_field=TextField())
        one, other = Coalesce(one, nothing), Coalesce(other, nothing)
    is_turned = isinstance(sign, ast.NotEq)
    condition = Q(_COMPARED[ast.Eq if is_turned else type(sign)](one, other))
    made = Case(
        When(~condition if is_turned else condition, then=Constant(True)),
        default=Constant(False),
        output_field=BooleanField(),
    )
    return Value("flag", made, is_steady=steady)


def _text(value: Value) -> Any:
    if value.type == "number":
        trimmed = Func(value.sql, function="trim_scale", output_field=Unlimited())
        return Cast(trimmed, TextField())
    if value.type == "flag":
        return Case(
            When(Q(value.sql), then=Constant(_("Yes"))),
            default=Constant(_("No")),
            output_field=TextField(),
        )
    return value.sql if value.type == "text" else Cast(value.sql, TextField())


def _joined(sign: str, left: Any, right: Any) -> Any:
    return Func(
        left, right, template="(%(expressions)s)", arg_joiner=f" {sign} ", output_field=Unlimited()
    )


def _must_be(kind: Type, value: Value) -> None:
    if value.type != kind:
        raise wrong(
            _("Here %(wanted)s is needed, and %(found)s stands there.")
            % {"wanted": WORDS[kind], "found": WORDS[value.type]}
        )
