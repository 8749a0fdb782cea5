"""What a person at the terminal sees: progress, a matrix, each finding once, and how it all ended.

The progress line lives on a terminal only; piped output has neither it nor any control code. Nothing
is told by colour alone. Text from outside (names, reasons) is never read as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from harness.events import CellFinished, CellResult, Event, RunFinished, RunStarted
from harness.names import FINDINGS, Grade, Verdict
from harness.report.findings import REPLAY, Finding, Findings, reproducer
from harness.report.matrix import Matrix
from harness.requirement import Requirement
from harness.scenario import Scenario

_INDENT = 3
_BEHIND = 3  # of what a cell found behind its first failure, so many are told
_LABEL = 10  # where the text behind a label begins
_UNSUPPORTED_SHOWN = 6


@dataclass(frozen=True)
class Words:
    """What a report needs to explain a result.

    requirements and scenarios: the catalogue's, by name. drivers: in the order of the columns.
    replay: the command that replays a cell. settings: how many undisturbed cells are planned.
    """

    requirements: Mapping[str, Requirement]
    scenarios: Mapping[str, Scenario]
    drivers: Sequence[str]
    replay: str = REPLAY
    settings: int = 0


class _Live:
    """The progress line: how many settings are done, of how many, and what was found."""

    def __init__(self, console: Console, settings: int) -> None:
        columns = (BarColumn(16), MofNCompleteColumn(), TextColumn("settings  {task.description}"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._task = self._progress.add_task("", total=settings)
        self._progress.start()

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
    _settings_done: int = 0
    _started: float = field(default_factory=perf_counter)
    _live: _Live | None = None
    _told: bool = False

    def __call__(self, event: Event) -> None:
        """Show what the event tells."""
        match event:
            case RunStarted():
                self._begin(event)
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
            self._live = _Live(self.console, self.words.settings)

    def _take_in(self, result: CellResult) -> None:
        self.matrix.add(result)
        self.findings.add(result)
        self._counts["known" if result.known is not None else result.verdict.value] += 1
        if result.grade is not None:
            self._grades[result.grade] += 1
        self._settings_done += result.schedule == "straight"
        if self._live is not None:
            told = f"{self._cells} cells, {_plural(self.findings.number, 'finding')}"
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
            got = f"{self._settings_done} of {self.words.settings} settings were begun"
            self._line(f"{event.interrupted} after {self._cells} cells; {got}", style="bold")

    def _tell_all(self, stale: Sequence[str] = ()) -> None:
        self._told = True
        self._tell_matrix()
        for number, finding in enumerate(self.findings.found, 1):
            self._tell_finding(number, finding)
        for fault in self.findings.faults:
            self._tell_fault(fault)
        self._tell_unsupported()
        if self.verbose:
            self._tell_known()
        for sentence in stale:
            self._line(f"stale: {sentence}", style="bold red")
        self._line(self._summary(), style="bold")

    def _tell_matrix(self) -> None:
        ascii_only = not self.console.encoding.startswith("utf")
        tables = self.matrix.tables(self.words.drivers, self.console.width, ascii_only=ascii_only)
        for title, table in tables:
            if title:
                self._line(f"\n{title}", style="bold")
            self.console.print(table)
        self._line(self.matrix.legend(ascii_only=ascii_only), style="dim")

    def _tell_finding(self, number: int, finding: Finding) -> None:
        result = finding.example
        verdict = result.verdict.value.upper()
        whose = f"{result.implementation}: " if len(self.matrix.implementations) > 1 else ""
        head = Text(f"{number}. {verdict} {whose}{_title(result)}", style="bold")
        head.stylize("bold red", len(f"{number}. "), len(f"{number}. {verdict}"))
        self._line("")
        for count, line in enumerate(head.wrap(self.console, self.console.width - _INDENT)):
            self.console.print(Text.assemble(" " * _INDENT if count else "", line), soft_wrap=True)
        self._tell_clause(result.requirement)
        self._row("sent", self._sent(result))
        self._row("came", result.reason)
        for detail in result.details:
            self._row("", f"also: {detail}")
        for _, origin, _ in result.others[:_BEHIND]:
            self._row("", f"and behind it: {origin}")
        if len(result.others) > _BEHIND:
            self._row("", f"and {len(result.others) - _BEHIND} more; `replay` tells them all")
        self._row("where", self._where(finding))
        self._row("repeat", reproducer(result, self.words.replay), wrap=False)

    def _tell_clause(self, name: str) -> None:
        requirement = self.words.requirements.get(name)
        if requirement is None:
            self._row("clause", name or "none")
            return
        self._row("clause", f"{name} ({requirement.source}; {requirement.level})")
        self._row("", requirement.text)

    def _tell_fault(self, fault: Finding) -> None:
        self.console.print(
            Text("\nERROR in tls-harness itself, not in the implementation", style="bold magenta")
        )
        self._row("came", fault.example.reason)
        self._row("where", self._where(fault))
        again = reproducer(fault.example, f"{self.words.replay} --in-process --debug")
        self._row("repeat", again, wrap=False)

    def _sent(self, result: CellResult) -> str:
        """What was done to the subject, in words."""
        scenario = self.words.scenarios.get(result.scenario)
        page = f": {_first_paragraph(scenario.page)}" if scenario else ""
        schedule = "undisturbed" if result.schedule == "straight" else f"under {result.schedule}"
        return f"{result.scenario}, {schedule}, the subject a TLS {result.tls} {result.role}{page}"

    def _where(self, finding: Finding) -> str:
        parts = [_plural(finding.cells, "cell"), ", ".join(finding.names("driver"))]
        parts += [", ".join(finding.names("role")), "TLS " + ", ".join(finding.names("tls"))]
        scenarios = finding.names("scenario")
        if len(scenarios) > 1:
            parts.append(f"{len(scenarios)} scenarios: {', '.join(scenarios)}")
        if len(schedules := finding.names("schedule")) > 1:
            parts.append(f"{len(schedules)} schedules")
        return "; ".join(parts)

    def _tell_unsupported(self) -> None:
        reasons = self.findings.unsupported.most_common()
        if reasons:
            self._line("")
        for (implementation, reason), count in reasons[:_UNSUPPORTED_SHOWN]:
            self._line(f"unsupported by {implementation}, {_plural(count, 'cell')}: {reason}", style="dim")
        if len(reasons) > _UNSUPPORTED_SHOWN:
            self._line(f"and {len(reasons) - _UNSUPPORTED_SHOWN} other reasons", style="dim")

    def _tell_known(self) -> None:
        for (implementation, reason), count in sorted(self.findings.known.items()):
            self._line(f"known of {implementation}, {_plural(count, 'cell')}: {reason}", style="yellow")

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
            parts.append(f"{failed} failed ({_plural(len(found), 'finding')})")
        if counts["known"]:
            causes = _plural(len(self.findings.known), "cause") + ", --verbose lists them" * (
                not self.verbose
            )
            parts.append(f"{_plural(counts['known'], 'known failure')} ({causes})")
        if counts[Verdict.UNSUPPORTED.value]:
            parts.append(f"{counts[Verdict.UNSUPPORTED.value]} unsupported")
        if faults:
            parts.append(_plural(counts[Verdict.ERROR.value], "harness fault"))
        return (
            f"\n{_plural(self._cells, 'cell')} in {perf_counter() - self._started:.1f} s: {', '.join(parts)}"
        )

    # -- lines

    def _line(self, text: str, style: str = "") -> None:
        self.console.print(Text(text, style=style))

    def _row(self, label: str, text: str, *, wrap: bool = True) -> None:
        """A labelled line; a command is never broken, so that it can be copied."""
        start = Text(f"{' ' * _INDENT}{label:<{_LABEL - _INDENT}}", style="dim")
        if not wrap:
            self.console.print(Text.assemble(start, text), soft_wrap=True)
            return
        for line in Text(text).wrap(self.console, max(20, self.console.width - _LABEL)):
            self.console.print(Text.assemble(start, line), soft_wrap=True)
            start = Text(" " * _LABEL)


def _first_paragraph(page: str) -> str:
    return " ".join(page.partition("\n\n")[0].split())


def _title(result: CellResult) -> str:
    """The origin: state, deviation, outcome. A lost process has none but what was seen of it."""
    return result.origin or result.reason


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
