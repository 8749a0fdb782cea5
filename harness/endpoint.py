"""The shape both ends of a connection have: sans-IO, never blocking, four verbs and two courtesies.

Everything hangs on this contract. The executor attempts a call, takes the ciphertext it produced, and
feeds what the channel delivers; it never learns what kind of thing is behind. Drivers make an
implementation look like this, peers are this.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Protocol, Tuple, Union

from harness.expression import show
from harness.names import Kind, Want

# The calls an endpoint may be asked for. A driver that lacks one raises `Unsupported` naming it.
#   handshake()            -> None
#   read(n)                -> bytes, at most n; b"" says the peer closed cleanly
#   read_into(n, size)     -> (count, bytes): read(n, bytearray(size)) and the whole buffer afterwards
#   write(data)            -> int, how many bytes of data were accepted
#   pending()              -> int, decrypted bytes ready to be read
#   close_notify()         -> None once both closure alerts have crossed (SSLObject.unwrap)
#   close()                -> None, the transport is dropped without a closure alert
#   tell(fact)             -> the value of one fact (see FACTS)
#   write_from_buffer(data)-> as write, from a bytearray that is overwritten as soon as the call is over
#   ask(method, *args)     -> what a method of the connection object (of the transport, under asyncio) returns
#   use(expression, keep)  -> the portrait of its value (see `harness.expression`), kept under the name `keep`
#   crowd(n)               -> what n connections in n threads carried, of the same contexts
#   key_update(request)    -> None; TLS 1.3 KeyUpdate (RFC 8446 section 4.6.3), request asks for one back
#   renegotiate(resume)    -> bool, TLS 1.2: whether another handshake was done (RFC 5746), False where the
#                             other end declined by a no_renegotiation alert; a server asks for it; resume
#                             lets it be an abbreviated one
#   request_certificate()  -> None; a TLS 1.3 server asks for the client's certificate after the handshake
#                             (RFC 8446 section 4.6.2), at once or with its next write
# Of the forging peer alone, whose texts `harness.edits` reads:
#   forge(*edits)          -> None; the edits are in force from here on
#   send(items)            -> None; they were put on the wire at once
#   alerts()               -> every alert the other end has sent, such as ("fatal decode_error",)
#   observe(condition)     -> "yes", or in what way what the other end has sent is otherwise
CALLS = (
    "handshake", "read", "read_into", "write", "write_from_buffer", "pending", "close_notify", "close",
    "tell", "ask", "use", "crowd", "key_update", "renegotiate", "request_certificate",
    "forge", "send", "alerts", "observe",
)  # fmt: skip

#: What `tell` knows. Values are plain: str, bytes, int, bool, None or tuples of them; `session` is opaque.
FACTS = (
    "version",  # 'TLSv1.2' or 'TLSv1.3', None before the handshake
    "cipher",  # the cipher suite's name as the implementation spells it, None before the handshake
    "alpn",  # the selected protocol as str, or None
    "peer_certificate",  # DER bytes of the peer's leaf certificate, or None
    "channel_binding",  # tls-unique (RFC 5929) as bytes, or None
    "session_reused",  # bool
    "session",  # opaque value that a later connection may resume, or None
    "server_name",  # server side: the name the client sent (RFC 6066 section 3), or None
    "compression",  # None, since nobody compresses any more
)


@dataclass(frozen=True)
class Call:
    """One call on an endpoint: a name of CALLS and its positional arguments."""

    name: str
    args: Tuple[object, ...] = ()

    def __str__(self) -> str:
        if self.name == "use":
            return show(self.args[0])
        return "{}({})".format(self.name, ", ".join(_brief(arg) for arg in self.args))


@dataclass(frozen=True)
class Done:
    """The call returned `value`."""

    value: object = None

    def __str__(self) -> str:
        return _brief(self.value)


@dataclass(frozen=True)
class Wants:
    """The call cannot finish before bytes arrive (READ) or leave (WRITE); the same call continues it."""

    want: Want

    def __str__(self) -> str:
        return "wants " + self.want.value


@dataclass(frozen=True)
class Raised:
    """The call raised. `kind` is the portable meaning; the rest is kept for the contract scenarios.

    exception: the class's name; mro: names of its base classes, most derived first; errno, library,
    reason, verify_code, verify_message as on `ssl.SSLError` (None where absent); message: str(exc);
    alert: name of the TLS alert involved where the stack tells, and alert_received whether it came
    from the other end (else it was sent). place: the Python function that raised what no document names,
    as `module:function`; it tells one fault from another and is no part of the outcome.
    """

    kind: Kind
    exception: str = ""
    mro: Tuple[str, ...] = ()
    errno: Optional[int] = None
    library: Optional[str] = None
    reason: Optional[str] = None
    verify_code: Optional[int] = None
    verify_message: Optional[str] = None
    message: str = ""
    alert: Optional[str] = None
    alert_received: bool = False
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        told = self.exception or self.kind.value
        detail = self.reason or self.message
        return "{} ({})".format(told, detail) if detail else told

    def again(self) -> Raised:
        """The same told anew: a copy, made without the detour of `copy` over a reduction."""
        told = object.__new__(Raised)
        told.__dict__.update(self.__dict__)
        return told


Outcome = Union[Done, Wants, Raised]


class Endpoint(Protocol):
    """One end of a connection. No method blocks, sleeps, or touches the other end.

    `attempt` with a call equal to the last one that answered `Wants` continues that call; any other
    call may abandon it. `feed` after `feed_eof` is a harness fault. `hung_up` says that this end has
    closed the wire: nothing comes behind what `take` still gives. It may have `trickle` besides
    (`harness.trickling`), so that bytes which come one by one cost no detour, or no round trip, each.
    """

    @property
    def hung_up(self) -> bool:
        """Whether this end has closed its transport."""

    def attempt(self, call: Call) -> Outcome:
        """Try `call` as far as it goes. Raises `Unsupported` for a call this face does not have."""

    def feed(self, data: bytes) -> None:
        """Ciphertext arrived from the wire."""

    def feed_eof(self) -> None:
        """The wire ended: nothing will be fed any more."""

    def take(self) -> bytes:
        """Ciphertext for the wire, all there is right now; b"" when there is none."""

    def backlog(self) -> int:
        """Bytes fed that the implementation cannot reach yet (a full kernel buffer, a paused transport)."""

    def close(self) -> None:
        """Give back threads, descriptors and loops; safe to call twice."""


def _brief(value: object, limit: int = 24) -> str:
    """A short, honest rendering: long byte strings show their head and length."""
    if isinstance(value, (bytes, bytearray)) and len(value) > limit:
        return "{!r}...[{} bytes]".format(bytes(value[:limit]), len(value))
    return repr(value)


class Resettable(Protocol):
    """An endpoint with a transport that can break: `feed_reset` is the RST where `feed_eof` is the FIN."""

    def feed_reset(self) -> None:
        """The wire broke: what was fed and not read is lost, and the other side is gone."""


class Timed(Protocol):
    """An endpoint with timeouts of its own."""

    def elapse(self, seconds: float) -> None:
        """Let its time pass: a virtual clock's, or the real one's until the call in progress has ended."""


class EndpointRaised(Exception):
    """An implementation raised where no call was attempted: while being set up, fed or drained."""

    def __init__(self, doing: str, outcome: Raised) -> None:
        super().__init__("{}: {}".format(doing, outcome))
        self.doing = doing
        self.outcome = outcome
