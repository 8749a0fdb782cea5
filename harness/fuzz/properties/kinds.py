"""The properties: what is made by choice, and what must hold of all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.drivers import registry
from harness.errors import ScenarioError, Unsupported, UsageError
from harness.fuzz.choose import Choose
from harness.fuzz.grammar import schedules
from harness.fuzz.grammar.orders import order
from harness.fuzz.grammar.sessions import sessions as connections
from harness.fuzz.grammar.settings import faced
from harness.fuzz.grammar.sizes import sized
from harness.fuzz.grammar.talk import conversation
from harness.fuzz.properties.agreement import disputed
from harness.fuzz.scripted import try_written
from harness.fuzz.tampered import tampering
from harness.fuzz.target import Finding, Target, Trial
from harness.implementation import Implementation
from harness.scenario import DRIVER_GROUPS
from harness.written import Written, written_in

#: Drivers, the plainest and fastest first: what fails through all of them is shown through the first.
ASYNCIO = ("asyncio-protocol", "asyncio-streams", "asyncio-buffered")
_EVERY_FACE = ("bio", "socket-nonblocking", *ASYNCIO, "socket")
#: The state table is that of an `SSLObject`.
OBJECTS = ("bio", "socket-nonblocking")
#: One face is enough for what is on the wire.
_WIRE = ("bio",)
#: The longest text of a scenario worth trying, in bytes.
_LONGEST = 1 << 16

Faces = Sequence[str]


def benign(choose: Choose, faces: Faces) -> Written:
    """Any conversation under any benign schedule ends exactly as it does undisturbed."""
    words = faced(choose, faces)
    schedule = schedules.benign(choose)
    talk = conversation(choose, words)
    return words.written("A conversation, delivered another way.", "harness:metamorphic", talk, schedule)


def hostile(choose: Choose, faces: Faces) -> Written:
    """Any conversation under any hostile schedule keeps every rule."""
    words = faced(choose, faces)
    schedule = schedules.hostile(choose)
    talk = conversation(choose, words)
    return words.written("A conversation that is damaged on its way.", "harness:bounded", talk, schedule)


def delivered(choose: Choose, faces: Faces) -> Written:
    """Any conversation under any schedule: as `benign` or as `hostile`, whichever the schedule is."""
    return choose.pick((benign, hostile))(choose, faces)


def call_order(choose: Choose, faces: Faces) -> Written:
    """Any order of calls comes to what the state table allows, call by call."""
    words = faced(choose, faces)
    steps = order(choose, past_closure=words.driver in DRIVER_GROUPS["bio"])
    return words.written("Calls in any order.", "python:ssl:states", steps)


def sizes(choose: Choose, faces: Faces) -> Written:
    """Any sizes of payloads, writes and reads carry every byte, once and in order."""
    words = faced(choose, faces)
    steps = sized(choose, asks=words.asks)
    return words.written("Payloads and pieces of any size.", "rfc8446:5.2:integrity", steps)


def sessions(choose: Choose, faces: Faces) -> Written:
    """Any settings that fit together give connections that agree and carry data, resumed or not."""
    words = faced(choose, faces)
    steps = connections(choose, words)
    return words.written("Connections with any settings.", "python:ssl.session:resume", steps)


def lies(choose: Choose, faces: Faces) -> Written:
    """Any one or two lies of the peer end in a known error or a handshake, and break no rule."""
    return tampering(choose, faces, most=2)


def agreement(choose: Choose, faces: Faces) -> Written:
    """Any one or two lies are answered alike by two implementations, where a clause says how."""
    return tampering(choose, faces, most=2)


@dataclass(frozen=True)
class Property:
    """What is made, and how it is judged. faces: the drivers it is tried through, where they suit."""

    make: Callable[[Choose, Faces], Written]
    faces: Faces = _EVERY_FACE
    judge: Callable[[Written, Trial], Finding | None] = try_written

    @property
    def name(self) -> str:
        """Its name, one of `harness.fuzz.target.PROPERTIES`."""
        return self.make.__name__

    @property
    def invariant(self) -> str:
        """The first line of its docstring."""
        return (self.make.__doc__ or "").partition("\n")[0]

    def faces_of(self, implementation: Implementation) -> Faces:
        """Those of its faces that this implementation has."""
        return [face for face in self.faces if _has(implementation, face)]

    def some_faces_of(self, implementation: Implementation) -> Faces:
        """The same; raises `Unsupported` where there are none."""
        found = self.faces_of(implementation)
        if not found:
            raise Unsupported(f"{implementation.name} has no driver of {', '.join(self.faces)}")
        return found

    def faces_in(self, trial: Trial) -> Faces:
        """The driver a trial asks for, else those of its faces that are there; raises `Unsupported`."""
        if trial.driver:
            return (trial.driver,)
        word = f"faces of {self.name}"
        if word not in trial.kept:
            trial.kept[word] = self.some_faces_of(trial.implementation)
        found: Faces = trial.kept[word]
        return found

    def target(self) -> Target:
        """It as a target whose inputs are texts of scenarios, for replaying and burying."""

        def judge(data: bytes, trial: Trial) -> Finding | None:
            try:
                written = written_in(data, "a scenario")
            except ScenarioError:
                return None
            return self.judge(written, trial)

        judge.__name__, judge.__doc__ = self.name, self.invariant
        return Target(judge, longest=_LONGEST)


_ALL = (
    Property(benign),
    Property(hostile),
    Property(call_order, OBJECTS),
    Property(sizes),
    Property(sessions),
    Property(lies, _WIRE),
    Property(agreement, _WIRE, disputed),
)
_BY_NAME = {each.name: each for each in _ALL}
TARGETS = {each.name: each.target() for each in _ALL}


def property_called(name: str) -> Property:
    """The property of that name. Raises `UsageError` when there is none."""
    if name not in _BY_NAME:
        raise UsageError(f"there is no property {name!r}: there are {', '.join(_BY_NAME)}")
    return _BY_NAME[name]


def _has(implementation: Implementation, face: str) -> bool:
    """Whether the implementation has a driver of this group."""
    return any(
        registry.suits(name, implementation.name) and not registry.driver(name).missing(implementation)
        for name in DRIVER_GROUPS.get(face, (face,))
    )
