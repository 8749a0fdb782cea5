"""Two loops timed in turn, so that a noisy machine slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Loop = Callable[[], object]


@dataclass(frozen=True)
class Compared:
    """Medians of two loops in milliseconds of processor time, and that of the first through the second."""

    one: float
    other: float
    ratio: float


def compared(one: Loop, other: Loop, rounds: int) -> Compared:
    """Both loops, timed in turn so many rounds."""
    pairs = [(timed(one), timed(other)) for _ in range(rounds)]
    medians = [statistics.median(column) * 1000 for column in zip(*pairs, strict=True)]
    return Compared(*medians, statistics.median(a / b for a, b in pairs))


def timed(loop: Loop, times: int = 30) -> float:
    """Seconds of processor time for one turn of the loop."""
    started = time.process_time()
    for _ in range(times):
        loop()
    return (time.process_time() - started) / times
