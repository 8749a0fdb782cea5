"""The kill matrix: proof that the scenarios can fail, and that no planted defect gets away.

    python -m tests.kill_matrix [--whole | --renew] [--defect GLOB] [--scenarios FOLDER] [--jobs N]

Every planted defect (`tests/planted/`: a module shaped like `ssl`, wrong in one way) is tried with every
scenario, in isolated workers as any implementation is. What the whole matrix would cost is hours, so a
pair of defect and scenario gets one cell over memory BIOs, swept as the quick profile does where sweeping
is the scenario's point, and one with another driver. Role, version and driver rotate from pair to pair,
so that over all defects each scenario is tried in all its settings. What gets away so far, a defect or a
scenario without a kill, is then tried in every setting.

A module of the other shape (`buffer_shape_*.py`: TLS buffers of PEP 543 and PEP 748) is tried over the
buffer driver in the same way, and beside CPython's own ssl over memory BIOs. A defect on the wire
(`wire_*.py`: a copy of tlslite-ng changed in one place) is tried over the endpoint driver, beside tlslite-ng
itself. One in pyOpenSSL (`pyopenssl_*.py`) is tried over its two drivers, beside pyOpenSSL; one in a
layer (`twisted_*.py`, `trio_*.py` and so on) over the drivers of that layer alone, beside the installed one.

Even so the whole matrix takes its time (`--whole`). It leaves a witness for each defect and each scenario,
a cell in which the one is killed and the other kills (`tests/planted/witnesses.json`). Without `--whole`
those cells are tried again, and what is left alive is tried in rounds with whatever is likely to matter,
until it is killed; the controls are always tried whole. `--renew` writes the witnesses so found.

A finding counts as a *kill* when the sound one does not fail in the same cell with the same origin. That is
looked up by running those very cells with it, so no list of known failures is needed. A defect that is
killed nowhere survives: it is no defect, or the harness has a hole. The controls
(`_correct_*.py`) have nothing wrong with them and must survive.

A cell is no fault of the harness where a defect keeps a lie from being told; the scenario then says nothing
of that defect.

Exit code: 1 when a defect survives, a control is killed, a scenario kills nothing, or the harness itself
fails in a cell.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from harness.collection import Catalogue, collect
from harness.drivers import registry
from harness.names import Profile, Verdict
from harness.pki import Pki, mint
from harness.places import place
from harness.run import plan
from harness.run.cell import Cell, read_name
from harness.run.executor import BATCH, Batches, Lost, Report
from harness.run.isolate import Isolation
from harness.run.plan import Request
from harness.scenario import Scenario
from tests.pairing import likely
from tests.trials import (
    LAYER_DRIVERS,
    PLANTED,
    PYOPENSSL,
    Judged,
    Trial,
    controls,
    defects,
    mistake_of,
    sound_cell,
)
from tests.witnesses import Witnesses, read_witnesses

WITNESSES = PLANTED / "witnesses.json"

#: Lost cells (crashes, hangs) after which a defect has shown enough: each costs a process, or seconds.
_LOST_ENOUGH = 2
_WATCHDOG = 5.0
_AHEAD = 2
#: Findings so few that they must come again to count: one could be luck.
_WEAK = 4
#: How many pairs a round tries for what got away so far.
_ROUND = 40
_SWEPT = ("benign", "hostile")
#: The drivers with no transport: they are the fastest, and swept.
_PLAIN = ("bio", "buffer", "endpoint")


class _Answers(Batches):
    """Batches that are not troubled any more with an implementation that takes its workers down."""

    def __init__(self, executor: Isolation) -> None:
        super().__init__(executor)
        self._lost: dict[str, set[Cell]] = {}

    def submit(self, cells: Sequence[Cell]) -> None:
        """As in `Batches`, for any number of cells; those of such implementations stay without an answer."""
        left = [each for each in cells if len(self._lost.get(each.implementation, ())) < _LOST_ENOUGH]
        for start in range(0, len(left), BATCH):
            super().submit(left[start : start + BATCH])

    def _settled(self, cells: list[Cell], reports: Sequence[Report]) -> Iterator[Report]:
        for report in reports:
            if isinstance(report, Lost):
                self._lost.setdefault(report.cell.implementation, set()).add(report.cell)
        return super()._settled(cells, reports)


@dataclass
class Matrix:
    """The whole trial: `run` it, then read `trials` (by the path a module is given to the harness as).

    whole: all defects are there, so that every scenario must kill one. witnesses: the cells to begin with,
    in place of all pairs.
    """

    catalogue: Catalogue
    folder: Path
    jobs: int
    trials: dict[str, Trial]
    whole: bool = True
    witnesses: Witnesses | None = None
    _own: dict[Cell, str] = field(default_factory=dict)
    _sure: set[Cell] = field(default_factory=set)
    _rounds: Counter[str] = field(default_factory=Counter)
    _groups: dict[tuple[str, str], list[list[Cell]]] = field(default_factory=dict)

    def run(self) -> None:
        """Try every pair, or the witnesses and then more and more; then every setting of what got away."""
        with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
            pki = mint(keys)
            self._try(self._first_cells(), pki)
            while self.witnesses is not None and (cells := list(dict.fromkeys(self._next_round()))):
                self._tell(f"a round of {len(cells)} cells")
                self._try(iter(cells), pki)
            self._tell("every setting of what is left")
            self._try(self._second_chances(), pki)

    def _tell(self, what: str) -> None:
        """How far it has come, for whoever waits."""
        alive, idle = self.survivors(), self.without_kill()
        told = f"{len(alive)} survivors, {len(idle)} scenarios without a kill"
        some = ", ".join([*alive, *idle][:4])
        sys.stderr.write(f"{told}{f' ({some})' if some else ''}: {what}\n")
        sys.stderr.flush()

    def _try(self, cells: Iterator[Cell], pki: Pki) -> None:
        """Leaves only findings that the sound one does not lead to, and, if few, that come again."""
        for judged in self._judge(cells, pki, sweeping=True):
            self.trials[judged.cell.implementation].note(judged)
        for judged in self._judge(self._doubted(), pki, sweeping=False):
            self._own[judged.cell] = judged.origin
        for trial in self.trials.values():
            trial.drop(self._own)
        weak = [trial for trial in self.trials.values() if trial.planted and len(trial.found) <= _WEAK]
        doubted = [
            j.cell
            for trial in weak
            for j in trial.found
            if j.verdict not in (Verdict.CRASH, Verdict.HANG) and j.cell not in self._sure
        ]
        self._sure.update(doubted)
        again = {judged.cell: judged.steady for judged in self._judge(iter(doubted), pki, sweeping=False)}
        for trial in weak:
            trial.found = [j for j in trial.found if again.get(j.cell, j.steady) == j.steady]

    def _judge(self, cells: Iterator[Cell], pki: Pki, *, sweeping: bool) -> Iterator[Judged]:
        with Isolation(self.folder, pki, self.jobs, _WATCHDOG) as isolation:
            answers = _Answers(isolation)
            while True:
                while answers.waiting < self.jobs * _AHEAD and (batch := list(islice(cells, BATCH))):
                    answers.submit(batch)
                if not answers.waiting:
                    return
                for report in answers.reports():
                    if sweeping:
                        answers.submit(self._sweep_of(report))
                    yield _judged(report)

    def _doubted(self) -> Iterator[Cell]:
        """The cells of findings that have yet to be tried with the sound implementation."""
        cells = {judged.cell for trial in self.trials.values() for judged in trial.found}
        theirs = {sound_cell(cell) for cell in cells}
        return iter(sorted(theirs - set(self._own), key=lambda cell: cell.name))

    def _first_cells(self) -> Iterator[Cell]:
        if self.witnesses is None:
            yield from self._rotating_cells(list(self.trials))
            return
        yield from self._rotating_cells([spec for spec, trial in self.trials.items() if not trial.planted])
        yield from self.witnesses.cells(self.trials, self.catalogue.scenarios)

    def _next_round(self) -> Iterator[Cell]:
        """For each survivor and idle scenario those it has yet to be tried with, the likely first."""
        paths = {trial.name: spec for spec, trial in self.trials.items() if trial.planted}
        for name in self.survivors():
            for scenario in self._likely_next(name, self.catalogue.scenarios):
                yield from self._rotating(paths[name], scenario)
        for scenario in self.without_kill():
            for name in self._likely_next(scenario, paths):
                yield from self._rotating(paths[name], scenario)

    def _likely_next(self, name: str, others: Iterable[str]) -> list[str]:
        start = self._rounds[name]
        self._rounds[name] += _ROUND
        return likely(name, others)[start : start + _ROUND]

    def _rotating_cells(self, specs: list[str]) -> Iterator[Cell]:
        names = self.catalogue.scenarios
        pairs = ((spec, name) for spec in specs for name in names if self.trials[spec].claims(name))
        return (cell for pair in pairs for cell in self._rotating(*pair))

    def _rotating(self, spec: str, name: str) -> Iterator[Cell]:
        """For a pair a cell over memory BIOs and one over something else, in settings that rotate."""
        trial = self.trials[spec]
        turn = zlib.crc32(f"{trial.name} {name}".encode())  # its own, whatever else is tried
        for group in self._settings(name, trial.shape):
            yield replace(group[turn % len(group)], implementation=spec)

    def _second_chances(self) -> Iterator[Cell]:
        """All settings of the defects that survive, and of the scenarios that kill nothing."""
        survivors, idle = set(self.survivors()), set(self.without_kill())
        for name in self.catalogue.scenarios:
            for shape in sorted({trial.shape for trial in self.trials.values()}):
                for cell in (cell for group in self._settings(name, shape) for cell in group):
                    for spec, trial in self.trials.items():
                        wanted = trial.name in survivors or (name in idle and trial.planted)
                        if wanted and trial.shape == shape:
                            yield replace(cell, implementation=spec)

    def _settings(self, name: str, shape: str) -> list[list[Cell]]:
        if (name, shape) not in self._groups:
            self._groups[name, shape] = list(self._make_settings(name, shape))
        return self._groups[name, shape]

    def _make_settings(self, name: str, shape: str) -> Iterator[list[Cell]]:
        scenario = self.catalogue.scenarios[name]
        # The honest peer is the faster one by far, and what is on trial is the subject.
        peers = ("honest",) if "honest" in scenario.peers else scenario.peers
        drivers = _drivers_for(scenario, shape)
        request = Request((shape,), scenarios=(name,), peers=peers, drivers=drivers)
        cells = list(plan.straight_cells(self.catalogue, request))
        plain = [cell for cell in cells if cell.driver in _PLAIN]
        others = [cell for cell in cells if cell.driver not in _PLAIN]
        yield from (group for group in (plain, others) if group)

    def _sweep_of(self, report: Report) -> list[Cell]:
        if isinstance(report, Lost) or report.layout is None or report.result.verdict is not Verdict.PASS:
            return []
        cell = read_name(report.result.cell)
        scenario = self.catalogue.scenarios[cell.scenario]
        if (
            cell.driver not in _PLAIN
            or cell.schedule != "straight"
            or not self._is_swept(cell, scenario.sweep)
        ):
            return []
        request = Request((cell.implementation,), profile=Profile.QUICK)
        return list(plan.swept_cells(cell, scenario, report.layout, request))

    def _is_swept(self, cell: Cell, sweep: str) -> bool:
        """Whether schedules are worth their time: those of lies only while nothing has been found."""
        return sweep in _SWEPT or (sweep == "lies" and not self.trials[cell.implementation].found)

    # -- what it shows ------------------------------------------------------------------------------

    def survivors(self) -> list[str]:
        """Defects that nothing kills."""
        return [trial.name for trial in self.planted() if not trial.found]

    def false_alarms(self) -> list[Judged]:
        """Findings in the controls."""
        return [judged for trial in self.trials.values() if not trial.planted for judged in trial.found]

    def errors(self) -> list[Judged]:
        """Cells in which the harness itself failed."""
        return [judged for trial in self.trials.values() for judged in trial.errors]

    def without_kill(self) -> list[str]:
        """Scenarios due on this Python that kill nothing, when the matrix is whole."""
        killing = {name for trial in self.planted() for name in trial.killers}
        names = self.catalogue.scenarios if self.whole else ()
        return [name for name in names if name not in killing and self._due(name)]

    def _due(self, name: str) -> bool:
        """Whether a scenario speaks of this Python, not of a later one, and of layers that are installed."""
        scenario = self.catalogue.scenarios[name]
        shapes = {trial.shape for trial in self.planted()}
        drivers = _asked_for(scenario) or _of_packages(scenario)
        here = [driver for driver in drivers if _is_here(driver)]
        if drivers and not any(registry.suits(each, shape) for each in here for shape in shapes):
            return False
        requirements = (self.catalogue.requirements[each] for each in scenario.requires)
        return min(requirement.python for requirement in requirements) <= sys.version_info[:2]

    def planted(self) -> list[Trial]:
        """The trials of modules with something wrong."""
        return [trial for trial in self.trials.values() if trial.planted]

    def lines(self) -> Iterator[str]:
        """The table, a line a module."""
        yield f"{'planted defect':36} {'cells':>9} {'scenarios':>9}  the finding most scenarios make"
        for trial in self.trials.values():
            origins = Counter(judged.origin for judged in trial.found).most_common(1)
            share = f"{len(trial.found)}/{trial.tried}"
            yield f"{trial.name:36} {share:>9} {len(trial.killers):>9}  {origins[0][0] if origins else '-'}"

    def as_data(self) -> dict[str, object]:
        """Everything, for a file."""
        return {
            "defects": {
                trial.name: {
                    "mistake": mistake_of(trial.path),
                    "tried": trial.tried,
                    "killed_by": trial.killers,
                    "found": [[j.cell.name, str(j.verdict), j.origin, j.told] for j in trial.found],
                }
                for trial in self.trials.values()
            },
            "survivors": self.survivors(),
            "scenarios_without_a_kill": self.without_kill(),
            "false_alarms": [judged.cell.name for judged in self.false_alarms()],
            "errors": [[judged.cell.name, judged.told] for judged in self.errors()],
        }


def _asked_for(scenario: Scenario) -> tuple[str, ...]:
    """The drivers of a scenario that is about layers alone: they are tried when they are asked for."""
    drivers = plan.drivers_of(scenario)
    return tuple(drivers) if registry.ON_REQUEST.issuperset(drivers) else ()


def _of_packages(scenario: Scenario) -> tuple[str, ...]:
    """The drivers of a scenario that is about the objects of a package which need not be installed."""
    drivers = plan.drivers_of(scenario)
    return tuple(drivers) if registry.OWN_OBJECTS.issuperset(drivers) else ()


def _drivers_for(scenario: Scenario, shape: str) -> tuple[str, ...]:
    """The drivers that modules of a shape are tried over, () for the usual ones."""
    if shape in LAYER_DRIVERS:
        return LAYER_DRIVERS[shape]
    if shape == PYOPENSSL:
        return ()
    return tuple(each for each in _asked_for(scenario) if registry.suits(each, shape))


def _is_here(driver: str) -> bool:
    """Whether the package of a driver is installed, after which it is named."""
    name = driver.partition("-")[0]
    return find_spec({"pyopenssl": "OpenSSL"}.get(name, name)) is not None


def _judged(report: Report) -> Judged:
    result = report.result
    return Judged(read_name(result.cell), result.verdict, result.origin, result.reason)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_matrix", description="The kill matrix.")
    parser.add_argument("--whole", action="store_true", help="try every pair, and write the witnesses anew")
    parser.add_argument("--renew", action="store_true", help="write the witnesses anew, from what was found")
    parser.add_argument("--defect", default="*", help="glob: only these defects; scenarios then need no kill")
    parser.add_argument("--skip", nargs="*", default=[], help="globs: not these; scenarios then need no kill")
    parser.add_argument("--scenarios", type=Path, default=place("scenarios"), help="folder of the catalogue")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write everything to this file")
    chosen = parser.parse_args(arguments)
    passed_over = [path for glob in chosen.skip for path in defects(glob)]
    planted = [Trial(path) for path in defects(chosen.defect) if path not in passed_over]
    shapes = {trial.shape for trial in planted}
    sound = [trial for path in controls() if (trial := Trial(path)).shape in shapes]
    trials = {os.path.relpath(trial.path): trial for trial in (*planted, *sound)}
    everything = chosen.defect == "*" and not chosen.skip
    witnesses = None if chosen.whole else read_witnesses(WITNESSES)
    matrix = Matrix(collect(chosen.scenarios), chosen.scenarios, chosen.jobs, trials, everything, witnesses)
    matrix.run()
    if (chosen.whole or chosen.renew) and everything:
        kills = [(trial.name, judged) for trial in matrix.planted() for judged in trial.found]
        lost = {judged.cell for _, judged in kills if judged.verdict in (Verdict.CRASH, Verdict.HANG)}
        Witnesses.chosen_from([(name, judged.cell) for name, judged in kills], lost).write(WITNESSES)
    if chosen.json:
        chosen.json.write_text(json.dumps(matrix.as_data(), indent=1) + "\n", encoding="utf-8")
    faults = {
        "SURVIVES": matrix.survivors(),
        "FALSE ALARM": [f"{judged.cell.name}: {judged.told}" for judged in matrix.false_alarms()],
        "HARNESS ERROR": [f"{judged.cell.name}: {judged.told}" for judged in matrix.errors()],
        "KILLS NOTHING": matrix.without_kill(),
    }
    told = [*matrix.lines(), *(f"{fault}: {each}" for fault, them in faults.items() for each in them)]
    sys.stdout.write("\n".join(told) + "\n")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
