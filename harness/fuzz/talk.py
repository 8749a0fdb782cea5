"""A conversation of a subject with bytes: no peer, no keys and no plan, and as little of us as can be.

The subject begins its handshake, is given bytes and then the end of the wire, and shows what it still does.
That is a transcript like any other, so the rules judge it; but rules cost more than the conversation, and
most bytes are refused at once. So they are only asked where they have something to judge (`is_plain`).
"""

from __future__ import annotations

import re

from harness.endpoint import Call, Done, Endpoint, EndpointRaised, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.fuzz.look import class_of
from harness.fuzz.suited import driver_for
from harness.fuzz.target import Finding, Trial
from harness.names import Kind, Role, Side, Tls, Want
from harness.options import Options
from harness.rules import broken_rules
from harness.setup import Setup
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Transcript
from harness.wire.records import HEADER, ContentType

_NUMBER = re.compile(r"\d+")
_NUMBERS = re.compile(r"\[#(?:, #)+\]")
_HANDSHAKE = Call("handshake")
_CLOSE_NOTIFY = Call("close_notify")
_READ = Call("read", (65536,))
_WRITE = Call("write", (b"after the end",))
#: More than any handshake has.
_MOST_STEPS = 40
#: What may be raised without telling anything to a rule.
_PLAIN_KINDS = frozenset((Kind.PROTOCOL_ERROR, Kind.RAGGED_EOF, Kind.OS_ERROR, Kind.CERTIFICATE_REJECTED))
_FATAL_ALERT = re.compile(rb"(?s)\x15\x03[\x00-\x04]\x00\x02\x02.")


class Talk:
    """A conversation under way: every call on the endpoint leaves its events."""

    endpoint: Endpoint

    def __init__(self, trial: Trial, role: Role, tls: Tls, options: Options) -> None:
        self.transcript = Transcript(role, tls, steps=3)
        self.tick = 0
        self.outcomes: list[Outcome] = []
        self.said: list[bytes] = []
        self._fed = 0
        self._sent = 0
        self._eof = False
        self._trial = trial
        self._setup = Setup(role, tls, options, trial.pki)

    def connect(self) -> None:
        """Make the subject's end. Raises `Unsupported` when the implementation lacks what that takes."""
        self.note(Connected(0))
        driver = driver_for(self._trial, "bio")
        self.endpoint = driver.connect(self._trial.implementation, self._setup, self._trial.contexts)

    def note(self, event: Attempted | Connected | Delivered | Emitted | Misbehaved) -> None:
        """Enter an event."""
        self.transcript.log.append(event)
        self.tick += 1

    def hear(self, data: bytes) -> None:
        """The subject is given bytes as if a peer had sent them, which says goodbye if they do."""
        if not data:
            return
        self.note(Emitted(self.tick, Side.PEER, data))
        if goodbye := close_notify_end(data):
            self.note(Attempted(self.tick, Side.PEER, _CLOSE_NOTIFY, Done(), 0, goodbye, eof=False))
        self.note(Delivered(self.tick, Side.SUBJECT, data, eof=False))
        self._fed += len(data)
        self.endpoint.feed(data)

    def attempt(self, call: Call = _HANDSHAKE) -> Outcome:
        """One call on the subject, made again while it waits for its own words to be taken; how it ended."""
        for _ in range(_MOST_STEPS):
            outcome, out = self._attempt(call)
            if outcome != Wants(Want.WRITE) or not out:
                break
        self.outcomes.append(outcome)
        return outcome

    def _attempt(self, call: Call) -> tuple[Outcome, bytes]:
        """A call once, and what it sent."""
        outcome = self.endpoint.attempt(call)
        out = self.endpoint.take()
        self._sent += len(out)
        self.note(Attempted(self.tick, Side.SUBJECT, call, outcome, self._fed, self._sent, self._eof))
        if out:
            self.said.append(out)
            self.note(Emitted(self.tick, Side.SUBJECT, out))
        return outcome, out

    def finish(self) -> None:
        """The end of the wire, the handshake if it is still under way, reads and a write.

        A face that has no word for that end is done with the first call that waits for more.
        """
        self.note(Delivered(self.tick, Side.SUBJECT, b"", eof=True))
        self._eof = True
        self.endpoint.feed_eof()
        under_way = (_HANDSHAKE,) if isinstance(self.outcomes[-1], Wants) else ()
        try:
            for call in (*under_way, _READ, _WRITE, _READ):
                self.attempt(call)
        except Unsupported:
            pass
        self.endpoint.close()
        self.transcript.finished = True

    def misbehaved(self, error: EndpointRaised) -> None:
        """The subject raised where no call was made."""
        self.note(Misbehaved(self.tick, Side.SUBJECT, error.doing, error.outcome))
        self.transcript.finished = True

    @property
    def look(self) -> str:
        """Version, classes of outcomes, and types, lengths (in powers of two) and alerts of what was sent."""
        told = [class_of(outcome) for outcome in self.outcomes]
        told += [f"{out[0]} {len(out).bit_length()} {out[-1] if out[0] == 21 else ''}" for out in self.said]
        return f"{self.transcript.tls.value} {' '.join(told)}"

    @property
    def is_plain(self) -> bool:
        """Whether the subject refused what it was given, and all there is to judge is its own hello.

        No call returned, or waited behind the end of the wire, or ended in what tells a clean end or wrong
        use; after the hello of a client the subject sent nothing, or one fatal alert. Then there is no
        plaintext, no end, no answer and no negotiation for a rule to look at.
        """
        if not self.outcomes:
            return False
        waited, *rest = self.outcomes
        if isinstance(waited, Wants) and rest and isinstance(rest[0], Wants) and len(rest) > 4:
            rest = rest[1:]  # a client waits twice: before it is told anything, and after
        elif not isinstance(waited, Wants):
            rest = self.outcomes
        for outcome in rest:
            if not isinstance(outcome, Raised) or outcome.kind not in _PLAIN_KINDS:
                return False
        said = self.said[1:] if self.transcript.role is Role.CLIENT else self.said
        return self.transcript.finished and (
            not said or (len(said) == 1 and _FATAL_ALERT.fullmatch(said[0]) is not None)
        )


