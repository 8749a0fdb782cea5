"""Choices: what a grammar asks for, and who answers: the bytes of a fuzzer, a dice, or Hypothesis.

A grammar is a function from a `Choose` to a value (`harness.fuzz.grammar`). It is written once: Atheris
answers with the bytes it mutates (`Bytes`), a seeded run with `Dice`, and Hypothesis with draws of its own
(`harness.fuzz.properties.drawn`), which it can shrink; `Noted` keeps the answers, and `Given` gives them
again, with some left out. Every first alternative is the plainest one, so
that what has no answer left, and what is shrunk, comes out short.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

T = TypeVar("T")


class Choose(Protocol):
    """Answers to the questions of a grammar."""

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included; the plainest is `low`."""

    def pick(self, among: Sequence[T]) -> T:
        """One of these; the plainest is the first."""

    def data(self, most: int) -> bytes:
        """At most so many bytes, the plainest being none."""

    def more(self) -> bool:
        """Whether a list goes on; the plainest is that it does not."""


@dataclass
class Bytes:
    """Answers out of bytes, from the front; when they are used up every answer is the plainest.

    A number takes as many bytes as it needs. A list goes on when the next byte is odd, so that a byte
    changed, inserted or left out changes one thing and leaves most of the rest as it was.
    """

    source: bytes
    at: int = 0

    def _take(self, size: int) -> int:
        taken = self.source[self.at : self.at + size]
        self.at += size
        return int.from_bytes(taken, "big") if len(taken) == size else 0

    def number(self, low: int, high: int) -> int:
        """See `Choose`."""
        span = high - low + 1
        return low + self._take(max(1, (span - 1).bit_length() + 7 >> 3)) % span

    def pick(self, among: Sequence[T]) -> T:
        """See `Choose`."""
        return among[self.number(0, len(among) - 1)]

    def data(self, most: int) -> bytes:
        """See `Choose`."""
        size = self.number(0, most)
        found = self.source[self.at : self.at + size]
        self.at += size
        return found

    def more(self) -> bool:
        """See `Choose`."""
        return bool(self._take(1) & 1)

    @property
    def left(self) -> bytes:
        """What no question has asked for yet."""
        return self.source[self.at :]


@dataclass
class Dice:
    """Answers of a seeded generator."""

    dice: random.Random

    def number(self, low: int, high: int) -> int:
        """See `Choose`."""
        return self.dice.randint(low, high)

    def pick(self, among: Sequence[T]) -> T:
        """See `Choose`."""
        return self.dice.choice(among)

    def data(self, most: int) -> bytes:
        """See `Choose`."""
        return self.dice.randbytes(self.dice.randint(0, most))

    def more(self) -> bool:
        """See `Choose`."""
        return self.dice.random() < 0.7


#: One answer: a number, the place of a pick, whether a list goes on, or data.
Answer = int | bool | bytes


@dataclass
class Noted:
    """Answers of another, noted."""

    other: Choose
    answers: list[Answer] = field(default_factory=list)

    def number(self, low: int, high: int) -> int:
        """See `Choose`."""
        self.answers.append(found := self.other.number(low, high))
        return found

    def pick(self, among: Sequence[T]) -> T:
        """See `Choose`."""
        return among[self.number(0, len(among) - 1)]

    def data(self, most: int) -> bytes:
        """See `Choose`."""
        self.answers.append(found := self.other.data(most))
        return found

    def more(self) -> bool:
        """See `Choose`."""
        self.answers.append(found := self.other.more())
        return found


@dataclass
class Given:
    """Answers given beforehand; the plainest where the next one does not fit, and behind the last."""

    answers: Sequence[Answer]
    at: int = 0

    def _take(self) -> Answer:
        self.at += 1
        return self.answers[self.at - 1] if self.at <= len(self.answers) else 0

    def number(self, low: int, high: int) -> int:
        """See `Choose`."""
        found = self._take()
        return found if isinstance(found, int) and low <= found <= high else low

    def pick(self, among: Sequence[T]) -> T:
        """See `Choose`."""
        return among[self.number(0, len(among) - 1)]

    def data(self, most: int) -> bytes:
        """See `Choose`."""
        found = self._take()
        return found[:most] if isinstance(found, bytes) else b""

    def more(self) -> bool:
        """See `Choose`."""
        return self._take() is True
