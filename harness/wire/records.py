"""TLS records: the outermost framing, visible on the wire even where the payload is encrypted.

A record is a header of five bytes (content type, version, length) and a payload (RFC 8446 section 5.1,
RFC 5246 section 6.2.1). Nothing but the header is ever looked at: a payload may be ciphertext.

Two views of a byte stream live here. `RecordReader` cuts it into records and refuses a header that
cannot be one. `Boundaries` only notes where records start, and tolerates nonsense; it stands on the
path of every delivered chunk, so it skips payloads by arithmetic and copies at most a cut header.

Both judge a header byte by byte, in order: what they say about a stream depends on its bytes alone,
never on how those arrived. The SSLv2-style hello (RFC 5246 appendix E.2) is not a record.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Generic, TypeVar

from harness.errors import ParseError

#: The longest plaintext payload, in bytes (RFC 8446 section 5.1).
MAX_PLAINTEXT = 2**14
#: The longest protected payload in TLS 1.3, in bytes (RFC 8446 section 5.2).
MAX_CIPHERTEXT_13 = 2**14 + 256
#: The longest protected payload in TLS 1.2, in bytes (RFC 5246 section 6.2.3).
MAX_CIPHERTEXT_12 = 2**14 + 2048
#: The length of a record header, in bytes.
HEADER = 5


class ContentType(IntEnum):
    """What a record carries (RFC 8446 section 5.1; heartbeat is RFC 6520 section 3)."""

    change_cipher_spec = 20
    alert = 21
    handshake = 22
    application_data = 23
    heartbeat = 24


_NAMES = {member.value: member.name for member in ContentType}
_VERSIONS = frozenset(range(0x0300, 0x0305))


@dataclass(frozen=True)
class Record:
    """One record: content type, version (such as 0x0303) and payload, protected or not."""

    type: int
    version: int
    payload: bytes

    def serialise(self) -> bytes:
        """The record as it stands on the wire. Raises OverflowError where a field does not fit its width.

        The protocol's own limits are not enforced: a forger may need to break them.
        """
        return self.type.to_bytes(1) + self.version.to_bytes(2) + len(self.payload).to_bytes(2) + self.payload

    @property
    def size(self) -> int:
        """The record's length on the wire in bytes, header included."""
        return HEADER + len(self.payload)

    def __str__(self) -> str:
        name = _NAMES.get(self.type, f"type({self.type})")
        return f"{name} {self.version:#06x} {len(self.payload)} bytes"


Frame = TypeVar("Frame")


class FrameReader(ABC, Generic[Frame]):
    """Cuts a stream of frames, each a header that ends in a length field and then so many bytes.

    `limit` is the longest body accepted, in bytes. Once a header proved impossible every `pull` raises
    the same ParseError, and what is fed is thrown away.
    """

    header: ClassVar[int]
    length_at: ClassVar[int]
    stream: ClassVar[str]

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._at = 0  # where in the buffer the next frame starts
        self._dropped = 0  # bytes of the stream that have left the buffer
        self._needed = 0  # the buffer's length at which a frame with a complete header is whole
        self._failure: str | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream; never raises."""
        if self._failure is None:
            self._buffer += data

    def pull(self) -> Frame | None:
        """The next complete frame, None when more bytes are needed; ParseError when none can come."""
        if self._failure is not None:
            raise ParseError(self._failure)
        buffer, at = self._buffer, self._at
        size = len(buffer)
        if size < self._needed or size == at:
            return None
        body = at + self.header
        header = bytes(buffer[at:body])
        if (fault := self._fault(header)) is not None:
            self._fail(*fault)
        if size < body:
            self._needed = 0
            return None
        end = body + int.from_bytes(header[self.length_at :])
        if size < end:
            self._needed = end
            return None
        self._needed = 0
        frame = self._frame(header, bytes(buffer[body:end]))
        self._at = end
        # Only once the pulled half outweighs the rest: every byte is moved a bounded number of times.
        if end * 2 >= size:
            del buffer[:end]
            self._dropped += end
            self._at = 0
        return frame

    def __iter__(self) -> Iterator[Frame]:
        """The frames complete by now; raises ParseError as `pull` does."""
        while (frame := self.pull()) is not None:
            yield frame

    @property
    def buffered(self) -> bytes:
        """What was fed and not pulled: the incomplete frame, or the impossible header's bytes."""
        return bytes(self._buffer[self._at :])

    def _fault(self, header: bytes) -> tuple[int, str] | None:
        """The first byte of a perhaps incomplete header that cannot stand there, and why; None if none."""
        if len(header) == self.header and int.from_bytes(header[self.length_at :]) <= self._limit:
            return None
        return _excess(header, self.length_at, self.header, self._limit)

    @abstractmethod
    def _frame(self, header: bytes, body: bytes) -> Frame:
        """The value made from a complete header and body."""

    def _fail(self, index: int, why: str) -> None:
        offset = self._dropped + self._at + index
        self._failure = f"byte {offset} of the {self.stream} stream: {why}"
        del self._buffer[self._at + index + 1 :]
        raise ParseError(self._failure)


