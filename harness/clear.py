"""What an end of a connection said in clear: its hellos, and in TLS 1.2 what follows until keys are used.

The walk is as tolerant as it can be: where it cannot go on it stops. Nothing is parsed but frames.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from harness.names import Role
from harness.wire.handshake import RETRY_RANDOM, HandshakeType
from harness.wire.records import HEADER, ContentType

_RETRY = b"\x03\x03" + RETRY_RANDOM
_MESSAGE_HEADER = 4
_HANDSHAKE, _ALERT = int(ContentType.handshake), int(ContentType.alert)  # looked up for every record
_header = struct.Struct(">BHH").unpack_from


class Said(NamedTuple):
    """One handshake message.

    version: that of the header of the record it ends in. end: where on the lane that record ends. last:
    whether nothing follows the message in its record.
    """

    type: int
    body: bytes
    version: int
    end: int
    last: bool

    @property
    def asks_for_retry(self) -> bool:
        """Whether it is a HelloRetryRequest (RFC 8446 section 4.1.3)."""
        return self.type == HandshakeType.server_hello and self.body.startswith(_RETRY)


def read_clear(lane: bytes, role: Role, *, retried: bool = False) -> list[Said]:
    """The handshake messages in clear at the head of what `role` sent.

    A change_cipher_spec ends them, save between a HelloRetryRequest and the hello that follows it (RFC 8446
    appendix D.4), where a client's early data is passed over too. Of a client's lane alone that cannot be
    known: `retried` says that its server asked for it.
    """
    said: list[Said] = []
    rest, at = b"", 0
    while at + HEADER <= len(lane):
        kind, version, length = _header(lane, at)
        end = at + HEADER + length
        if end > len(lane):
            break
        if kind == _HANDSHAKE:
            rest = _read_messages(rest + lane[at + HEADER : end], version, end, said)
        elif not length:
            pass  # it holds no message, also as a change_cipher_spec: OpenSSL goes on in clear
        elif kind != _ALERT and not (_may_stand_between(kind, role) and _is_between(said, retried=retried)):
            break
        at = end
    return said


def _read_messages(data: bytes, version: int, end: int, said: list[Said]) -> bytes:
    """Add the messages at the head of `data`, which a record that ends at `end` completed; what is left."""
    at, size = 0, len(data)
    while at + _MESSAGE_HEADER <= size:
        body = at + _MESSAGE_HEADER
        after = body + int.from_bytes(data[at + 1 : body])
        if after > size:
            break
        said.append(Said(data[at], data[body:after], version, end, after == size))
        at = after
    return data[at:]


def _is_between(said: list[Said], *, retried: bool) -> bool:
    """Whether a HelloRetryRequest was sent, and the hello after it was not."""
    return len(said) == 1 and (retried or said[0].asks_for_retry)


def _may_stand_between(kind: int, role: Role) -> bool:
    early_data = kind == ContentType.application_data and role is Role.CLIENT
    return early_data or kind == ContentType.change_cipher_spec
