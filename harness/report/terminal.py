"""What a person at the terminal sees: progress, a matrix, each finding once, and how it all ended.

The progress line lives on a terminal only; piped output has neither it nor any control code. Nothing
is told by colour alone. Text from outside (names, reasons) is never read as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import ParamSpec

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from harness.events import CellFinished, CellResult, CellsPlanned, Event, RunFinished, RunStarted
from harness.names import FINDINGS, Grade, Verdict
from harness.report.findings import Findings
from harness.report.matrix import Matrix
from harness.report.telling import Teller, Words, plural

P = ParamSpec("P")

_UNSUPPORTED_SHOWN = 6
#: Of one screen: themes with findings, findings that get a line, and of what matters less.
_THEMES, _LISTED, _BRIEF = 6, 8, 2
#: Lines below: where the results are, and the prompt.
_PROMPT = 2


class _Live:
    """The progress line: how many settings are done, of how many known so far, and what was found."""

    def __init__(self, console: Console) -> None:
        columns = (BarColumn(16), MofNCompleteColumn(), TextColumn("settings  {task.description}"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._task = self._progress.add_task("", total=None)
        self._progress.start()

    def expect(self, settings: int) -> None:
        self._progress.update(self._task, total=settings)

    def show(self, told: str, done: int) -> None:
        self._progress.update(self._task, completed=done, description=told)

    def stop(self) -> None:
        self._progress.stop()


@dataclass
class Terminal:
    """A listener that prints to `console`; `verbose` lists the known failures one by one.

    matrix: what the results are counted in, and how that is laid out.
    """

    console: Console
    words: Words
    verbose: bool = False
    matrix: Matrix = field(default_factory=Matrix)
    findings: Findings = field(default_factory=Findings)
    _counts: Counter[str] = field(default_factory=Counter)
    _grades: Counter[Grade] = field(default_factory=Counter)
    _settings: int = 0
    _settings_done: int = 0
    _started: float = field(default_factory=perf_counter)
    _live: _Live | None = None
    _told: bool = False
    _teller: Teller = field(init=False)
    _brief: bool = field(init=False)

    def __post_init__(self) -> None:
        # A person at a terminal is left with one screen; what is piped is whole.
        self._brief = self.console.is_terminal and not self.verbose
        self._teller = Teller(self.console, self.words, _BRIEF if self._brief else None)

    def __call__(self, event: Event) -> None:
        """Show what the event tells."""
        match event:
            case RunStarted():
                self._begin(event)
            case CellsPlanned():
                self._expect(event.settings)
            case CellFinished():
                self._take_in(event.result)
            case RunFinished():
                self._conclude(event)

    def close(self) -> None:
        """Take the progress line away; if the run broke off, show what there is. Safe to call twice."""
        self._stop_progress()
        if not self._told and self._counts:
            self._tell_all()

    # -- while it runs

    def _begin(self, event: RunStarted) -> None:
        for name, facts in event.facts.items():
            told = ", ".join(facts[key] for key in ("library", "python", "platform") if key in facts)
            self._line(f"{name}: {told}")
        self._line(f"profile {event.profile}, seed {event.seed}, catalogue {event.digest}", style="dim")
        if self.console.is_terminal and not self.console.is_dumb_terminal:
            self._live = _Live(self.console)

    def _expect(self, settings: int) -> None:
        self._settings += settings
        if self._live is not None and settings:
            self._live.expect(self._settings)

    def _take_in(self, result: CellResult) -> None:
        self.matrix.add(result)
        self.findings.add(result)
        self._counts["known" if result.known is not None else result.verdict.value] += 1
        if result.grade is not None:
            self._grades[result.grade] += 1
        self._settings_done += result.schedule == "straight"
        if self._live is not None:
            told = f"{self._cells} cells, {plural(self.findings.number, 'finding')}"
            self._live.show(told, self._settings_done)

    def _stop_progress(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    # -- when it is over

    def _conclude(self, event: RunFinished) -> None:
        self._stop_progress()
        self._tell_all(event.stale)
        if event.interrupted:
            got = f"{self._settings_done} of {self._settings} settings were begun"
            self._line(f"{event.interrupted} after {self._cells} cells; {got}", style="bold")

    def _tell_all(self, stale: Sequence[str] = ()) -> None:
        self._told = True
        around = self._lines_of(self._tell_matrix) + self._lines_of(self._tell_behind, stale)
        self._tell_matrix()
        self._tell_findings(self.console.height - around - _PROMPT if self._brief else None)
        self._tell_behind(stale)

    def _tell_behind(self, stale: Sequence[str]) -> None:
        """What comes behind the findings."""
        faults = self.findings.faults
        shown = faults[: _BRIEF if self._brief else None]
        for fault in shown:
            self._teller.fault(fault)
        if len(faults) > len(shown):
            self._line(
                f"and {plural(len(faults) - len(shown), 'other fault')} of the harness; --verbose tells them"
            )
        self._tell_unsupported(_BRIEF if self._brief else _UNSUPPORTED_SHOWN)
        if self.verbose:
            self._tell_known()
        for sentence in stale:
            self._line(f"stale: {sentence}", style="bold red")
        self._line(self._summary(), style="bold")

    def _tell_findings(self, room: int | None) -> None:
        """Every finding; with so many lines of room, as many as fit beside a line for each of the others."""
        whose = len(self.matrix.implementations) > 1
        found = self.findings.found
        for number, finding in enumerate(found, 1):
            left = len(found) - number
            if room is not None:
                taken = self._lines_of(self._teller.finding, number, finding, whose=whose)
                if number > 1 and room < taken + min(left, _LISTED) + 1:
                    self._teller.briefly(found[number - 1 :], number, max(1, min(room - 2, _LISTED)))
                    return
                room -= taken
            self._teller.finding(number, finding, whose=whose)

    def _lines_of(self, tell: Callable[P, None], *args: P.args, **words: P.kwargs) -> int:
        """How many lines it would print."""
        with self.console.capture() as told:
            tell(*args, **words)
        lines = Text.from_ansi(told.get()).plain.split("\n")
        return sum(max(1, -(-len(line) // self.console.width)) for line in lines)

    def _tell_matrix(self) -> None:
        ascii_only = not self.console.encoding.startswith("utf")
        rows = _THEMES if self._brief else None
        tables = self.matrix.tables(self.words.drivers, self.console.width, ascii_only=ascii_only, rows=rows)
        for title, table in tables:
            if title:
                self._line(f"\n{title}", style="bold")
            self.console.print(table)
        self._line(self.matrix.legend(ascii_only=ascii_only), style="dim")

    def _tell_unsupported(self, most: int) -> None:
        reasons = self.findings.unsupported.most_common()
        if reasons:
            self._line("")
        for (implementation, reason), count in reasons[:most]:
            self._line(f"unsupported by {implementation}, {plural(count, 'cell')}: {reason}", style="dim")
        if len(reasons) > most:
            self._line(f"and {plural(len(reasons) - most, 'other reason')}", style="dim")

    def _tell_known(self) -> None:
        for (implementation, reason), count in sorted(self.findings.known.items()):
            self._line(f"known of {implementation}, {plural(count, 'cell')}: {reason}", style="yellow")

    @property
    def _cells(self) -> int:
        return self._counts.total()

    def _summary(self) -> str:
        counts, found, faults = self._counts, self.findings.found, self.findings.faults
        failed = sum(counts[verdict.value] for verdict in FINDINGS)
        passed = f"{counts['pass']} passed"
        told = {Grade.ACCEPTABLE: "as tolerated, not as asked", Grade.PORTABLE: "in words of its own"}
        graded = [f"{self._grades[grade]} {how}" for grade, how in told.items() if self._grades[grade]]
        passed += f" ({', '.join(graded)})" * bool(graded)
        parts = [passed]
        if failed:
            parts.append(f"{failed} failed ({plural(len(found), 'finding')})")
        if counts["known"]:
            causes = plural(len(self.findings.known), "cause") + ", --verbose lists them" * (not self.verbose)
            parts.append(f"{plural(counts['known'], 'known failure')} ({causes})")
        if counts[Verdict.UNSUPPORTED.value]:
            parts.append(f"{counts[Verdict.UNSUPPORTED.value]} unsupported")
        if faults:
            parts.append(plural(counts[Verdict.ERROR.value], "harness fault"))
        return (
            f"\n{plural(self._cells, 'cell')} in {perf_counter() - self._started:.1f} s: {', '.join(parts)}"
        )

    # -- lines

    def _line(self, text: str, style: str = "") -> None:
        self._teller.line(text, style)
