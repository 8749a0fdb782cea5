"""A transcript as a picture, before it is drawn: rows from top to bottom, in the order of the run.

A row is a band across (a step begins, a connection is made), a call at the side of the end that made it,
or an arrow from one life line to the other, one for each record. What the schedule did to a record stands
on its arrow. The row that shows the failure is marked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.endpoint import Call, Wants
from harness.names import SIDES, Side
from harness.schedule import Schedule
from harness.schedule.actions import Action, Drop, End, Flip, Hold, Insert, Repeat, Swap
from harness.site.account import Fault
from harness.site.lanes import Lane, Sent, plain_of
from harness.transcript import (
    Attempted,
    Began,
    Connected,
    Delivered,
    Emitted,
    Event,
    Misbehaved,
    Note,
    Revealed,
    Transcript,
)

#: Rows drawn at most: so many at the start, and as many before and behind the failure.
_ROWS_KEPT = 90


@dataclass(eq=False)
class Band:
    """Something that concerns both ends."""

    text: str
    failing: bool = False


@dataclass(eq=False)
class Said:
    """A call of one end and its outcome, waited for so many times; `lie`: the peer is told to lie."""

    side: Side
    call: str
    outcome: str
    failing: bool = False
    lie: bool = False
    times: int = 1


@dataclass(eq=False)
class Arrow:
    """A record on its way from `side`.

    lands: the row behind which it had arrived, None when it never did. marks: what the schedule did to it,
    in words. fate: "arrives", "lost" (it never arrives), "cut" (only its beginning arrives) or "stray"
    (nobody sent it).
    """

    side: Side
    sent: Sent
    lands: int | None = None
    marks: list[str] = field(default_factory=list)
    fate: str = "arrives"


@dataclass(eq=False)
class Gap:
    """Rows that are left out."""

    rows: int


Row = Band | Said | Arrow | Gap


def picture(transcript: Transcript, schedule: Schedule, fault: Fault | None) -> list[Row]:
    """The rows of a picture; `fault` says which event shows the failure."""
    rows: list[Row] = []
    for events in transcript.connections():
        _Scene(transcript, schedule, fault, rows).tell(events)
    return _shortened(rows)


class _Scene:
    """One connection."""

    def __init__(
        self, transcript: Transcript, schedule: Schedule, fault: Fault | None, rows: list[Row]
    ) -> None:
        self._transcript = transcript
        self._schedule = schedule
        self._fault = fault
        self._rows = rows
        self._arrows: dict[Side, dict[int, Arrow]] = {side: {} for side in SIDES}
        self._waiting: dict[Side, Said | None] = dict.fromkeys(SIDES)
        self._hostile = {
            side: any(not each.benign for each in schedule.on(transcript.lane_of(side))) for side in SIDES
        }

    def tell(self, events: list[Event]) -> None:
        """Add the rows of this connection."""
        revealed = next((event for event in events if isinstance(event, Revealed)), None)
        self._lanes = {
            side: Lane(self._transcript.tls, plain_of(revealed, sent_by_peer=side is Side.PEER))
            for side in SIDES
        }
        for event in events:
            self._tell(event)
        for side, lane in self._lanes.items():
            for sent in lane.rest():
                self._add(side, sent)
        for side in SIDES:
            self._mark(side)

    def _tell(self, event: Event) -> None:
        match event:
            case Connected():
                self._rows.append(Band("a connection is made"))
            case Note(about=Began() as began):
                failing = self._fault is not None and began.number == self._fault.step
                self._rows.append(Band(str(began), failing))
            case Note():
                self._rows.append(Band(str(event.about)))
            case Attempted():
                self._tell_call(event)
            case Misbehaved():
                failing = self._is_fault(event)
                self._rows.append(Said(event.side, event.doing, str(event.outcome), failing))
            case Emitted():
                self._waiting[event.side.other] = None  # it has something new to react to: told anew
                for sent in self._lanes[event.side].put(event.data):
                    self._add(event.side, sent)
            case Delivered():
                self._deliver(event)

    def _tell_call(self, event: Attempted) -> None:
        waiting, told = self._waiting[event.side], _called(event.call)
        failing = self._is_fault(event)
        if isinstance(event.outcome, Wants) and waiting is not None and waiting.call == told:
            waiting.times += 1
            waiting.failing = waiting.failing or failing
            return
        lie = event.call.name in ("forge", "send")
        said = Said(event.side, told, "" if lie else str(event.outcome), failing, lie)
        self._waiting[event.side] = said if isinstance(event.outcome, Wants) else None
        self._rows.append(said)

    def _is_fault(self, event: Attempted | Misbehaved) -> bool:
        return self._fault is not None and event is self._fault.event

    def _add(self, side: Side, sent: Sent) -> None:
        arrow = Arrow(side, sent, lands=len(self._rows) if self._hostile[side] else None)
        self._arrows[side][sent.start] = arrow
        self._rows.append(arrow)

    def _deliver(self, event: Delivered) -> None:
        sender = event.side.other
        lane = self._lanes[sender]
        if not self._hostile[sender]:
            for sent in lane.deliver(len(event.data)):
                self._arrows[sender][sent.start].lands = len(self._rows) - 1
        if event.eof:
            self._rows.append(Said(event.side, "the wire ends here", ""))

    # -- what the schedule did

    def _mark(self, side: Side) -> None:
        lane, arrows = self._lanes[side], list(self._arrows[side].values())
        for arrow in arrows:
            if not self._hostile[side] and not arrow.sent.arrived:
                arrow.fate = "cut" if arrow.sent.start < lane.delivered else "lost"
            if arrow.sent.cuts:
                arrow.marks.append(_told_cuts(arrow.sent.cuts))
        by_index = {arrow.sent.index: arrow for arrow in arrows if arrow.sent.index is not None}
        for action in self._schedule.on(self._transcript.lane_of(side)):
            if isinstance(action, End):
                self._end(action, lane, arrows)
            elif (record := getattr(action, "record", None)) in by_index:
                self._act_on(by_index[record], action, by_index)

    def _act_on(self, arrow: Arrow, action: Action, by_index: dict[int, Arrow]) -> None:
        """Write on the arrow of a record what an action does to it."""
        match action:
            case Drop():
                arrow.fate, arrow.lands = "lost", None
                arrow.marks.append("dropped")
            case Flip():
                arrow.marks.append(f"bit {action.bit} of byte {action.byte} is flipped")
            case Repeat():
                arrow.marks.append("arrives twice")
            case Swap():
                arrow.marks.append(f"changes places with record #{action.other}")
                if action.other in by_index:
                    by_index[action.other].marks.append(f"changes places with record #{action.record}")
            case Hold():
                arrow.marks.append("held until nothing else moves")
            case Insert():
                self._insert(arrow, action.data)

    def _insert(self, before: Arrow, data: bytes) -> None:
        stray = Sent(None, 0, len(data), f"{len(data)} stray bytes", (data[:12].hex(" "),), arrived=True)
        at = self._rows.index(before)
        self._rows.insert(at, Arrow(before.side, stray, lands=at, fate="stray"))
        for row in self._rows[at + 1 :]:
            if isinstance(row, Arrow) and row.lands is not None:
                row.lands += 1

    def _end(self, action: End, lane: Lane, arrows: list[Arrow]) -> None:
        offset = action.at.resolve(lane.starts)
        if offset is None:
            return
        for arrow in arrows:
            if arrow.sent.end <= offset:
                continue
            arrow.lands, arrow.fate = None, "lost"
            if arrow.sent.start <= offset:
                arrow.fate = "cut" if offset > arrow.sent.start else "lost"
                unsaid = "" if action.eof else ", and nothing says so"
                arrow.marks.append(f"the lane ends at byte {offset - arrow.sent.start} of it{unsaid}")


def _called(call: Call) -> str:
    if call.name in ("forge", "send"):
        return ("lies: " if call.name == "forge" else "injects: ") + "; ".join(map(str, call.args))
    return str(call)


def _told_cuts(cuts: list[int]) -> str:
    if len(cuts) == 1:
        return f"cut before byte {cuts[0]}"
    return f"in {len(cuts) + 1} pieces"


def _shortened(rows: list[Row]) -> list[Row]:
    """The rows, with those left out that stand far from the start, the failure and the end."""
    near = {at for at, row in enumerate(rows) if not isinstance(row, Gap) and getattr(row, "failing", False)}
    places = [0, *near, len(rows)]
    kept = [at for at in range(len(rows)) if any(abs(at - place) < _ROWS_KEPT for place in places)]
    if len(kept) == len(rows):
        return rows
    found: list[Row] = []
    moved: dict[int, int] = {}
    for number, at in enumerate(kept):
        skipped = at - (kept[number - 1] if number else -1) - 1
        if skipped:
            found.append(Gap(skipped))
        moved[at] = len(found)
        found.append(rows[at])
    for row in found:
        if isinstance(row, Arrow) and row.lands is not None:
            row.lands = moved.get(
                row.lands, min((new for old, new in moved.items() if old > row.lands), default=None)
            )
    return found
