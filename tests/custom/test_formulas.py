"""Formulas are worked out by PostgreSQL as an oracle in plain Python works them out (U7)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.custom.formula.building import LARGEST
from dangol.records.lists.selection import read_selection
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants import known
from tenants.customising.services import fields
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User
from tests.custom.conftest import Add

pytestmark = pytest.mark.feature("U7")


def value_of(user: User, customer: Customer, name: str) -> Any:
    return getattr(customer_record.visible_to(user).get(pk=customer.pk), name)


def customer(**custom: Any) -> Customer:
    return Customer.objects.create(name="김하늘", custom=custom)


@pytest.mark.parametrize(
    ("formula", "worked"),
    [
        ("{면적} * 2 + 1", "21"),
        ("({면적} + 1) / 4", "2.75"),
        ("{면적} / 0", None),
        ("-{면적} - -3", "-7"),
        ("{예금} * 0.1", "120000"),
        ("{빈 칸} + 1", None),
        ("IFBLANK({빈 칸}, 7) + 1", "8"),
        ("IF({면적} >= 10, 1, 2)", "1"),
        ("IF({구분} = \"금\", {예금} * 0.05, 0)", "60000"),
        ("IF({구분} <> \"금\", 1, 0)", "0"),
        ("IF(ISBLANK({빈 칸}), 1, 0)", "1"),
        ("IF(AND({면적} > 1, NOT({서명})), 1, 0)", "0"),
        ("IF(OR({면적} > 99, {서명}), 1, 0)", "1"),
        ("ROUND({면적} / 3, 2)", "3.33"),
        ("ROUNDDOWN(19.99)", "19"),
        ("MAX({면적}, 3, 12)", "12"),
        ("MIN({면적}, 3)", "3"),
        ("ABS(-4.5)", "4.5"),
        ("DAYS({갱신일}, {가입일})", "31"),
        ("{갱신일} - {가입일}", "31"),
        ("YEAR({갱신일}) * 100 + MONTH({갱신일})", "202602"),
        ("LEN({구분} & \"회원\")", "3"),
        ("{예금} * {예금} * {예금}", None),
        ("1 - 0.9", "0.1"),
    ],
    ids=range(24),
)  # fmt: skip
def test_a_formula_is_worked_out(formula: str, worked: str | None, add: Add, ada: User) -> None:
    names = {
        "면적": add("number", "면적").name,
        "예금": add("money", "예금").name,
        "빈 칸": add("number", "빈 칸").name,
        "구분": add("choice", "구분", options=["금", "은"]).name,
        "서명": add("flag", "서명").name,
        "갱신일": add("date", "갱신일").name,
        "가입일": add("date", "가입일").name,
    }
    written = formula
    for label, name in names.items():
        written = written.replace(f"{{{label}}}", f"{{{name}}}")
    result = add("formula", "결과", formula=written).name
    values = {"면적": "10", "예금": 1_200_000, "구분": "금", "서명": True}
    values |= {"갱신일": "2026-02-01", "가입일": "2026-01-01"}
    row = customer(**{names[label]: value for label, value in values.items()})
    found = value_of(ada, row, result)
    assert found == (None if worked is None else Decimal(worked))
    assert getattr(Customer.objects.get(pk=row.pk), result) == found  # without the list's rows


def test_texts_dates_and_flags_come_out_as_such(add: Add, ada: User) -> None:
    area, joined = add("number", "면적").name, add("date", "가입일").name
    text = add("formula", "글", formula=f'{{{area}}} & "㎡"').name
    later = add("formula", "한 달 뒤", formula=f"{{{joined}}} + 31").name
    big = add("formula", "넓은가", formula=f"{{{area}}} > 50").name
    row = customer(**{area: "66.50", joined: "2026-01-01"})
    found = customer_record.visible_to(ada).get(pk=row.pk)
    assert shown(found, text) == "66.5㎡"
    assert shown(found, later) == "2월 1일(일)"
    assert shown(found, big) == "예"
    for name, value in ((text, "66.5"), (f"{later}.from", "2026-02-01"), (big, "yes")):
        selection = read_selection(customer_record, ada, {name: [value]}, strict=True)
        assert row in selection.of(customer_record.visible_to(ada)), name


numbers = st.decimals(-1000, 1000, places=2, allow_nan=False)
trees = st.recursive(
    st.one_of(st.sampled_from(["a", "b"]), numbers.map(lambda n: str(n))),
    lambda parts: st.one_of(
        st.tuples(st.sampled_from("+-*/"), parts, parts),
        st.tuples(st.sampled_from(["MIN", "MAX"]), parts, parts),
        st.tuples(st.just("IF"), parts, parts),
    ),
    max_leaves=6,
)


def written(tree: Any, names: dict[str, str]) -> str:
    if isinstance(tree, str):
        return f"{{{names[tree]}}}" if tree in names else f"({tree})"
    sign, left, right = tree[0], written(tree[1], names), written(tree[2], names)
    if sign == "IF":
        return f"IF({left} > {right}, {left}, {right})"
    return f"{sign}({left}, {right})" if len(sign) > 1 else f"({left} {sign} {right})"


def oracle(tree: Any, values: dict[str, Decimal]) -> Decimal | None:
    if isinstance(tree, str):
        return values.get(tree, None if tree in ("a", "b") else Decimal(tree))
    left, right = oracle(tree[1], values), oracle(tree[2], values)
    if tree[0] in ("MIN", "MAX"):  # what is empty does not count among several
        there = [each for each in (left, right) if each is not None]
        return (min if tree[0] == "MIN" else max)(there) if there else None
    if tree[0] == "IF":
        holds = left is not None and right is not None and left > right
        return left if holds else right
    if left is None or right is None or (tree[0] == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right}.get(
        tree[0], left / right if right else None
    )


@given(tree=trees, a=st.none() | numbers, b=st.none() | numbers)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_formula_gives_what_python_gives(
    tree: Any, a: Decimal | None, b: Decimal | None, two_numbers: dict[str, str], ada: User
) -> None:
    names = {key: two_numbers[key] for key in "ab"}
    row = Customer.objects.get(pk=two_numbers["row"])
    values = {key: value for key, value in (("a", a), ("b", b)) if value is not None}
    row.custom = {names[key]: str(value) for key, value in values.items()}
    row.save()
    definition = fields.FieldDefinition.objects.get(name=two_numbers["result"])
    definition.formula = written(tree, names)
    definition.save()
    known.changed()
    expected = oracle(tree, values)
    if expected is not None and abs(expected) >= LARGEST:
        expected = None
    found = value_of(ada, row, two_numbers["result"])
    if expected is None or found is None:
        assert found == expected
    else:
        assert abs(found - expected) <= Decimal("0.0001") * max(1, abs(expected))


@pytest.fixture
def two_numbers(add: Add) -> dict[str, str]:
    return {
        "a": add("number", "가").name,
        "b": add("number", "나").name,
        "result": add("formula", "결과", formula="1").name,
        "row": str(customer().pk),
    }


@pytest.mark.parametrize(
    "formula",
    [
        "", "   ", "{면적", "{없음} + 1", "면적 + 1", "1 +", "1 + \"가\"", "FOO(1)", "IF(1)",
        "IF(1 > 0, 1, \"가\")", "__import__(\"os\")", "[1]", "(1).real", "lambda: 1",
        "1 if 1 else 2",
        "1 < 2 < 3", "9" * 20, "1 + 1" * 400, "LEFT(\"가\", 0)",
        "ROUND(1, {면적})", "\"끝없는", "f(x)(y)", "1 ** 9999", "not 1",
        "{결과} + 1", "\x00", "1;2",
    ],
    ids=range(27),
)  # fmt: skip
def test_what_cannot_be_worked_out_is_refused_in_a_sentence(formula: str, add: Add) -> None:
    area = add("number", "면적").name
    with pytest.raises(RuleBroken) as refused:
        add("formula", "결과", formula=formula.replace("{면적}", f"{{{area}}}"))
    assert refused.value.field == "formula"
    assert str(refused.value).strip()


def test_formulas_may_read_formulas_but_not_themselves(add: Add, ada: User) -> None:
    a = add("number", "가").name
    twice = add("formula", "두 배", formula=f"{{{a}}} * 2")
    four = add("formula", "네 배", formula=f"{{{twice.name}}} * 2")
    assert value_of(ada, customer(**{a: "3"}), four.name) == 12
    with pytest.raises(RuleBroken, match="스스로"):
        fields.change(twice, {"formula": f"{{{four.name}}} + 1"})
    with pytest.raises(RuleBroken, match="네 배"):
        fields.retire(twice)


def test_a_formula_is_hidden_with_what_it_reads(add: Add, carol: User) -> None:
    salary = add("money", "연봉").name
    tenth = add("formula", "연봉의 1할", formula=f"{{{salary}}} * 0.1").name
    again = add("formula", "또", formula=f"{{{tenth}}} + 1").name
    role = AccessRole.objects.create(name="가림", fields={"base.customer": {salary: "hide"}})
    Assignment.objects.create(user=carol, role=role)
    carol = User.objects.get(pk=carol.pk)
    assert {salary, tenth, again} <= customer_record.hidden_from(carol)
    names = {column.name for column in customer_record.columns_for(carol)}
    assert not {salary, tenth, again} & names


@pytest.mark.parametrize("formula", ["{면적} * 2", '{구분} & "-" & {구분}', "{면적} / {예금}"])
def test_lists_are_sorted_by_a_formula_through_an_index(
    formula: str, add: Add, inside_hanbit: Company
) -> None:
    for kind, label in (("number", "면적"), ("number", "예금"), ("text", "구분")):
        formula = formula.replace(label, add(kind, label).name)
    row = add("formula", "계산", formula=formula, is_sorted=True)
    assert row.index == row.Index.READY
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = %s AND indexname = %s",
            [inside_hanbit.schema_name, f"custom_{row.name}"],
        )
        (definition,) = cursor.fetchone()
    assert all(name in definition for name in re.findall("x_[0-9a-z]+", formula))
