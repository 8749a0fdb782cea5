"""What one connection's events add up to, for the rules: who wrote, read and saw what, by when.

Computed once a connection from its events alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from harness.attempts import READS, WRITES, bytes_of, is_fatal
from harness.clear import Said, read_clear
from harness.endpoint import Done, Raised, Wants
from harness.expression import handles
from harness.hellos import Answer, Offer, SignedShare, answers_in, offers_in, read_signed_share
from harness.lazily import lazily
from harness.names import SIDES, Role, Side, Tls
from harness.suites import DHE, ECDHE
from harness.transcript import Attempted, Delivered, Emitted, Entry, Misbehaved, Overheard, Trickle
from harness.wire.handshake import HandshakeType
from harness.wire.records import HEADER, MAX_CIPHERTEXT_12, MAX_CIPHERTEXT_13, Boundaries, complete_records

_CHANGE_CIPHER_SPEC, _ALERT, _HANDSHAKE = b"\x14", b"\x15", b"\x16"
_NEVER = 1 << 62
#: Lies that may come as a record of any type; of type 0 the type of TLS 1.3 is the last byte of its data.
_OF_ANY_TYPE = ("inner(", "raw(", "repeat(", "retype(", "record(2", "record(0")


@dataclass
class Stream:
    """Plaintext one side put in: what was accepted, and what may have been sent of an unfinished write.

    ends: for each accepted write, (plaintext accepted in all, ciphertext emitted in all).
    """

    accepted: bytes = b""
    pending: bytes = b""
    ends: list[tuple[int, int]] = field(default_factory=list)

    @property
    def possible(self) -> bytes:
        """All that the other end may ever read."""
        return self.accepted + self.pending

    def complete_at(self, ciphertext: int) -> int:
        """How many plaintext bytes lie in the first `ciphertext` bytes on the wire, at the least."""
        position = bisect_right(self.ends, ciphertext, key=itemgetter(1))
        return self.ends[position - 1][0] if position else 0

    def due_behind(self, plaintext: int) -> int:
        """Where on the wire more than `plaintext` bytes are complete; beyond all of it where none are."""
        position = bisect_right(self.ends, plaintext, key=itemgetter(0))
        return self.ends[position][1] if position < len(self.ends) else _NEVER


class Ledger:
    """One connection, in which this version is spoken and the subject plays this role.

    turns: the attempts of each side, trickles as they are; ended: those among them that got an answer;
    calls: the names of all.
    """

    def __init__(self, log: list[Entry], tls: Tls, role: Role) -> None:
        self.tls = tls
        self.role = role
        self.turns: dict[Side, list[Attempted | Trickle]] = {side: [] for side in SIDES}
        self.ended: dict[Side, list[Attempted]] = {side: [] for side in SIDES}
        self.calls: dict[Side, set[str]] = {side: set() for side in SIDES}
        self.misbehaved: list[Misbehaved] = []
        self._overheard = Overheard(0)
        self._sent: dict[Side, list[bytes]] = {side: [] for side in SIDES}
        self._given: dict[Side, list[bytes]] = {side: [] for side in SIDES}
        self._enter(log)

    def _enter(self, log: list[Any]) -> None:
        """One pass over all of it, which is long where bytes come piece by piece."""
        turns, ended, calls, sent, given = self.turns, self.ended, self.calls, self._sent, self._given
        last: object = None
        for event in log:
            kind = type(event)
            if kind is Attempted:
                side, call = event.side, event.call
                turns[side].append(event)
                if type(event.outcome) is not Wants:
                    ended[side].append(event)
                if call is not last:
                    calls[side].add(call.name)
                    last = call
            elif kind is Delivered:
                given[event.side].append(event.data)
            elif kind is Trickle:
                turns[event.side].append(event)
                calls[event.side].add(event.call.name)
                given[event.side].append(b"".join(event.pieces))
            elif kind is Emitted:
                sent[event.side].append(event.data)
            elif kind is Misbehaved:
                self.misbehaved.append(event)
            elif kind is Overheard:
                self._overheard = event

    @lazily
    def attempts(self) -> dict[Side, list[Attempted]]:
        """The attempts of each side, one by one."""
        return {side: list(one_by_one(turns)) for side, turns in self.turns.items()}

    @lazily
    def overheard(self) -> Overheard:
        """What the peer has read of the subject; nothing where it was damaged on the way, and not its own."""
        own = self.emitted[Side.SUBJECT].startswith(self.received[Side.PEER])
        return self._overheard if own else Overheard(0)

    @lazily
    def raised(self) -> list[Attempted]:
        """The subject's attempts that raised."""
        return [event for event in self.ended[Side.SUBJECT] if isinstance(event.outcome, Raised)]

    @lazily
    def handled(self) -> bool:
        """Whether the scenario moved bytes of the subject by calling its objects, unseen by this ledger."""
        return any(handles(event.call.args[0]) for event in self.tried(Side.SUBJECT, "use"))

    @lazily
    def lies(self) -> str:
        """What the peer was told to forge and to inject, as text."""
        told = self.tried(Side.PEER, "forge", "send")
        return " ".join(str(text) for event in told for text in event.call.args)

    def tried(self, side: Side, *names: str) -> list[Attempted]:
        """That side's attempts of these calls."""
        if self.calls[side].isdisjoint(names):
            return []
        return list(one_by_one([turn for turn in self.turns[side] if turn.call.name in names]))

    def may_have_come(self, what: str) -> bool:
        """Whether the peer's lies may have brought records of that type that no write or close tells of."""
        return any(word in self.lies for word in (what, *_OF_ANY_TYPE))

    def reads(self, side: Side) -> bool:
        """Whether that side made any read."""
        return not self.calls[side].isdisjoint(READS)

    @lazily
    def streams(self) -> dict[Side, Stream]:
        """What each side wrote."""
        return {side: self._stream(side) for side in SIDES}

    def _stream(self, side: Side) -> Stream:
        stream = Stream()
        accepted = bytearray()
        for event in self.tried(side, *WRITES):
            data = bytes_of(event.call.args[0])
            if isinstance(event.outcome, Done):
                count = event.outcome.value
                accepted += data[: count if isinstance(count, int) else 0]
                stream.ends.append((len(accepted), event.sent))
                stream.pending = b""
            elif isinstance(event.outcome, Wants) or not stream.pending:
                stream.pending = data
        stream.accepted = bytes(accepted)
        return stream

    @lazily
    def framing(self) -> Boundaries:
        """The records of the subject's output."""
        framing = Boundaries(MAX_CIPHERTEXT_13 if self.tls is Tls.V13 else MAX_CIPHERTEXT_12)
        framing.feed(self.emitted[Side.SUBJECT])
        return framing

    @lazily
    def emitted(self) -> dict[Side, bytes]:
        """Ciphertext each side sent."""
        return {side: b"".join(pieces) for side, pieces in self._sent.items()}

    @lazily
    def received(self) -> dict[Side, bytes]:
        """Ciphertext each side was given."""
        return {side: b"".join(pieces) for side, pieces in self._given.items()}

    @lazily
    def intact(self) -> int:
        """How many of the bytes the subject was given are the peer's own, from the start."""
        ours, theirs = self.received[Side.SUBJECT], self.emitted[Side.PEER]
        length = min(len(ours), len(theirs))
        if ours[:length] == theirs[:length]:
            return length
        low, high = 0, length  # the first difference, by halves: comparing slices is fast
        while low < high - 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ours[:middle] == theirs[:middle] else (low, middle)
        return low

    def arrived(self, fed: int) -> int:
        """How far into the peer's emitted bytes the first `fed` bytes the subject was given reach unharmed.

        Whole records are compared. In TLS 1.3 a change_cipher_spec means nothing (RFC 8446 appendix
        D.4), so one that was lost, moved or added harms nothing; nor does an empty handshake record,
        which a subject may refuse, but which cannot make an end out of anything.
        """
        if self.unharmed:
            return fed
        position = bisect_right(self._matches, (fed, _NEVER))
        return self._matches[position - 1][1] if position else 0

    @lazily
    def unharmed(self) -> bool:
        """Whether what the subject was given is what the peer emitted, as far as it came."""
        return self.emitted[Side.PEER].startswith(self.received[Side.SUBJECT])

    @lazily
    def _matches(self) -> list[tuple[int, int]]:
        """Ends of the records that arrived unharmed: (offset as received, offset as emitted)."""
        ours, theirs = (
            [(end, record) for end, record in complete_records(stream) if not self._is_idle(record)]
            for stream in (self.received[Side.SUBJECT], self.emitted[Side.PEER])
        )
        found = []
        for (our_end, our), (their_end, their) in zip(ours, theirs, strict=False):
            if _meaning(our) != _meaning(their):
                break
            found.append((our_end, their_end))
        return found

    def _is_idle(self, record: bytes) -> bool:
        """Whether a record that was lost, moved or added would change nothing, if it is borne with at all."""
        empty = record[:1] == _HANDSHAKE and len(record) == HEADER
        return empty or (self.tls is Tls.V13 and record[:1] == _CHANGE_CIPHER_SPEC)

    def whole(self, fed: int) -> int:
        """How far the complete records among the first `fed` bytes the subject was given reach.

        That is where the last of them ends, be it the peer's own or made by a lie about lengths; without
        lies `fed`.
        """
        if not self.lies:
            return fed
        position = bisect_right(self._ends, fed)
        return self._ends[position - 1] if position else 0

    def intelligible(self, fed: int) -> int:
        """How far both `arrived` and `whole` reach."""
        if self.unharmed and not self.lies:
            return fed
        return min(self.arrived(fed), self.whole(fed))

    @lazily
    def _ends(self) -> list[int]:
        return [end for end, _ in complete_records(self.received[Side.SUBJECT])]

    @lazily
    def peer_closed_at(self) -> int | None:
        """Where on the wire the peer's close_notify ends; None while it has sent none.

        A call that raises has sent it all the same, before the alert about what it did not like then.
        """
        if "close_notify" not in self.calls[Side.PEER]:
            return None
        before = 0
        for turn in self.turns[Side.PEER]:
            if turn.call.name == "close_notify" and not isinstance(turn.outcome, Raised):
                return turn.sent if turn.sent > before else None
            if turn.call.name == "close_notify" and turn.sent > before:
                ends = (end for end, _ in complete_records(self.emitted[Side.PEER]))
                return next((end for end in ends if end > before), None)
            before = turn.sent
        return None

    @lazily
    def was_told_close_in_clear(self) -> bool:
        """Whether the subject was given an unprotected close_notify alert, by whomever."""
        records = complete_records(self.received[Side.SUBJECT])
        return any(r[:1] == _ALERT and len(r) == HEADER + 2 and r[-1] == 0 for _, r in records)

    @lazily
    def handshaken(self) -> Attempted | None:
        """The attempt in which the subject's handshake completed."""
        for event in self.ended[Side.SUBJECT]:
            if event.call.name == "handshake" and isinstance(event.outcome, Done):
                return event
        return None

    @lazily
    def failed(self) -> Attempted | None:
        """The subject's attempt after which the connection is dead: a fatal error while taking input."""
        for event in self.raised:
            early = event.call.name in READS and not (event.fed or event.sent)  # it asked for a handshake
            if event.call.name in ("handshake", *READS) and is_fatal(event) and not early:
                return event
        return None

    @lazily
    def alive(self) -> int:
        """How far into its output the subject had not failed, its last alert included."""
        output = len(self.emitted[Side.SUBJECT])
        return output if self.failed is None else min(self.failed.sent, output)

    @lazily
    def clear(self) -> dict[Role, list[Said]]:
        """The messages in clear by who said them: the subject's as it sent them, the peer's as they came.

        Nothing where the scenario moved bytes unseen, nor of what the subject says after a fatal error.
        """
        if self.handled:
            return {Role.CLIENT: [], Role.SERVER: []}
        ours, theirs = self.emitted[Side.SUBJECT][: self.alive], self.received[Side.SUBJECT]
        client, server = (ours, theirs) if self.role is Role.CLIENT else (theirs, ours)
        answer = read_clear(server, Role.SERVER)
        retried = bool(answer) and answer[0].asks_for_retry
        return {Role.CLIENT: read_clear(client, Role.CLIENT, retried=retried), Role.SERVER: answer}

    def hellos(self, side: Side) -> list[Offer | None] | list[Answer | None]:
        """A side's hellos in clear, in order; None for one that is malformed."""
        client = (side is Side.SUBJECT) is (self.role is Role.CLIENT)
        return self.offers if client else self.answers

    @lazily
    def offers(self) -> list[Offer | None]:
        """The client's hellos."""
        return offers_in(self.clear[Role.CLIENT])

    @lazily
    def answers(self) -> list[Answer | None]:
        """The server's hellos and requests for another one."""
        return answers_in(self.clear[Role.SERVER])

    @lazily
    def offered(self) -> list[Offer]:
        """The well-formed hellos of a subject that is the client."""
        return [each for each in self.offers if each] if self.role is Role.CLIENT else []

    @lazily
    def answered(self) -> list[Answer]:
        """The well-formed hellos and retry requests of a subject that is the server."""
        return [each for each in self.answers if each] if self.role is Role.SERVER else []

    @property
    def own(self) -> Sequence[Offer | Answer]:
        """The well-formed hellos of the subject."""
        return self.offered or self.answered

    @lazily
    def negotiated(self) -> list[tuple[Offer, Answer]]:
        """Answers of the subject, or answers it went on with as a client, each with what it answers."""
        pairs = list(zip(self.offers, self.answers, strict=False))
        if self.role is Role.CLIENT and self.handshaken is None:
            pairs = pairs[: max(len(self.offers) - 1, 0)]
        return [(offer, answer) for offer, answer in pairs if offer and answer]

    @lazily
    def signed_share(self) -> SignedShare | None:
        """What the server signed for its share in TLS 1.2, where `negotiated` chose such a key exchange."""
        suite = self.negotiated[0][1].hello.cipher_suite if self.negotiated else 0
        if suite in ECDHE or suite in DHE:
            for each in self.clear[Role.SERVER]:
                if each.type == HandshakeType.server_key_exchange:
                    return read_signed_share(each.body, elliptic=suite in ECDHE)
        return None

    def state_at(self, event: Attempted | Misbehaved) -> str:
        """The subject's phase when `event` happened: handshake, open, closing, failed or refused.

        Refused is a failure told by the other end's fatal alert.
        """
        state = "handshake"
        for earlier in self.attempts[Side.SUBJECT]:
            if earlier is event:
                break
            if isinstance(event, Misbehaved) and earlier.tick > event.tick:
                break
            if earlier.call.name == "handshake" and isinstance(earlier.outcome, Done):
                state = "open"
            if earlier.call.name in ("close_notify", "close"):
                state = "closing"
            if is_fatal(earlier) and earlier.call.name in ("handshake", *READS):
                assert isinstance(earlier.outcome, Raised)
                return "refused" if earlier.outcome.alert_received else "failed"
        return state


def one_by_one(turns: list[Attempted | Trickle]) -> Iterator[Attempted]:
    """The attempts, those of trickles too."""
    for turn in turns:
        if isinstance(turn, Trickle):
            yield from turn.attempts()
        else:
            yield turn


def _meaning(record: bytes) -> bytes:
    """The record without its version: RFC 8446 section 5.1 has nothing made of it, nor need protection."""
    return record[:1] + record[3:]
