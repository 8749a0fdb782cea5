"""Whether a driver keeps the contract of `harness.endpoint`: its own conformance test.

A harness that drives an implementation wrongly would blame its TLS stack for that. These checks ask
nothing of TLS but a handshake and some data: what is fed arrives, what is taken was all there is, no
attempt blocks, and what is raised is an outcome. `harness.run.checking` runs this module as a process of
its own, because a driver that blocks never comes back; it says on a pipe what it is at.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from harness.actors import payload
from harness.collection import Catalogue
from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.endpoint import CALLS, Call, Done, Endpoint, EndpointRaised, Outcome, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.implementation import load
from harness.names import Kind, Role, Side, Tls, Want
from harness.options import Options
from harness.pki import Pki, mint
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.setup import Setup

_HANDSHAKE = Call("handshake")
_MUCH = 70_000  # bytes: several records, and more than a socket's smallest buffer
_NO_TLS = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 4
#: Ciphertext for a byte of plaintext, at most; and rounds, far more than a handshake takes.
_MOST = 3
_ROUNDS = 10_000


class Unsound(Exception):
    """A driver does not keep the contract; the message says how, in a sentence."""


@dataclass
class Stand:
    """The subject's endpoint and an honest peer's, and bytes carried between them by hand."""

    subject: Endpoint
    peer: Endpoint
    role: Role

    def attempt(self, call: Call) -> Outcome:
        """An attempt of the subject's, whose outcome must be one."""
        try:
            outcome = self.subject.attempt(call)
        except HarnessError:
            raise
        except Exception as error:
            raise Unsound(f"attempt({call}) let {type(error).__name__} out: {error}") from error
        if not isinstance(outcome, Done | Wants | Raised):
            raise Unsound(f"attempt({call}) gave {outcome!r}, which is no outcome")
        return outcome

    def take(self) -> bytes:
        """What the subject has for the wire."""
        data: object = self.subject.take()
        if not isinstance(data, bytes):
            raise Unsound(f"take() gave {type(data).__name__}, not bytes")
        return data

    def together(self, mine: Call, its: Call, piece: int = 1 << 20) -> tuple[object, object]:
        """Both calls to their end, everything to the subject fed in pieces; what each returned."""
        outcomes: list[Outcome] = [Wants(Want.READ), Wants(Want.READ)]
        for _ in range(_ROUNDS):
            if isinstance(outcomes[0], Wants):
                outcomes[0] = self.attempt(mine)
            self.peer.feed(self.take() or b"")
            if isinstance(outcomes[1], Wants):
                outcomes[1] = self.peer.attempt(its)
            came = self.peer.take()
            for at in range(0, len(came), piece):
                self.subject.feed(came[at : at + piece])
                if isinstance(outcomes[0], Wants):
                    outcomes[0] = self.attempt(mine)
            if not came and not any(isinstance(each, Wants) for each in outcomes):
                break
            if not came and outcomes == [Wants(Want.READ)] * 2 and not self.subject.backlog():
                break
        return self._value(mine, outcomes[0]), self._value(its, outcomes[1])

    def _value(self, call: Call, outcome: Outcome) -> object:
        if isinstance(outcome, Done):
            return outcome.value
        raise Unsound(f"{call} with an honest peer came to {outcome}")


# -- the checks: each begins with fresh endpoints


def attempts_do_not_block(stand: Stand) -> None:
    """With nothing fed, a handshake wants bytes, as often as it is tried, once its own are taken."""
    outcome = stand.attempt(_HANDSHAKE)
    while outcome == Wants(Want.WRITE) and stand.take():
        outcome = stand.attempt(_HANDSHAKE)
    for _ in range(3):
        if outcome != Wants(Want.READ):
            raise Unsound(f"a handshake with nothing fed came to {outcome}, and not to wants read")
        outcome = stand.attempt(_HANDSHAKE)


