"""The groups of key agreement that a subject has: no peer is held to others.

RFC 8446 section 9.1 makes secp256r1 mandatory and asks for x25519; a library may have no more. What a client
has, it offers. A server says in a HelloRetryRequest that it would rather have another group than the one
that it was brought a share in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from harness.drivers import bio
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, EndpointRaised
from harness.errors import ParseError, Unsupported
from harness.hellos import numbers
from harness.implementation import Implementation
from harness.names import Role, Tls
from harness.options import Options
from harness.peers import tlslite
from harness.pki import Pki
from harness.setup import Setup
from harness.wire.handshake import ClientHello, HandshakeMessage, ServerHello, parse_messages
from harness.wire.numbers import GROUPS
from harness.wire.records import parse_records

#: Those that every stack is asked for, whatever it offers.
_ASKED_OF_ALL = ("secp256r1", "x25519")
#: In which order a server that is asked what it would rather have is offered them.
_ASKED_FOR = ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")
#: The group of the one key share that tlslite brings by itself.
USUAL_GROUP = "x25519"
_SUPPORTED_GROUPS, _KEY_SHARE = 10, 51


@dataclass
class Groups:
    """What is known of the groups of every implementation that was asked, with these keys."""

    pki: Pki
    _had: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _rather: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def refuse(self, implementation: Implementation, role: Role, asked: tuple[str, ...]) -> None:
        """Raise `Unsupported` where a subject of that role has none of these groups, or would rather not."""
        name = implementation.name
        if not asked:
            return
        if name not in self._had:
            self._had[name] = groups_of(implementation, self.pki)
        has = self._had[name]
        if has is not None and not has & set(asked):
            raise Unsupported(f"{name} has no {' and no '.join(asked)}")
        if role is Role.SERVER and all(self.instead(implementation, each) for each in asked):
            raise Unsupported(f"a server of {name} asks for another group than {' or '.join(asked)}")

    def instead(self, implementation: Implementation, group: str) -> str | None:
        """As `asked_instead`, asked once."""
        key = implementation.name, group
        if key not in self._rather:
            known = group in _ASKED_FOR
            self._rather[key] = asked_instead(implementation, self.pki, group) if known else None
        return self._rather[key]


def with_a_share(setup: Setup, group: str) -> Setup:
    """The setup of a client that brings a share in this group, where nothing else was asked of it."""
    options = setup.options
    if options.groups or options.shares is not None or Tls.V13 not in setup.versions:
        return setup
    return replace(setup, options=replace(options, shares=(group,)))


def groups_of(implementation: Implementation, pki: Pki) -> frozenset[str] | None:
    """What its module names in `GROUPS`, else what its client offers in TLS 1.3; None where neither tells."""
    if implementation.has("GROUPS"):
        return frozenset(implementation.get("GROUPS"))
    offered = _offered(_answer(implementation, Setup(Role.CLIENT, Tls.V13, Options(), pki)))
    if not offered:
        return None
    return frozenset((*_ASKED_OF_ALL, *(name for name, number in GROUPS.items() if number in offered)))


def asked_instead(implementation: Implementation, pki: Pki, group: str) -> str | None:
    """The group for which its server turns down a share in `group`; None where it takes that, or fails.

    Only a plain request for another one counts: a server that fails with a group is not excused.
    """
    others = tuple(each for each in _ASKED_FOR if each != group)
    options = Options(groups=(group, *others), shares=(group,))
    client = tlslite.connect(Setup(Role.CLIENT, Tls.V13, options, pki))
    client.attempt(Call("handshake"))
    answer = _answer(implementation, Setup(Role.SERVER, Tls.V13, Options(), pki), client.take())
    message = _first_message(answer)
    try:
        hello = ServerHello.parse(message.body) if message is not None else None
    except ParseError:
        return None
    if hello is None or not hello.is_hello_retry_request:
        return None
    number = int.from_bytes(hello.extension(_KEY_SHARE) or b"")
    return next((name for name in others if GROUPS[name] == number), None)


def _answer(implementation: Implementation, setup: Setup, flight: bytes = b"") -> bytes:
    """What a fresh end of its module says first, to whoever has sent `flight`."""
    if not implementation.has("MemoryBIO"):
        return b""
    try:
        end = bio.BioEndpoint(implementation, setup, Contexts())
        end.feed(flight)
        end.attempt(Call("handshake"))
        return end.take()
    except (EndpointRaised, Unsupported):  # what is wrong with it is for the scenarios to tell
        return b""


def _first_message(flight: bytes) -> HandshakeMessage | None:
    """The message a flight begins with, None where it does not."""
    try:
        records, _ = parse_records(flight)
        messages, _ = parse_messages(b"".join(record.payload for record in records))
    except ParseError:
        return None
    return messages[0] if messages else None


def _offered(flight: bytes) -> tuple[int, ...] | None:
    """The groups in a ClientHello, None where there is none."""
    message = _first_message(flight)
    try:
        hello = ClientHello.parse(message.body) if message is not None else None
    except ParseError:
        return None
    return numbers(hello.extension(_SUPPORTED_GROUPS), 2) if hello is not None else None
