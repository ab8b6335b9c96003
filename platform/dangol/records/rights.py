"""The one rights layer of all record types: which rows, which fields (P5, A13).

Lists, counts, filters, sorts, exports, search, tiles and pages all ask here, through
`Record.visible_to`, `trash_of`, `hidden_from` and `locked_for`; nothing narrows rows by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dangol import access, remembered
from dangol.access import HIDE, READ, Scope
from dangol.records.custom.fields import worked_from

if TYPE_CHECKING:
    from dangol.records.declaration import Record
    from dangol.records.parts import Privacy, Within

CHANGING = ("edit", "delete")
"""The verbs that pages offer together."""
READING = ("view", "export")
"""The verbs that leave a record as it is."""


def narrowed(record: Record, rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """The rows on which the user may do `verb`; `user` None is the company's own work: all."""
    if record.within is not None:
        rows = _of_others(record.within, rows, user, verb)
    return _in_scope(record, rows, user, verb)


def sees_all(record: Record, user: Any) -> bool:
    """Whether all that is there is open to the user: neither scope nor privacy takes any away."""
    if record.is_narrowed or access.scope_of(user, record.permission("view")) is not Scope.ALL:
        return False
    return record.within is None or sees_all(record.within.record, user)


def in_trash(record: Record, user: Any) -> QuerySet[Any]:
    """The rows in the trash that the user may take out: of parts, also those of what lies there."""
    rows = record.trashed()
    if record.within is not None:
        other, field = record.within.record, record.within.field
        here = narrowed(other, other.rows(), user, "edit").order_by().values("pk")
        gone = in_trash(other, user).order_by().values("pk")
        rows = rows.filter(Q(**{f"{field}__in": here}) | Q(**{f"{field}__in": gone}))
    return _in_scope(record, rows, user, "delete")


def _in_scope(record: Record, rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """The rows within the scope of the verb; what one does not see one does nothing with."""
    if user is None:
        return rows
    rows = record.narrow(rows, user, verb)
    if verb != "view":
        rows = _in_scope(record, rows, user, "view")
    elif record.privacy is not None:
        rows = rows.filter(_opened(record, record.privacy, user))
    scope = access.scope_of(user, record.permission(verb))
    if scope is Scope.ALL:
        return rows
    if scope is Scope.NONE:
        return rows.none()
    mine = Q(pk__in=access.shared_with(user, record.code, writable=verb != "view"))
    if record.owner:
        mine |= Q(**{f"{record.owner}__in": access.colleagues_of(user, scope)})
    if record.privacy is not None and verb == "view":
        mine |= record.privacy.involves(user)
    return rows.filter(mine)


def _opened(record: Record, privacy: Privacy, user: Any) -> Q:
    """What is not private to others: one's own, what is shared, open, or involves the user."""
    shared = Q(pk__in=access.shared_with(user, record.code, writable=False))
    mine = Q(**{record.owner: user.pk}) if record.owner else Q(pk__in=[])
    return mine | shared | privacy.opened(user) | privacy.involves(user)


def _of_others(within: Within, rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """The parts of what the user may see; to change a part is to change what it belongs to."""
    seen = "view" if verb in READING else "edit"
    others = narrowed(within.record, within.record.rows(), user, seen)
    return rows.filter(**{f"{within.field}__in": others.order_by().values("pk")})


def may(record: Record, user: Any, verb: str, instance: Model) -> bool:
    """Whether the user may do `verb` with this record, which they may see.

    A request asks once: several parts of a page offer the same deed.
    """
    scope = access.scope_of(user, record.permission(verb))
    if scope is Scope.NONE:
        return False
    if scope is Scope.ALL and not record.is_narrowed:
        return record.within is None or _may_with_whole(record.within, user, verb, instance)
    if verb in CHANGING:
        return verb in remembered.of(
            f"may change {record.code} {instance.pk} {user.pk}",
            lambda: _changes_open(record, user, instance.pk),
        )
    return remembered.of(
        f"may {verb} {record.code} {instance.pk} {user.pk}",
        lambda: record.visible_to(user, verb).filter(pk=instance.pk).exists(),
    )


def why_not(record: Record, verb: str, instance: Model) -> str:
    """Why a user who sees the record may not do `verb` with it, in a sentence."""
    closed = str(record.closed(instance, verb))
    return closed or _("Your role lets you see this record, not change it.")


def _changes_open(record: Record, user: Any, pk: Any) -> frozenset[str]:
    """Those of `CHANGING` that the user may do with a record, in one statement."""
    asked = {
        f"may_{verb}": Exists(record.visible_to(user, verb).order_by().filter(pk=OuterRef("pk")))
        for verb in CHANGING
        if access.scope_of(user, record.permission(verb)) is not Scope.NONE
    }
    found = record.rows().order_by().filter(pk=pk).annotate(**asked).values(*asked).first()
    return frozenset(name.removeprefix("may_") for name, is_so in (found or {}).items() if is_so)


def _may_with_whole(within: Within, user: Any, verb: str, part: Model) -> bool:
    """As `_of_others` narrows rows: what a part is of decides what may be done with it."""
    whole = getattr(part, within.field)
    return may(within.record, user, "view" if verb in READING else "edit", whole)


def opens(record: Record, user: Any, instance: Model) -> bool:
    """Whether the user may open a record that another leads to; mostly without a statement."""
    if record.bulk.trash and getattr(instance, record.bulk.trash) is not None:
        return False
    return may(record, user, "view", instance)


def hidden(record: Record, user: Any) -> frozenset[str]:
    """Fields closed to the user, to be read, sorted, filtered, found or exported, and their own."""
    names = {name for name, right in _rights(record, user).items() if right == HIDE}
    names |= set(record.also_hidden(user))
    names |= {made for name in names for made in record.made_of.get(name, ())}
    return frozenset(names | worked_from(record.code, names)) if names else frozenset()


def locked(record: Record, user: Any) -> Collection[str]:
    """Fields that the user may read and not write."""
    return [name for name, right in _rights(record, user).items() if right == READ]


def _rights(record: Record, user: Any) -> Any:
    if user is None or not user.is_authenticated:
        return {}
    return access.field_rights(user, record.code)
