"""Models: what an object must answer, reckoned beside it, call by call.

A model is the shortest program that has the behaviour asked for, fit to be read instead of the document.
Random walks hold a subject against it: the model takes each step first, its answers are what is expected.
"""

from __future__ import annotations

from harness.errors import HarnessError


class Refused(HarnessError):
    """The call must be refused, and changes nothing."""


class MemoryBioModel:
    """`ssl.MemoryBIO`: bytes in order, and whether their end was told.

    Source: Python docs, library/ssl, "Memory BIO Support".
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._ended = False

    @property
    def pending(self) -> int:
        """How many bytes can be read."""
        return len(self._held)

    @property
    def eof(self) -> bool:
        """Whether the end was told and everything before it has been read."""
        return self._ended and not self._held

    @property
    def ended(self) -> bool:
        """Whether the end was told, so that no write is allowed any more."""
        return self._ended

    def write(self, data: bytes) -> int:
        """All of `data` is held; gives its length in bytes. Raises `Refused` once the end was told."""
        if self._ended:
            raise Refused("write() after write_eof()")
        self._held += data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """The first `size` bytes, or as many as there are; all of them when `size` is negative."""
        size = len(self._held) if size < 0 else min(size, len(self._held))
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def write_eof(self) -> None:
        """Nothing will be written any more; to say so again changes nothing."""
        self._ended = True
