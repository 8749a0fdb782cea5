"""A mutator that knows records, messages and ClientHellos, so that inputs live past the first length.

Plain mutation breaks a length field nearly every time, and a server then looks no further. Here a change
is made inside, at a level chosen at random, and every length around it is set right again; now and then
the plain mutation has the last word, lengths and all.
"""

from __future__ import annotations

import random
from dataclasses import replace

from harness.errors import ParseError
from harness.fuzz.target import Mutate
from harness.wire.handshake import ClientHello, HandshakeType
from harness.wire.records import HEADER, MAX_PLAINTEXT, ContentType

_MESSAGE_HEADER = 4


def mutate_hello(data: bytes, most: int, choose: random.Random, mutate: Mutate) -> bytes:
    """`data` changed into at most `most` bytes: raw, within its message, or within its extensions."""
    roll = choose.random()
    if roll < 0.15:
        return mutate(data, most)
    message, rest = _first_message(data)
    if roll < 0.3 and rest:  # what follows the hello: alerts, a second flight
        return (_framed(message, choose) + mutate(rest, most))[:most]
    room = max(1, most - HEADER - _MESSAGE_HEADER)
    try:
        hello = ClientHello.parse(message[_MESSAGE_HEADER:])
    except ParseError:
        hello = None
    if hello is None or hello.extensions is None or roll < 0.45:
        body = mutate(message[_MESSAGE_HEADER:], room)
    else:
        body = _change(hello, choose, mutate).serialise()
    kind = message[:1] or bytes([HandshakeType.client_hello])
    return (_framed(kind + len(body).to_bytes(3) + body, choose) + rest)[:most]


def _first_message(data: bytes) -> tuple[bytes, bytes]:
    """The first handshake message, out of as many records as it spans, and the bytes after those."""
    message, at = b"", 0
    while at + HEADER <= len(data) and (not at or data[at] == ContentType.handshake):
        end = at + HEADER + int.from_bytes(data[at + 3 : at + HEADER])
        message += data[at + HEADER : end]
        at = end
        if len(message) >= _MESSAGE_HEADER + int.from_bytes(message[1:_MESSAGE_HEADER]):
            break
    return message, data[at:]


def _framed(message: bytes, choose: random.Random) -> bytes:
    """The message in handshake records: mostly one, sometimes of a few bytes each."""
    size = choose.choice((MAX_PLAINTEXT, MAX_PLAINTEXT, MAX_PLAINTEXT, 1 + choose.randrange(64)))
    head = bytes([ContentType.handshake]) + b"\x03" + bytes([choose.choice((1, 1, 3))])
    pieces = [message[at : at + size] for at in range(0, len(message), size)]
    return b"".join(head + len(piece).to_bytes(2) + piece for piece in pieces)


def _change(hello: ClientHello, choose: random.Random, mutate: Mutate) -> ClientHello:
    """The hello with one thing about it changed; it still has the form of a hello."""
    extensions = list(hello.extensions or ())
    if not extensions or choose.random() < 0.2:
        return _change_fields(hello, choose, mutate)
    at = choose.randrange(len(extensions))
    number, data = extensions[at]
    match choose.randrange(6):
        case 0:
            del extensions[at]
        case 1:
            extensions.insert(choose.randrange(len(extensions) + 1), (number, data))
        case 2:
            extensions.append(extensions.pop(at))  # pre_shared_key must stay last (RFC 8446 4.2.11)
        case 3:
            extensions[at] = (choose.choice((*range(60), 0xFF01, choose.randrange(1 << 16))), data)
        case _:
            extensions[at] = (number, _change_data(data, choose, mutate))
    while sum(4 + len(data) for _, data in extensions) >= 1 << 16:
        extensions.pop()
    return replace(hello, extensions=tuple(extensions))


def _change_data(data: bytes, choose: random.Random, mutate: Mutate) -> bytes:
    """Other extension data; if it was one list behind its own length, mostly so again."""
    for width in (2, 1):
        if len(data) > width and int.from_bytes(data[:width]) == len(data) - width and choose.random() < 0.7:
            inner = mutate(data[width:], 512)[: (1 << 8 * width) - 1]
            return len(inner).to_bytes(width) + inner
    return mutate(data, 512)


def _change_fields(hello: ClientHello, choose: random.Random, mutate: Mutate) -> ClientHello:
    match choose.randrange(5):
        case 0:
            return replace(hello, legacy_version=choose.choice((0, 0x0300, 0x0301, 0x0303, 0x0304, 0xFFFF)))
        case 1:
            return replace(hello, session_id=mutate(hello.session_id, 40)[:40])
        case 2:
            return replace(hello, compressions=mutate(hello.compressions, 8)[:8])
        case 3:
            suites = list(hello.cipher_suites)
            choose.shuffle(suites)
            return replace(hello, cipher_suites=tuple(suites[: choose.randrange(len(suites) + 1)]))
        case _:
            suites = list(hello.cipher_suites)
            suites[choose.randrange(len(suites))] = choose.randrange(1 << 16)
            return replace(hello, cipher_suites=tuple(suites))
