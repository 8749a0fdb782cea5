"""Target `client_hello`: bytes into a server-side subject, with the rules as oracle.

The peer of these conversations has no keys and no plan: it sends the input, then ends the wire. Whatever
the server makes of that is a transcript like any other, so the rules judge it. The one thing a raw byte
stream can say for itself is goodbye: an unprotected close_notify in it is entered as the peer's own.

There is little Python to instrument in a C stack. What a run looked like from outside (how it ended, which
records came back) is told to the fuzzer instead and guides it like coverage.
"""

from __future__ import annotations

import re
from dataclasses import replace

from harness.drivers.bio import BioEndpoint
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Wants
from harness.errors import Unsupported
from harness.fuzz.hello_mutator import mutate_hello
from harness.fuzz.look import class_of, look_of
from harness.fuzz.target import Finding, Target, Trial
from harness.names import Role, Side, Tls
from harness.options import Options
from harness.rules import broken_rules
from harness.setup import Setup
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Transcript
from harness.wire.records import HEADER, ContentType
from harness.written import Written

_NUMBER = re.compile(r"\d+")
_HANDSHAKE = Call("handshake")
_CLOSE_NOTIFY = Call("close_notify")
_READ = Call("read", (65536,))
_AFTERMATH = (_READ, Call("write", (b"after the end",)), _READ)


def client_hello(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes to a server end in want-read, a known error or a handshake, and never break a rule."""
    tls = version_for(data)
    trial.tries(lambda: spoken(data, tls))
    try:
        transcript = converse(data, trial, tls)
    except Unsupported:
        transcript = converse(data, trial, Tls.V12 if tls is Tls.V13 else Tls.V13)
    trial.saw(look_of(transcript))
    finding = _judge(transcript)
    return finding and replace(finding, written=spoken(data, transcript.tls))


def spoken(data: bytes, tls: Tls) -> Written:
    """The scenario in which a peer says this, then nothing more."""
    return Written(
        "What a client may send, and then the end of the wire.",
        ("harness:bounded",),
        (
            f"subject.configured(alpn={_OPTIONS.alpn})",
            f"peer.sends_raw(bytes.fromhex({data.hex()!r}))",
            "subject.handshakes().anything()",
            "peer.cuts_wire()",
            "subject.handshakes().anything()",
            "subject.reads(65536).anything()",
            "subject.writes_once(b'after the end').anything()",
            "subject.reads(65536).anything()",
        ),
        roles="server",
        tls=tls.value,
        peers="honest",
    )


def version_for(data: bytes) -> Tls:
    """The only version that the server of this input speaks.

    Mostly the one the bytes ask for, as far as one can see without parsing them: TLS 1.3 where the number
    of supported_versions (RFC 8446 section 4.2.1) occurs. One length in four goes to the other server, so
    that it meets what is not meant for it.
    """
    modern = (b"\0\x2b" in data) != (len(data) % 4 == 3)
    return Tls.V13 if modern else Tls.V12


def converse(data: bytes, trial: Trial, tls: Tls) -> Transcript:
    """Give `data` and then the end of the wire to a server that speaks `tls`: the transcript.

    Raises `Unsupported` when the implementation lacks what that takes.
    """
    talk = _Talk(Transcript(Role.SERVER, tls, steps=3))
    talk.note(Connected(talk.tick))
    try:
        talk.endpoint = BioEndpoint(
            trial.implementation, Setup(Role.SERVER, tls, _OPTIONS, trial.pki), trial.contexts
        )
        talk.hear(data)
        outcome = talk.attempt(_HANDSHAKE)
        talk.hear_end()
        if isinstance(outcome, Wants):
            outcome = talk.attempt(_HANDSHAKE)
        for call in _AFTERMATH:
            talk.attempt(call)
    except EndpointRaised as error:
        talk.note(Misbehaved(talk.tick, Side.SUBJECT, error.doing, error.outcome))
    talk.transcript.finished = True
    return talk.transcript


_OPTIONS = Options(alpn=("h2", "http/1.1"))


class _Talk:
    """A conversation under way: every call on the endpoint leaves its events."""

    endpoint: BioEndpoint

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.tick = 0
        self._fed = 0
        self._sent = 0
        self._eof = False

    def note(self, event: Attempted | Connected | Delivered | Emitted | Misbehaved) -> None:
        self.transcript.events.append(event)
        self.tick += 1

    def hear(self, data: bytes) -> None:
        self.note(Emitted(self.tick, Side.PEER, data))
        if goodbye := close_notify_end(data):
            self.note(Attempted(self.tick, Side.PEER, _CLOSE_NOTIFY, Done(), 0, goodbye, eof=False))
        self.note(Delivered(self.tick, Side.SUBJECT, data, eof=False))
        self._fed += len(data)
        self.endpoint.feed(data)

    def hear_end(self) -> None:
        self.note(Delivered(self.tick, Side.SUBJECT, b"", eof=True))
        self._eof = True
        self.endpoint.feed_eof()

    def attempt(self, call: Call) -> Outcome:
        outcome = self.endpoint.attempt(call)
        out = self.endpoint.take()
        self._sent += len(out)
        self.note(Attempted(self.tick, Side.SUBJECT, call, outcome, self._fed, self._sent, self._eof))
        if out:
            self.note(Emitted(self.tick, Side.SUBJECT, out))
        return outcome


def close_notify_end(data: bytes) -> int:
    """Where the first unprotected close_notify in `data` ends; 0 where there is none.

    Records are walked by their length fields alone, past an SSLv2-style hello (RFC 5246 appendix E.2):
    a server may be more tolerant of headers than our reader.
    """
    at = 2 + (int.from_bytes(data[:2]) & 0x7FFF) if data[:1] >= b"\x80" else 0
    while at + HEADER <= len(data):
        end = at + HEADER + int.from_bytes(data[at + 3 : at + HEADER])
        if data[at] == ContentType.alert and end == at + HEADER + 2 and data[end - 1 : end] == b"\0":
            return end
        at = end
    return 0


def _judge(transcript: Transcript) -> Finding | None:
    """The first rule broken, or that the server still waits though the wire has ended."""
    for broken in broken_rules(transcript):
        ended = class_of(broken.outcome) if broken.outcome is not None else _NUMBER.sub("#", broken.told)
        return Finding(f"{broken.rule}: {broken.state}: {ended}", broken.told, _log(transcript))
    for event in transcript.events:
        if isinstance(event, Attempted) and event.eof and isinstance(event.outcome, Wants):
            told = f"{event.call} {event.outcome} though the wire has ended"
            return Finding(f"stalled: {event.call.name}", told, _log(transcript))
    return None


def _log(transcript: Transcript) -> tuple[str, ...]:
    """The version, what the subject was asked and answered, and what it sent."""
    lines = [f"TLS {transcript.tls}"]
    for event in transcript.events:
        if isinstance(event, Attempted) and event.side is Side.SUBJECT:
            lines.append(f"{event.call} -> {event.outcome}")
        elif isinstance(event, Emitted) and event.side is Side.SUBJECT:
            lines.append(f"sent {len(event.data)} bytes: {event.data[:64].hex()}")
    return tuple(lines)


TARGET = Target(client_hello, longest=4096, mutator=mutate_hello)
