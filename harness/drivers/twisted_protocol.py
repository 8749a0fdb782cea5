"""The `twisted` driver: Twisted's TLSMemoryBIOProtocol between a transport in memory and an application.

Its TLS is that of pyOpenSSL, and of no other module. What a call answers is what the application was called
with. The handshake begins with the connection; read() gives what `dataReceived` brought and then the reason
of `connectionLost`, b"" for ConnectionDone. write() waits for the handshake, then registers a push producer
while it writes, and is over when that may go on producing. close_notify() is `loseConnection` and the wait
for `connectionLost`, close() is `abortConnection`. Twisted does not half-close: behind either end's closure
alert the connection is over.

A module that brings a layer of its own calls it `TLSMemoryBIOProtocol`, and its constructor is Twisted's.

ConnectionLost tells an end without a closure alert and a broken transport alike: its kind is that of what
has happened to the transport.

Sources: Twisted docs, twisted.protocols.tls, twisted.internet.interfaces, twisted.internet.error.
Importable on Python 3.8 without Twisted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Callable, Dict, Optional

from harness.drivers import facts
from harness.drivers.bound import installed
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.pyopenssl import tell
from harness.drivers.pyopenssl_errors import meaning
from harness.drivers.things import Things
from harness.drivers.translate import border, describe
from harness.drivers.twisted_options import creator_of
from harness.drivers.twisted_transport import MemoryTransport, Notes
from harness.endpoint import FACTS, Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Want
from harness.setup import Setup

#: More turns than this, and the connection is not going to rest.
_BOUND = 100_000


class TwistedEndpoint:
    """An `Endpoint` over `TLSMemoryBIOProtocol`; raises `Unsupported` where Twisted is not installed."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        tls = installed("twisted.protocols.tls", "twisted")
        if implementation.get("Error") is not installed("OpenSSL.SSL", "twisted").Error:
            raise Unsupported("Twisted's TLS is that of pyOpenSSL, and of no other module")
        _hush()
        self._implementation, self._setup = implementation, setup
        self._creator = creator_of(setup, contexts)
        self._first_name = len(self._creator.names)
        self._errors = installed("twisted.internet.error", "twisted")
        self._clock = installed("twisted.internet.task", "twisted").Clock()
        self._wire = MemoryTransport(self._errors, installed("twisted.python.failure", "twisted").Failure)
        self._notes = _listening(Notes())
        self._leaving = self._writing = False
        self._call: Optional[Call] = None
        with border(implementation, "makeConnection"):
            factory = tls.TLSMemoryBIOFactory(
                self._creator.options, setup.role is Role.CLIENT, _Factory(self._notes), clock=self._clock
            )
            if implementation.has("TLSMemoryBIOProtocol"):
                factory.protocol = implementation.get("TLSMemoryBIOProtocol")
            self._transport = self._wire.protocol = factory.buildProtocol(None)
            self._transport.makeConnection(self._wire)
        self._things = Things(contexts.things, self._given(tls), setup.pki)
        self._calls: Dict[str, Callable[..., Outcome]] = {
            "handshake": self._handshake,
            "read": self._read,
            "write": self._write,
            "close_notify": self._close_notify,
            "close": self._close,
            "tell": self._tell,
            "ask": lambda method, *args: Done(facts.ask(self._transport, method, *args)),
            "use": lambda expression, keep=None: Done(self._things.use(expression, keep)),
        }

    @property
    def hung_up(self) -> bool:
        """Whether the connection is lost, and all that was sent is taken."""
        return self._wire.lost and not self._wire.unsent()

    def attempt(self, call: Call) -> Outcome:
        """Make `call`, or go on waiting for what it waits for."""
        method = self._calls.get(call.name)
        if method is None:
            raise Unsupported("Twisted has no {}()".format(call.name))
        self._settle()
        if call != self._call:
            self._abandon()
            self._call = call
        outcome = self._made(method, call)
        if not isinstance(outcome, Wants):
            self._call = None
        self._settle()
        return outcome

    def feed(self, data: bytes) -> None:
        """Into the transport, and from there as far as it goes."""
        self._wire.feed(data)
        self._settle()

    def feed_eof(self) -> None:
        """The transport ends."""
        self._wire.feed_eof()
        self._settle()

    def feed_reset(self) -> None:
        """The transport breaks."""
        self._wire.feed_reset()
        self._settle()

    def take(self) -> bytes:
        """All the transport was given, and what its new room lets through."""
        taken = b""
        self._settle()
        while self._wire.unsent():
            taken += self._wire.take()
            self._settle()
        return taken

    def backlog(self) -> int:
        """Bytes fed while the transport's reading is paused."""
        return self._wire.backlog()

    def elapse(self, seconds: float) -> None:
        """Let virtual time pass."""
        with border(self._implementation, "letting time pass"):
            self._clock.advance(seconds)
        self._settle()

    def close(self) -> None:
        """End the transport, and let go of the cycle through `_calls`."""
        if self._calls:
            self._calls.clear()
            self._wire.abortConnection()
            self._settle()

    # The calls.

    def _made(self, method: Callable[..., Outcome], call: Call) -> Outcome:
        try:
            return method(*call.args)
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return self._meaning(error)

    def _handshake(self) -> Outcome:
        # What was received came before the failure, and is read before that is told.
        if self._notes.shaken and (self._notes.received or not self._failed()):
            return Done()
        return self._told() or Wants(Want.READ)

    def _read(self, amount: int) -> Outcome:
        if not self._notes.shaken or not (self._notes.received or amount == 0):
            clean = self._notes.shaken and self._notes.reason is not None and not self._failed()
            return Done(b"") if clean else self._told() or Wants(Want.READ)
        data = bytes(self._notes.received[:amount])
        del self._notes.received[:amount]
        return Done(data)

    def _write(self, data: bytes) -> Outcome:
        if self._leaving:
            raise Unsupported("Twisted drops what is written after loseConnection()")
        if self._notes.reason is None and not self._notes.shaken:
            return Wants(Want.READ)
        if self._notes.reason is None and not self._writing:
            self._writing = True
            self._transport.registerProducer(self._notes, True)  # noqa: FBT003 -- Twisted's own way
            self._transport.write(data)
            self._settle()
        if self._notes.reason is None and self._notes.paused:
            return Wants(Want.WRITE)
        self._abandon()
        return self._told() or Done(len(data))

    def _close_notify(self) -> Outcome:
        if not self._leaving:
            self._leaving = True
            self._transport.loseConnection()
            self._settle()
        if self._notes.reason is not None and not self._failed():
            return Done()
        return self._told() or Wants(Want.READ)

    def _close(self) -> Outcome:
        self._transport.abortConnection()
        return Done()

    def _tell(self, fact: str) -> Outcome:
        if fact == "server_name":
            names = self._creator.names[self._first_name :]
            return Done(names[0] if names else None)
        if fact in FACTS and not (self._notes.shaken and self._notes.reason is None):
            return Done()
        if fact == "session":
            raise Unsupported("Twisted has no way to resume a session")
        if fact == "alpn":
            protocol = self._transport.negotiatedProtocol
            return Done(None if protocol is None else protocol.decode())
        return Done(tell(self._implementation, self._transport.getHandle(), fact))

    def _abandon(self) -> None:
        """Produce no more."""
        if self._writing:
            self._writing = self._notes.paused = False
            self._transport.unregisterProducer()

    def _given(self, tls: Any) -> Dict[str, Callable[[], Any]]:
        """The objects expressions may name."""
        return {
            "ssl": lambda: self._implementation.module,
            "connection": lambda: self._transport,
            "wire": lambda: self._wire,
            "protocol": lambda: self._notes,
            "layer": lambda: tls,
        }

    def _settle(self) -> None:
        """Until nothing moves any more: what the clock has due, then a turn of the transport."""
        with border(self._implementation, "moving what there is"):
            for _ in range(_BOUND):
                if any(each.getTime() <= self._clock.seconds() for each in self._clock.getDelayedCalls()):
                    self._clock.advance(0)
                elif not self._wire.settle():
                    return
            raise RuntimeError("Twisted's TLS never rests")

    # What connectionLost has told.

    def _failed(self) -> bool:
        """Whether it was told anything but an orderly end."""
        reason = self._notes.reason
        return reason is not None and not isinstance(reason, self._errors.ConnectionDone)

    def _told(self) -> Optional[Raised]:
        """The reason as an outcome, None while there is none."""
        return None if self._notes.reason is None else self._meaning(self._notes.reason)

    def _meaning(self, error: BaseException) -> Raised:
        if isinstance(error, self._errors.ConnectionAborted):
            return describe(error, Kind.OS_ERROR)
        if isinstance(error, self._errors.ConnectionLost):
            return describe(error, Kind.OS_ERROR if self._wire.broken else Kind.RAGGED_EOF)
        if isinstance(error, self._errors.ConnectionDone):
            return describe(error, Kind.OS_ERROR)
        if isinstance(error, installed("service_identity", "twisted").VerificationError):
            return describe(error, Kind.CERTIFICATE_REJECTED)
        outcome = meaning(self._implementation, error)
        # A want that leaks through cannot be continued: to an application it is an error.
        return outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN)