def close_notify_end(data: bytes) -> int:
    """Where the first unprotected close_notify in `data` ends; 0 where there is none.

    Records are walked by their length fields alone, past an SSLv2-style hello (RFC 5246 appendix E.2):
    a server may be more tolerant of headers than our reader.
    """
    if b"\x15" not in data:
        return 0
    at = 2 + (int.from_bytes(data[:2]) & 0x7FFF) if data[:1] >= b"\x80" else 0
    while at + HEADER <= len(data):
        end = at + HEADER + int.from_bytes(data[at + 3 : at + HEADER])
        if data[at] == ContentType.alert and end == at + HEADER + 2 and data[end - 1 : end] == b"\0":
            return end
        at = end
    return 0


def judge_talk(talk: Talk, trial: Trial) -> Finding | None:
    """What is wrong with a conversation; the trial is told how it looked.

    One that is plain is judged by the rules where it looks as none before it did. The hello of a client is
    sent before it is given anything, so that what rules say of it does not depend on the input.
    """
    look = talk.look
    trial.saw(look)
    seen = trial.kept.setdefault("looks", set())
    if look in seen and talk.is_plain:
        return None
    seen.add(look)
    return judge_transcript(talk.transcript)


def judge_transcript(transcript: Transcript) -> Finding | None:
    """The first rule broken, or that the subject still waits though the wire has ended."""
    for broken in broken_rules(transcript):
        ended = class_of(broken.outcome) if broken.outcome is not None else in_general(broken.told)
        return Finding(f"{broken.rule}: {broken.state}: {ended}", broken.told, _log(transcript))
    attempts = [event for event in transcript.events if isinstance(event, Attempted)]
    for event, later in zip(attempts, [*attempts[1:], None], strict=True):
        again = later is not None and later.call == event.call
        if event.eof and isinstance(event.outcome, Wants) and not again:
            told = f"{event.call} {event.outcome} though the wire has ended"
            return Finding(f"stalled: {event.call.name}", told, _log(transcript))
    return None


def in_general(told: str) -> str:
    """A sentence as it stands in a key: a `#` for every number, and for every list of numbers `[#]`."""
    return _NUMBERS.sub("[#]", _NUMBER.sub("#", told))


def _log(transcript: Transcript) -> tuple[str, ...]:
    """The version, what the subject was asked and answered, and what it sent."""
    lines = [f"TLS {transcript.tls}"]
    for event in transcript.events:
        if isinstance(event, Attempted) and event.side is Side.SUBJECT:
            lines.append(f"{event.call} -> {event.outcome}")
        elif isinstance(event, Emitted) and event.side is Side.SUBJECT:
            lines.append(f"sent {len(event.data)} bytes: {event.data[:64].hex()}")
    return tuple(lines)
