"""The `socket` driver: a blocking `SSLSocket`, as most programs use it, that never blocks the harness.

Calls that may block run in one thread of the endpoint's own. An attempt starts a call, or goes on waiting
for the one in progress, until it returns, raises, or is *proved* blocked: the thread sleeps in a system
call on its socket, the socket is not ready for it, and the harness has nothing left to give it (see
`waiting`). Time decides nothing: the interval between two looks is all there is of a clock.

The socket has a timeout, as it should have in most programs, but one that no slow machine can make
expire. A blocking call cannot be given up: while one is in progress, or has ended and was not collected by
the attempt of an equal call, every other call is `Unsupported`, except `pending` and `tell`, which do not
block, and `close`, which ends the call in progress first (its fate is lost). A subject that computes
forever blocks the harness: that is a hang, for the watchdog outside.
Source: Python docs, library/ssl, "SSL Sockets".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Callable, Optional, Tuple

from harness.drivers.beside import Worker, dismiss, hire, looks
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.sockets import ENTRANCES, METHODS, THINGS, SocketEndpoint
from harness.drivers.translate import describe, translate
from harness.drivers.waiting import blocked_on, names_of_calls
from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Want
from harness.setup import Setup

_NEVER_BLOCK = ("pending", "tell", "close")

# Seconds: the timeout that puts CPython and its like on their path for sockets with one (poll, then read),
# and far longer than any watchdog, so that it never expires.
_TIMEOUT = 3600.0


class BlockingEndpoint(SocketEndpoint):
    """An `Endpoint` over a blocking `SSLSocket` and one thread, engaged by the first call that may block."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        self._names_of_calls = names_of_calls()
        self._worker = Worker()
        self._parked: Optional[Call] = None
        self._proved: Optional[Want] = None
        self._open(implementation, setup, contexts)

    def _open(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        SocketEndpoint.__init__(self, implementation, setup, contexts, timeout=_TIMEOUT)

    def attempt(self, call: Call) -> Outcome:
        """Start `call` or go on with it, until it ends or is proved blocked."""
        method = self._method(call)
        if call.name in _NEVER_BLOCK:
            if call.name == "close":
                self._give_up()
            return self._at_once(method, call.args)
        if self._parked is None:
            self._parked, self._proved = call, None
            if not self._worker.alive:
                self._worker = hire()
            self._worker.start(lambda: self._make(method, call.args))
        elif self._parked != call:
            raise Unsupported("a blocking socket cannot give up {} for {}".format(self._parked, call))
        want = self._settle()
        if want is not None:
            return Wants(want)
        self._parked = self._proved = None
        return self._worker.outcome()

    def take(self) -> bytes:
        """What the subject sends before it finishes its call or blocks: then it holds still, and is asked."""
        self._settle()
        taken = super().take()
        if taken and self._proved is Want.WRITE:
            self._proved = None  # there is room now
        return taken

    def feed(self, data: bytes) -> None:
        """As for any socket; whoever waited for that moves."""
        self._proved = None
        super().feed(data)

    def feed_eof(self) -> None:
        """As for any socket; whoever waited for that moves."""
        self._proved = None
        super().feed_eof()

    def feed_reset(self) -> None:
        """As for any socket; whoever waits fails."""
        self._proved = None
        super().feed_reset()

    def elapse(self, seconds: float) -> None:
        """Wait until the call in progress has ended by its own timeout, for at most `seconds`."""
        self._proved = None
        if self._parked is not None:
            self._worker.finished.wait(seconds)

    def close(self) -> None:
        """End the call in progress and both sockets; the thread is free for others."""
        self._give_up()
        dismiss(self._worker)
        self._worker = Worker()
        super().close()

    def _settle(self) -> Optional[Want]:
        """Wait until the call in progress, if any, has ended (None) or is blocked (what it waits for).

        A proof holds until the harness acts on the socket again: nobody else can wake the thread.
        """
        if self._parked is None or self._proved is not None:
            return self._proved
        self._wire.push()
        for ended in looks(self._worker.finished):
            if ended:
                break
            descriptor = self._entrance.descriptor()
            want = blocked_on(self._worker.line, self._names_of_calls, descriptor)
            if want is Want.WRITE or (want is Want.READ and not self._wire.backlog()):
                self._proved = want
                return want
            self._wire.push()
        return None

    def _give_up(self) -> None:
        """Wake the call in progress by hanging up on it, wait for its end, and forget it.

        It must have ended before the descriptor is closed: its number may be given to another socket.
        """
        if self._parked is None:
            return
        self._wire.hang_up()
        self._worker.finished.wait()
        self._parked = self._proved = None

    def _at_once(self, method: Callable[..., Any], args: Tuple[object, ...]) -> Outcome:
        """Make a call that does not block."""
        return self._make(method, args)

    def _make(self, method: Callable[..., Any], args: Tuple[object, ...]) -> Outcome:
        try:
            return Done(method(*args))
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            outcome = translate(self._implementation, error)
            # A blocking socket has no business wanting: only this driver's proof may say that.
            return outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN)


DRIVER = Driver(
    name="socket",
    connect=BlockingEndpoint,
    calls=frozenset((*METHODS, "write_from_buffer", "tell", "ask", "use")),
    needs=("SSLContext",),
    about="SSLSocket in blocking mode, each call in a thread that is seen to block",
    things=THINGS,
    entrances=ENTRANCES,
)
