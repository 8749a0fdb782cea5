"""From a transcript to a script's statements, and to the lines the script is to print.

Two ways to act. *Recorded*: the subject's attempts and what was delivered to it, one by one, as they were;
its peer is bytes. *Living*: the calls of both ends step by step, bytes moving between them until nothing
moves, as the run did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from harness.drivers.things import portray
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.names import Side
from harness.run.cell import Cell
from harness.scenario import Wire
from harness.script.face import Face
from harness.script.lying import Lies
from harness.script.recording import Recording
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup
from harness.transcript import Attempted, Began, Connected, Delivered, Emitted, Event, Misbehaved, Note
from harness.wire.records import ContentType

#: A script longer than this is no minimal one.
_MOST = 400
_HEADER = 5
#: Calls of a lying peer that are no calls in a script.
_UNSPOKEN = ("forge", "send", "observe")


@dataclass
class Acted:
    """What a script does, and the lines it prints when all goes as it did.

    events: for each line the attempt it tells of, None for what the subject sends. printed: for each line
    how many statements there are when it is printed.
    """

    statements: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    events: list[Attempted | None] = field(default_factory=list)
    printed: list[int] = field(default_factory=list)

    def tells(self, event: Attempted) -> None:
        """A line about an attempt."""
        self._prints(f"{event.side}: {event.call} -> {told(event.call, event.outcome)}", event)

    def sends(self, sent: bytearray) -> None:
        """A line for each whole record, which is taken away."""
        for line in _records(sent):
            self._prints(line, None)

    def _prints(self, line: str, event: Attempted | None) -> None:
        self.lines.append(line)
        self.events.append(event)
        self.printed.append(len(self.statements))

    def until(self, line: int) -> Acted:
        """As much of it as prints the line of that number."""
        count = self.printed[line]
        lines = sum(each <= count for each in self.printed)
        return Acted(self.statements[:count], self.lines[:lines], self.events[:lines], self.printed[:lines])

    def does(self, *words: str) -> bool:
        """Whether one of these words stands in a statement."""
        return any(word in statement for statement in self.statements for word in words)

    def add(self, *statements: str) -> None:
        """Append statements. Raises `NoScript` when there are too many."""
        self.statements += statements
        if len(self.statements) > _MOST:
            raise NoScript(f"it would take more than {_MOST} statements")


@dataclass
class Ends:
    """Makes the ends of each connection: `faces` and `libraries` by side."""

    spelling: Spelling
    faces: dict[Side, Face]
    libraries: dict[Side, str]
    setups: dict[Side, list[Setup]]
    _labels: dict[tuple[Side, Setup], str] = field(default_factory=dict)
    _connections: int = -1

    def next_connection(self) -> None:
        """The ends made from here on are those of a new connection."""
        self._connections += 1

    def make(self, side: Side) -> list[str]:
        """The lines that make a side's end. One whose options were had before shares its context."""
        if self._connections >= len(self.setups[side]):
            raise NoScript("an end that could not be made is not written into a script")
        setup = self.setups[side][self._connections]
        named = None if setup.options.server_name is None else ""
        alike = side, replace(setup, session=None, options=replace(setup.options, server_name=named))
        made = alike in self._labels
        mine = sum(1 for other, _ in self._labels if other is side)
        label = self._labels.setdefault(alike, f"{side}{mine + 1 if mine else ''}")
        self.spelling.label = label
        face = self.faces[side]
        try:
            source, lines = face.make(self.spelling, str(side), setup, self.libraries[side])
        except EndpointRaised as error:  # a border of the driver's, for an exception of ours
            raise NoScript(str(error.__cause__)) from error
        return [*([] if made else lines), f"{side} = {source}"]


def told(call: Call, outcome: Outcome) -> str:
    """An outcome as a script tells it."""
    if isinstance(outcome, Done):
        value = outcome.value if call.name == "use" else portray(outcome.value)
        return str(Done(value))
    if isinstance(outcome, Raised) and not outcome.exception:  # a driver's own word: a class of the script's
        return str(replace(outcome, exception=outcome.kind.value.title().replace(" ", "")))
    return str(outcome)


def source_of(ends: Ends, side: Side, call: Call) -> str:
    """Text, function and what to keep of a call, as the arguments of the script's helpers."""
    keep = call.args[1] if call.name == "use" and len(call.args) > 1 else None
    if call == Call("tell", ("session",)):
        keep = f"{side}_session"
    source = ends.faces[side].source(ends.spelling, str(side), call)
    return f"{str(call)!r}, lambda: {source}" + (f", {keep!r}" if keep else "")


def recorded(recording: Recording, ends: Ends) -> Acted:
    """The subject alone, and what it was given. Raises `NoScript`."""
    acted, sent = Acted(), bytearray()
    for event in recording.transcript.events:
        match event:
            case Connected():
                ends.next_connection()
                acted.add(*ends.make(Side.SUBJECT))
                sent.clear()
            case Attempted(side=Side.SUBJECT):
                acted.add(f"call({source_of(ends, Side.SUBJECT, event.call)})")
                acted.tells(event)
            case Emitted(side=Side.SUBJECT):
                sent += event.data
                acted.sends(sent)
            case Delivered(side=Side.SUBJECT):
                if event.data:
                    acted.add(f"subject.feed({ends.spelling.of(event.data)})")
                if event.eof:
                    acted.add("subject.end()")
            case Misbehaved():
                raise NoScript("what is raised where nothing is called is not written into a script")
    return acted


