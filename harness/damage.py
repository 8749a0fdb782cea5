"""What hostile actions do to one lane: records in, bytes out, some of them wrong.

Records are taken as sent, by the lengths in their headers; bytes that are no record pass through
untouched, and end the counting. A record is dealt with when it is complete.
"""

from __future__ import annotations

from harness.schedule.actions import Action, Drop, End, Flip, Insert, Repeat, Swap

_HEADER = 5
_KNOWN_TYPES = range(20, 25)


class Damage:
    """The hostile actions of one lane, at work. `met` collects those that have happened."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        self.met: set[Action] = set()
        self.ended = False
        self.eof = False
        self._actions = actions
        self._ends = [action for action in actions if isinstance(action, End)]
        self._buffer = bytearray()
        self._starts = [0]
        self._swap: Swap | None = None
        self._waiting: list[bytes] = []
        self._lawless = False

    def push(self, data: bytes) -> bytes:
        """Bytes as sent; returns the bytes that may go on now."""
        self._buffer += data
        out = bytearray()
        while not self.ended and (record := self._next_record()) is not None:
            out += self._deal(record)
        if self.ended:
            self._buffer.clear()
        return bytes(out)

    def flush(self) -> bytes:
        """At rest: an incomplete record, or records that waited for a partner who never came, go on."""
        out = b"".join(self._waiting) + bytes(self._buffer)
        self._waiting.clear()
        self._swap = None
        self._lawless = self._lawless or bool(self._buffer)
        self._buffer.clear()
        return out

    def _next_record(self) -> bytes | None:
        buffer = self._buffer
        if self._lawless:
            record = bytes(buffer)
            buffer.clear()
            return record or None
        if buffer and (buffer[0] not in _KNOWN_TYPES or (len(buffer) > 1 and buffer[1] != 3)):
            self._lawless = True
            return self._next_record()
        if len(buffer) < _HEADER:
            return None
        length = _HEADER + int.from_bytes(buffer[3:5], "big")
        if len(buffer) < length:
            return None
        record = bytes(buffer[:length])
        del buffer[:length]
        self._starts.append(self._starts[-1] + length)
        return record

    def _deal(self, record: bytes) -> bytes:
        if self._lawless:
            return record
        record = self._cut_off(record)
        index = len(self._starts) - 2
        out = record
        for action in self._actions:
            if action.lane is None or getattr(action, "record", None) != index:
                continue
            out = self._apply(action, record, out)
        return self._exchange(index, out)

    def _apply(self, action: Action, record: bytes, out: bytes) -> bytes:
        match action:
            case Drop():
                changed = b""
            case Repeat():
                changed = out + record
            case Insert():
                changed = action.data + out
            case Flip() if -len(out) <= action.byte < len(out):
                flipped = bytearray(out)
                flipped[action.byte] ^= 1 << action.bit
                changed = bytes(flipped)
            case _:
                return out
        self.met.add(action)
        return changed

    def _exchange(self, index: int, record: bytes) -> bytes:
        """Keep back the earlier record of a swap and all behind it, until the later one comes."""
        for action in self._actions:
            if isinstance(action, Swap) and action.record == index:
                self._swap = action
        if self._swap is None:
            return record
        self._waiting.append(record)
        if self._swap.other != index:
            return b""
        first, *between, last = self._waiting
        self.met.add(self._swap)
        self._swap, self._waiting = None, []
        return b"".join((last, *between, first))

    def _cut_off(self, record: bytes) -> bytes:
        """Apply an `end` that falls into this record or right behind it."""
        start, behind = self._starts[-2:]
        for action in self._ends:
            offset = action.at.resolve(self._starts)
            if offset is not None and start <= offset <= behind:
                self.met.add(action)
                self.ended, self.eof = True, action.eof
                return record[: offset - start]
        return record
