"""Several lines to one provider, worked by threads that never touch the database (S4, S5)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue

from django.db import InterfaceError, OperationalError

from messaging.channels.base import ChannelDown, Outcome, Parcel, Session, Verdict, Way
from messaging.pace import pace

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.25
"""How often, while the threads send, the caller looks whether the send was paused."""
WORTH_A_LINE = 8
"""Parcels that make a further line worth its opening."""
SMALLEST_BATCH = 32
QUICK = 0.0003
"""Seconds a mail may take on one line before a further line helps: a server that answers at once
is served best by one thread, a distant one by many."""


def shared_out(parcels: Sequence[Parcel], lines: int, per_domain: int) -> list[list[Parcel]]:
    """What each line carries; mails to one domain on at most `per_domain` of them (0: on all).

    A domain that gets its mails over too many lines at once slows all of them down, so the busiest
    domains are dealt first, each to the lines that have the least so far.
    """
    if not per_domain or per_domain >= lines:
        return [list(parcels[line::lines]) for line in range(lines)]
    by_domain: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        by_domain.setdefault(parcel.address.rpartition("@")[2], []).append(parcel)
    shares: list[list[Parcel]] = [[] for _line in range(lines)]
    for own in sorted(by_domain.values(), key=len, reverse=True):
        chosen = sorted(shares, key=len)[:per_domain]
        for line, share in enumerate(chosen):
            share += own[line::per_domain]
    return [share for share in shares if share]


class Fleet:
    """The lines of one pump. Use as a context manager: leaving closes them."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.size = way.lines or pace().connections
        self._lines = min(2, self.size)
        self._batch = min(SMALLEST_BATCH, pace().in_flight)
        self._idle: SimpleQueue[Session] = SimpleQueue()
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="line")

    def __enter__(self) -> Fleet:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown(wait=True)
        while (session := self._free()) is not None:
            session.close()

    def deliver(
        self, parcels: Sequence[Parcel], *, halted: Callable[[], bool], deadline: float
    ) -> list[Outcome]:
        """One outcome for each parcel. `halted()` is asked a few times a second from the calling
        thread; `deadline` is a moment of `time.monotonic()` after which nobody calls any more."""
        halt = threading.Event()

        def stop() -> bool:
            return halt.is_set() or time.monotonic() > deadline

        lines = min(self._lines, -(-len(parcels) // WORTH_A_LINE))
        started = time.monotonic()
        shares = shared_out(parcels, lines, self.way.per_domain)
        futures = [self._threads.submit(self._line, share, stop) for share in shares]
        self._watch(futures, halt, halted)
        answers = [future.result() for future in futures]
        self._shrink(answers)
        self._fit(time.monotonic() - started, len(parcels), max(map(len, shares)))
        return [outcome for answer in answers for outcome in answer]

    @property
    def batch(self) -> int:
        """How many parcels keep the lines busy for a moment, by the speed of late."""
        return self._batch

    def _fit(self, seconds: float, parcels: int, longest: int) -> None:
        """Learns from one batch: more lines where each mail takes long, larger batches where the
        provider is quick."""
        self._lines = min(self.size, max(2, round(seconds / longest / QUICK)))
        wanted = int(parcels * pace().batch_seconds / max(seconds, 0.001))
        self._batch = min(pace().in_flight, max(SMALLEST_BATCH, wanted))

    def _shrink(self, answers: Sequence[list[Outcome]]) -> None:
        """Where the server lets some lines in and others not, makes do with fewer."""
        down = sum(answer[0].error_class == "down" for answer in answers)
        if 0 < down < len(answers):
            self.size = max(1, self.size - down)

    @staticmethod
    def _watch(
        futures: list[Future[list[Outcome]]], halt: threading.Event, halted: Callable[[], bool]
    ) -> None:
        while wait(futures, WATCH_SECONDS, FIRST_EXCEPTION).not_done:
            try:
                if not halt.is_set() and halted():
                    halt.set()
            except (OperationalError, InterfaceError):
                # The mails leave all the same; their outcomes must not be lost with the question.
                log.warning("Whether the send was paused could not be asked.", exc_info=True)
            except BaseException:
                halt.set()
                raise

    def _line(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        try:
            session = self._free() or self.way.open()
        except ChannelDown as error:
            return [Outcome.of(parcel, Verdict.UNCALLED, "down", str(error)) for parcel in parcels]
        try:
            outcomes = session.deliver(parcels, stop)
        except Exception as error:
            # A session raises nothing; should one have a mistake, nobody knows what was taken.
            log.exception("A session of %s broke.", self.way.name)
            session.close()
            return [
                Outcome.of(parcel, Verdict.UNKNOWN, "session", str(error)) for parcel in parcels
            ]
        if session.usable:
            self._idle.put(session)
        else:
            session.close()
        return outcomes

    def _free(self) -> Session | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None
