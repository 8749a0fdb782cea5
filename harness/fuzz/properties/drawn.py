"""A `Choose` answered by Hypothesis: every answer is a draw, so everything a grammar makes shrinks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies

T = TypeVar("T")
Draw = Callable[[strategies.SearchStrategy[Any]], Any]


@dataclass
class Drawn:
    """Answers drawn by `draw`, the argument of a composite strategy."""

    draw: Draw

    def number(self, low: int, high: int) -> int:
        """See `Choose`. The plainest is the one nearest to 0."""
        return int(self.draw(strategies.integers(low, high)))

    def pick(self, among: Sequence[T]) -> T:
        """See `Choose`."""
        return among[self.number(0, len(among) - 1)]

    def data(self, most: int) -> bytes:
        """See `Choose`."""
        return bytes(self.draw(strategies.binary(max_size=most)))

    def more(self) -> bool:
        """See `Choose`."""
        return bool(self.draw(strategies.booleans()))


def made_by(grammar: Callable[[Drawn], T]) -> strategies.SearchStrategy[T]:
    """Everything a grammar can say."""

    @strategies.composite
    def values(draw: Draw) -> T:
        return grammar(Drawn(draw))

    return values()
