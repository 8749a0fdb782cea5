"""Target `records`: our own framing against itself, fed whole and in pieces.

What a reader says about a stream may depend on its bytes alone, never on how they arrived; `Boundaries`,
the tolerant view, must see the same records; and what was parsed must serialise to what was fed. The
payloads of handshake records then go through the message reader in the same two ways, and the hellos
and alerts through their parsers.

Byte by byte every input would cost ten times as much as whole, and mutation brings the same records again
and again: so one of the three is fed in two or three pieces, cut where the input's checksum says, and one
time in sixty-four byte by byte.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from harness.errors import ParseError
from harness.fuzz.target import Finding, Target, Trial
from harness.wire import alerts, handshake
from harness.wire.records import HEADER, Boundaries, ContentType, RecordReader

_HANDSHAKE, _ALERT = ContentType.handshake.value, ContentType.alert.value
_HELLOS: dict[int, Any] = {
    handshake.HandshakeType.client_hello: handshake.ClientHello,
    handshake.HandshakeType.server_hello: handshake.ServerHello,
}


def records(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes give records, need-more or ParseError, the same ones when fed in pieces."""
    try:
        wrong = next(_complaints(data), None)
    except Exception as error:  # noqa: BLE001 -- our parser is the subject: what it raises is the finding
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = trace.tb_frame.f_code.co_qualname if trace is not None else "nowhere"
        key = f"{type(error).__name__} in {where}"
        return Finding(key, f"{key} instead of ParseError: {error}")
    return Finding(wrong.partition(":")[0], wrong) if wrong else None


class _Reading(NamedTuple):
    """What a reader made of a stream: frames, the ParseError's text if any, and the bytes left over."""

    frames: list[Any]
    failure: str | None
    left: bytes


def _complaints(data: bytes) -> Iterator[str]:
    """What is wrong with our framing of `data`: a few words, a colon, and the evidence."""
    reading = _read(RecordReader(), (data,))
    stream, starts, at = b"", [], 0
    for record in reading.frames:
        starts.append(at)
        at += record.size
        if record.type == _HANDSHAKE:
            stream += record.payload
        elif record.type == _ALERT:
            yield from _round_trip(alerts.parse_alert, record.payload)
    if reading.left:
        starts.append(at)
    chance = zlib.crc32(data)
    # One of the three is fed in pieces: the messages, the records, or their boundaries.
    inner, outer = bool(stream) and chance & 64 != 0, chance & 128 != 0
    pieces = (data,) if inner else _pieces(data, chance, starts)
    cut = _read(RecordReader(), pieces) if outer and not inner else reading
    yield from _framing("records", reading, cut, data)
    yield from _boundaries((data,) if outer else pieces, reading, starts, at)
    if not stream:
        return
    messages = _read(handshake.HandshakeReader(), (stream,))
    cut = _read(handshake.HandshakeReader(), _pieces(stream, chance, [0])) if inner else messages
    yield from _framing("messages", messages, cut, stream)
    for message in messages.frames:
        if message.type in _HELLOS:
            yield from _round_trip(_HELLOS[message.type].parse, message.body)


def _framing(what: str, whole: _Reading, cut: _Reading, data: bytes) -> Iterator[str]:
    if cut is not whole and whole != cut:
        yield f"{what} depend on how they arrive: whole {whole}, in pieces {cut}"
    spelled = b"".join([frame.serialise() for frame in whole.frames]) + whole.left
    if spelled != data[: len(spelled)] or (whole.failure is None and len(spelled) != len(data)):
        yield f"{what} are not the bytes that were fed: {whole}"


def _boundaries(pieces: Sequence[bytes], reading: _Reading, starts: list[int], at: int) -> Iterator[str]:
    """What is not as it was read: where records start, how far they are whole, and what broke them off."""
    view = Boundaries()
    for piece in pieces:
        view.feed(piece)
    left, failure = reading.left, reading.failure
    edges = starts
    if failure is None and (len(left) >= HEADER or (starts and not left)):
        edges = [*starts, at + HEADER + int.from_bytes(left[3:HEADER]) if left else at]
    told = failure is None or failure.startswith(f"byte {view.broken_at} of ")
    seen = view.starts, view.edges(), view.complete, view.broken
    if seen != (starts, edges, at, failure is not None) or not told:
        yield f"boundaries are not those of the records: {seen}, broken at {view.broken_at}, and {reading}"


def _round_trip(parse: Callable[[bytes], Any], data: bytes) -> Iterator[str]:
    try:
        parsed = parse(data)
    except ParseError:
        return
    if parsed.serialise() != data:
        yield f"{type(parsed).__name__} does not serialise to what was parsed: {data.hex()}"
    if isinstance(parsed, handshake.ClientHello):
        for look in (handshake.server_name, handshake.alpn_protocols, handshake.supported_versions):
            try:
                look(parsed)
            except ParseError:
                continue


def _read(reader: Any, pieces: Iterable[bytes]) -> _Reading:
    frames: list[Any] = []
    try:
        for piece in pieces:
            reader.feed(piece)
            while (frame := reader.pull()) is not None:
                frames.append(frame)
    except ParseError as error:
        return _Reading(frames, str(error), reader.buffered)
    return _Reading(frames, None, reader.buffered)


def _pieces(data: bytes, chance: int, starts: list[int]) -> Sequence[bytes]:
    """`data` in two or three pieces, one cut being often in a header of those that begin at `starts`.

    In one of 64 cases byte by byte.
    """
    if not chance & 63:
        return [data[at : at + 1] for at in range(len(data))]
    if chance & 256 and starts:
        cut = starts[(chance >> 9) % len(starts)] + 1 + (chance >> 16) % HEADER
        return data[:cut], data[cut:]
    size = len(data) + 1
    one, two = (chance >> 9) % size, (chance >> 20) % size
    first, second = (one, two) if one < two else (two, one)
    return data[:first], data[first:second], data[second:]


# Every byte is a step or three of Python: long inputs cost more than they tell.
TARGET = Target(records, longest=192)
