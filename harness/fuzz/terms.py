"""What a campaign is told and what it tells: terms on the way in, a summary of each target on the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.collection import matches
from harness.errors import UsageError
from harness.fuzz.finds import FOLDER
from harness.run.capabilities import Stack
from harness.run.cell import read_name
from harness.run.known import KnownFailure, names_and_like

#: Seconds one input may take before the child counts as hung.
WATCHDOG = 20.0
#: Seconds for which each target is fuzzed unless told otherwise.
SECONDS = 10


@dataclass(frozen=True)
class Terms:
    """How to run targets.

    seconds, runs: when to stop fuzzing one (0: no such bound). seed: at least 1; a run with the same seed
    and bound by `runs` makes the same inputs as far as the subject itself is deterministic. jobs: how many
    children work at once. finds: where to keep finds. keep: where inputs that reached something new are
    kept and taken up again, a folder for each target; None to forget them. known: the known failures of
    the implementation (`reason_for`). watchdog: in seconds. tidy: whether finds are made small. driver: the
    one to go through; "" where each target takes the first that suits.
    """

    implementation: str = "stdlib"
    seconds: int = SECONDS
    runs: int = 0
    seed: int = 1
    jobs: int = 1
    finds: Path = FOLDER
    keep: Path | None = None
    known: tuple[KnownFailure, ...] = ()
    watchdog: float = WATCHDOG
    tidy: bool = True
    driver: str = ""

    @property
    def subject(self) -> str:
        """The implementation, or the layer over it that is asked for, as `matrix` calls it: stdlib+trio."""
        return Stack(self.implementation, self.driver or None).name

    def reason_for(self, target: str, key: str, cell: str) -> str:
        """Why a find is no news, "" where it is.

        An entry excuses it when its `cells` matches `fuzz/TARGET[SUBJECT]` (stdlib, stdlib+trio) and its
        `origin` the find's key; or a name of the find's cell, if it has one, and the key behind its verdict.
        """
        names = [(f"fuzz/{target}[{self.subject}]", key)]
        if cell:
            of, origin = read_name(cell), key.partition(": ")[2]
            names += [(name, origin) for name in names_and_like(cell, of.implementation, of.driver)]
        for entry in self.known:
            if any(matches(entry.cells, name) and matches(entry.origin, origin) for name, origin in names):
                return entry.reason
        return ""


@dataclass(frozen=True)
class Find:
    """A find as told and kept: what makes it this one, a sentence, the file, and why it is no news if so.

    data: its input, met at the `execution`-th. fresh: its file is new, and not tidied yet.
    """

    key: str
    told: str
    path: Path
    known: str = ""
    data: bytes = b""
    execution: int = 0
    fresh: bool = False


@dataclass
class Summary:
    """What became of one target.

    seconds: spent on inputs alone. coverage: counters of Python hit, 0 for a target without any to
    instrument. looks: how many different runs were seen from outside. cut_short: why it ended early, if
    so. unsuited: what the implementation lacks, where it could not be tried at all.
    """

    target: str
    executions: int = 0
    seconds: float = 0.0
    coverage: int = 0
    looks: int = 0
    corpus: int = 0
    finds: list[Find] = field(default_factory=list)
    cut_short: str = ""
    unsuited: str = ""

    @property
    def unexpected(self) -> list[Find]:
        """The finds that are not known failures."""
        return [find for find in self.finds if not find.known]

    @property
    def rate(self) -> float:
        """Executions a second."""
        return self.executions / self.seconds if self.seconds else 0.0

    def add(self, other: Summary) -> None:
        """Take in what another child of the same target did, at the same time."""
        self.executions += other.executions
        self.seconds = max(self.seconds, other.seconds)
        self.coverage = max(self.coverage, other.coverage)
        self.looks = max(self.looks, other.looks)
        self.corpus = max(self.corpus, other.corpus)
        self.cut_short = self.cut_short or other.cut_short
        self.unsuited = self.unsuited or other.unsuited
        known = {find.key for find in self.finds}
        self.finds += [find for find in other.finds if find.key not in known]


def need_one(summaries: Sequence[Summary]) -> None:
    """Raise `UsageError` where the implementation suits no target."""
    if summaries and all(summary.unsuited for summary in summaries):
        raise UsageError(summaries[0].unsuited)
