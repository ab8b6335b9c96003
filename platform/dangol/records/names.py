"""What records of many types are called, for a reader, in one statement (U9, U10).

Every page asks it: of what was opened last, of favourites, of what the unread notices are about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, TextField
from django.db.models.functions import Cast

from dangol import access
from dangol.records import rights
from dangol.records.types import of_model, record_of, records

if TYPE_CHECKING:
    from dangol.records.declaration import Record

Thing: TypeAlias = tuple[str, str]
"""(record code, id) of one record."""
Statement: TypeAlias = tuple[str, tuple[Any, ...]]
"""(SQL of (id, name), its parameters)"""


def names_of(user: Any, things: Iterable[Thing]) -> dict[Thing, str]:
    """{thing: name} of those that the user may see now; what lies in the trash is not there."""
    wanted: dict[str, set[str]] = {}
    for code, key in things:
        wanted.setdefault(code, set()).add(key)
    parts, parameters = [], []
    for code, record in records().items():
        found = _named(record, user) if code in wanted else None
        if found is not None:
            parts.append(f"SELECT %s, k::text, n FROM ({found[0]}) AS t(k, n) WHERE k = ANY(%s)")
            parameters += [code, *found[1], _keys(record, wanted[code])]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {(code, key): name for code, key, name in cursor.fetchall()}


def _keys(record: Record, keys: Collection[str]) -> list[Any]:
    """ValidationError for what can be no id."""
    field = record.model._meta.pk
    return [field.to_python(key) for key in keys]


def _named(record: Record, user: Any) -> Statement | None:
    """Ids and names of all records that the user may see; None when that is none of them."""
    asked = [each for each in (record, _named_after(record)) if each is not None]
    for each in asked:
        is_open = access.user_can(user, each.permission("view"))
        if not is_open or each.title in each.hidden_from(user):
            return None
    if all(rights.sees_all(each, user) for each in asked):
        return _of_all(record.code)
    return _as_sql(record, user)


@cache
def _of_all(code: str) -> Statement | None:
    """The same for whoever sees them all: the same words each time, so written once a process."""
    return _as_sql(record_of(code), None)


def _named_after(record: Record) -> Record | None:
    """The type whose record names this one, as a customer does their place in an account."""
    field = record.model._meta.get_field(record.title)
    return of_model(field.related_model) if field.related_model else None


def _as_sql(record: Record, user: Any) -> Statement | None:
    """`user` None is the company's own work: all."""
    rows, title = rights.narrowed(record, record.rows(), user, "view").order_by(), record.title
    other = _named_after(record)
    if other is not None:
        named = rights.narrowed(other, other.rows(), user, "view").order_by()
        rows = rows.filter(**{f"{title}__in": named.values("pk")})
        title = f"{title}__{other.title}"
    try:
        return rows.values_list("pk", Cast(F(title), TextField())).query.sql_with_params()
    except EmptyResultSet:
        return None
