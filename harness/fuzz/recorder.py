"""A flight recorder: what the child of a campaign was doing, for whoever finds it dead.

A few bytes of memory both processes see. The child notes each input before it tries it, so that the input
survives every way to die, `os._exit` and SIGKILL included; the parent sees executions go by, and knows
from their standing still that the child hangs.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Self

#: The longest input that is recorded whole, in bytes.
LONGEST = 1 << 20
_FIELDS = struct.Struct("<QdII?")  # executions, start, length of the input, looks, finished
_EXECUTIONS = struct.Struct("<Q")
_LAST = struct.Struct("<I")
_LENGTH_AT, _LOOKS_AT, _FINISHED_AT = 16, 20, 24


class Recorder:
    """The recorder kept in the file at `path`; the parent creates it, the child opens it."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            path.write_bytes(bytes(_FIELDS.size + LONGEST))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._memory.close()

    def begin(self, now: float) -> None:
        """The first input comes now, in seconds of the monotonic clock."""
        struct.pack_into("<d", self._memory, _EXECUTIONS.size, now)

    def note(self, data: bytes) -> None:
        """`data` is about to be tried."""
        data = data[:LONGEST]
        self._count += 1
        self._memory[_FIELDS.size : _FIELDS.size + len(data)] = data
        _LAST.pack_into(self._memory, _LENGTH_AT, len(data))
        _EXECUTIONS.pack_into(self._memory, 0, self._count)

    def saw(self, looks: int) -> None:
        """So many different looks of runs have been seen."""
        _LAST.pack_into(self._memory, _LOOKS_AT, looks)

    def finish(self) -> None:
        """The child ends because it is done."""
        self._memory[_FINISHED_AT] = 1

    @property
    def executions(self) -> int:
        """How many inputs were begun."""
        return int(_EXECUTIONS.unpack_from(self._memory)[0])

    @property
    def started(self) -> float:
        """When the first input came, in seconds of the monotonic clock; 0 before it."""
        return float(_FIELDS.unpack_from(self._memory)[1])

    @property
    def looks(self) -> int:
        """How many different looks of runs were seen."""
        return int(_LAST.unpack_from(self._memory, _LOOKS_AT)[0])

    @property
    def finished(self) -> bool:
        """Whether the child said that it was done."""
        return self._memory[_FINISHED_AT] == 1

    @property
    def last(self) -> bytes:
        """The input begun last."""
        length = int(_LAST.unpack_from(self._memory, _LENGTH_AT)[0])
        return self._memory[_FIELDS.size : _FIELDS.size + length]
