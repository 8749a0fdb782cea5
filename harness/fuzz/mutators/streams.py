"""Streams of handshake messages and of records, changed as a whole or inside one of them.

Plain mutation breaks a length field nearly every time, and a reader then looks no further. Here messages
and records are copied, moved, left out, cut, joined and changed inside, at a level chosen at random, and
the lengths around are set right again; now and then plain mutation has the last word, lengths and all.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from harness.fuzz.mutators.trees import change_message
from harness.fuzz.target import Mutate
from harness.names import Tls
from harness.wire.handshake import HandshakeMessage, HandshakeType
from harness.wire.records import HEADER, MAX_PLAINTEXT, ContentType

_HANDSHAKE = ContentType.handshake.value
_TYPES = (20, 21, 22, 23, 24, 0, 255)
_MINORS = (3, 1, 0, 4, 2, 3, 3)
#: Records worth meeting anywhere: warnings and fatal alerts, a change_cipher_spec, and empty ones.
_STRANGERS = tuple(
    bytes.fromhex(text)
    for text in (
        "15030300020100", "1503030002015a", "15030300020228", "140303000101", "1603030000", "1703030000",
        "1503030000", "150303000101", "18030300030100ff", "16030300040000 0000", "16030300050e00000000",
    )
)  # fmt: skip
_MOST_PARTS = 400

# -- records ---------------------------------------------------------------------------------------------


def split_records(data: bytes) -> list[bytes]:
    """The records of a stream by their length fields alone; what is cut short comes last as it is."""
    found: list[bytes] = []
    at = 0
    while at < len(data) and len(found) < _MOST_PARTS:
        end = at + HEADER + int.from_bytes(data[at + 3 : at + HEADER])
        found.append(data[at:end])
        at = end
    return found


def mutate_records(data: bytes, most: int, choose: random.Random, mutate: Mutate) -> bytes:
    """`data`, a stream of records, changed into at most `most` bytes."""
    roll = choose.random()
    if roll < 0.06 or not data:
        return mutate(data, most)
    parts = split_records(data)
    at = choose.randrange(len(parts))
    if roll < 0.16:
        _rearrange(parts, at, choose, _new_record)
    elif roll < 0.22:
        parts[at : at + 1] = _reframed(parts[at], choose)
    elif parts[at][:1] == b"\x16" and len(parts[at]) > HEADER:
        _change_flight(parts, at, choose, mutate)
    else:
        payload = mutate(parts[at][HEADER:], len(parts[at]) + 16)
        parts[at] = _record(parts[at][:3].ljust(3, b"\3"), payload)
    return b"".join(parts)[:most]


def _record(head: bytes, payload: bytes) -> bytes:
    payload = payload[:0xFFFF]
    return head + len(payload).to_bytes(2) + payload


def _new_record(choose: random.Random) -> bytes:
    return choose.choice(_STRANGERS)


def _reframed(record: bytes, choose: random.Random) -> list[bytes]:
    """The record with another type, version or length, or in two."""
    head, payload = record[:3].ljust(3, b"\3"), record[HEADER:]
    match choose.randrange(4):
        case 0:
            return [_record(bytes([choose.choice(_TYPES)]) + head[1:], payload)]
        case 1:
            return [_record(head[:2] + bytes([choose.choice(_MINORS)]), payload)]
        case 2:
            length = len(payload) + choose.choice((1, -1, 256, -256, 4))
            return [head + (length & 0xFFFF).to_bytes(2) + payload]
    cut = choose.randrange(len(payload) + 1)
    return [_record(head, payload[:cut]), _record(head, payload[cut:])]


def _change_flight(parts: list[bytes], at: int, choose: random.Random, mutate: Mutate) -> None:
    """The messages in the run of handshake records that `at` is in are changed, and framed anew."""
    first, last = at, at
    while first and parts[first - 1][:1] == b"\x16":
        first -= 1
    while last + 1 < len(parts) and parts[last + 1][:1] == b"\x16":
        last += 1
    stream = b"".join(part[HEADER:] for part in parts[first : last + 1])
    changed = mutate_messages(stream, MAX_PLAINTEXT, choose, mutate)
    size = choose.choice((MAX_PLAINTEXT, MAX_PLAINTEXT, MAX_PLAINTEXT, 1 + choose.randrange(64)))
    head = parts[first][:3]
    pieces = [changed[cut : cut + size] for cut in range(0, len(changed), size)]
    parts[first : last + 1] = [_record(head, piece) for piece in pieces]


# -- messages --------------------------------------------------------------------------------------------


def split_messages(data: bytes) -> list[bytes]:
    """The messages of a stream by their length fields alone; what is cut short comes last as it is."""
    found: list[bytes] = []
    at = 0
    while at < len(data) and len(found) < _MOST_PARTS:
        end = at + 4 + int.from_bytes(data[at + 1 : at + 4])
        found.append(data[at:end])
        at = end
    return found


def mutate_messages(data: bytes, most: int, choose: random.Random, mutate: Mutate) -> bytes:
    """`data`, a stream of handshake messages, changed into at most `most` bytes."""
    roll = choose.random()
    if roll < 0.05 or not data:
        return mutate(data, most)
    parts = split_messages(data)
    at = choose.randrange(len(parts))
    if roll < 0.14:
        _rearrange(parts, at, choose, _new_message)
    elif roll < 0.18:
        parts[at] = _retold(parts[at], choose)
    else:
        parts[at] = _changed(parts[at], choose, mutate)
    return b"".join(parts)[:most]


def _changed(part: bytes, choose: random.Random, mutate: Mutate) -> bytes:
    """A message with one field changed, or all its bytes open to change, and a length that is right."""
    kind, body = part[0], part[4:]
    if choose.random() < 0.9:
        tls = Tls.V13 if choose.randrange(2) else Tls.V12
        times = choose.choice((1, 1, 2, 3))
        changed = change_message(HandshakeMessage(kind, body), tls, choose, mutate, times)
        if changed is not None and len(changed.body) < 1 << 24:
            return changed.serialise()
    return _message(kind, mutate(body, len(body) + 64))


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3) + body


def _new_message(choose: random.Random) -> bytes:
    kind = choose.choice([*HandshakeType, choose.randrange(256)])
    return _message(kind, choose.choice((b"", b"\0", b"\1", b"\0\0", b"\0\0\0", b"\0" * 34)))


def _retold(part: bytes, choose: random.Random) -> bytes:
    """A message that claims to be another one, or of another length."""
    if choose.randrange(2):
        return bytes([choose.choice([*HandshakeType, choose.randrange(256)])]) + part[1:]
    length = len(part) - 4 + choose.choice((1, -1, 2, -2, 256, -256, 65536))
    return part[:1] + (length & 0xFFFFFF).to_bytes(3) + part[4:]


def _rearrange(
    parts: list[bytes], at: int, choose: random.Random, new: Callable[[random.Random], bytes]
) -> None:
    """Parts are copied, left out, moved, cut off, or a new one is put among them."""
    match choose.randrange(6):
        case 0:
            parts.insert(choose.randrange(len(parts) + 1), parts[at])
        case 1:
            del parts[at]
        case 2:
            parts.insert(choose.randrange(len(parts)), parts.pop(at))
        case 3:
            del parts[at + 1 :]
        case 4:
            parts[at:at] = [parts[at]] * choose.choice((1, 2, 16))
        case _:
            parts.insert(choose.randrange(len(parts) + 1), new(choose))
