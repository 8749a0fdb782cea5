"""Shards: a run in parts that need not know of each other.

A setting (an undisturbed cell and its sweep) belongs to the shard that a hash of the undisturbed cell's name
says, so it stays there whatever is added to the catalogue, and no undisturbed cell is run twice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from harness.errors import UsageError
from harness.run.cell import Cell

_TEXT = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True)
class Shard:
    """Part `number`, counted from 1, `of` so many."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, cell: Cell) -> bool:
        """Whether this cell, or the undisturbed one it is a sweep of, is here."""
        digest = hashlib.sha256(cell.straight.name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def read_shard(text: str) -> Shard:
    """The shard that a text such as `3/16` means. Raises `UsageError`."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no shard, which has the form 3/16: the third of sixteen")
    shard = Shard(int(match[1]), int(match[2]))
    if not 1 <= shard.number <= shard.of:
        raise UsageError(f"there is no shard {shard}: shards of {shard.of} are counted from 1 to {shard.of}")
    return shard
