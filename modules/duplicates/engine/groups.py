"""Groups of rows that are one, from pairs; a weak link joins no two groups by itself (B20).

Father and son share an address, the son and his firm a telephone: link by link everybody would be
one. So the surest pairs come first, and two groups become one by a weak pair only when most of
their rows were found to be pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

STRONG = 13.0
"""Bits from which a pair speaks for itself: some 10,000 to 1, a score of 95."""
MOST = 0.5
"""Share of the pairs between two groups that must have been found, when none is strong."""
LARGEST = 200
"""Rows of a group; what would be more is no double but a broken column."""

Links = dict[int, set[int]]


def grouped(pairs: Iterable[tuple[int, int, float]]) -> Iterator[list[int]]:
    """Groups of at least two rows, from (row, row, bits), the surest pairs first."""
    members: dict[int, list[int]] = {}
    group_of: dict[int, int] = {}
    links: Links = defaultdict(set)
    weak: list[tuple[int, int]] = []
    for a, b, bits in pairs:
        links[a].add(b)
        links[b].add(a)
        if bits >= STRONG:
            _join(a, b, members, group_of)
        else:
            weak.append((a, b))
    for a, b in weak:
        if _is_dense(_rows(a, members, group_of), _rows(b, members, group_of), links):
            _join(a, b, members, group_of)
    yield from members.values()


def _rows(row: int, members: dict[int, list[int]], group_of: dict[int, int]) -> list[int]:
    return members.get(group_of.get(row, -1), [row])


def _is_dense(one: list[int], other: list[int], links: Links) -> bool:
    found = sum(len(links[row].intersection(other)) for row in one)
    return found >= MOST * len(one) * len(other)


def _join(a: int, b: int, members: dict[int, list[int]], group_of: dict[int, int]) -> None:
    """Puts the smaller group into the larger; leaves both where one would be too large."""
    one, other = _rows(a, members, group_of), _rows(b, members, group_of)
    if one is other or len(one) + len(other) > LARGEST:
        return
    if len(one) < len(other):
        one, other = other, one
    name = group_of.get(one[0], one[0])
    if other[0] in group_of:
        del members[group_of[other[0]]]
    members[name] = one
    one += other
    for row in (one[0], *other):
        group_of[row] = name