def _records(sent: bytearray) -> Iterator[str]:
    """A line for each whole record, which is taken away."""
    while len(sent) >= _HEADER and len(sent) >= (size := _HEADER + int.from_bytes(sent[3:5], "big")):
        plain_alert = sent[0] == ContentType.alert and size == _HEADER + 2
        alert = f" alert {sent[5]} {sent[6]}" if plain_alert else ""
        yield f"subject sends a record {sent[0]} {sent[1:3].hex()}{alert}"
        del sent[:size]


def living(recording: Recording, ends: Ends, lies: Lies | None = None) -> Acted:
    """Both ends, step by step; the peer's lies where it tells any. Raises `NoScript`."""
    acted = Acted()
    if scheduled := _scheduled(recording.cell):
        acted.add(scheduled)
    for events in _steps(recording.transcript.events):
        first, calls = events[0], [each for each in events if isinstance(each, Attempted)]
        if any(isinstance(each, Misbehaved) for each in events):
            raise NoScript("what is raised where nothing is called is not written into a script")
        if isinstance(first, Connected):
            ends.next_connection()
            if lies is not None:
                lies.next_connection()
            acted.add(*ends.make(Side.SUBJECT), *ends.make(Side.PEER), "connect(subject, peer)")
        elif (
            isinstance(first, Note) and isinstance(first.about, Began) and isinstance(first.about.step, Wire)
        ):
            _wire(acted, ends, first.about.step)
            continue
        for each in calls:
            if lies is not None and each.call.name in ("forge", "send"):
                acted.add(lies.source(each.call, ends.spelling))
                if each.call.name == "send":  # it is there before anything else is called
                    acted.add("move()")
        _go(acted, ends, [each for each in calls if each.call.name not in _UNSPOKEN])
        if any(isinstance(each, Delivered) and each.eof and each.side is Side.SUBJECT for each in events):
            acted.add("end_of_wire('subject')")
    return acted


def _scheduled(cell: Cell) -> str:
    """The statement that says how bytes move, "" where they just do. Raises `NoScript`."""
    if cell.schedule == "straight":
        return ""
    if cut := re.fullmatch(r"cut\((\d+)\)", cell.schedule):
        return f"PIECE = {cut[1]}"
    if flip := re.fullmatch(r"flip\((\w+), (\d+), byte=(-?\d+), bit=(\d)\)", cell.schedule):
        side = Side.SUBJECT if flip[1] == cell.role.value else Side.PEER
        return f"FLIPPED = ({str(side)!r}, {flip[2]}, {flip[3]}, {flip[4]})"
    raise NoScript(f"the schedule {cell.schedule} is not written into a script")


def _steps(events: list[Event]) -> Iterator[list[Event]]:
    """The events from one beginning to the next: a connection, a step; in the aftermath each call."""
    group: list[Event] = []
    after = False
    for event in events:
        after = after or (isinstance(event, Note) and str(event.about) == "the aftermath")
        begins = isinstance(event, Connected) or (isinstance(event, Note) and isinstance(event.about, Began))
        if after and isinstance(event, Attempted):
            last = next((each for each in reversed(group) if isinstance(each, Attempted)), None)
            begins = last is not None and not (last.call == event.call and isinstance(last.outcome, Wants))
        if begins and group:
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def _wire(acted: Acted, ends: Ends, step: Wire) -> None:
    side, other = str(step.side), str(step.side.other)
    match step.what:
        case "cut":
            acted.add("settle()", f"cut.add({side!r})", f"end_of_wire({other!r})")
        case "cut silently":
            acted.add("settle()", f"cut.add({side!r})")
        case "raw":
            acted.add("settle()", f"{other}.feed({ends.spelling.of(step.data)})")
        case "stop taking":
            acted.add(f"held.add({other!r})")
        case "take again":
            acted.add(f"held.discard({other!r})")
        case "reset" if any("def reset(" in each for each in ends.faces[step.side.other].texts):
            acted.add("settle()", f"{other}.reset()", "cut.update(ends)")
        case what:
            raise NoScript(f"a wire that is {what} is not written into a script")


def _go(acted: Acted, ends: Ends, attempts: list[Attempted]) -> None:
    """The calls of one step, each once, with what it came to at last."""
    calls: list[Attempted] = []
    for event in attempts:
        waiting = [
            at for at, each in enumerate(calls)
            if each.side is event.side and each.call == event.call and isinstance(each.outcome, Wants)
        ]  # fmt: skip
        if waiting:
            calls[waiting[-1]] = event
        else:
            calls.append(event)
    if calls:
        told_calls = [f"({str(each.side)!r}, {source_of(ends, each.side, each.call)})" for each in calls]
        inner = "".join(f"    {each},\n" for each in told_calls)
        acted.add(f"go(\n{inner})" if len(calls) > 1 else f"go({told_calls[0]})")
    for each in sorted(calls, key=attempts.index):
        acted.tells(each)
