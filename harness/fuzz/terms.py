"""What a campaign is told and what it tells: terms on the way in, a summary of each target on the way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from harness.fuzz.finds import FOLDER
from harness.run.known import KnownFailure

#: Seconds one input may take before the child counts as hung.
WATCHDOG = 20.0


@dataclass(frozen=True)
class Terms:
    """How to run targets.

    seconds, runs: when to stop fuzzing one (0: no such bound). seed: at least 1; a run with the same seed
    and bound by `runs` makes the same inputs as far as the subject itself is deterministic. finds: where
    to keep finds. keep: where inputs that reached something new are kept and taken up again, a folder for
    each target; None to forget them. known: the known failures of the implementation; one excuses a find
    when its `cells` matches `fuzz/TARGET[IMPLEMENTATION]` and its `origin` the find's key. watchdog: in
    seconds.
    """

    implementation: str = "stdlib"
    seconds: int = 10
    runs: int = 0
    seed: int = 1
    finds: Path = FOLDER
    keep: Path | None = None
    known: tuple[KnownFailure, ...] = ()
    watchdog: float = WATCHDOG


@dataclass(frozen=True)
class Find:
    """A find as told and kept: what makes it this one, a sentence, the file, and why it is no news if so."""

    key: str
    told: str
    path: Path
    known: str = ""


@dataclass
class Summary:
    """What became of one target. seconds: spent on inputs alone. cut_short: why it ended early, if so."""

    target: str
    executions: int = 0
    seconds: float = 0.0
    corpus: int = 0
    finds: list[Find] = field(default_factory=list)
    cut_short: str = ""

    @property
    def unexpected(self) -> list[Find]:
        """The finds that are not known failures."""
        return [find for find in self.finds if not find.known]

    def __str__(self) -> str:
        rate = self.executions / self.seconds if self.seconds else 0
        found = len(self.unexpected)
        counts = f"{self.executions:>12}{rate:>10.0f}{self.corpus:>8}{found:>7}{len(self.finds) - found:>7}"
        return f"{self.target:<16}{counts}" + (f"  ({self.cut_short})" if self.cut_short else "")


#: The line above a table of summaries.
HEADING = f"{'target':<16}{'executions':>12}{'exec/s':>10}{'corpus':>8}{'finds':>7}{'known':>7}"
