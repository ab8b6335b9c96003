"""The check at entry says what a scan says, quickly."""

from __future__ import annotations

import json
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.duplicates.engine.cleaning import PARTS, cleaned
from modules.duplicates.engine.kinds import Kind, Subject
from modules.duplicates.engine.levels import COMPARISONS, level_of, level_sql
from modules.duplicates.engine.scan import scan
from modules.duplicates.engine.score import RELATED, clean, points_of, score, score_of
from modules.duplicates.engine.weights import (
    ACCOUNT_COLUMNS,
    CUSTOMER_COLUMNS,
    DEFAULT,
    Weights,
)
from modules.duplicates.tests import korean

pytestmark = pytest.mark.feature("B20")

COLUMNS = {
    "성명": Kind.PERSON,
    "회사명": Kind.COMPANY,
    "휴대폰": Kind.MOBILE,
    "직장전화": Kind.PHONE,
    "이메일": Kind.MAIL,
    "생년월일": Kind.BIRTH,
    "우편번호": Kind.POSTCODE,
    "주소": Kind.ADDRESS,
}
KIM = {
    "name": "김민수",
    "company_name": "㈜한빛물산",
    "mobile": "010-1234-5678",
    "email": "minsu@hanbit.example",
    "birth_date": "1980-05-17",
}
LETTERS = st.text("abcde가나다각하눌 019-@.로길동호", max_size=14)


@given(st.sampled_from(list(Kind)), LETTERS, LETTERS, st.booleans())
@settings(deadline=None, max_examples=250, suppress_health_check=list(HealthCheck))
def test_sql_and_python_reach_the_same_level(kind: Kind, one: str, other: str, near: bool) -> None:
    other = one[:-1] + other[:1] if near else other
    names = PARTS[kind]
    a, b = (dict(zip(names, cleaned(kind, text), strict=True)) for text in (one, other))
    columns = ", ".join(f"nullif(?, '') AS f0_{name}" for name in names)
    with duckdb.connect() as con:
        level = con.execute(
            f"SELECT {level_sql(kind, 'f0')} FROM (SELECT {columns}) a, (SELECT {columns}) b",
            [*a.values(), *b.values()],
        ).fetchall()[0][0]
    assert level_of(kind, a, b) == level


def test_a_scan_and_the_check_at_entry_agree(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    korean.write(file, 1_500, seed=3)
    rows = {row[0]: dict(zip(korean.HEAD, row, strict=True)) for row in korean.rows(1_500, seed=3)}
    with scan(file, COLUMNS, spill=tmp_path, id="고객번호", threshold=0.02) as found:
        pairs = list(found.pairs)
        weights = Weights.from_json(json.loads(json.dumps(found.weights)))
    assert len(pairs) > 80
    for pair in pairs:
        alone = score(rows[pair.a], rows[pair.b], COLUMNS, weights)
        assert (alone.score, alone.evidence) == (pair.score, pair.evidence)
        assert alone.probability == pytest.approx(pair.probability)
        assert pair.probability > 0.0199


def test_evidence_tells_each_field_and_how_much_it_says() -> None:
    verdict = score(KIM, KIM | {"mobile": "01012345679"}, CUSTOMER_COLUMNS, DEFAULT[Subject.PERSON])
    told = {each.field: each for each in verdict.evidence}
    assert told["name"].level == "same"
    assert told["name"].points > 30
    assert told["mobile"].level == "slip"
    assert "home_line1" not in told
    assert verdict.score > 90


def test_the_default_weights_know_a_customer_and_his_brother() -> None:
    weights = DEFAULT[Subject.PERSON]
    home = {"home_line1": "서울 마포구 양화로 45 101동 202호", "home_postcode": "04036"}
    same = score(KIM | home, KIM | home, CUSTOMER_COLUMNS, weights)
    brother = {"name": "김민호", "mobile": "010-8765-4321", "birth_date": "1983-11-02"}
    family = score(KIM | home, brother | home, CUSTOMER_COLUMNS, weights)
    assert same.score >= 99
    assert family.score < 30
    assert (RELATED, "household") in {(each.field, each.level) for each in family.evidence}


def test_the_default_weights_know_a_firm_by_its_number() -> None:
    one = {"name": "㈜한빛물산", "business_number": "124-81-00998", "phone": "02-123-4567"}
    other = {"name": "한빛물산 주식회사", "business_number": "1248100998", "phone": ""}
    assert score(one, other, ACCOUNT_COLUMNS, DEFAULT[Subject.COMPANY]).score > 90


def test_fifty_candidates_are_judged_in_a_moment() -> None:
    weights = DEFAULT[Subject.PERSON]
    typed = clean(KIM, CUSTOMER_COLUMNS)
    others = [
        KIM | {"name": f"김민{mark}", "mobile": f"010-1234-56{number:02}"}
        for number, mark in enumerate("가나다라마" * 10)
    ]
    fastest = 1.0
    for _round in range(5):
        started = time.perf_counter()
        for other in others:
            score(typed, other, CUSTOMER_COLUMNS, weights)
        fastest = min(fastest, time.perf_counter() - started)
    assert fastest < 0.02, f"{fastest * 1000:.1f} ms"


def test_the_score_is_readable_at_both_ends() -> None:
    assert [score_of(bits) for bits in (0, 6.65, 13.3, 20, 60)] == [50, 84, 95, 98, 100]
    assert [score_of(-bits) for bits in (6.65, 13.3, 60)] == [16, 5, 0]
    assert points_of(9.97) == 30


def test_beliefs_of_every_kind_are_shares() -> None:
    for kind, comparison in COMPARISONS.items():
        assert sum(level.m for level in comparison.levels) == pytest.approx(1, abs=0.002), kind
        assert sum(level.u for level in comparison.levels) == pytest.approx(1, abs=0.02), kind


def test_weights_of_another_version_are_refused() -> None:
    told = DEFAULT[Subject.PERSON].as_json()
    told["fields"]["name"]["levels"].pop()
    with pytest.raises(ValueError, match="another version"):
        Weights.from_json(told)