def take_drains(stand: Stand) -> None:
    """After an attempt, one take has all of it: a client's hello in whole records, nothing of a server."""
    stand.attempt(_HANDSHAKE)
    first, second = stand.take(), stand.take()
    if second:
        raise Unsound(f"a second take() without an attempt still had {len(second)} bytes")
    if stand.role is Role.SERVER and first:
        raise Unsound(f"a server that was fed nothing had {len(first)} bytes for the wire")
    if stand.role is Role.CLIENT and len(first) < 5 + int.from_bytes(first[3:5], "big"):
        raise Unsound(f"take() gave {len(first)} bytes of a client's first record, which is longer")


def feeds_are_not_lost(stand: Stand) -> None:
    """A handshake fed byte by byte completes, and of what is fed in odd pieces every byte is read."""
    stand.together(_HANDSHAKE, _HANDSHAKE, piece=1)
    data, got = payload(_MUCH), b""
    stand.peer.attempt(Call("write", (data,)))
    came = stand.peer.take()
    for at in range(0, len(came), 977):
        stand.subject.feed(came[at : at + 977])
        got += _read_out(stand)
    while stand.subject.backlog() and (more := _read_out(stand)):
        got += more
    if got != data:
        raise Unsound(f"{len(data)} bytes were fed and {len(got)} read, {_first_difference(data, got)}")


def feeds_before_the_first_attempt_are_kept(stand: Stand) -> None:
    """What came before anything was attempted is there when it is."""
    if stand.role is Role.CLIENT:
        return  # nothing comes to a client before it has spoken
    stand.peer.attempt(_HANDSHAKE)
    stand.subject.feed(stand.peer.take())
    stand.attempt(_HANDSHAKE)
    if not stand.take():
        raise Unsound("a ClientHello fed before the first attempt was never answered")


def writes_are_taken_whole(stand: Stand) -> None:
    """All that write() has accepted can be taken, and reaches the other end."""
    stand.together(_HANDSHAKE, _HANDSHAKE)
    data, sent, carried, got = payload(_MUCH), 0, 0, b""
    moving = True
    while moving:
        before = sent
        if sent < len(data):
            outcome = stand.attempt(Call("write", (data[sent:],)))
            if isinstance(outcome, Raised):
                raise Unsound(f"a write after the handshake raised {outcome}")
            sent += outcome.value if isinstance(outcome, Done) and isinstance(outcome.value, int) else 0
        taken = stand.take()
        stand.peer.feed(taken)
        while isinstance(read := stand.peer.attempt(Call("read", (65536,))), Done) and read.value:
            assert isinstance(read.value, bytes)
            got += read.value
        carried += len(taken)
        if carried > _MOST * len(data):
            raise Unsound(f"write() accepted {sent} bytes, and take() has given {carried} for them so far")
        moving = bool(taken) or sent > before
    if got != data:
        raise Unsound(f"write() accepted {sent} bytes and {len(got)} arrived, {_first_difference(data, got)}")


def the_end_is_told(stand: Stand) -> None:
    """After feed_eof() a read waits no more: it ends or raises an error of the taxonomy."""
    stand.together(_HANDSHAKE, _HANDSHAKE)
    stand.subject.feed_eof()
    outcome = stand.attempt(Call("read", (100,)))
    if isinstance(outcome, Wants):
        raise Unsound(f"after feed_eof() a read still {outcome}")
    _not_foreign("a read after feed_eof()", outcome)


def errors_are_translated(stand: Stand) -> None:
    """What is no TLS makes the handshake raise something the taxonomy has a word for."""
    stand.attempt(_HANDSHAKE)
    stand.take()
    stand.subject.feed(_NO_TLS)
    outcome = stand.attempt(_HANDSHAKE)
    if not isinstance(outcome, Raised):
        raise Unsound(f"a handshake that was fed an HTTP request came to {outcome}, and not to an error")
    _not_foreign("a handshake that was fed an HTTP request", outcome)


