"""What one attempt of a call says, read from its call and its outcome alone."""

from __future__ import annotations

from harness.endpoint import Done, Raised
from harness.names import FATAL_KINDS, Kind
from harness.transcript import Attempted

READS = ("read", "read_into")
WRITES = ("write", "write_from_buffer")


def is_fatal(event: Attempted) -> bool:
    """Whether the attempt raised an error after which the connection is dead."""
    return isinstance(event.outcome, Raised) and event.outcome.kind in FATAL_KINDS


def plaintext_of(event: Attempted) -> bytes:
    """What a read gave; b"" for any other attempt."""
    if not isinstance(event.outcome, Done) or event.call.name not in READS:
        return b""
    value = event.outcome.value
    if isinstance(value, bytes):
        return value
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int):
        return bytes_of(value[1])[: value[0]]
    return b""


def asks_for_bytes(event: Attempted) -> bool:
    """Whether the attempt is a read of at least one byte."""
    if event.call.name == "read":
        return event.call.args[0] != 0
    return event.call.name == "read_into" and event.call.args[1] != 0


def ends_cleanly(event: Attempted) -> bool:
    """Whether the attempt says that the peer closed the stream properly."""
    outcome = event.outcome
    if isinstance(outcome, Raised):
        return outcome.kind is Kind.CLEAN_CLOSE
    if not isinstance(outcome, Done):
        return False
    if event.call.name == "close_notify":
        return True
    return asks_for_bytes(event) and outcome.value in (b"", (0, bytes(_size(event))))


def _size(event: Attempted) -> int:
    size = event.call.args[1] if event.call.name == "read_into" else 0
    return size if isinstance(size, int) else 0


def bytes_of(value: object) -> bytes:
    """A copy of what is like bytes; b"" for anything else."""
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else b""
