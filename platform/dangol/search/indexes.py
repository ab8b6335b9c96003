"""The indexes of a record type that is found quickly: two, kept by PostgreSQL itself.

    class Meta:
        indexes = [
            ...,
            *search_indexes(
                "base_customer",
                title="name",
                words=("name", "company_name", "code"),
                parts=("email_key",),
                numbers=("mobile_key",),
            ),
        ]

The fields are those of the record's `search`: of kind `text`, `ascii` and `digits`.
`makemigrations` writes the rest. A declaration that looks into a field more than the index has is
still answered, one row after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, F, Func, Index, Model, Q, TextField, Value
from django.utils.deconstruct import deconstructible


@deconstructible(path="dangol.search.indexes.SearchText")
class SearchText(Func):
    """A field as it is compared, ordered by code point whatever the database's order is."""

    function = "public.search_text"
    template = '(%(function)s(%(expressions)s) COLLATE "C")'
    arity = 1
    output_field = TextField()


@deconstructible(path="dangol.search.indexes.SearchKeys")
class SearchKeys(Func):
    """What a row can be found by."""

    function = "public.search_keys"
    output_field = TextField()

    def __init__(
        self, *, words: Sequence[str] = (), parts: Sequence[str] = (), numbers: Sequence[str] = ()
    ) -> None:
        self.groups = (tuple(words), tuple(parts), tuple(numbers))
        super().__init__(*(_Texts(*map(F, group)) for group in self.groups))

    def holds(self, kind: str) -> tuple[str, ...]:
        """The fields of a kind, as `Search.holds` calls it."""
        return self.groups[("text", "ascii", "digits").index(kind)]


class _Texts(Func):
    """An array of texts, which may be empty."""

    template = "ARRAY[%(expressions)s]::text[]"
    output_field = TextField()


class Found(Func):
    """Whether the keys of a row fit a tsquery."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, keys: SearchKeys, query: str) -> None:
        asked = Func(Value(query), function="public.search_query", output_field=TextField())
        super().__init__(keys, asked)


def search_indexes(
    prefix: str,
    *,
    title: str,
    words: Sequence[str] = (),
    parts: Sequence[str] = (),
    numbers: Sequence[str] = (),
    condition: Q | None = None,
) -> list[Index]:
    """The index of all keys, and the titles in order; names begin with `prefix`, the table's.

    `condition` leaves out rows that the record type never shows: its `rows` filter by the same.
    """
    keys = SearchKeys(words=words, parts=parts, numbers=numbers)
    return [
        GinIndex(keys, name=f"{prefix}_found", condition=condition),
        Index(SearchText(title), F("id"), name=f"{prefix}_begins", condition=condition),
    ]


def keys_of(model: type[Model]) -> SearchKeys | None:
    """What the model is indexed by, or None."""
    expressions: list[Any] = [each for index in model._meta.indexes for each in index.expressions]
    return next((each for each in expressions if isinstance(each, SearchKeys)), None)