def unsupported_is_said(stand: Stand) -> None:
    """Asked for a call that nobody has, it says so; only then its other refusals are believed."""
    made_up = Call("levitate")
    assert made_up.name not in CALLS
    try:
        outcome = stand.attempt(made_up)
    except Unsupported:
        return
    raise Unsound(f"attempt({made_up}), which nobody has, came to {outcome} instead of raising Unsupported")


def closing_twice_is_safe(stand: Stand) -> None:
    """close() may be called again, and before any of the other calls."""
    stand.subject.close()
    stand.subject.close()


CHECKS: tuple[Callable[[Stand], None], ...] = (
    attempts_do_not_block,
    take_drains,
    feeds_before_the_first_attempt_are_kept,
    feeds_are_not_lost,
    writes_are_taken_whole,
    the_end_is_told,
    errors_are_translated,
    unsupported_is_said,
    closing_twice_is_safe,
)


def _read_out(stand: Stand) -> bytes:
    got = b""
    while isinstance(outcome := stand.attempt(Call("read", (1000,))), Done):
        if not isinstance(outcome.value, bytes):
            raise Unsound(f"read() gave {outcome}, not bytes")
        if not outcome.value:
            raise Unsound("read() told the end of the stream, and there was none")
        got += outcome.value
    if isinstance(outcome, Raised):
        raise Unsound(f"a read of what was fed raised {outcome}")
    return got


def _not_foreign(what: str, outcome: Outcome) -> None:
    if isinstance(outcome, Raised) and outcome.kind is Kind.FOREIGN:
        raise Unsound(f"{what} raised {outcome}, which was not translated")


def _first_difference(wanted: bytes, got: bytes) -> str:
    at = next((at for at, pair in enumerate(zip(wanted, got, strict=False)) if pair[0] != pair[1]), None)
    return f"the same up to byte {min(len(wanted), len(got)) if at is None else at}"


# -- in a process of its own


@contextmanager
def _stand(bench: Bench, cell: Cell) -> Iterator[Stand]:
    setting = bench.setting(cell, Contexts())
    ends = {}
    for side in Side:
        role = cell.role if side is Side.SUBJECT else cell.role.other
        ends[side] = setting.connect[side](Setup(role, cell.tls, Options(), bench.pki))
    try:
        yield Stand(ends[Side.SUBJECT], ends[Side.PEER], cell.role)
    finally:
        ends[Side.SUBJECT].close()
        ends[Side.PEER].close()


def _check(keys: Pki, name: str, driver: str, say: Callable[..., None]) -> None:
    bench = Bench(Catalogue({}, {}, ""), keys)
    for role in Role:
        for tls in Tls:
            for check in CHECKS:
                say("at", f"TLS {tls} {role}", check.__name__.replace("_", " "))
                try:
                    with _stand(bench, Cell("a check", name, driver, role, tls, "tlslite")) as stand:
                        check(stand)
                except Unsupported as why:
                    say("unsupported", str(why))
                except (Unsound, EndpointRaised) as error:
                    say("unsound", str(error))


def main(descriptor: int, name: str, driver: str) -> None:
    """Check a driver of an implementation, telling each check before it is tried, and what is wrong."""

    def say(*words: str) -> None:
        os.write(descriptor, json.dumps(words).encode() + b"\n")

    with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as folder:
        _check(mint(folder), name, driver, say)
    say("end")


def drivers_for(name: str) -> list[str]:
    """The drivers that suit an implementation and carry bytes, unless it lacks what they need.

    A layer of somebody else's over it is checked when it is asked for.
    """
    names = [
        each for each in registry.NAMES if each not in registry.ON_REQUEST and registry.suits(each, name)
    ]
    found = [registry.driver(each) for each in names]
    return [each.name for each in found if "handshake" in each.calls and not each.missing(load(name))]


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
