"""Seeds of the targets whose bytes are cut to a peer's lanes and messages: server flights, plain messages.

Whole server lanes come from the conversations of `harness.fuzz.seeds`; protected messages are what an
honest forging peer says and hears. A few that hardly anybody sends are written by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from harness.endpoint import Call, Done, Wants
from harness.errors import HarnessError
from harness.fuzz.mutators.streams import split_records
from harness.names import ROLES, Role, Tls
from harness.options import Options
from harness.peers import forging
from harness.pki import Pki
from harness.setup import Setup
from harness.wire.handshake import HandshakeMessage
from harness.wire.layouts import name_of

#: Messages by hand, with what their bodies are: a key update, a ticket, requests, an odd one.
_BY_HAND = (
    (24, "00"),
    (24, "01"),
    (4, "00001c20 00000001 0101 0004 74696b74 0000"),
    (4, "00001c20 00000001 0101 0004 74696b74 0008 002a0004 00004000"),
    (0, ""),
    (13, "00 0008 000d0004 00020403"),
    (13, "0101 0004 04030804 0000"),
    (8, "0000"),
    (8, "0006 00100002 0000"),
    (5, ""),
    (22, "01 000003 300100"),
)  # fmt: skip
_ORDER = {Tls.V13: 0, Tls.V12: 1}


def flights_of(lane: bytes, tls: Tls) -> Iterator[bytes]:
    """Seeds of `server_flight` from one server lane: whole, and in TLS 1.2 what follows each message."""
    yield bytes((_ORDER[tls], 0)) + lane
    parts = split_records(lane)
    if tls is Tls.V12:
        for behind in (1, 2, 3):
            yield bytes((1, behind)) + b"".join(parts[behind : behind + 3])
    else:
        yield b"\0\1" + b"".join(parts[1:3])


def plaintexts(pki: Pki) -> Iterator[bytes]:
    """Seeds of `handshake_plaintext`: each message by itself, in its own place and after the handshake."""
    for tls, role in itertools.product(Tls, ROLES):
        subject = ROLES.index(role.other)
        for kind, body in _BY_HAND:
            message = HandshakeMessage(kind, bytes.fromhex(body)).serialise()
            yield bytes((subject, _ORDER[tls], 0, 0, 0, 0, kind == 13)) + message
        for place, message in _said(pki, tls, role):
            yield bytes((subject, _ORDER[tls], 1, 0, place, 0, 0)) + message
            yield bytes((subject, _ORDER[tls], 0, 0, 0, 0, 0)) + message


def _said(pki: Pki, tls: Tls, role: Role) -> Iterator[tuple[int, bytes]]:
    """What that role says in a handshake with client certificates, and which place of the target it has."""
    from harness.fuzz.handshake_plaintext import PLACES

    setups = {
        Role.CLIENT: Setup(Role.CLIENT, tls, Options(certificate="client"), pki),
        Role.SERVER: Setup(Role.SERVER, tls, Options(verify="optional"), pki),
    }
    ends = {each: forging.connect(setup) for each, setup in setups.items()}
    for _ in range(8):
        outcomes = [end.attempt(Call("handshake")) for end in ends.values()]
        if not all(isinstance(outcome, (Done, Wants)) for outcome in outcomes):
            raise HarnessError(f"a handshake for seeds fails: {outcomes}")
        for each, end in ends.items():
            ends[each.other].feed(end.take())
    for message in ends[role].connection.forger.said.messages:
        if (name := name_of(message)) in PLACES[tls, role]:
            yield PLACES[tls, role].index(name), message.serialise()
