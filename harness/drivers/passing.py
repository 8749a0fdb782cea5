"""How far a handshake has come, for stacks that do not tell: by the records that pass, which anybody can see.

It is over when both ends have sent what only a finished handshake lets them send: in TLS 1.2 a handshake
record behind change_cipher_spec, in TLS 1.3 a protected record. Whether the last of them was believed only
the stack knows: ask when it has had its say.

Sources: RFC 5246 section 7.3, RFC 8446 section 2. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

#: Content types (RFC 8446 section 5.1), and supported_versions as a ServerHello of TLS 1.3 has it.
_CHANGE, _HANDSHAKE, _DATA = 20, 22, 23
_SPEAKS_TLS13 = b"\x00\x2b\x00\x02\x03\x04"
_SERVER_HELLO = 2
#: More bytes than a HelloRetryRequest has, whose cookie may be long.
_ENOUGH = 1 << 17


class Passing:
    """The records that pass in one direction, as far as they tell where a handshake stands."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._changed = False
        self._messages = b""  # the first of them, which may be spread over records
        self.tls13 = False
        self.finished_tls12 = False  # a handshake record came behind change_cipher_spec
        self.protected = 0  # how many records of type application_data came

    def see(self, data: bytes) -> None:
        """More bytes have passed."""
        self._bytes += data
        while len(self._bytes) >= 5:
            size = 5 + int.from_bytes(self._bytes[3:5], "big")
            if len(self._bytes) < size:
                return
            self._note(self._bytes[0], bytes(self._bytes[5:size]))
            del self._bytes[:size]

    def _note(self, kind: int, content: bytes) -> None:
        if kind == _HANDSHAKE and content:
            self.finished_tls12 |= self._changed
            self._messages += content if len(self._messages) < _ENOUGH else b""
            self.tls13 |= self._messages[0] == _SERVER_HELLO and _SPEAKS_TLS13 in self._messages
        self._changed |= kind == _CHANGE
        self.protected += kind == _DATA


def finished(one: Passing, other: Passing) -> bool:
    """Whether both directions have seen what only a finished handshake lets an end send."""
    if one.tls13 or other.tls13:
        return bool(one.protected and other.protected)
    return one.finished_tls12 and other.finished_tls12
