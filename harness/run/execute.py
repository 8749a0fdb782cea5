"""Acting out one scenario: the one loop that drives both ends, by logic and never by a clock.

Each round: attempt the pending calls, put what was emitted on the lanes, tick the channel, feed both
ends. When nothing moves and the channel has nothing left to let go of, the run is at rest: a call that
still waits then will wait for ever, and that is its outcome.

After damage the script is off: a run stops at the first act that does not succeed. Then the wire to
the subject is ended, its pending call is continued and whatever is left is read, so that the rules see
every way in which it could still deliver, hang or forget that it failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.channel import Channel
from harness.endpoint import Call, Done, Endpoint, EndpointRaised, Outcome, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.names import FATAL_KINDS, Side, Want
from harness.options import Options
from harness.run.activity import Activity
from harness.run.setting import Setting
from harness.scenario import Act, Agree, Configure, Reconnect, Step, Together, Wire
from harness.setup import Setup
from harness.transcript import (
    Agreement,
    Attempted,
    Began,
    Connected,
    Delivered,
    Emitted,
    Misbehaved,
    Note,
    Result,
    Transcript,
)

_NEVER = 1 << 62
_READS = 65536
_AFTERMATH = (Call("read", (_READS,)), Call("write", (b"after the end",)), Call("read", (_READS,)))
#: Rounds a run may take: some, and a few for each byte that ever moved.
_FREE_ROUNDS = 5000
_ROUNDS_PER_BYTE = 8
#: Bytes that may move in a run, several times what the largest scenario moves.
_MOST_BYTES = 32 << 20


def execute(steps: list[Step], setting: Setting) -> Transcript:
    """Act out `steps`; returns the transcript. Raises `Unsupported` when an end lacks what they need."""
    run = _Run(setting)
    try:
        run.perform(steps)
    except _Misbehaviour:
        pass  # it is in the transcript
    finally:
        run.hang_up()
    return run.transcript


class _Misbehaviour(Exception):
    """An endpoint raised where no call was attempted; the run is over."""


@dataclass
class _End:
    """One end and what is known of it.

    stirs: counts what happened to it that an attempt may react to. replete: it may have output that was
    not taken yet.
    """

    side: Side
    endpoint: Endpoint
    fed: int = 0
    sent: int = 0
    backlog: int = 0
    eof: bool = False
    hung_up: bool = False
    stirs: int = 0
    replete: bool = False
    taken_from: bool = True
    pending: Call | None = None


@dataclass
class _Run:
    setting: Setting
    transcript: Transcript = field(init=False)
    options: dict[Side, Options] = field(default_factory=lambda: {side: Options() for side in Side})
    sessions: dict[Side, object] = field(default_factory=lambda: dict.fromkeys(Side))
    ends: dict[Side, _End] = field(default_factory=dict)
    channel: Channel = field(init=False)
    moved: int = 0
    rounds: int = 0

    def __post_init__(self) -> None:
        self.transcript = Transcript(
            self.setting.role, self.setting.tls, damaged=not self.setting.schedule.benign
        )
        self.channel = Channel(self.setting.schedule)

    # -- the script ---------------------------------------------------------------------------------

    def perform(self, steps: list[Step]) -> None:
        """The steps one by one, until one does not go as it should; then the aftermath."""
        self.transcript.of = len(steps)
        for number, step in enumerate(steps):
            self.transcript.steps = number + 1
            if not self._step(number, step):
                break
        else:
            self.transcript.finished = True
        self._aftermath()
        self.transcript.unmet = tuple(map(str, self.channel.unmet()))

    def _step(self, number: int, step: Step) -> bool:
        """One step; whether the next one may follow."""
        if isinstance(step, Configure):
            self.options[step.side] = step.apply(self.options[step.side])
            return True
        if not self.ends:
            self._connect()
        self._note(Began(number, step))
        match step:
            case Act():
                return self._together(number, ((step,),))
            case Together():
                return self._together(number, step.threads)
            case Agree():
                return self._agree(number, step)
            case Wire():
                self._wire(step)
            case Reconnect():
                self._reconnect(step)
        return True

    def _together(self, number: int, threads: tuple[tuple[Act, ...], ...]) -> bool:
        queues = [[act.resolve(self.setting) for act in reversed(thread)] for thread in threads]
        running: list[Activity] = []
        while any(queues) or running:
            for queue in queues:
                if queue and not any(activity.queue is queue for activity in running):
                    running.append(Activity(queue.pop(), queue))
            self._until_one_ends(running)
            # At rest whoever still waits, waits for ever: that is how its act ended.
            ended = [activity for activity in running if activity.finished] or running
            running = [activity for activity in running if activity not in ended]
            concluded = [self._conclude(number, activity) for activity in ended]
            if not all(concluded):
                return False
        return True

    def _conclude(self, number: int, activity: Activity) -> bool:
        """Enter how an act ended; whether the script goes on."""
        act, outcome = activity.act, activity.outcome
        self.transcript.results.append(Result(number, act, outcome, bytes(activity.read)))
        if self.transcript.damaged:
            return isinstance(outcome, Done)
        return any(expectation.met_by(outcome) for expectation in act.expect)

    def _agree(self, number: int, step: Agree) -> bool:
        call = Call("tell", (step.fact,))
        told = {side: self._attempt(self.ends[side], call) for side in Side}
        self.transcript.results.append(Agreement(number, step, told[Side.SUBJECT], told[Side.PEER]))
        return True

    def _wire(self, step: Wire) -> None:
        end, lane = self.ends[step.side], self.transcript.lane_of(step.side)
        if step.what.startswith("cut"):
            self._emit(end)
            end.taken_from = False
            if step.what == "cut":
                self.channel.push_eof(lane)
        elif step.what == "raw":
            self._put(end, step.data)
        else:
            self.ends[step.side.other].taken_from = step.what == "take again"
            self.ends[step.side.other].stirs += 1
            self.ends[step.side.other].replete = True

    # -- connections --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.transcript.events.append(Connected(self.channel.clock))
        for side in Side:
            role = self.setting.role if side is Side.SUBJECT else self.setting.role.other
            setup = Setup(role, self.setting.tls, self.options[side], self.setting.pki, self.sessions[side])
            try:
                endpoint = self.setting.connect[side](setup)
            except EndpointRaised as error:
                raise self._misbehaved(side, error) from error
            self.ends[side] = _End(side, endpoint)

    def _reconnect(self, step: Reconnect) -> None:
        if step.resume:
            for side, end in self.ends.items():
                told = self._attempt(end, Call("tell", ("session",)))
                self.sessions[side] = told.value if isinstance(told, Done) else None
        self.hang_up()
        self.ends = {}  # the next step connects, under options that may change before it
        self.channel = Channel(self.setting.schedule)

    def hang_up(self) -> None:
        """Give back what the ends hold."""
        for end in self.ends.values():
            end.endpoint.close()

    # -- the loop -----------------------------------------------------------------------------------

    def _until_one_ends(self, running: list[Activity]) -> None:
        """Rounds until an activity has its outcome or nothing moves any more."""
        while not self._exhausted():
            attempted = False
            for activity in running:
                end = self.ends[activity.act.side]
                if not activity.finished and activity.seen != end.stirs:
                    seen = end.stirs
                    outcome = self._attempt(end, activity.call)
                    activity.seen = seen if isinstance(outcome, Wants) else -1
                    activity.receive(outcome)
                    attempted = True
            moved = self._round()
            if any(activity.finished for activity in running):
                return
            if not moved and not attempted and not self.channel.release():
                return

    def _round(self) -> bool:
        """Move bytes one tick on; whether anything moved or still will by itself."""
        self.rounds += 1
        moved = False
        for end in self.ends.values():
            if end.replete or end.backlog:
                moved |= self._emit(end) | self._catch_up(end)
        for delivery in self.channel.tick():
            moved = True
            end = self.ends[self.transcript.side_of(delivery.lane).other]
            self._deliver(end, delivery.data, eof=delivery.eof)
        return moved or self.channel.busy

    def _exhausted(self) -> bool:
        """Whether the run has had more rounds than its bytes can explain, or more bytes than any scenario."""
        spun = self.rounds > _FREE_ROUNDS + _ROUNDS_PER_BYTE * self.moved or self.moved > _MOST_BYTES
        self.transcript.spun = spun
        return spun

    def _attempt(self, end: _End, call: Call) -> Outcome:
        fed, eof, backlog = end.fed - end.backlog, end.eof, end.backlog
        try:
            outcome = end.endpoint.attempt(call)
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        end.pending = call if isinstance(outcome, Wants) else None
        data = self._take(end)
        end.replete = not end.taken_from or not isinstance(outcome, Wants)
        sent = end.sent + len(data) if end.taken_from else _NEVER
        meanwhile = backlog - end.endpoint.backlog() if backlog else 0
        self.transcript.events.append(
            Attempted(self.channel.clock, end.side, call, outcome, fed, sent, eof, meanwhile)
        )
        if data:
            self._put(end, data)
            if isinstance(outcome, Wants) and outcome.want is Want.WRITE:
                end.stirs += 1  # there is room again
        return outcome

    def _emit(self, end: _End) -> bool:
        data = self._take(end)
        end.replete = False
        if data:
            self._put(end, data)
            end.stirs += 1
        if end.taken_from and not end.hung_up and end.endpoint.hung_up:
            end.hung_up = True
            self._note(f"the {end.side} closes its transport")
            self.channel.push_eof(self.transcript.lane_of(end.side))
        return bool(data)

    def _take(self, end: _End) -> bytes:
        if not end.taken_from:
            return b""
        try:
            return end.endpoint.take()
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error

    def _put(self, end: _End, data: bytes) -> None:
        end.sent += len(data)
        self.moved += len(data)
        self.transcript.events.append(Emitted(self.channel.clock, end.side, data))
        self.channel.push(self.transcript.lane_of(end.side), data)

    def _deliver(self, end: _End, data: bytes, *, eof: bool) -> None:
        self.transcript.events.append(Delivered(self.channel.clock, end.side, data, eof))
        self.moved += len(data)
        end.fed += len(data)
        end.eof = end.eof or eof
        end.stirs += 1
        end.replete = True
        try:
            if data:
                end.endpoint.feed(data)
            if eof:
                end.endpoint.feed_eof()
        except EndpointRaised as error:
            raise self._misbehaved(end.side, error) from error
        end.backlog = end.endpoint.backlog()

    def _catch_up(self, end: _End) -> bool:
        """Whether an end has got at bytes that were out of its reach."""
        if not end.backlog:
            return False
        before, end.backlog = end.backlog, end.endpoint.backlog()
        end.stirs += end.backlog != before
        return end.backlog != before

    # -- afterwards ---------------------------------------------------------------------------------

    def _aftermath(self) -> None:
        """Deliver what is under way; then make a failed or damaged connection show what it still does."""
        if not self.ends or self.transcript.spun:
            return
        self._settle()
        subject = self.ends[Side.SUBJECT]
        failed = any(self._is_fatal(result) for result in self.transcript.results)
        closed = any(self._is_closed(result) for result in self.transcript.results)
        if closed or (not failed and not self.transcript.damaged):
            return
        try:
            self._exhume(subject)
        except Unsupported as why:
            self._note(f"the aftermath ends: {why}")

    def _exhume(self, subject: _End) -> None:
        if self.transcript.damaged and not subject.eof:
            self.channel.push_eof(self.transcript.lane_of(Side.PEER))
            self._settle()
        if self.transcript.damaged and not subject.eof:
            self._deliver(subject, b"", eof=True)
        self._note("the aftermath")
        if subject.pending is not None:
            self._finish(subject, subject.pending)
        outcome: Outcome = Done(b"more")
        while isinstance(outcome, Done) and outcome.value and not self._exhausted():
            outcome = self._finish(subject, _AFTERMATH[0])
        for call in _AFTERMATH:
            self._finish(subject, call)
        self._settle()
        peer = self.ends[Side.PEER]
        hearing = peer.pending or _AFTERMATH[0]
        while isinstance(heard := self._finish(peer, hearing), Done) and heard.value:
            hearing = _AFTERMATH[0]

    def _finish(self, end: _End, call: Call) -> Outcome:
        """One call as far as it goes while everything under way arrives."""
        outcome = self._attempt(end, call)
        while isinstance(outcome, Wants) and self._settle() and not self._exhausted():
            outcome = self._attempt(end, call)
        return outcome

    def _settle(self) -> bool:
        """Move bytes until nothing moves; whether anything did."""
        any_moved = False
        while not self._exhausted() and (self._round() or self.channel.release()):
            any_moved = True
        return any_moved

    def _is_closed(self, result: Result | Agreement) -> bool:
        """Whether the subject completed its closure: what a socket says from then on is no TLS."""
        return (
            isinstance(result, Result)
            and result.act.side is Side.SUBJECT
            and result.act.verb == "close_notify"
            and isinstance(result.outcome, Done)
        )

    def _is_fatal(self, result: Result | Agreement) -> bool:
        return (
            isinstance(result, Result)
            and result.act.side is Side.SUBJECT
            and isinstance(result.outcome, Raised)
            and result.outcome.kind in FATAL_KINDS
        )

    def _note(self, about: object) -> None:
        self.transcript.events.append(Note(self.channel.clock, about))

    def _misbehaved(self, side: Side, error: EndpointRaised) -> Exception:
        """The subject's misbehaviour ends the run and is judged; the peer's is our own fault."""
        if side is Side.PEER:
            return HarnessError(f"the peer failed: {error}")
        self.transcript.events.append(Misbehaved(self.channel.clock, side, error.doing, error.outcome))
        return _Misbehaviour()
