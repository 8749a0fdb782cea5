"""Target `records`: our own framing against itself, fed whole and byte by byte.

What a reader says about a stream may depend on its bytes alone, never on how they arrived; `Boundaries`,
the tolerant view, must see the same records; and what was parsed must serialise to what was fed. The
payloads of handshake records then go through the message reader in the same two ways, and the hellos
and alerts through their parsers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harness.errors import ParseError
from harness.fuzz.target import Finding, Target, Trial
from harness.wire import alerts, handshake
from harness.wire.records import Boundaries, ContentType, Record, RecordReader

_HELLOS: dict[int, Any] = {
    handshake.HandshakeType.client_hello: handshake.ClientHello,
    handshake.HandshakeType.server_hello: handshake.ServerHello,
}


def records(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes give records, need-more or ParseError, the same ones when fed byte by byte."""
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


@dataclass(frozen=True)
class _Reading:
    """What a reader made of a stream: frames, the ParseError's text if any, and the bytes left over."""

    frames: tuple[Any, ...]
    failure: str | None
    left: bytes


def _complaints(data: bytes) -> Iterator[str]:
    """What is wrong with our framing of `data`: a few words, a colon, and the evidence."""
    reading = _read(RecordReader(), [data])
    yield from _framing("records", reading, _read(RecordReader(), _bytes_of(data)), data)
    yield from _boundaries(data, reading)
    found: tuple[Record, ...] = reading.frames
    stream = b"".join(record.payload for record in found if record.type == ContentType.handshake)
    if stream:
        whole = _read(handshake.HandshakeReader(), [stream])
        single = _read(handshake.HandshakeReader(), _bytes_of(stream))
        yield from _framing("messages", whole, single, stream)
        for message in whole.frames:
            yield from (
                _round_trip(_HELLOS[message.type].parse, message.body) if message.type in _HELLOS else ()
            )
    for record in found:
        if record.type == ContentType.alert:
            yield from _round_trip(alerts.parse_alert, record.payload)


def _framing(what: str, whole: _Reading, single: _Reading, data: bytes) -> Iterator[str]:
    if whole != single:
        yield f"{what} depend on how they arrive: whole {whole}, byte by byte {single}"
    spelled = b"".join(frame.serialise() for frame in whole.frames) + whole.left
    if spelled != data[: len(spelled)] or (whole.failure is None and len(spelled) != len(data)):
        yield f"{what} are not the bytes that were fed: {whole}"


def _boundaries(data: bytes, reading: _Reading) -> Iterator[str]:
    views = []
    for pieces in ([data], _bytes_of(data)):
        view = Boundaries()
        for piece in pieces:
            view.feed(piece)
        views.append((view.starts, view.edges(), view.complete, view.broken, view.broken_at))
    if views[0] != views[1]:
        yield f"boundaries depend on how bytes arrive: whole {views[0]}, byte by byte {views[1]}"
    starts, _, complete, broken, _ = views[0]
    sizes = [record.size for record in reading.frames]
    begun = [sum(sizes[:position]) for position in range(len(sizes) + bool(reading.left))]
    if (starts, complete, broken) != (begun, sum(sizes), reading.failure is not None):
        yield f"boundaries are not those of the records: {views[0]} and {reading}"


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
        return _Reading(tuple(frames), str(error), reader.buffered)
    return _Reading(tuple(frames), None, reader.buffered)


def _bytes_of(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 1] for at in range(len(data)))


# Every byte is a step or three of Python: long inputs cost more than they tell.
TARGET = Target(records, longest=192)
