"""The peer that lies with the right keys, as a script brings it, and what its lies are.

A lie is the difference the forger made to a message of tlslite's, as places and bytes, so that whatever the
message has of its own (randoms, key shares, signatures) stays. What is more than that has no script.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from harness.endpoint import Call
from harness.names import Role
from harness.peers.tlslite_settings import ServerSessions, asks_later, settings_of
from harness.peers.traces import Told
from harness.script.face import Face
from harness.script.peer_text import CORE, Peer
from harness.script.spelling import NoScript, Spelling
from harness.script.tlslite_face import WIRE, arguments
from harness.setup import Setup
from harness.wire.handshake import HandshakeType

#: Where the random of a hello stands.
_RANDOM = slice(6, 38)
#: Fewer bytes than these that are alike between two changes are so by chance.
_ALIKE = 4


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    options, client = setup.options, setup.role is Role.CLIENT
    if options.short_secret:
        raise NoScript("a peer that chooses its secrets is not written into a script")
    told = arguments(spelling, setup, settings_of(setup, ServerSessions(bytes(32))))
    told |= _of_a_client(setup) if client else _of_a_server(setup)
    return f"TlslitePeer({', '.join(f'{name}={source}' for name, source in told.items())})", []


def _of_a_client(setup: Setup) -> dict[str, str]:
    told = {"async_": "True"}
    if setup.options.server_name is not None:
        told["serverName"] = repr(setup.options.server_name)
    return told if setup.session is None else {**told, "session": "things.peer_session"}


def _of_a_server(setup: Setup) -> dict[str, str]:
    asks = setup.verify != "no" and not asks_later(setup)
    return {"sessionCache": "TlslitePeer.sessions", **({"reqCert": "True"} if asks else {})}


FACE = Face(
    text=CORE,
    before=(WIRE,),
    calls={
        "handshake": "{end}.do_handshake()",
        "read": "{end}.receive({0})",
        "write": "{end}.say({0})",
        "close_notify": "{end}.run({end}.closeAsync())",
        "alerts": "{end}.alerts()",
        "key_update": "{end}.update_keys({0})",
        "request_certificate": "{end}.ask()",
        "renegotiate": "{end}.renegotiate()",
    },
    make=_make,
    wants=("WantsRead",),
    facts={"session": "{end}.kept()"},
)


@dataclass
class Lies:
    """What the forgers of a run's connections did, in order. `forgers`: one for each connection."""

    forgers: list[Any]
    _connection: int = -1
    _sent: int = 0

    def peer(self, does: Callable[..., bool], *, adopts: bool) -> Peer:
        """What the peer of a script has to do; `does`: whether one of some words stands in its statements.

        adopts: it believes its own hellos.
        """
        told = [each for forger in self.forgers for each in forger.told]
        return Peer(
            lies=does("peer.lies", "peer.inject"),
            forges=does("peer.lies"),
            signs=any(_is_signed(each) for each in told),
            shortens=any(each.shortened for each in told),
            binds=any(each.type == HandshakeType.client_hello and each.mended for each in told),
            places=does("peer.places"),
            asks=does("reqCert=True", "peer.ask()"),
            hears=does("peer.alerts("),
            renegotiates=does("peer.renegotiate()"),
            adopts=adopts,
        )

    def next_connection(self) -> None:
        """What follows is about another connection."""
        self._connection += 1
        self._sent = 0

    def source(self, call: Call, spelling: Spelling) -> str:
        """The statement for a `forge` or a `send`. Raises `NoScript`."""
        forger = self.forgers[self._connection]
        if forger.beyond:
            raise NoScript(f"a lie is more than another message: {forger.beyond[0]}")
        if call.name == "send":
            records = forger.injected[self._sent]
            self._sent += 1
            return f"peer.inject({', '.join(map(spelling.of, records))})"
        changes = {(each.type, each.number): _hunks(each) for each in forger.told}
        lies = f"peer.lying, peer.lies = True, {spelling.of(changes)}"
        places = {each.place: (each.before, each.after, each.kept, each.hashed) for each in forger.placed}
        if any(type_ < 0 for type_, _ in places):  # records that are no messages are counted anew
            lies += "\npeer.counts.update({-20: 0, -21: 0, -23: 0})"
        return f"{lies}\npeer.places = {spelling.of(places)}" if places else lies


def _is_signed(told: Told) -> bool:
    """Whether a ServerKeyExchange has to be signed anew for it."""
    if told.type == HandshakeType.server_key_exchange:
        return told.mended
    return told.type == HandshakeType.server_hello and told.before[_RANDOM] != told.after[_RANDOM]


def _hunks(told: Told) -> list[tuple[int, int, bytes]]:
    """Where a message was changed: from, to, and to what."""
    found: list[tuple[int, int, int, int]] = []
    for tag, i, j, a, b in SequenceMatcher(None, told.before, told.after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and i - found[-1][1] < _ALIKE:
            i, _, a, _ = found.pop()  # noqa: PLW2901 -- the two are one change
        found.append((i, j, a, b))
    return [(i, j, told.after[a:b]) for i, j, a, b in found]