class RecordReader(FrameReader[Record]):
    """Cuts a byte stream into records: `feed` bytes, then `pull` or iterate.

    `limit` is the longest payload accepted, in bytes. ParseError names the offset of the wrong byte, as
    soon as that byte is there: an unknown content type, a version outside 0x0300 to 0x0304, a length
    above the limit.
    """

    header = HEADER
    length_at = 3
    stream = "record"

    def __init__(self, limit: int = MAX_CIPHERTEXT_12) -> None:
        super().__init__(limit)

    def _fault(self, header: bytes) -> tuple[int, str] | None:
        if len(header) == HEADER:  # nearly every one is sound, and seen so at one glance
            kind, version, length = _unpack_header(header)
            if kind in _NAMES and version in _VERSIONS and length <= self._limit:
                return None
        return _header_fault(header, self._limit)

    def _frame(self, header: bytes, body: bytes) -> Record:
        return Record(header[0], int.from_bytes(header[1:3]), body)


class Boundaries:
    """Where records start in a stream, without its payloads and without complaints.

    starts: absolute offsets of the records whose first byte was fed. complete: absolute offset of the
    end of the last complete record. broken: an impossible header was met (the same that `RecordReader`
    refuses) and nothing is tracked any more; then broken_at is the absolute offset of its wrong byte
    (-1 until then) and starts[-1] == complete is where that header begins.
    """

    def __init__(self, limit: int = MAX_CIPHERTEXT_12) -> None:
        self.starts: list[int] = []
        self.complete = 0
        self.broken = False
        self.broken_at = -1
        self._limit = limit
        self._fed = 0
        self._next = 0  # where the next header starts
        self._header = b""  # the bytes of that header that came so far

    def edges(self) -> list[int]:
        """`starts`, and where the next record will start once the last header is complete."""
        following = [self._next] if self.starts and self._next > self.starts[-1] else []
        return self.starts + following

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream; never raises."""
        base = self._fed
        self._fed += len(data)
        if self._fed < self._next or self.broken:
            return
        if self._header:  # a header was cut: begin again at its first byte
            base -= len(self._header)
            data = self._header + data
            self.starts.pop()
        self._walk(data, base)

    def _walk(self, data: bytes, base: int) -> None:
        """Step from header to header through `data`, which starts at absolute offset `base`."""
        at, last = self._next - base, len(data) - HEADER
        starts, limit = self.starts, self._limit
        while at <= last:
            kind, version, length = _unpack_header(data, at)
            if kind not in _NAMES or version not in _VERSIONS or length > limit:
                break
            starts.append(base + at)
            at += HEADER + length
        self._next = base + at
        self._header = data[at : at + HEADER]
        self.complete = self._next if at <= len(data) else starts[-1]
        if self._header:
            starts.append(self._next)
            if (fault := _header_fault(self._header, limit)) is not None:
                self.broken, self.broken_at = True, self._next + fault[0]


def parse_records(data: bytes) -> tuple[list[Record], bytes]:
    """The complete records at the head of `data`, and the bytes left over. Raises ParseError."""
    reader = RecordReader()
    reader.feed(data)
    return list(reader), reader.buffered


def complete_records(stream: bytes) -> list[tuple[int, bytes]]:
    """The complete records of a stream by their length fields alone: (offset of the end, bytes)."""
    found, at = [], 0
    while at + HEADER <= len(stream):
        end = at + HEADER + int.from_bytes(stream[at + 3 : at + HEADER])
        if end > len(stream):
            break
        found.append((end, stream[at:end]))
        at = end
    return found


def split_record(record: Record, size: int) -> list[Record]:
    """The record's payload in records of at most `size` bytes each; an empty record comes back alone.

    Raises ValueError for a size below 1.
    """
    if size < 1:
        raise ValueError(f"cannot split a record into fragments of {size} bytes")
    cuts = range(0, len(record.payload), size) or (0,)
    return [Record(record.type, record.version, record.payload[cut : cut + size]) for cut in cuts]


def join_records(records: Iterable[Record]) -> Record:
    """One record with all the payloads, which may be longer than a record on the wire can be.

    Raises ValueError for no records, or for records that differ in type or version.
    """
    records = list(records)
    kinds = {(record.type, record.version) for record in records}
    if len(kinds) != 1:
        raise ValueError(f"cannot join records of {len(kinds)} kinds")
    return Record(*kinds.pop(), b"".join(record.payload for record in records))


_unpack_header = struct.Struct(">BHH").unpack_from


def _header_fault(header: bytes, limit: int) -> tuple[int, str] | None:
    """The first byte of a perhaps incomplete record header that cannot stand there, and why."""
    if header and header[0] not in _NAMES:
        return 0, f"unknown content type {header[0]}"
    if len(header) > 1 and header[1] != 3:
        return 1, f"version major {header[1]} is not 3"
    if len(header) > 2 and header[2] > 4:
        return 2, f"version minor {header[2]} is above 4"
    return _excess(header, 3, HEADER, limit)


def _excess(header: bytes, first: int, size: int, limit: int) -> tuple[int, str] | None:
    """The byte of the length field header[first:size] that puts it above `limit`, whatever follows."""
    for seen in range(first + 1, len(header) + 1):
        least = int.from_bytes(header[first:seen]) << 8 * (size - seen)
        if least > limit:
            return (
                seen - 1,
                f"length of {'at least ' * (seen < size)}{least} bytes is above the limit of {limit}",
            )
    return None
