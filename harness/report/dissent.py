"""The differential oracle: what implementations came to in the same cell, and who stands alone.

A cell is the same when scenario, face, role, version, peer, schedule and seed are. A dissenter is no
failure: it is listed even where no requirement decides who is right, and first where none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from harness.events import CellResult, digest_of
from harness.names import FINDINGS, Verdict
from harness.scenario import DRIVER_GROUPS

#: Drivers that show the same face, by the word scenarios have for it.
_FACES = ("bio", "socket", "socket-nonblocking", "streams")
_FACE_OF = {driver: face for face in _FACES for driver in DRIVER_GROUPS[face]}

Key = tuple[str, ...]
#: Who came first to a cell and to what, whether others came too, and whether to something else.
_Met = tuple[str, str, bool, bool]


class Opinion(NamedTuple):
    """What one implementation came to in a cell, and how that was judged."""

    cell: str
    scenario: str
    schedule: str
    came: str
    verdict: Verdict
    known: bool


@dataclass(frozen=True)
class Split:
    """One cell in which not all came to the same: who came to what, and the opinion of each."""

    key: Key
    classes: Mapping[str, tuple[str, ...]]
    opinions: Mapping[str, Opinion]

    @property
    def alone(self) -> str | None:
        """Who stands against all others, at least two, that agree; None where nobody does."""
        lone = [voters[0] for voters in self.classes.values() if len(voters) == 1]
        return lone[0] if len(self.classes) == len(lone) + 1 == 2 else None


@dataclass
class Dissent:
    """One root of dissent: `who` came to `came` where `others` came to `instead`, in `cells` cells."""

    who: str
    scenario: str
    came: str
    instead: str
    others: tuple[str, ...]
    example: Opinion
    cells: int = 0
    judged: Counter[str] = field(default_factory=Counter)

    @property
    def undecided(self) -> bool:
        """Whether no requirement decides: every cell of the dissenter's passed."""
        return set(self.judged) == {Verdict.PASS.value}


class Opinions:
    """Results side by side: `meet` all of them, then `hear` all of them once more.

    What is met leaves a few bytes a cell; what is heard is kept of those cells in which opinions differ.
    layers: drivers that make another stack of an implementation.
    """

    def __init__(self, layers: frozenset[str] = frozenset()) -> None:
        #: How many cells at least two were tried in.
        self.compared = 0
        self._layers = layers
        self._met: dict[bytes, _Met] = {}
        self._once: dict[_Met, _Met] = {}
        self._split: dict[Key, dict[str, Opinion]] = {}

    def meet(self, result: CellResult) -> None:
        """Take in a result; one that was not tried, or is our own fault, has no opinion."""
        if not _has_opinion(result):
            return
        cell, who = _digest(_key(result)), self._who(result)
        first, came, several, split = self._met.get(cell, (who, result.came, False, False))
        self.compared += who != first and not several
        met = (first, came, several or who != first, split or came != result.came)
        self._met[cell] = self._once.setdefault(met, met)

    def hear(self, result: CellResult) -> None:
        """Take in a result again, now that all were met."""
        key = _key(result)
        if _has_opinion(result) and self._met[_digest(key)][3]:
            told = (result.cell, intern(result.scenario), intern(result.schedule), intern(result.came))
            opinion = Opinion(*told, result.verdict, result.known is not None)
            self._split.setdefault(key, {})[self._who(result)] = opinion

    @property
    def differ(self) -> bool:
        """Whether there is anything to be heard."""
        return any(split for _, _, _, split in self._once)

    def splits(self) -> Iterator[Split]:
        """The cells in which not all came to the same."""
        for key, opinions in self._split.items():
            classes: dict[str, list[str]] = {}
            for who in sorted(opinions):
                classes.setdefault(opinions[who].came, []).append(who)
            if len(classes) > 1:
                yield Split(key, {came: tuple(voters) for came, voters in classes.items()}, opinions)

    def dissents(self) -> list[Dissent]:
        """Who stands alone with what; those first that no requirement decides, the widest first."""
        found: dict[tuple[str, ...], Dissent] = {}
        for split in self.splits():
            if (who := split.alone) is None:
                continue
            one = split.opinions[who]
            ((instead, others),) = ((came, each) for came, each in split.classes.items() if who not in each)
            fresh = Dissent(who, one.scenario, one.came, instead, others, one)
            dissent = found.setdefault((who, one.scenario, one.came, instead), fresh)
            dissent.cells += 1
            dissent.judged["known" if one.known else one.verdict.value] += 1
            dissent.example = min(dissent.example, one, key=_plainness)
        return sorted(found.values(), key=_rank)

    def _who(self, result: CellResult) -> str:
        layered = result.driver in self._layers
        return intern(f"{result.implementation}+{result.driver}" if layered else result.implementation)


def lines(opinions: Opinions, most: int) -> Iterator[str]:
    """The dissents in words, so many at most, and how far all agree."""
    dissents = opinions.dissents()
    for each in dissents[:most]:
        judged = ", ".join(f"{count} {name}" for name, count in sorted(each.judged.items()))
        yield f"{each.who} stands alone, in {_counted(each.cells, 'cell')} ({judged}): {each.scenario}"
        yield f"    it: {each.came}"
        yield f"    {', '.join(each.others)}: {each.instead}"
        yield f"    {each.example.cell}"
    if len(dissents) > most:
        yield f"and {len(dissents) - most} other dissents"
    split = sum(1 for _ in opinions.splits())
    undecided = sum(each.undecided for each in dissents)
    yield (
        f"{_counted(opinions.compared, 'cell')} compared, {split} in which not all came to the same; "
        f"{_counted(len(dissents), 'lone dissent')}, {undecided} of which no requirement decides"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def as_data(split: Split) -> dict[str, object]:
    """A split for programs."""
    names = ("scenario", "face", "role", "tls", "peer", "schedule", "seed")
    return {
        **dict(zip(names, split.key, strict=True)),
        "alone": split.alone,
        "classes": [
            {
                "came": came,
                "who": list(voters),
                "findings": [who for who in voters if split.opinions[who].verdict in FINDINGS],
            }
            for came, voters in split.classes.items()
        ],
    }


def _rank(dissent: Dissent) -> tuple[bool, int, str, str]:
    return (not dissent.undecided, -dissent.cells, dissent.who, dissent.scenario)


def _key(result: CellResult) -> Key:
    face = _FACE_OF.get(result.driver, result.driver)
    setting = (face, str(result.role), str(result.tls), result.peer, result.schedule, str(result.seed))
    return tuple(map(intern, (result.scenario, *setting)))


def _digest(key: Key) -> bytes:
    return digest_of("\0".join(key))


def _has_opinion(result: CellResult) -> bool:
    return bool(result.came) and result.verdict not in (Verdict.UNSUPPORTED, Verdict.ERROR)


def _plainness(result: Opinion) -> tuple[bool, int, str]:
    return (result.schedule != "straight", len(result.cell), result.cell)
