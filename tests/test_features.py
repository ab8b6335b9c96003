"""docs/features.md says what the tests show, neither more nor less."""

from __future__ import annotations

import pytest

from tests.features import TABLE, features, marked_files, rewritten

pytestmark = pytest.mark.feature("X1")


def test_the_table_is_as_make_features_writes_it() -> None:
    assert TABLE.read_text() == rewritten(TABLE.read_text())


def test_what_is_done_has_a_test() -> None:
    without = [row.code for row in features() if row.status == "done" and row.tests == "—"]
    assert without == []


def test_what_is_done_or_begun_names_its_screen() -> None:
    assert [row.code for row in features() if row.status != "planned" and row.screen == "—"] == []


def test_every_mark_names_a_feature_that_exists() -> None:
    assert set(marked_files()) <= {row.code for row in features()}


def test_no_feature_is_listed_twice() -> None:
    codes = [row.code for row in features()]
    assert len(codes) == len(set(codes))
