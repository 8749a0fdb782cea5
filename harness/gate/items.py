"""What pytest collects: a node for each theme of an implementation, an item for each scenario x setting.

stdlib/closing::cut_wire_is_not_a_clean_end[bio:client:1.3:tlslite]
implementation/theme::function[driver:role:version:peer], with all its schedules and seeds
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.events import CellResult
from harness.gate.trial import Trial
from harness.names import FINDINGS, Verdict
from harness.report.telling import in_words
from harness.run import plan
from harness.run.cell import Cell


@dataclass
class Words:
    """What pytest shows of a failure: the text, and in `reprcrash` the line for its summary."""

    text: str
    reprcrash: SimpleNamespace

    def __str__(self) -> str:
        return self.text

    def toterminal(self, out: Any) -> None:
        """Print it; `out` is a terminal writer of pytest's."""
        for each in self.text.splitlines():
            out.line(each)


class Told(Exception):
    """An item did not pass: `headline` in a line, and the whole in words. Never a traceback of ours."""

    def __init__(self, headline: str, text: str) -> None:
        super().__init__(text)
        self.headline = headline

    def shown(self, path: str, line: int | None) -> Words:
        """What pytest shows of it, in place of a traceback."""
        crash = SimpleNamespace(path=path, lineno=(line or 0) + 1, message=self.headline)
        return Words(str(self), crash)


class Theme(pytest.Collector):
    """The scenarios of one theme for one implementation, `cells` their undisturbed cells."""

    def __init__(self, *, trial: Trial, cells: list[Cell], **given: Any) -> None:
        super().__init__(**given)
        self._trial = trial
        self._cells = cells

    def collect(self) -> Iterator[Setting]:
        """An item for each setting, in the order of the plan."""
        for (scenario, *setting), cells in groupby(self._cells, _setting_of):
            name = f"{scenario.partition('/')[2]}[{':'.join(setting)}]"
            nodeid = f"{self.nodeid}::{name}"
            yield Setting.from_parent(self, name=name, nodeid=nodeid, trial=self._trial, cells=list(cells))


class Setting(pytest.Item):
    """One scenario in one setting: its undisturbed cells, one for each seed, and their sweeps."""

    def __init__(self, *, trial: Trial, cells: list[Cell], **given: Any) -> None:
        super().__init__(**given)
        self.cells = cells
        self.sightings: Mapping[str, bool] = {}
        self._trial = trial
        self._scenario = trial.catalogue.scenarios[cells[0].scenario]
        self._results: list[CellResult] = []
        self._stale: list[str] = []
        self.extra_keyword_matches |= {cells[0].scenario, cells[0].implementation}

    def setup(self) -> None:
        """Have the cells run. A fault of the harness is no failure, but an error."""
        known = self._trial.known[self.cells[0].implementation].anew()
        self._results = [known.weigh(result) for result in self._trial.results(self.cells)]
        self.sightings = known.sightings()
        faults = [each for each in self._results if each.verdict is Verdict.ERROR]
        if faults:
            raise Told(faults[0].reason, self._in_words(faults))
        self._stale = known.stale(with_evidence=True)

    def runtest(self) -> None:
        """Judge: a finding fails, a known one is an expected failure, and what is unsupported is skipped."""
        results = self._results
        if self.config.getoption("runxfail", default=False):
            results = [replace(each, known=None) for each in results]
        wrong = [each for each in results if each.verdict in FINDINGS and each.known is None]
        if wrong:
            raise Told(f"{wrong[0].verdict.value.upper()} {wrong[0].origin}", self._in_words(wrong))
        if self._stale:
            raise Told(f"[XPASS(strict)] {self._stale[0]}", "\n".join(self._stale))
        if reason := next((each.known for each in results if each.known is not None), None):
            pytest.xfail(reason)
        if all(each.verdict is Verdict.UNSUPPORTED for each in results):
            pytest.skip(f"unsupported: {results[0].reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The finding in words; a traceback, which takes pytest long, only of what nobody expects."""
        error = excinfo.value
        if isinstance(error, Told):
            return error.shown(*self.location[:2])
        return (
            str(error) if isinstance(error, pytest.xfail.Exception) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario stands, and what it is called in a headline."""
        file, line = _place(self._scenario.place)
        return file, line - 1, f"{self.cells[0].scenario}{self.name[self.name.index('[') :]}"

    def _in_words(self, results: list[CellResult]) -> str:
        return in_words(results, self._trial.words, self.config.get_terminal_writer().fullwidth)


def themes(session: pytest.Session, trial: Trial) -> Iterator[Theme]:
    """Every theme of a trial, for one implementation after the other."""
    for place, cells in groupby(plan.straight_cells(trial.catalogue, trial.request), _place_of):
        yield Theme.from_parent(
            session, name=place.rpartition("/")[2], nodeid=place, trial=trial, cells=list(cells)
        )


def without_dot(name: str) -> str:
    """An implementation as ids have it: a file of this folder goes without the dot and slash."""
    return name.removeprefix("./")


def _place_of(cell: Cell) -> str:
    return f"{without_dot(cell.implementation)}/{cell.scenario.partition('/')[0]}"


def _setting_of(cell: Cell) -> tuple[str, ...]:
    return cell.scenario, cell.driver, str(cell.role), str(cell.tls), cell.peer


def _place(text: str) -> tuple[Path, int]:
    """File and line of a scenario; one in a file of its own stands in the first."""
    file, _, line = text.rpartition(":")
    return (Path(file), int(line)) if file and line.isdigit() else (Path(text), 1)
