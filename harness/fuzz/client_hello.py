"""Target `client_hello`: bytes into a server-side subject, with the rules as oracle.

The peer of these conversations has no keys and no plan (`harness.fuzz.talk`). The one thing a raw byte
stream can say for itself is goodbye: an unprotected close_notify in it is entered as the peer's own.

There is little Python to instrument in a C stack. What a run looked like from outside (how it ended, which
records came back) is told to the fuzzer instead and guides it like coverage.
"""

from __future__ import annotations

from dataclasses import replace

from harness.endpoint import EndpointRaised
from harness.errors import Unsupported
from harness.fuzz.grammar.endings import ENDING
from harness.fuzz.mutators.streams import mutate_records
from harness.fuzz.talk import Talk, judge_talk
from harness.fuzz.target import Finding, Target, Trial
from harness.names import Role, Tls
from harness.options import Options
from harness.written import Written

_OPTIONS = Options(alpn=("h2", "http/1.1"))


def client_hello(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes to a server end in want-read, a known error or a handshake, and never break a rule."""
    tls = version_for(data)
    trial.tries(lambda: trial.through(spelled(data, tls)))
    try:
        talk = converse(data, trial, tls)
    except Unsupported:
        tls = Tls.V12 if tls is Tls.V13 else Tls.V13
        talk = converse(data, trial, tls)
    finding = judge_talk(talk, trial)
    return finding and replace(finding, written=trial.through(spelled(data, tls)))


def version_for(data: bytes) -> Tls:
    """The only version that the server of this input speaks.

    Mostly the one the bytes ask for, as far as one can see without parsing them: TLS 1.3 where the number
    of supported_versions (RFC 8446 section 4.2.1) occurs. One length in four goes to the other server, so
    that it meets what is not meant for it.
    """
    modern = (b"\0\x2b" in data) != (len(data) % 4 == 3)
    return Tls.V13 if modern else Tls.V12


def converse(data: bytes, trial: Trial, tls: Tls) -> Talk:
    """Give `data` and then the end of the wire to a server that speaks `tls`.

    Raises `Unsupported` when the implementation lacks what that takes.
    """
    talk = Talk(trial, Role.SERVER, tls, _OPTIONS)
    try:
        talk.connect()
        talk.hear(data)
        talk.attempt()
        talk.finish()
    except EndpointRaised as error:
        talk.misbehaved(error)
    return talk


def spelled(data: bytes, tls: Tls) -> Written:
    """The same as a scenario."""
    steps = (
        f"subject.configured(alpn={_OPTIONS.alpn!r})",
        f"peer.sends_raw(bytes.fromhex({data.hex()!r}))",
        "subject.handshakes().anything()",
        *ENDING,
    )
    return Written("Bytes to a server.", ("harness:bounded",), steps, roles="server", tls=tls.value)


TARGET = Target(client_hello, longest=4096, mutator=mutate_records)
