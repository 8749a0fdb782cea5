"""The `program` driver: a program that speaks TLS, started for one connection, the harness at its other end.

Its ciphertext goes over a loopback socket whose far end is the harness's, its plaintext over its standard
input and output. What it cannot be asked for it does not have: no facts but those it prints, no exceptions,
no closing. That its handshake is done, and how its connection has ended, it tells in words of its own, which
stand in its description (`programs`). Alerts are seen on the wire.

A call waits when the program is seen to rest (see `resting`). A write cannot be given up: what it was for is
in the pipe.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from typing import Any, Callable, Dict, Optional

from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.passing import Passing, finished
from harness.drivers.program_process import Failed, Running
from harness.drivers.programs import Face, Place, face_of
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import FATAL_KINDS, Kind, Role, Want
from harness.setup import Setup


class ProgramEndpoint:
    """An `Endpoint` that is a program. Raises `Unsupported` for a setup that it cannot be told."""

    def __init__(self, implementation: Implementation, setup: Setup, _contexts: Contexts) -> None:
        self._face: Face = face_of(implementation.get("PROGRAM"), setup)
        self._name = implementation.name
        self._folder = tempfile.mkdtemp(prefix="tls-harness-program-")
        self._writing: Optional[Call] = None
        self._coming, self._going = Passing(), Passing()
        # What a client of TLS 1.3 says last may be in many records; that it was believed a server tells by
        # the ticket behind it. Counted are the protected records it sent before anything protected came.
        self._serves, self._before = setup.role is Role.SERVER, 0
        self._taken, self._stirred = b"", True
        self._failed = False  # whether anybody was told that the connection has failed
        self._calls: Dict[str, Callable[..., Outcome]] = {"handshake": self._handshake, "tell": self._tell}
        if self._face.talks:
            self._calls.update(read=self._read, write=self._write)
        try:
            self._running = Running(
                lambda port, terminal: self._face.command(setup, Place(port, self._folder, terminal)),
                serves=setup.role is Role.SERVER,
                picks=self._face.picks,
                talks=self._face.talks,
                terminal=self._face.terminal,
            )
        except Failed as error:
            self._forget()
            raise EndpointRaised(
                "starting it", Raised(Kind.FOREIGN, self._face.name, message=str(error))
            ) from None
        except BaseException:
            self._forget()
            raise

    @property
    def hung_up(self) -> bool:
        """Whether it closed its socket, and all it had sent is taken."""
        return not self._taken and self._running.wire.ended()

    def attempt(self, call: Call) -> Outcome:
        """What comes of `call` once the program rests."""
        method = self._calls.get(call.name)
        if method is None:
            raise Unsupported("{} has no {}()".format(self._face.name, call.name))
        if self._writing is not None and call != self._writing and call.name != "tell":
            raise Unsupported("a program cannot give up {} for {}".format(self._writing, call))
        self._fetch()
        outcome = method(*call.args)
        self._failed |= isinstance(outcome, Raised) and outcome.kind in FATAL_KINDS
        return outcome

    def feed(self, data: bytes) -> None:
        """Into the kernel's buffer, and into a queue of the driver's when that is full."""
        self._stirred = True
        if not self._coming.protected:
            self._before = self._going.protected
        self._coming.see(data)
        self._running.wire.feed(data)

    def feed_eof(self) -> None:
        """`shutdown(SHUT_WR)` on the harness's end, once everything fed has left the queue."""
        self._stirred = True
        self._running.wire.feed_eof()

    def take(self) -> bytes:
        """All it has sent, and what it sends then."""
        self._fetch()
        taken, self._taken = self._taken, b""
        return taken

    def backlog(self) -> int:
        """Bytes fed that the kernel has not taken yet."""
        return self._running.wire.backlog()

    def close(self) -> None:
        """End the program; safe to call twice."""
        self._running.close()
        self._forget()

    def _fetch(self) -> None:
        """Let it come to rest, and take what it has sent. One that rests stays so until something is done."""
        if not (self._stirred or self.backlog()):
            return
        self._stirred = False
        self._running.settle()
        while self._running.wire.waiting():
            data = self._running.wire.take()
            self._going.see(data)
            self._taken += data
            self._running.settle()

    def _forget(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    # The calls.

    def _handshake(self) -> Outcome:
        if self._shaken() and not self._failed:
            return Done()
        return self._ending() or Wants(Want.READ)

    def _read(self, amount: int) -> Outcome:
        output = self._running.output
        if output or not amount:
            data = bytes(output[:amount])
            del output[:amount]
            return Done(data)
        ending = self._ending()
        if ending is None:
            return Wants(Want.READ)
        return Done(b"") if ending.kind is Kind.CLEAN_CLOSE else ending

    def _write(self, data: bytes) -> Outcome:
        call = Call("write", (data,))
        ending = self._ending()
        if ending is not None:
            self._writing = None
            return ending
        if not self._shaken():
            return Wants(Want.READ)
        if self._writing is None:
            self._writing = call
            self._running.write(data)
            self._stirred = True
            self._fetch()
        if self._running.unread():
            return Wants(Want.WRITE)
        self._writing = None
        return Done(len(data))

    def _tell(self, fact: str) -> Outcome:
        words = self._face.facts.get(fact)
        if words is None:
            raise Unsupported("{} does not tell {!r}".format(self._face.name, fact))
        found = re.search(words, self._running.told, re.MULTILINE)
        return Done(found and found.group(1))

    def _shaken(self) -> bool:
        """Whether its handshake is done, as it says or as the records that have passed tell."""
        if self._face.shaken is None:
            tickets = self._going.protected - self._before if self._serves and self._going.tls13 else 1
            return finished(self._coming, self._going) and tickets > 0 and self._ending() is None
        return re.search(self._face.shaken, self._running.told, re.MULTILINE) is not None

    def _ending(self) -> Optional[Raised]:
        """How its connection has ended, None while it has not."""
        told = self._running.told
        for words, kind in self._face.endings:
            found = re.search(words, told, re.MULTILINE)
            if found is not None:
                return Raised(kind, exception=self._face.name, message=found.group(0).strip())
        if self._running.status is None and not self._running.wire.ended():
            return None
        if self._running.status in (None, 0) and self._face.ends_in_silence:
            return Raised(Kind.CLEAN_CLOSE, exception=self._face.name)
        said: Any = told.strip().splitlines()[-1:] or ["exit status {}".format(self._running.status)]
        return Raised(Kind.PROTOCOL_ERROR, exception=self._face.name, message=said[0])


DRIVER = Driver(
    name="program",
    connect=ProgramEndpoint,
    calls=frozenset(("handshake", "read", "write", "tell")),
    needs=("PROGRAM",),
    about="a program, started for each connection: plaintext over pipes, ciphertext over a loopback socket",
)
