"""The text form of schedules: `parse(str(schedule)) == schedule`, and one clear sentence when it is not.

schedule := "straight" | action ("+" action)*
action   := name ["@" lane] [":" place | "(" arguments ")"]
place    := bytes | "#" record [("+" | "-") bytes | "~" percent]

What the names mean stands with the actions, in `actions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from harness.errors import ScheduleError
from harness.names import Role
from harness.schedule.actions import (
    STRAIGHT,
    Action,
    Cut,
    Delay,
    Drop,
    End,
    Every,
    Flip,
    Hold,
    Insert,
    Join,
    Place,
    Repeat,
    Scatter,
    Schedule,
    Swap,
    Turns,
)

_ACTION = re.compile(
    r"(?P<name>[a-z]+)(?:@(?P<lane>[a-z]+))?(?::(?P<place>[#0-9~+-]+)|\((?P<arguments>[^()]*)\))?"
)
_PLACE = re.compile(r"(?:#(?P<record>\d+))?(?:~(?P<percent>\d+)|(?P<offset>[+-]?\d+))?")
_LARGEST = 2**31


@lru_cache(maxsize=4096)  # the sweeps of a catalogue say the same in many settings
def parse(text: str) -> Schedule:
    """The schedule `text` writes. Raises `ScheduleError` saying which part does not read and why."""
    if text.strip() == "straight":
        return STRAIGHT
    return Schedule(tuple(_action(part, text) for part in _split(text)))


def _split(text: str) -> list[str]:
    """The actions of `text`: `+` separates them, but not inside parentheses or a place."""
    return [part.strip() for part in re.split(r"\+(?=\s*[a-z])(?![^()]*\))", text)]


def _action(part: str, whole: str) -> Action:
    match = _ACTION.fullmatch(part)
    if match is None or match["name"] not in _READERS:
        names = ", ".join(sorted(_READERS))
        raise ScheduleError(f"schedule {whole!r}: {part!r} is no action (there are {names})")
    try:
        arguments = _Arguments(match)
        action = _READERS[match["name"]](arguments)
        arguments.done()
    except ValueError as error:
        raise ScheduleError(f"schedule {whole!r}: {part!r}: {error}") from None
    return action


class _Arguments:
    """The arguments of one action, taken one at a time; every `ValueError` says what is wrong."""

    def __init__(self, match: re.Match[str]) -> None:
        self.lane = _lane(match["lane"]) if match["lane"] else None
        self.place = read_place(match["place"]) if match["place"] else None
        parts = [part.strip() for part in (match["arguments"] or "").split(",") if part.strip()]
        self._given = [part for part in parts if "=" not in part]
        self._named = dict(part.replace(" ", "").split("=", 1) for part in parts if "=" in part)

    def next(self, what: str) -> str:
        if not self._given:
            raise ValueError(f"it lacks its {what}")
        return self._given.pop(0)

    def role(self) -> Role:
        return self.lane or _lane(self.next("lane"))

    def number(self, what: str, least: int = 0) -> int:
        return _number(self.next(what), what, least)

    def named_number(self, what: str, least: int) -> int:
        if what not in self._named:
            raise ValueError(f"it lacks {what}=")
        return _number(self._named.pop(what), what, least)

    def named(self, what: str, default: str | None = None) -> str:
        if what not in self._named and default is None:
            raise ValueError(f"it lacks {what}=")
        return self._named.pop(what, default or "")

    def done(self) -> None:
        left = [*self._given, *self._named]
        if left:
            raise ValueError(f"it has {left[0]!r} too much")


def read_place(text: str) -> Place:
    """The place `text` writes; raises `ValueError` when it writes none."""
    match = _PLACE.fullmatch(text)
    if not text or match is None:
        raise ValueError(f"{text!r} is no place (such as 137, #3, #3+5, #3-1, #3~50)")
    record = None if match["record"] is None else _number(match["record"], "record")
    if match["percent"] is not None:
        percent = _number(match["percent"], "percent")
        if record is None or percent > 100:
            raise ValueError(f"{text!r} is no place: a percentage of a record lies between #n~0 and #n~100")
        return Place(0, record, percent)
    offset = int(match["offset"] or 0)
    if abs(offset) > _LARGEST or (record is None and offset < 0):
        raise ValueError(f"{text!r} is no place: the offset is out of range")
    return Place(offset, record)


def _cut(arguments: _Arguments) -> Action:
    if arguments.place is None:
        return Every(arguments.number("size", least=1), arguments.lane)
    if arguments.lane is None:
        raise ValueError("a cut at a place needs its lane, as in cut@client:137")
    return Cut(arguments.lane, arguments.place)


def _flip(arguments: _Arguments) -> Action:
    lane, record = arguments.role(), arguments.number("record")
    bit_of = arguments.named_number("byte", -_LARGEST), arguments.named_number("bit", 0)
    if bit_of[1] > 7:
        raise ValueError("a byte has bits 0 to 7")
    return Flip(lane, record, *bit_of)


def _swap(arguments: _Arguments) -> Action:
    lane, record, other = arguments.role(), arguments.number("record"), arguments.number("other record")
    if record >= other:
        raise ValueError("it names the earlier record first")
    return Swap(lane, record, other)


def _insert(arguments: _Arguments) -> Action:
    lane, record, digits = arguments.role(), arguments.number("record"), arguments.next("bytes")
    try:
        return Insert(lane, record, bytes.fromhex(digits))
    except ValueError:
        raise ValueError(f"{digits!r} is not hexadecimal") from None


def _end(arguments: _Arguments) -> Action:
    lane, place = arguments.role(), read_place(arguments.named("at"))
    eof = arguments.named("eof", "yes")
    if eof not in ("yes", "no"):
        raise ValueError("eof= is yes or no")
    return End(lane, place, eof == "yes")


_READERS: dict[str, Callable[[_Arguments], Action]] = {
    "cut": _cut,
    "scatter": lambda given: Scatter(given.number("seed"), given.lane),
    "join": lambda given: Join(given.lane),
    "hold": lambda given: Hold(given.role(), given.number("record")),
    "delay": lambda given: Delay(given.role(), given.number("ticks", least=1)),
    "turns": lambda given: Turns(given.role()),
    "swap": _swap,
    "drop": lambda given: Drop(given.role(), given.number("record")),
    "repeat": lambda given: Repeat(given.role(), given.number("record")),
    "flip": _flip,
    "insert": _insert,
    "end": _end,
}


def _lane(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise ValueError(f"{text!r} is no lane (client or server)") from None


def _number(text: str, what: str, least: int = 0) -> int:
    if not re.fullmatch(r"-?\d{1,10}", text) or not least <= int(text) <= _LARGEST:
        raise ValueError(f"{text!r} is no {what}")
    return int(text)
