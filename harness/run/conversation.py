"""One conversation between two ends: who is connected, what moves, what has been seen.

Each round puts what the ends have emitted on the lanes, ticks the channel and feeds both ends. When
nothing moves and the channel has nothing left to let go of, the conversation is at rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from harness.channel import Channel
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.names import ROLES, SIDES, Role, Side, Want
from harness.options import Options
from harness.run.end import End
from harness.run.setting import Setting
from harness.scenario import Reconnect, Wire
from harness.setup import Setup
from harness.transcript import (
    Attempted,
    Connected,
    Delivered,
    Emitted,
    Misbehaved,
    Note,
    Overheard,
    Revealed,
    Transcript,
    Trickle,
)
from harness.trickling import trickle
from harness.wire.records import Boundaries

#: What makes a named tuple of a tuple: its own constructor is a function of Python's, and slow here.
_make = tuple.__new__
_NEVER = 1 << 62
_USUAL = Options()
#: Rounds a conversation may take: some, and a few for each byte that ever moved.
_FREE_ROUNDS = 5000
_ROUNDS_PER_BYTE = 8
#: Rounds between two signs of life.
_ROUNDS_PER_SIGN = 512
#: Bytes that may move, several times what the largest scenario moves.
_MOST_BYTES = 32 << 20
#: Pieces that an end is given at a time.
_PIECES_AT_A_TIME = 256


class Misbehaviour(Exception):
    """The subject raised where no call was attempted; the conversation is over, and its log says why."""


@dataclass
class Conversation:
    """Two ends, their options, and the channel between them; everything is logged in `transcript`.

    earlier: how many results are those of earlier connections.
    """

    setting: Setting
    transcript: Transcript = field(init=False)
    options: dict[Side, Options] = field(default_factory=lambda: dict.fromkeys(SIDES, _USUAL))
    ends: dict[Side, End] = field(default_factory=dict)
    channel: Channel = field(init=False)
    earlier: int = 0
    _sessions: dict[Side, object] = field(default_factory=lambda: dict.fromkeys(SIDES))
    _moved: int = 0
    _rounds: int = 0
    _next_sign: int = _ROUNDS_PER_SIGN

    def __post_init__(self) -> None:
        setting = self.setting
        self.transcript = Transcript(setting.role, setting.tls, damaged=not setting.schedule.benign)
        self.channel = Channel(setting.schedule)
        self._log = self.transcript.log.append
        self._receiver = {lane: self.transcript.side_of(lane).other for lane in ROLES}

    # -- connections --------------------------------------------------------------------------------

    def connect(self) -> None:
        """Make both ends."""
        self._log(Connected(self.channel.clock))
        self.earlier = len(self.transcript.results)
        for side in SIDES:
            role = self.setting.role if side is Side.SUBJECT else self.setting.role.other
            setup = Setup(role, self.setting.tls, self.options[side], self.setting.pki, self._sessions[side])
            try:
                endpoint = self.setting.connect[side](setup)
            except EndpointRaised as error:
                raise self._misbehaved(side, error) from error
            # Of half a record no peer makes anything. How a subject fares with it is what is tried.
            records = Boundaries() if side is Side.PEER and self.setting.schedule.benign else None
            self.ends[side] = End(side, endpoint, records=records)

    def reconnect(self, step: Reconnect) -> None:
        """Drop both ends; whoever connects next does so under options that may have changed by then."""
        self._sessions = dict.fromkeys(SIDES)
        if step.resume:
            for side, end in self.ends.items():
                told = self.attempt(end, Call("tell", ("session",)))
                self._sessions[side] = told.value if isinstance(told, Done) else None
        self.take_leave()
        self.hang_up()
        self.ends = {}
        self.channel = Channel(self.setting.schedule)

    def take_leave(self) -> None:
        """The connection is over: enter what the peer overheard, and which of its edits changed nothing."""
        peer = self.ends.get(Side.PEER)
        overheard = None if peer is None else getattr(peer.endpoint, "overheard", None)
        if peer is not None and overheard is not None:
            self._log(Overheard(self.channel.clock, *overheard))
            if self.setting.reveals:
                self._log(Revealed(self.channel.clock, *getattr(peer.endpoint, "revealed", ())))
            self.transcript.unreached += getattr(peer.endpoint, "unreached", ())
            unasked = getattr(peer.endpoint, "unasked", ())
            self.transcript.unasked += unasked
            self.transcript.spared = bool(unasked)

    def hang_up(self) -> None:
        """Give back what the ends hold."""
        for side, end in self.ends.items():
            try:
                end.endpoint.close()
            except EndpointRaised as error:
                self._misbehaved(side, error)

    # -- what the ends do ---------------------------------------------------------------------------

    def do_to_the_wire(self, step: Wire) -> None:
        """Cut the wire at one end, put raw bytes on it, or stop taking from the other end."""
        end, lane = self.ends[step.side], self.transcript.lane_of(step.side)
        if step.what.startswith("cut"):
            self._emit(end)
            end.cut = True
            if step.what == "cut":
                self.channel.push_eof(lane)
        elif step.what == "raw":
            self._put(end, step.data)
        elif step.what == "reset":
            self._reset(self.ends[step.side.other])
        else:
            self.ends[step.side.other].paused = step.what != "take again"
            endpoint: Any = self.ends[step.side.other].endpoint
            if hasattr(endpoint, "untaken"):
                endpoint.untaken = step.what != "take again"
            self.ends[step.side.other].stirs += 1
            self.ends[step.side.other].replete = True

    def _reset(self, end: End) -> None:
        if not hasattr(end.endpoint, "feed_reset"):
            raise Unsupported("a wire that carries no transport cannot break")
        self.ends[end.side.other].cut = True
        try:
            end.endpoint.feed_reset()
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        end.paused, end.cut = False, True
        end.stirs += 1

    def elapse(self, end: End, seconds: float) -> None:
        """Let an end's time pass. Raises `Unsupported` for one that has no time of its own."""
        if not hasattr(end.endpoint, "elapse"):
            raise Unsupported("an end without timeouts has no time that could pass")
        try:
            end.endpoint.elapse(seconds)
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        self.note(f"{seconds:g} s pass for the {end.side}")
        end.stirs += 1
        end.replete = True

    # -- what moves ---------------------------------------------------------------------------------

    def round(self) -> bool:
        """Move bytes one tick on; whether anything moved or still will by itself."""
        self._rounds += 1
        moved = False
        for end in self.ends.values():
            if end.replete or end.backlog:
                moved |= self._emit(end) | self._catch_up(end)
        for lane, data, eof in self.channel.tick():
            moved = True
            self.deliver(self.ends[self._receiver[lane]], data, eof=eof)
        return moved or self.channel.busy

    def exhausted(self) -> bool:
        """Whether the run has had more rounds than its bytes can explain, or more bytes than any scenario."""
        self._give_a_sign()
        if self._rounds <= _FREE_ROUNDS + _ROUNDS_PER_BYTE * self._moved and self._moved <= _MOST_BYTES:
            return False
        self.transcript.spun = True
        return True

    def _give_a_sign(self) -> None:
        """Where it has moved on for long, whoever watches is told that it is alive."""
        if self.setting.moves is not None and self._rounds >= self._next_sign:
            self._next_sign = self._rounds + _ROUNDS_PER_SIGN
            self.setting.moves()

    def attempt(self, end: End, call: Call) -> Outcome:
        """One attempt of a call, entered in the log, and what it emitted put on the lane."""
        endpoint, backlog = end.endpoint, end.backlog
        end.tried = end.stirs
        try:
            outcome = endpoint.attempt(call)
            data = endpoint.take() if end.taken_from else b""
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        meanwhile = backlog - endpoint.backlog() if backlog else 0
        return self._attempted(end, call, outcome, data, meanwhile=meanwhile)

    def _attempted(self, end: End, call: Call, outcome: Outcome, data: bytes, *, meanwhile: int) -> Outcome:
        """Enter an attempt and put on the lane what it emitted; its outcome, as it is known from now on."""
        waits = type(outcome) is Wants
        if not waits and isinstance(outcome, Raised):
            outcome = outcome.again()  # an endpoint may tell a failure again; results are known by theirs
        end.pending = call if waits else None
        taken_from = not (end.cut or end.paused)
        end.replete = not (taken_from and waits)
        fed = end.fed - end.backlog
        sent = end.sent + len(data) if taken_from else _NEVER
        self._log(
            _make(Attempted, (self.channel.clock, end.side, call, outcome, fed, sent, end.eof, meanwhile))
        )
        if data:
            self._put(end, data)
            if isinstance(outcome, Wants) and outcome.want is Want.WRITE:
                end.stirs += 1  # there is room again
        return outcome

    def trickle(self, end: End, call: Call, waits: Wants) -> Outcome:
        """Where pieces for one end that waits are all that moves: its attempts, one for each, or each record.

        It is what `round` and `attempt` do in turn, without a look at everything else between two pieces.
        Ends with the first attempt that comes to something else than `waits`, and before the last piece.
        """
        outcome: Outcome = waits
        if not self._only_moves_to(end):
            return outcome
        side, endpoint, channel, log = end.side, end.endpoint, self.channel, self._log
        before, lane = channel.clock, self.transcript.lane_of(side.other)
        if end.records is None:
            return self._trickle_on(end, call, waits, lane)
        for piece in channel.trickle(lane):
            self._rounds, before = self._rounds + channel.clock - before, channel.clock
            self._moved += len(piece)
            end.fed += len(piece)
            log(_make(Delivered, (channel.clock, side, piece, False)))
            end.unheard = not end.completes(piece)
            try:
                endpoint.feed(piece)
                end.backlog = endpoint.backlog()
                if end.unheard:
                    if end.backlog:
                        return outcome
                    continue
                end.stirs += 1
                if end.backlog:
                    return self.attempt(end, call)
                end.tried = end.stirs
                outcome = endpoint.attempt(call)
                data = endpoint.take()
            except EndpointRaised as error:
                raise self._misbehaved(side, error) from error
            if data or outcome != waits:
                return self._attempted(end, call, outcome, data, meanwhile=0)
            log(_make(Attempted, (channel.clock, side, call, outcome, end.fed, end.sent, False, 0)))
        return outcome

    def _trickle_on(self, end: End, call: Call, waits: Wants, lane: Role) -> Outcome:
        """As `trickle`, for an end that is tried behind each piece: many at a time, as far as it gets."""
        bring: Any = getattr(end.endpoint, "trickle", None) or partial(trickle, end.endpoint)
        outcome: Outcome = waits
        while pieces := self.channel.coming(lane, _PIECES_AT_A_TIME):
            told = bring(call, pieces, waits.want)
            self._enter_pieces(end, call, waits, lane, pieces[: told.fed])
            if told.doing:
                raise self._misbehaved(end.side, EndpointRaised(told.doing, told.outcome))
            self._give_a_sign()
            end.backlog = told.backlog
            if end.backlog:
                return self.attempt(end, call)
            end.tried, outcome = end.stirs, told.outcome
            if told.data or outcome != waits:
                return self._attempted(end, call, outcome, told.data, meanwhile=0)
            self._log(
                _make(Attempted, (self.channel.clock, end.side, call, outcome, end.fed, end.sent, False, 0))
            )
        return outcome

    def _enter_pieces(self, end: End, call: Call, waits: Wants, lane: Role, pieces: list[bytes]) -> None:
        """Enter pieces that an end was fed, and behind each but the last an attempt that came to `waits`."""
        self._rounds -= self.channel.clock
        ticks = self.channel.bring(lane, len(pieces))
        self._rounds += self.channel.clock
        before, last = pieces[:-1], pieces[-1]
        until = end.fed + sum(map(len, before))
        if before:
            self._log(Trickle(ticks[:-1], end.side, before, call, waits, end.fed, until, end.sent))
        self._log(Delivered(ticks[-1], end.side, last, eof=False))
        self._moved += until + len(last) - end.fed
        end.stirs += len(pieces)
        end.fed = until + len(last)

    def _only_moves_to(self, end: End) -> bool:
        """Whether nothing happens by itself but that bytes come to this end."""
        calm = not any(each.replete or each.backlog for each in self.ends.values())
        return calm and end.taken_from and not end.eof

    def _emit(self, end: End) -> bool:
        data = self._take(end)
        end.replete = False
        if data:
            self._put(end, data)
            end.stirs += 1
        if end.taken_from and not end.hung_up and end.endpoint.hung_up:
            end.hung_up = True
            self.note(f"the {end.side} closes its transport")
            self.channel.push_eof(self.transcript.lane_of(end.side))
        return bool(data)

    def _take(self, end: End) -> bytes:
        if not end.taken_from:
            return b""
        try:
            return end.endpoint.take()
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error

    def _put(self, end: End, data: bytes) -> None:
        end.sent += len(data)
        self._moved += len(data)
        self._log(_make(Emitted, (self.channel.clock, end.side, data)))
        self.channel.push(self.transcript.lane_of(end.side), data)

    def deliver(self, end: End, data: bytes, *, eof: bool) -> None:
        """Hand ciphertext, or the end of the wire, to an end."""
        endpoint, size = end.endpoint, len(data)
        self._log(_make(Delivered, (self.channel.clock, end.side, data, eof)))
        self._moved += size
        end.fed += size
        if eof or end.completes(data):
            end.stirs += 1
            end.replete, end.unheard = True, False
        else:
            end.unheard = True
        try:
            if data:
                endpoint.feed(data)
            if eof:
                end.eof = True
                endpoint.feed_eof()
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        end.backlog = endpoint.backlog()

    def hear(self) -> bool:
        """At rest, whoever was given half a record is tried with it after all; whether anybody was."""
        heard = False
        for end in self.ends.values():
            if end.unheard:
                end.stirs += 1
                end.replete, end.unheard, heard = True, False, True
        return heard

    def _catch_up(self, end: End) -> bool:
        """Whether an end has got at bytes that were out of its reach."""
        if not end.backlog:
            return False
        before, end.backlog = end.backlog, end.endpoint.backlog()
        end.stirs += end.backlog != before
        return end.backlog != before

    def settle(self) -> bool:
        """Move bytes until nothing moves; whether anything did."""
        any_moved = False
        while not self.exhausted() and (self.round() or self.channel.release()):
            any_moved = True
        return any_moved

    def note(self, about: object) -> None:
        """Enter something in the log."""
        self._log(Note(self.channel.clock, about))

    def _misbehaved(self, side: Side, error: EndpointRaised) -> Exception:
        """The subject's misbehaviour ends the run and is judged; the peer's is our own fault."""
        if side is Side.PEER:
            return HarnessError(f"the peer failed: {error}")
        self._log(Misbehaved(self.channel.clock, side, error.doing, error.outcome))
        return Misbehaviour()
