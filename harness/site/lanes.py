"""One lane of one connection, record by record: what each held, how it was cut, and when it had arrived.

Records are counted from 0 as schedules count them. What a protected record holds is what the peer reveals
of it afterwards, if it does; else only messages in clear are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.errors import ParseError
from harness.names import Tls
from harness.transcript import Revealed
from harness.wire.alerts import parse_alert
from harness.wire.handshake import HandshakeReader
from harness.wire.records import HEADER, ContentType, Record

_HEAD_SHOWN = 12
_USUAL = (0x0301, 0x0303)
_NAMES = {member.value: member.name for member in ContentType}

Plain = Sequence[tuple[int | None, bytes | None]]


@dataclass
class Sent:
    """One record, or bytes that are none (`index` None), as sent: its place on the lane, in bytes.

    title: type and length. holds: what is in it, a line each. opened: it is protected, and `holds` is
    what the peer reveals. cuts: offsets within it at which deliveries were cut. arrived: whether its last
    byte was delivered.
    """

    index: int | None
    start: int
    end: int
    title: str
    holds: tuple[str, ...] = ()
    opened: bool = False
    protected: bool = False
    cuts: list[int] = field(default_factory=list)
    arrived: bool = False


class Lane:
    """What one end puts on its lane in one connection; `plain`: what is revealed, record by record."""

    def __init__(self, tls: Tls, plain: Plain = ()) -> None:
        self.emitted = 0
        self.delivered = 0
        self.sent: list[Sent] = []
        self._tls = tls
        self._buffer = bytearray()
        self._at = 0
        self._index = 0
        self._broken = False
        self._protected = False
        self._clear = HandshakeReader()
        self._plain = list(plain)
        self._secret = HandshakeReader()

    def put(self, data: bytes) -> list[Sent]:
        """Bytes were sent; the records that are complete now."""
        self.emitted += len(data)
        self._buffer += data
        found: list[Sent] = []
        while self._buffer:
            if self._broken or self._buffer[0] not in _NAMES:
                self._broken = True
                found.append(self._add(len(self._buffer), f"{_bytes(len(self._buffer))} that are no record"))
            elif (record := self._whole()) is not None:
                found.append(self._record(record))
            else:
                break
        return found

    def _whole(self) -> Record | None:
        """The next record, taken off the buffer once all of it is there; any version will do, a lie's too."""
        if len(self._buffer) < HEADER:
            return None
        end = HEADER + int.from_bytes(self._buffer[3:HEADER])
        if len(self._buffer) < end:
            return None
        record = Record(self._buffer[0], int.from_bytes(self._buffer[1:3]), bytes(self._buffer[HEADER:end]))
        del self._buffer[:end]
        return record

    def rest(self) -> list[Sent]:
        """The connection is over: what is left of a record that never became whole."""
        if not self._buffer:
            return []
        return [self._add(len(self._buffer), f"{_bytes(len(self._buffer))} of an incomplete record")]

    def deliver(self, size: int) -> list[Sent]:
        """Bytes arrived as they were sent: notes where they were cut, returns the records whole with them."""
        before, self.delivered = self.delivered, self.delivered + size
        whole = []
        for each in self.sent:
            if each.start < before < each.end and (before - each.start) not in each.cuts:
                each.cuts.append(before - each.start)
            if not each.arrived and each.end <= self.delivered:
                each.arrived = True
                whole.append(each)
        return whole

    @property
    def starts(self) -> list[int]:
        """Where records start, and behind the last one: what places of a schedule are resolved by."""
        whole = [each for each in self.sent if each.index is not None]
        return [each.start for each in whole] + [whole[-1].end if whole else 0]

    def _add(self, size: int, title: str) -> Sent:
        """What is no record, all of the buffer."""
        sent = Sent(None, self._at, self._at + size, title, (self._buffer[:_HEAD_SHOWN].hex(" "),))
        self._buffer.clear()
        self._at += size
        self.sent.append(sent)
        return sent

    def _record(self, record: Record) -> Sent:
        name = _NAMES[record.type].replace("_", " ")
        odd = "" if record.version in _USUAL else f", version {record.version:#06x}"
        sent = Sent(self._index, self._at, self._at + record.size, f"{name}, {_bytes(record.size)}{odd}")
        self._index += 1
        self._at += record.size
        self.sent.append(sent)
        plain = self._reveal(record)
        if record.type == ContentType.change_cipher_spec:
            self._protected = self._tls is Tls.V12
            return sent
        sent.protected = self._protected or record.type == ContentType.application_data
        if not sent.protected:
            sent.holds = tuple(_inside(record.type, record.payload, self._clear))
        elif plain is not None and (kind := plain[0]) is not None:
            sent.opened = True
            content = plain[1]
            sent.holds = (
                ("it did not decrypt",) if content is None else tuple(_inside(kind, content, self._secret))
            )
        return sent

    def _reveal(self, record: Record) -> tuple[int | None, bytes | None] | None:
        """What the peer tells of this record; one that it put there as bytes has no type."""
        if not self._plain:
            return None
        kind, content = self._plain.pop(0)
        if kind is None and content is not None and len(content) > record.size:
            self._plain.insert(0, (None, content[record.size :]))
        return kind, content


def plain_of(revealed: Revealed | None, *, sent_by_peer: bool) -> Plain:
    """What the peer reveals of a lane: of its own, or of the subject's as far as it heard that."""
    if revealed is None:
        return ()
    return revealed.sent if sent_by_peer else revealed.heard


def record_at(stream: bytes, offset: int) -> str:
    """In words how far `offset` bytes of a stream of records reach."""
    at = index = 0
    while at + HEADER <= len(stream):
        size = HEADER + int.from_bytes(stream[at + 3 : at + HEADER])
        if offset < at + size:
            break
        at, index = at + size, index + 1
    if offset == at:
        return f"{_bytes(offset)}, up to the end of record #{index - 1}" if index else "no bytes"
    return f"{_bytes(offset)}, the last of them byte {offset - at - 1} of record #{index}"


def _inside(kind: int, content: bytes, messages: HandshakeReader) -> list[str]:
    """What a record in clear, or opened, holds: a line each."""
    if kind == ContentType.handshake:
        return _messages(content, messages)
    if kind == ContentType.alert:
        try:
            return [f"alert: {parse_alert(content)}"]
        except ParseError as error:
            return [f"no alert: {error}"]
    if kind == ContentType.application_data:
        shown = f": {content[:24]!r}" + ("..." if len(content) > 24 else "")
        return [f"{_bytes(len(content))} of application data{shown if content else ''}"]
    return [f"{_NAMES.get(kind, f'type {kind}').replace('_', ' ')}, {_bytes(len(content))}"]


def _messages(content: bytes, messages: HandshakeReader) -> list[str]:
    messages.feed(content)
    found = []
    try:
        found = [str(message) for message in messages]
    except ParseError as error:
        return [*found, f"no handshake message: {error}"]
    if left := len(messages.buffered):
        found.append(f"the first {_bytes(left)} of a message")
    return found


def _bytes(count: int) -> str:
    return f"{count:,} byte{'' if count == 1 else 's'}"
