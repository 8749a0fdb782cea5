"""Handshake messages: the framing inside handshake records, and the two hellos that are always readable.

A message is a type, a length of three bytes and a body (RFC 8446 section 4, RFC 5246 section 7.4). It
may span records, and a record may hold several: `HandshakeReader` puts the payloads together again.

Parsing a hello is strict about form (lengths, trailing bytes, list sizes) and silent about meaning
(unknown numbers, repeated extensions), and what was parsed serialises to the very same bytes.
Serialising checks nothing but widths: a forger may need a hello that does not parse.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from harness.errors import ParseError
from harness.wire.records import FrameReader

#: The longest message body a reader accepts unless told otherwise, in bytes.
MAX_MESSAGE = 2**17

#: The random of a ServerHello that is a HelloRetryRequest: SHA-256 of that word (RFC 8446 section 4.1.3).
RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")

#: An extensions block in wire order: (type, data) pairs; None where the block itself is absent.
Extensions = tuple[tuple[int, bytes], ...] | None


class HandshakeType(IntEnum):
    """What a message is (RFC 8446 section 4 and appendix B.3, RFC 5246 section 7.4)."""

    hello_request = 0
    client_hello = 1
    server_hello = 2
    hello_verify_request = 3  # RFC 6347, DTLS only
    new_session_ticket = 4
    end_of_early_data = 5
    encrypted_extensions = 8
    certificate = 11
    server_key_exchange = 12
    certificate_request = 13
    server_hello_done = 14
    certificate_verify = 15
    client_key_exchange = 16
    finished = 20
    certificate_url = 21  # RFC 6066
    certificate_status = 22  # RFC 6066
    supplemental_data = 23  # RFC 4680
    key_update = 24
    compressed_certificate = 25  # RFC 8879
    message_hash = 254


_extension_header = struct.Struct(">HH").unpack_from
_NAMES = {member.value: member.name for member in HandshakeType}


@dataclass(frozen=True)
class HandshakeMessage:
    """One handshake message: its type and its body, header excluded."""

    type: int
    body: bytes

    def serialise(self) -> bytes:
        """Header and body. Raises OverflowError where a field does not fit its width."""
        return self.type.to_bytes(1) + _vector(3, self.body)

    def __str__(self) -> str:
        return f"{_NAMES.get(self.type, f'message({self.type})')} {len(self.body)} bytes"


class HandshakeReader(FrameReader[HandshakeMessage]):
    """Reassembles messages: `feed` it the payloads of handshake records, then `pull` or iterate.

    Every type is accepted. An announced body above `limit` bytes raises ParseError as soon as the
    length bytes that came so far leave no other end.
    """

    header = 4
    length_at = 1
    stream = "handshake"

    def __init__(self, limit: int = MAX_MESSAGE) -> None:
        super().__init__(limit)

    def _frame(self, header: bytes, body: bytes) -> HandshakeMessage:
        return HandshakeMessage(header[0], body)


def parse_messages(data: bytes) -> tuple[list[HandshakeMessage], bytes]:
    """The complete messages at the head of `data`, and the bytes left over. Raises ParseError."""
    reader = HandshakeReader()
    reader.feed(data)
    return list(reader), reader.buffered


def split_message(message: HandshakeMessage, size: int) -> list[bytes]:
    """The serialised message in fragments of at most `size` bytes, one for each record to come.

    Raises ValueError for a size below 1.
    """
    if size < 1:
        raise ValueError(f"cannot split a message into fragments of {size} bytes")
    data = message.serialise()
    return [data[cut : cut + size] for cut in range(0, len(data), size)]


class Cursor:
    """Reads fields off the front of `data`. Every shortage is a ParseError naming `where` and the field."""

    def __init__(self, data: bytes, where: str) -> None:
        self._data = data
        self._at = 0
        self._where = where

    @property
    def left(self) -> int:
        """How many bytes have not been read."""
        return len(self._data) - self._at

    def take(self, count: int, field: str) -> bytes:
        """The next `count` bytes."""
        if self._at + count > len(self._data):
            raise self._shortage(count, field)
        self._at += count
        return self._data[self._at - count : self._at]

    def u8(self, field: str) -> int:
        """An unsigned integer of one byte."""
        return self.take(1, field)[0]

    def u16(self, field: str) -> int:
        """An unsigned integer of two bytes."""
        return int.from_bytes(self.take(2, field))

    def u24(self, field: str) -> int:
        """An unsigned integer of three bytes."""
        return int.from_bytes(self.take(3, field))

    def vector(self, width: int, field: str, least: int = 0, most: int | None = None) -> bytes:
        """A vector with a length prefix of `width` bytes, between `least` and `most` bytes long itself."""
        start = self._at + width
        if start > len(self._data):
            raise self._shortage(width, field + " length")
        length = int.from_bytes(self._data[self._at : start])
        self._at = start
        if length < least or (most is not None and length > most):
            raise self.error(field, f"cannot be {length} bytes long")
        if start + length > len(self._data):
            raise self._shortage(length, field)
        self._at = start + length
        return self._data[start : self._at]

    def u16_list(self, width: int, field: str) -> tuple[int, ...]:
        """A vector of two-byte integers, at least one, with a length prefix of `width` bytes."""
        data = self.vector(width, field, least=2)
        if len(data) % 2:
            raise self.error(field, f"holds two-byte numbers and cannot be {len(data)} bytes long")
        return struct.unpack(f">{len(data) // 2}H", data)

    def done(self) -> None:
        """Nothing is left, else ParseError."""
        if self.left:
            raise self.error("end", f"{self.left} bytes follow it")

    def _shortage(self, count: int, field: str) -> ParseError:
        return self.error(field, f"needs {count} bytes, {self.left} left")

    def error(self, field: str, why: str) -> ParseError:
        """The exception to raise about `field`."""
        return ParseError(f"{self._where}: {field} {why}")


@dataclass(frozen=True)
class ClientHello:
    """A ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), its lists in wire order."""

    legacy_version: int
    random: bytes
    session_id: bytes
    cipher_suites: tuple[int, ...]
    compressions: bytes
    extensions: Extensions

    @classmethod
    def parse(cls, body: bytes) -> ClientHello:
        """Read the body of a client_hello message. Raises ParseError on anything malformed."""
        cursor = Cursor(body, "client_hello")
        hello = cls(
            legacy_version=cursor.u16("legacy_version"),
            random=cursor.take(32, "random"),
            session_id=cursor.vector(1, "session_id", most=32),
            cipher_suites=cursor.u16_list(2, "cipher_suites"),
            compressions=cursor.vector(1, "compressions", least=1),
            extensions=_parse_extensions(cursor),
        )
        cursor.done()
        return hello

    def serialise(self) -> bytes:
        """The message body. Raises OverflowError where a field does not fit its width."""
        return b"".join(
            (
                self.legacy_version.to_bytes(2),
                self.random,
                _vector(1, self.session_id),
                _vector(2, b"".join(suite.to_bytes(2) for suite in self.cipher_suites)),
                _vector(1, self.compressions),
                _serialise_extensions(self.extensions),
            )
        )

    def extension(self, number: int) -> bytes | None:
        """The data of the first extension of type `number`, None where there is none."""
        return _first(self.extensions, number)


@dataclass(frozen=True)
class ServerHello:
    """A ServerHello or HelloRetryRequest (RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3)."""

    legacy_version: int
    random: bytes
    session_id: bytes
    cipher_suite: int
    compression: int
    extensions: Extensions

    @classmethod
    def parse(cls, body: bytes) -> ServerHello:
        """Read the body of a server_hello message. Raises ParseError on anything malformed."""
        cursor = Cursor(body, "server_hello")
        hello = cls(
            legacy_version=cursor.u16("legacy_version"),
            random=cursor.take(32, "random"),
            session_id=cursor.vector(1, "session_id", most=32),
            cipher_suite=cursor.u16("cipher_suite"),
            compression=cursor.u8("compression"),
            extensions=_parse_extensions(cursor),
        )
        cursor.done()
        return hello

    def serialise(self) -> bytes:
        """The message body. Raises OverflowError where a field does not fit its width."""
        return b"".join(
            (
                self.legacy_version.to_bytes(2),
                self.random,
                _vector(1, self.session_id),
                self.cipher_suite.to_bytes(2),
                self.compression.to_bytes(1),
                _serialise_extensions(self.extensions),
            )
        )

    def extension(self, number: int) -> bytes | None:
        """The data of the first extension of type `number`, None where there is none."""
        return _first(self.extensions, number)

    @property
    def is_hello_retry_request(self) -> bool:
        """Whether the random is the one that makes this a HelloRetryRequest (RFC 8446 section 4.1.3)."""
        return self.random == RETRY_RANDOM


def server_name(hello: ClientHello) -> str | None:
    """The host name the client asks for (RFC 6066 section 3), None where it names none.

    Raises ParseError when the extension is malformed, names two hosts, or the name is not ASCII.
    """
    if (data := hello.extension(0)) is None:
        return None
    cursor = Cursor(data, "server_name")
    names = Cursor(cursor.vector(2, "list", least=1), "server_name")
    cursor.done()
    hosts = []
    while names.left:
        kind = names.u8("name type")
        name = names.vector(2, "name", least=1)
        if kind == 0:
            hosts.append(name)
    if len(hosts) > 1 or not all(host.isascii() for host in hosts):
        raise names.error("list", "holds more than one host name, or one that is not ASCII")
    return hosts[0].decode("ascii") if hosts else None


def alpn_protocols(hello: ClientHello) -> tuple[bytes, ...]:
    """The protocols the client offers, in its order (RFC 7301 section 3.1); empty where it offers none.

    Raises ParseError when the extension is malformed.
    """
    if (data := hello.extension(16)) is None:
        return ()
    cursor = Cursor(data, "alpn")
    names = Cursor(cursor.vector(2, "list", least=2), "alpn")
    cursor.done()
    protocols = []
    while names.left:
        protocols.append(names.vector(1, "protocol name", least=1))
    return tuple(protocols)


def supported_versions(hello: ClientHello) -> tuple[int, ...]:
    """The versions the client offers, in its order (RFC 8446 section 4.2.1); empty without the extension.

    Raises ParseError when the extension is malformed.
    """
    if (data := hello.extension(43)) is None:
        return ()
    cursor = Cursor(data, "supported_versions")
    versions = cursor.u16_list(1, "list")
    cursor.done()
    return versions


def _vector(width: int, data: bytes) -> bytes:
    return len(data).to_bytes(width) + data


def _parse_extensions(cursor: Cursor) -> Extensions:
    # TLS 1.2 lets the whole block be absent, which is not the same bytes as an empty one.
    if not cursor.left:
        return None
    data, found, at = cursor.vector(2, "extensions"), [], 0
    while at + 4 <= len(data):
        number, length = _extension_header(data, at)
        end = at + 4 + length
        if end > len(data):
            break
        found.append((number, data[at + 4 : end]))
        at = end
    rest = Cursor(data[at:], "extensions")  # what does not fit, if anything: the cursor says why
    while rest.left:
        number = rest.u16("type")
        found.append((number, rest.vector(2, f"data of type {number}")))
    return tuple(found)


def _serialise_extensions(extensions: Extensions) -> bytes:
    if extensions is None:
        return b""
    return _vector(2, b"".join(number.to_bytes(2) + _vector(2, data) for number, data in extensions))


def _first(extensions: Extensions, number: int) -> bytes | None:
    return next((data for found, data in extensions or () if found == number), None)
