"""A thread beside the harness's own, and how one of the two looks at the other until it sleeps.

The two are a conversation: one moves while the other has nothing to do. So both stay on one processor while
there are two, and whoever looks gives way before every look. Then the other moves until it sleeps, and the
look comes at once, where on two processors each turn would cost a waking and an interval of waiting.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import ctypes
import os
import queue
import threading
from contextlib import suppress
from functools import lru_cache
from typing import Any, Callable, FrozenSet, Iterator, List, Optional, Union

from harness.drivers.waiting import Line
from harness.endpoint import Done, Outcome

#: Looks before those that are spaced: whoever shares its processor with the other needs two or three.
_AT_ONCE = 30
# Seconds between two looks after those: short at first, as most calls take less than a millisecond.
_FIRST_INTERVAL, _LONGEST_INTERVAL = 0.00005, 0.001
_SET_TIMER_SLACK = 29  # PR_SET_TIMERSLACK of prctl(2)


class Worker:
    """A thread, begun with the first piece of work, that does one piece at a time.

    finished: set from the end of one piece to the start of the next. line: what the kernel tells of the
    thread, once there is one.
    """

    line: Line

    def __init__(self) -> None:
        self.finished = threading.Event()
        self._thread: Optional[threading.Thread] = None
        self._work: queue.SimpleQueue[Optional[Callable[[], Outcome]]] = queue.SimpleQueue()
        self._outcome: Union[Outcome, BaseException] = Done()
        self._gathered = False
        self._kept_to: Optional[int] = None  # the processor its thread was last told to stay on

    @property
    def alive(self) -> bool:
        """Whether its thread runs: one that was begun before a fork does not in the child."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Callable[[], Outcome]) -> None:
        """Begin `work`; the piece before it must have finished."""
        if self._thread is None:
            # A daemon, so that a subject that never returns does not keep the interpreter from ending.
            self._thread = threading.Thread(target=self._run, name="tls-harness subject", daemon=True)
            self._thread.start()
            self.line = Line(self._thread.native_id or 0)
        if not self._gathered:
            self._gathered = True
            self._kept_to = _gather(self._thread.native_id or 0, self._kept_to)
        self.finished.clear()
        self._work.put(work)

    def outcome(self) -> Outcome:
        """What the finished work returned; raises what it raised."""
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome

    def rest(self) -> None:
        """Have no work for a while: let whoever looked run where it could before."""
        if self._gathered:
            self._gathered = False
            _scatter()

    def stop(self) -> None:
        """End the thread, if any, and wait for that; safe to call twice."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join()
            self._thread = None
            self.line.close()
            self.rest()

    def _run(self) -> None:
        for work in iter(self._work.get, None):
            try:
                self._outcome = work()
            except BaseException as error:  # noqa: BLE001 -- a SystemExit, say: outcome() raises it again
                self._outcome = error
            self.finished.set()


#: Workers whose threads have nothing to do, for whoever needs one next.
_IDLE: List[Worker] = []


def hire() -> Worker:
    """A worker that nobody else uses, until it is handed to `dismiss`."""
    while _IDLE:
        worker = _IDLE.pop()
        if worker.alive:
            return worker
    return Worker()


def dismiss(worker: Worker) -> None:
    """A hired worker is free for others; its work must have finished."""
    worker.rest()
    if worker.alive:
        _IDLE.append(worker)


def looks(ended: threading.Event) -> Iterator[bool]:
    """Give way, then tell whether it is time to look no more (`ended`), endlessly."""
    give_way = _libc().sched_yield  # through ctypes, it leaves the interpreter's lock to the other meanwhile
    for _ in range(_AT_ONCE):
        give_way()
        yield ended.is_set()
    for interval in intervals():
        yield ended.wait(interval)


def intervals() -> Iterator[float]:
    """How long to wait between looks, in seconds: doubling, endless."""
    _wake_in_time()
    interval = _FIRST_INTERVAL
    while True:
        yield interval
        interval = min(2 * interval, _LONGEST_INTERVAL)


def _gather(thread: int, kept_to: Optional[int]) -> Optional[int]:
    """Keep this thread and another one on the processor this one is on, where system and Python let it.

    kept_to: where the other one stays already. Returns where it stays now, None where that is not known.
    """
    if not _anywhere():
        return None
    here: int = _libc().sched_getcpu()
    try:
        if kept_to != here:
            os.sched_setaffinity(thread, {here})
        os.sched_setaffinity(0, {here})
    except OSError:
        return None
    return here


def _scatter() -> None:
    """Let this thread run where it could before."""
    if _anywhere():
        with suppress(OSError):
            os.sched_setaffinity(0, _anywhere())


@lru_cache(maxsize=1)
def _anywhere() -> FrozenSet[int]:
    """The processors this process was given; none on a Python that does not tell, as PyPy."""
    given = getattr(os, "sched_getaffinity", None)
    return frozenset(given(0)) if given else frozenset()


@lru_cache(maxsize=1)
def _libc() -> Any:
    return ctypes.CDLL(None)


def _wake_in_time() -> None:
    """Let short waits of this thread end when they should: the kernel adds 50 us to each, unless told."""
    _libc().prctl(_SET_TIMER_SLACK, 1, 0, 0, 0)
