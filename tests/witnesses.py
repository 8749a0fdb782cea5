"""The witnesses of the kill matrix: for each defect a cell that kills it, for each scenario one it kills in.

They are found by a run of the whole matrix and kept in a file, so that the proof can be checked in a
minute. A witness decides nothing by itself: its cell is run again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.run.cell import Cell, read_name


@dataclass(frozen=True)
class Witnesses:
    """Names of cells, by defect and by scenario."""

    defects: dict[str, str]
    scenarios: dict[str, str]

    @classmethod
    def chosen_from(
        cls, found: Iterable[tuple[str, Cell]], lost: Collection[Cell] = frozenset()
    ) -> Witnesses:
        """The best of (defect, cell that kills it): undisturbed, then of the defect killed most often.

        A defect that many cells find is found again tomorrow; so is a cell with nothing left to chance. Last
        are `lost` cells, which cost their process: of such a defect only the first are tried.
        """
        pairs = list(found)
        often = Counter(defect for defect, _ in pairs)
        ranked = sorted(
            pairs,
            key=lambda pair: (pair[1] in lost, pair[1].schedule != "straight", -often[pair[0]], pair[1].name),
        )
        defects: dict[str, str] = {}
        scenarios: dict[str, str] = {}
        for defect, cell in ranked:
            defects.setdefault(defect, cell.name)
            scenarios.setdefault(cell.scenario, cell.name)
        return cls(dict(sorted(defects.items())), dict(sorted(scenarios.items())))

    def cells(self, defects: Iterable[str], scenarios: Iterable[str]) -> Iterator[Cell]:
        """Every witness whose defect (by the path of its module) and scenario still exist, once."""
        there, known = set(defects), set(scenarios)
        for name in dict.fromkeys([*self.defects.values(), *self.scenarios.values()]):
            cell = read_name(name)
            if cell.implementation in there and cell.scenario in known:
                yield cell

    def write(self, path: Path) -> None:
        """To a file of JSON."""
        document = {"defects": self.defects, "scenarios": self.scenarios}
        path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def read_witnesses(path: Path) -> Witnesses:
    """The file's; none at all when there is no file. Raises `UsageError` for one that cannot be read."""
    if not path.exists():
        return Witnesses({}, {})
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Witnesses(dict(document["defects"]), dict(document["scenarios"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"witnesses {path}: {error!r}") from None