class _Factory:
    """A factory, as far as Twisted's wrapping ones need one, of one protocol."""

    def __init__(self, protocol: Notes) -> None:
        self._protocol = protocol

    def buildProtocol(self, _address: object) -> Notes:  # noqa: N802 -- Twisted's name
        """The protocol."""
        return self._protocol


@lru_cache(maxsize=None)
def _hush() -> None:
    """Have Twisted's log go nowhere: until somebody begins logging it prints what is critical."""
    beginner = installed("twisted.logger", "twisted").globalLogBeginner
    beginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)


def _listening(notes: Notes) -> Notes:
    """`notes`, which says that it wants to hear of the handshake."""
    interfaces = installed("twisted.internet.interfaces", "twisted")
    installed("zope.interface", "twisted").directlyProvides(notes, interfaces.IHandshakeListener)
    return notes


DRIVER = Driver(
    name="twisted",
    connect=TwistedEndpoint,
    calls=frozenset(("handshake", "read", "write", "close_notify", "close", "tell", "ask", "use")),
    needs=("Context", "Connection", "Error", "WantReadError", "ZeroReturnError", "SysCallError"),
    about="Twisted's TLSMemoryBIOProtocol over pyOpenSSL, on a transport in memory",
    things=frozenset(("ssl", "connection", "wire", "protocol", "layer")),
)
