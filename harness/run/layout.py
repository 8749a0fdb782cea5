"""Where the records of a run lie: what the schedules of a sweep are made from."""

from __future__ import annotations

from harness.names import Role
from harness.schedule.families import Layout
from harness.transcript import Emitted, Transcript


def layout_of(transcript: Transcript) -> Layout:
    """Record lengths on both lanes of the first connection of an undisturbed run."""
    events = next(transcript.connections(), [])
    return {
        lane: _record_lengths(
            b"".join(
                event.data
                for event in events
                if isinstance(event, Emitted) and event.side is transcript.side_of(lane)
            )
        )
        for lane in Role
    }


def _record_lengths(stream: bytes) -> tuple[int, ...]:
    lengths, at = [], 0
    while at + 5 <= len(stream):
        lengths.append(5 + int.from_bytes(stream[at + 3 : at + 5], "big"))
        at += lengths[-1]
    return tuple(lengths)
