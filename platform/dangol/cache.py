"""The cache: Redis, and while Redis is away this process's own memory.

Log-in asks the cache how often somebody guessed. Without Redis the count is kept by each process
for itself: weaker, never absent, and nobody is locked out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class RedisOrOwnMemory(BaseCache):
    """Django's Redis cache with a way out."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(server, dict(params))
        self._memory = LocMemCache("dangol", dict(params))

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        ask: Callable[..., Any] = getattr(self._redis, name)
        try:
            return ask(*args, **kwargs)
        except RedisError:
            log.warning("Redis is away; the cache works from memory.")
            return getattr(self._memory, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("delete", *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._ask("incr", *args, **kwargs))

    def count(self, key: str, life: int) -> int:
        """One more of what is counted under the key, in one round trip; how many now.

        Forgotten `life` seconds after the last one.
        """
        name = self.make_and_validate_key(key)
        try:
            with self._redis._cache.get_client(name, write=True).pipeline() as both:
                both.incr(name)
                both.expire(name, life)
                return int(both.execute()[0])
        except RedisError:
            log.warning("Redis is away; the cache works from memory.")
            self._memory.add(key, 0, life)
            return self._memory.incr(key)

    def add_up(self, key: str, name: str, times: int) -> None:
        """Adds to one of the numbers under the key, in one round trip; while Redis is away not."""
        place = self.make_and_validate_key(key)
        try:
            self._redis._cache.get_client(place, write=True).hincrby(place, name, times)
        except RedisError:
            log.warning("Redis is away; nothing is added up.")

    def taken_down(self, key: str) -> dict[str, int]:
        """{name: number} under the key, which is empty from then on."""
        place = self.make_and_validate_key(key)
        try:
            with self._redis._cache.get_client(place, write=True).pipeline() as both:
                both.hgetall(place)
                both.delete(place)
                found = both.execute()[0]
        except RedisError:
            log.warning("Redis is away; nothing is taken down.")
            return {}
        return {name.decode(): int(times) for name, times in found.items()}

    def clear(self) -> None:
        self._ask("clear")


def count(key: str, life: int) -> int:
    """`RedisOrOwnMemory.count` of the cache that is configured."""
    return cast(RedisOrOwnMemory, cache).count(key, life)


def add_up(key: str, name: str, times: int = 1) -> None:
    """`RedisOrOwnMemory.add_up` of the cache that is configured."""
    cast(RedisOrOwnMemory, cache).add_up(key, name, times)


def taken_down(key: str) -> dict[str, int]:
    """`RedisOrOwnMemory.taken_down` of the cache that is configured."""
    return cast(RedisOrOwnMemory, cache).taken_down(key)
