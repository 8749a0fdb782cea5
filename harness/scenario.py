"""The scenario language: what the two ends do, and what must be seen. Plain data comes back.

    @scenario("rfc8446:6.1:close_notify", drivers="bio")
    def cut_wire_is_not_a_clean_end(subject, peer):
        '''A wire cut without close_notify raises SSLEOFError; it never reads as b"".'''
        return [
            handshake(subject, peer),
            peer.writes(b"half a mess"),
            peer.cuts_wire(),
            subject.reads(100).gives(b"half a mess"),
            subject.reads(100).raises(RAGGED_EOF),
        ]

A scenario asks for its actors by parameter name: `subject` and `peer` say who is judged, `client` and
`server` the same two by role. One that asks for `dice` gets a `random.Random` made from the cell's seed.
Each step runs until it has its outcome or nothing moves any more; then the next one starts. The matrix
(driver x role x version x schedule) belongs to the plan.

Besides the verbs, any object of the subject can be used: see `harness.things`.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.actors import (
    CERTIFICATE_REJECTED,
    CLEAN_CLOSE,
    FOREIGN,
    MISUSE,
    NEGOTIATED,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    TIMEOUT,
    WRITE,
    Actor,
    accepted_each,
    agree,
    certificate,
    closing,
    ended_each,
    flights,
    handshake,
    in_turn,
    payload,
    reconnect,
    refused,
    refused_each,
    rests,
    together,
    wire_socket,
    with_ticket,
)
from harness.expression import Portrait
from harness.names import Role, Side, Tls
from harness.steps import Act, Agree, Configure, Reconnect, Step, Together, Wire
from harness.things import (
    Thing,
    callback,
    caught,
    chain_file,
    constant,
    key_file,
    py,
    same,
    trust_file,
)

__all__ = [
    "CERTIFICATE_REJECTED", "CLEAN_CLOSE", "FOREIGN", "MISUSE", "NEGOTIATED", "OS_ERROR", "PROTOCOL_ERROR",
    "RAGGED_EOF", "READ", "TIMEOUT", "WRITE", "Act", "Actor", "Agree", "Configure", "Portrait", "Reconnect",
    "Scenario", "Step", "Thing", "Together", "Wire", "accepted_each", "agree", "callback", "caught",
    "certificate", "chain_file", "closing", "constant", "ended_each", "flights", "handshake", "in_turn",
    "key_file", "module_scenario", "payload", "py", "reconnect", "refused", "refused_each", "rests", "same",
    "scenario", "together", "trust_file", "wire_scenario", "wire_socket", "with_ticket",
]  # fmt: skip

#: The words a scenario may say for its drivers, and the drivers they stand for.
DRIVER_GROUPS = {
    # the same verbs; "sslobject" says that it must be one
    "bio": ("bio", "buffer", "endpoint", "pyopenssl", "program"),
    "sslobject": ("bio",),
    # those that do nothing but when they are called: what each end does in its turn can be counted
    "stepwise": ("bio", "buffer", "endpoint", "pyopenssl", "socket-nonblocking", "pyopenssl-socket"),
    "buffer": ("buffer",),
    "endpoint": ("endpoint",),
    "socket": ("socket", "gevent", "eventlet"),  # the same face; the last two only when asked for
    "socket-nonblocking": ("socket-nonblocking", "pyopenssl-socket"),
    "sockets": ("socket-nonblocking", "socket", "pyopenssl-socket", "gevent", "eventlet"),
    "asyncio-streams": ("asyncio-streams", "uvloop-streams"),
    "asyncio-protocol": ("asyncio-protocol", "uvloop-protocol"),
    "asyncio-buffered": ("asyncio-buffered",),
    "asyncio-protocols": ("asyncio-protocol", "asyncio-buffered", "uvloop-protocol"),
    "asyncio": (
        "asyncio-streams",
        "asyncio-protocol",
        "asyncio-buffered",
        "uvloop-protocol",
        "uvloop-streams",
    ),
    "module": ("module",),
    # layers of others over an implementation, tried only when they are asked for by name
    "streams": ("trio", "anyio-asyncio", "anyio-trio", "urllib3", "tornado", "twisted"),
    "trio": ("trio",),
    "anyio": ("anyio-asyncio", "anyio-trio"),
    # each for itself: what a search finds through one of them is replayed through that one
    "anyio-asyncio": ("anyio-asyncio",),
    "anyio-trio": ("anyio-trio",),
    "uvloop-protocol": ("uvloop-protocol",),
    "uvloop-streams": ("uvloop-streams",),
    "pyopenssl": ("pyopenssl",),
    "pyopenssl-socket": ("pyopenssl-socket",),
    "program": ("program",),
    "urllib3": ("urllib3",),
    "tornado": ("tornado",),
    "twisted": ("twisted",),
    "gevent": ("gevent",),
    "eventlet": ("eventlet",),
    # one of these is enough: the first that suits the implementation
    "any": (
        "bio",
        "buffer",
        "endpoint",
        "pyopenssl",
        "program",
        "socket-nonblocking",
        "socket",
        "asyncio-protocol",
    ),
}

#: The peers a scenario may be tried against.
PEERS = ("tlslite", "honest")

#: How a scenario is swept: not at all, by a few benign schedules, by every benign or every hostile family.
#: "lies": byte by byte and joined, which is where what a lying peer sends meets its neighbours.
SWEEPS = ("none", "some", "lies", "benign", "hostile")


@dataclass(frozen=True)
class Scenario:
    """One scenario and where it applies.

    name: theme/function; page: the docstring; requires: ids of the requirements it proves; drivers,
    roles, tls, peers: what it applies to (drivers may be groups: "sockets", "asyncio"); sweep: one of
    SWEEPS; seeds: how many seeds the standard profile tries it with; place: file and line, for messages;
    schedules: tried besides the sweep in every profile, in their text form; by_rules: it may expect
    nothing itself, the rules judge it.
    """

    name: str
    page: str
    requires: tuple[str, ...]
    drivers: tuple[str, ...]
    roles: tuple[Role, ...]
    tls: tuple[Tls, ...]
    peers: tuple[str, ...]
    sweep: str
    seeds: int
    place: str
    build: Callable[..., list[Step]] = field(repr=False, compare=False)
    schedules: tuple[str, ...] = ()
    by_rules: bool = False

    @property
    def theme(self) -> str:
        """The file it stands in."""
        return self.name.partition("/")[0]

    @property
    def throws(self) -> bool:
        """Whether its steps depend on the seed."""
        code = self.build.__code__
        return "dice" in code.co_varnames[: code.co_argcount]

    def steps(self, role: Role, seed: int = 0) -> list[Step]:
        """The steps when the subject plays `role`; `seed` decides those of a scenario that throws dice."""
        mine = Side.SUBJECT if role is Role.CLIENT else Side.PEER
        parts: dict[str, object] = {
            "subject": Actor(Side.SUBJECT),
            "peer": Actor(Side.PEER),
            "client": Actor(mine),
            "server": Actor(mine.other),
        }
        if self.throws:
            parts["dice"] = random.Random(f"{seed} {self.name}")
        code = self.build.__code__
        return self.build(*(parts[name] for name in code.co_varnames[: code.co_argcount]))


def scenario(
    *requires: str,
    drivers: str = "bio sockets asyncio streams",
    roles: str = "client server",
    tls: str = "1.2 1.3",
    peers: str = "tlslite honest",
    sweep: str = "some",
    seeds: int = 1,
) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """Make a function a scenario. Arguments are words separated by spaces; see `Scenario`."""

    def declare(build: Callable[..., list[Step]]) -> Scenario:
        theme = build.__module__.rpartition(".")[2]
        code = build.__code__
        return Scenario(
            name=f"{theme}/{build.__name__}",
            page=inspect.cleandoc(build.__doc__ or ""),
            requires=requires,
            drivers=tuple(drivers.split()),
            roles=tuple(Role(role) for role in roles.split()),
            tls=tuple(Tls(version) for version in tls.split()),
            peers=tuple(peers.split()),
            sweep=sweep,
            seeds=seeds,
            place=f"{code.co_filename}:{code.co_firstlineno}",
            build=build,
        )

    return declare


def wire_scenario(
    *requires: str,
    roles: str = "client server",
    tls: str = "1.2 1.3",
    drivers: str = "any",
    sweep: str = "lies",
    seeds: int = 1,
) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """A scenario in which the peer lies: one face is enough, and the lie is also cut and joined."""
    return scenario(
        *requires, drivers=drivers, roles=roles, tls=tls, peers="tlslite", sweep=sweep, seeds=seeds
    )


def module_scenario(*requires: str, seeds: int = 1) -> Callable[[Callable[..., list[Step]]], Scenario]:
    """A scenario of the implementation's module alone: nobody is at the other end."""
    return scenario(
        *requires, drivers="module", roles="client", tls="1.3", peers="honest", sweep="none", seeds=seeds
    )
