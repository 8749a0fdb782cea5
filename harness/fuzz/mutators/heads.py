"""Inputs whose first bytes answer the questions of a grammar and whose rest is a stream."""

from __future__ import annotations

import random
from dataclasses import dataclass

from harness.fuzz.target import Mutate, Mutator


@dataclass(frozen=True)
class Headed:
    """A mutator for `size` bytes of answers and a stream behind them, which `rest` changes.

    The answers change seldom: a stream is worth more in the setting that it was found in.
    """

    size: int
    rest: Mutator

    def __call__(self, data: bytes, most: int, choose: random.Random, mutate: Mutate) -> bytes:
        """See `Mutator`."""
        head, rest = bytearray(data[: self.size].ljust(self.size, b"\0")), data[self.size :]
        if choose.random() < 0.15:
            head[choose.randrange(self.size)] = choose.randrange(256)
            if choose.random() < 0.5:
                return (bytes(head) + rest)[:most]
        return (bytes(head) + self.rest(rest, max(1, most - self.size), choose, mutate))[:most]
