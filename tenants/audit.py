"""Writing the audit (V3). A service calls `record` in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model

from dangol import clock
from dangol.records.custom import values as customised
from dangol.records.custom.values import Customised
from tenants.people.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Actor:
    """Who acts: a user at an address, a program with its key, or the system (no id).

    acts_for  the user whose rights a program has; `id` is then that of its key, `name` the key's
    """

    id: UUID | None = None
    name: str = ""
    address: str | None = None
    acts_for: UUID | None = None

    @property
    def is_key(self) -> bool:
        return self.acts_for is not None

    @property
    def user_id(self) -> UUID | None:
        """The user who acts, or for whom a program does."""
        return self.acts_for or self.id


SYSTEM = Actor()
Listener = Callable[[Sequence[AuditEntry]], None]
_listeners: list[Listener] = []

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def actor() -> Actor:
    """Whose deeds are recorded at present."""
    return _actor.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Within the block, changes are this actor's. The middleware sets it for each request."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def listen(listener: Listener) -> None:
    """From now on `listener` gets every entry, in the transaction of the deed. Called at start."""
    if listener not in _listeners:
        _listeners.append(listener)


def _tell(entries: Sequence[AuditEntry]) -> None:
    for listener in _listeners:
        listener(entries)


def record(
    action: str,
    *,
    subject: str,
    subject_id: object = "",
    summary: str = "",
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Adds one entry about the present actor's deed; call it inside the deed's transaction."""
    present = actor()
    entry = AuditEntry.objects.create(
        actor_id=present.id,
        actor_name=present.name,
        address=present.address,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        summary=summary[:200],
        changes=changes or {},
    )
    _tell([entry])
    return entry


def record_many(
    action: str,
    *,
    subject: str,
    lines: Iterable[tuple[object, str]],
    changes: dict[str, Any] | None = None,
    each: Mapping[Any, dict[str, Any]] | None = None,
) -> None:
    """Adds an entry for each (id, summary) of `lines`, in one statement.

    `changes` are those of all of them, `each` what a single one has besides, by its id.
    """
    present, moment = actor(), clock.now()
    entries = [
        AuditEntry(
            at=moment,
            actor_id=present.id,
            actor_name=present.name,
            address=present.address,
            action=action,
            subject=subject,
            subject_id=str(key),
            summary=summary[:200],
            changes={**(changes or {}), **(each or {}).get(key, {})},
        )
        for key, summary in lines
    ]
    AuditEntry.objects.bulk_create(entries)
    _tell(entries)


def differences(before: Model, after: Model, fields: list[str]) -> dict[str, list[Any]]:
    """{field: [before, after]} for the fields that differ, as JSON values."""
    own = {}
    if isinstance(before, Customised) and isinstance(after, Customised):
        own = customised.differences(before, after)
    pairs = {name: [_plain(getattr(before, name)), _plain(getattr(after, name))] for name in fields}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]} | own


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
