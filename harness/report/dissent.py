"""The differential oracle: what implementations came to in the same cell, and who stands alone.

A cell is the same when scenario, face, role, version, peer, schedule and seed are. A dissenter is no
failure: it is listed even where no requirement decides who is right, and first where none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harness.events import CellResult
from harness.names import FINDINGS, Verdict
from harness.scenario import DRIVER_GROUPS

#: Drivers that show the same face, by the word scenarios have for it.
_FACES = ("bio", "socket", "socket-nonblocking", "streams")
_FACE_OF = {driver: face for face in _FACES for driver in DRIVER_GROUPS[face]}

Key = tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """One cell in which not all came to the same: who came to what, and an example of each."""

    key: Key
    classes: Mapping[str, tuple[str, ...]]
    results: Mapping[str, CellResult]

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
    example: CellResult
    cells: int = 0
    judged: Counter[str] = field(default_factory=Counter)

    @property
    def undecided(self) -> bool:
        """Whether no requirement decides: every cell of the dissenter's passed."""
        return set(self.judged) == {Verdict.PASS.value}


@dataclass
class Opinions:
    """Results side by side. layers: drivers that make another stack of an implementation."""

    layers: frozenset[str] = frozenset()
    _cells: dict[Key, dict[str, CellResult]] = field(default_factory=dict)

    def add(self, result: CellResult) -> None:
        """Take in a result; one that was not tried, or is our own fault, has no opinion."""
        if result.came and result.verdict not in (Verdict.UNSUPPORTED, Verdict.ERROR):
            self._cells.setdefault(_key(result), {})[self._who(result)] = result

    @property
    def compared(self) -> int:
        """How many cells at least two were tried in."""
        return sum(len(each) > 1 for each in self._cells.values())

    def splits(self) -> Iterator[Split]:
        """The cells in which not all came to the same."""
        for key, results in self._cells.items():
            classes: dict[str, list[str]] = {}
            for who in sorted(results):
                classes.setdefault(results[who].came, []).append(who)
            if len(classes) > 1:
                yield Split(key, {came: tuple(voters) for came, voters in classes.items()}, results)

    def dissents(self) -> list[Dissent]:
        """Who stands alone with what; those first that no requirement decides, the widest first."""
        found: dict[tuple[str, ...], Dissent] = {}
        for split in self.splits():
            if (who := split.alone) is None:
                continue
            one = split.results[who]
            ((instead, others),) = ((came, each) for came, each in split.classes.items() if who not in each)
            fresh = Dissent(who, one.scenario, one.came, instead, others, one)
            dissent = found.setdefault((who, one.scenario, one.came, instead), fresh)
            dissent.cells += 1
            dissent.judged["known" if one.known is not None else one.verdict.value] += 1
            dissent.example = min(dissent.example, one, key=_plainness)
        return sorted(found.values(), key=_rank)

    def _who(self, result: CellResult) -> str:
        layered = result.driver in self.layers
        return f"{result.implementation}+{result.driver}" if layered else result.implementation


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
                "findings": [who for who in voters if split.results[who].verdict in FINDINGS],
            }
            for came, voters in split.classes.items()
        ],
    }


def _rank(dissent: Dissent) -> tuple[bool, int, str, str]:
    return (not dissent.undecided, -dissent.cells, dissent.who, dissent.scenario)


def _key(result: CellResult) -> Key:
    face = _FACE_OF.get(result.driver, result.driver)
    return (
        result.scenario, face, str(result.role), str(result.tls), result.peer, result.schedule,
        str(result.seed),
    )  # fmt: skip


def _plainness(result: CellResult) -> tuple[bool, int, str]:
    return (result.schedule != "straight", len(result.cell), result.cell)
