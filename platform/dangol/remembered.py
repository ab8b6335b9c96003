"""What one request has read already: asked for once, however many parts of a page need it.

Nothing is remembered outside `reading()`, which the middleware opens for each request. Work that
goes on for longer asks anew each time, and so hears of changes; an import does for each part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_memory: ContextVar[dict[str, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within the block, what was read is remembered."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """Within the block nothing is remembered, nor known from outside: it is another company's."""
    token = _memory.set(None)
    try:
        yield
    finally:
        _memory.reset(token)


def of(name: str, read: Callable[[], T]) -> T:
    """What `read` returns, called at most once within `reading()`."""
    memory = _memory.get()
    if memory is None:
        return read()
    if name not in memory:
        memory[name] = read()
    found: T = memory[name]
    return found


def put(name: str, found: Any) -> None:
    """Whoever asks within `reading()` finds this from now on."""
    memory = _memory.get()
    if memory is not None:
        memory[name] = found
