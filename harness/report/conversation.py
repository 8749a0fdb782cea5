"""A transcript as a page: the subject on the left, the peer on the right, every record between them.

    tick  subject                               peer
    ------ step 1: subject handshake() returns | peer handshake() returns
       0  handshake() wants read
          --> handshake 0x0301 517 bytes
              client_hello 508 bytes
       1                                        got 522 bytes

Records are shown as their sender emitted them. What arrived is shown record by record where a hostile
schedule may have changed it, else as a number of bytes. Deliveries piece by piece, with a call that
goes on waiting in between, are told in one line. Handshake messages and alerts are named as long as
they are in clear.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.endpoint import Wants
from harness.errors import ParseError
from harness.names import Side, Tls
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Note, Transcript
from harness.wire.alerts import parse_alert
from harness.wire.handshake import HandshakeReader
from harness.wire.records import ContentType, Record, RecordReader

_TICK = 6
_HEAD_SHOWN = 16


def conversation(transcript: Transcript, width: int = 80) -> Iterator[str]:
    """The lines of the page, each at most `width` characters long where words allow."""
    page = _Page(transcript, (width - _TICK - 2) // 2)
    yield page.row(
        "tick", Side.SUBJECT, f"subject, the {transcript.role}", f"peer, the {transcript.role.other}"
    )
    for event in transcript.events:
        yield from page.tell(event)
    yield from page.settle()


@dataclass
class _Trickle:
    """Deliveries to one side that have not been told yet, and how often its call went on waiting."""

    tick: int = 0
    pieces: int = 0
    size: int = 0
    waits: int = 0

    def __bool__(self) -> bool:
        return bool(self.pieces or self.waits)

    def __str__(self) -> str:
        told = [f"got {_bytes(self.size)}" + (f" in {self.pieces} pieces" if self.pieces > 1 else "")]
        if self.waits:
            told.append("goes on waiting" + (f", {self.waits} times" if self.waits > 1 else ""))
        return "; ".join(told if self.pieces else told[1:])


@dataclass
class _Stream:
    """The records of one lane, as they become complete, and what of them is in clear."""

    tls: Tls
    records: RecordReader = field(default_factory=RecordReader)
    messages: HandshakeReader = field(default_factory=HandshakeReader)
    protected: bool = False
    broken: bool = False

    def feed(self, data: bytes) -> Iterator[str]:
        """A line for each record that is complete now, and one for what is left."""
        if self.broken:
            yield f"{_bytes(len(data))} behind what is no record"
            return
        self.records.feed(data)
        try:
            for record in self.records:
                yield str(record)
                yield from ("  " + inner for inner in self._inside(record))
        except ParseError as error:
            self.broken = True
            yield f"no record: {error}: {data[:_HEAD_SHOWN].hex(' ')}"
            return
        if left := len(self.records.buffered):
            yield f"{_bytes(left)} of a record still incomplete"

    def _inside(self, record: Record) -> Iterator[str]:
        """What a record in clear holds. TLS 1.2 protects everything behind change_cipher_spec."""
        if record.type == ContentType.change_cipher_spec:
            self.protected = self.tls is Tls.V12
        elif self.protected:
            return
        elif record.type == ContentType.handshake:
            yield from self._messages(record)
        elif record.type == ContentType.alert:
            try:
                yield str(parse_alert(record.payload))
            except ParseError as error:
                yield f"no alert: {error}"

    def _messages(self, record: Record) -> Iterator[str]:
        self.messages.feed(record.payload)
        try:
            yield from map(str, self.messages)
        except ParseError as error:
            yield f"no handshake message: {error}"


class _Page:
    """Turns events into lines, remembering what is still to be told of each side."""

    def __init__(self, transcript: Transcript, column: int) -> None:
        self._transcript = transcript
        self._column = max(column, 24)
        self._begin()

    def _begin(self) -> None:
        """A connection begins: both lanes are fresh."""
        self._sent = {side: _Stream(self._transcript.tls) for side in Side}
        self._got = {side: _Stream(self._transcript.tls) for side in Side}
        self._trickles = {side: _Trickle() for side in Side}
        self._waiting: dict[Side, str] = {}

    def row(self, tick: object, side: Side, left: str, right: str = "") -> str:
        """One line with something in the column of `side`, or in both."""
        if side is Side.PEER:
            left, right = "", left
        return f"{tick!s:>{_TICK - 1}} {left:<{self._column}}  {right}".rstrip()

    def tell(self, event: object) -> Iterator[str]:
        """The lines of one event."""
        match event:
            case Connected():
                yield from self.settle()
                self._begin()
                yield self._note("a connection is made")
            case Note():
                yield from self.settle()
                yield self._note(str(event.about))
            case Attempted():
                yield from self._tell_call(event)
            case Emitted():
                yield from self.settle()
                arrow = "-->" if event.side is Side.SUBJECT else "<--"
                yield from self._tell_records(event, self._sent[event.side], arrow)
            case Delivered():
                yield from self._tell_delivery(event)
            case Misbehaved():
                yield from self.settle()
                yield from self._told(event.tick, event.side, f"{event.doing} raised {event.outcome}")

    def settle(self) -> Iterator[str]:
        """Tell what has been held back of both sides."""
        for side, trickle in self._trickles.items():
            if trickle:
                yield from self._told(trickle.tick, side, str(trickle))
                self._trickles[side] = _Trickle()

    def _tell_call(self, event: Attempted) -> Iterator[str]:
        told = f"{event.call} {_came(event)}"
        if isinstance(event.outcome, Wants) and self._waiting.get(event.side) == told:
            self._hold(event.side, event.tick).waits += 1
            return
        yield from self.settle()
        self._waiting[event.side] = told
        yield from self._told(event.tick, event.side, told)

    def _tell_delivery(self, event: Delivered) -> Iterator[str]:
        if self._transcript.damaged and event.data:
            yield from self.settle()
            yield from self._tell_records(event, self._got[event.side], "got")
        elif event.data:
            trickle = self._hold(event.side, event.tick)
            trickle.pieces += 1
            trickle.size += len(event.data)
        if event.eof:
            yield from self.settle()
            yield from self._told(event.tick, event.side, "got the end of the wire")

    def _hold(self, side: Side, tick: int) -> _Trickle:
        trickle = self._trickles[side]
        if not trickle:
            trickle.tick = tick
        return trickle

    def _tell_records(self, event: Emitted | Delivered, stream: _Stream, mark: str) -> Iterator[str]:
        for number, line in enumerate(stream.feed(event.data)):
            start = "    " if line.startswith(" ") else f"{mark} "
            yield from self._told(event.tick if number == 0 else "", event.side, start + line)

    def _told(self, tick: object, side: Side, text: str) -> Iterator[str]:
        lines = textwrap.wrap(text, self._column, subsequent_indent="    ", drop_whitespace=True) or [""]
        for number, line in enumerate(lines):
            yield self.row(tick if number == 0 else "", side, line)

    def _note(self, text: str) -> str:
        return f"{'-' * _TICK} {text}"


def _came(event: Attempted) -> str:
    return str(event.outcome) if isinstance(event.outcome, Wants) else f"-> {event.outcome}"


def _bytes(count: int) -> str:
    return f"{count} byte{'' if count == 1 else 's'}"
