"""The cache with Redis and without (V1)."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from dangol.cache import RedisOrOwnMemory, count

pytestmark = pytest.mark.feature("W1")


def test_counts_what_is_counted_and_forgets_it_in_time() -> None:
    assert [count("calls", 60) for _call in range(3)] == [1, 2, 3]
    assert cache.touch("calls", 0), "it has an end"
    assert count("calls", 60) == 1


def test_without_redis_each_process_counts_for_itself() -> None:
    alone = RedisOrOwnMemory("redis://127.0.0.1:1/0", {})
    alone.clear()
    assert [alone.count("calls", 60) for _call in range(3)] == [1, 2, 3]
    assert alone.get("calls") == 3
