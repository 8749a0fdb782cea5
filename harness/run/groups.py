"""The groups of key agreement that a subject has: no peer is held to others.

RFC 8446 section 9.1 makes secp256r1 mandatory and asks for x25519; a library may have no more.
"""

from __future__ import annotations

from harness.drivers import bio
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, EndpointRaised
from harness.errors import ParseError, Unsupported
from harness.hellos import numbers
from harness.implementation import Implementation
from harness.names import Role, Tls
from harness.options import Options
from harness.pki import Pki
from harness.setup import Setup
from harness.wire.handshake import ClientHello, parse_messages
from harness.wire.numbers import GROUPS
from harness.wire.records import parse_records

#: Those that every stack is asked for, whatever it offers.
_ASKED_OF_ALL = ("secp256r1", "x25519")
_SUPPORTED_GROUPS = 10


def groups_of(implementation: Implementation, pki: Pki) -> frozenset[str] | None:
    """What its module names in `GROUPS`, else what its client offers in TLS 1.3; None where neither tells."""
    if implementation.has("GROUPS"):
        return frozenset(implementation.get("GROUPS"))
    offered = _offered(_first_flight(implementation, pki))
    if not offered:
        return None
    return frozenset((*_ASKED_OF_ALL, *(name for name, number in GROUPS.items() if number in offered)))


def _first_flight(implementation: Implementation, pki: Pki) -> bytes:
    if not implementation.has("MemoryBIO"):
        return b""
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    try:
        client = bio.BioEndpoint(implementation, setup, Contexts())
        client.attempt(Call("handshake"))
        return client.take()
    except (EndpointRaised, Unsupported):  # what is wrong with it is for the scenarios to tell
        return b""


def _offered(flight: bytes) -> tuple[int, ...] | None:
    """The groups in a ClientHello, None where there is none."""
    try:
        records, _ = parse_records(flight)
        messages, _ = parse_messages(b"".join(record.payload for record in records))
        hello = ClientHello.parse(messages[0].body)
    except (ParseError, IndexError):
        return None
    return numbers(dict(hello.extensions or ()).get(_SUPPORTED_GROUPS), 2)
