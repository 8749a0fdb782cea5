"""A finding in words: the clause, what was sent, what came, where, and the command that repeats it.

Text from outside (names, reasons) is never read as markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from harness.events import CellResult
from harness.report.findings import REPLAY, Finding, Findings, reproducer
from harness.requirement import Requirement
from harness.scenario import Scenario

_INDENT = 3
_BEHIND = 3  # of what a cell found behind its first failure, so many are told
_LABEL = 10  # where the text behind a label begins


@dataclass(frozen=True)
class Words:
    """What a report needs to explain a result.

    requirements and scenarios: the catalogue's, by name. drivers: in the order of the columns.
    replay: the command that replays a cell.
    """

    requirements: Mapping[str, Requirement]
    scenarios: Mapping[str, Scenario]
    drivers: Sequence[str]
    replay: str = REPLAY


def in_words(results: Iterable[CellResult], words: Words, width: int) -> str:
    """What went wrong in these cells, as the terminal tells it; "" when nothing did."""
    findings = Findings()
    for result in results:
        findings.add(result)
    console = Console(
        file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False, emoji=False
    )
    with console.capture() as told:
        teller = Teller(console, words)
        for number, finding in enumerate(findings.found, 1):
            teller.finding(number, finding)
        for fault in findings.faults:
            teller.fault(fault)
    return told.get().strip("\n")


@dataclass
class Teller:
    """Prints findings to `console`; names: so many scenarios of a finding are named, None for all."""

    console: Console
    words: Words
    names: int | None = None

    def finding(self, number: int, finding: Finding, *, whose: bool = False) -> None:
        """One finding: clause, what was sent, what came, where, and how to repeat it."""
        result = finding.example
        verdict = result.verdict.value.upper()
        subject = f"{result.implementation}: " if whose else ""
        head = Text(f"{number}. {verdict} {subject}{_title(result)}", style="bold")
        head.stylize("bold red", len(f"{number}. "), len(f"{number}. {verdict}"))
        self.line("")
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

    def briefly(self, findings: Sequence[Finding], number: int, most: int) -> None:
        """A line for each of these, counted from `number`; at most so many, and how many more there are."""
        self.line("")
        for count, finding in enumerate(findings[:most], number):
            result = finding.example
            told = (
                f"{count}. {result.verdict.value.upper()} {plural(finding.cells, 'cell')}: {_title(result)}"
            )
            self.console.print(Text(told, style="red"), no_wrap=True, overflow="ellipsis")
        rest = len(findings) - most
        more = f"{rest} more; " if rest > 0 else ""
        self.line(f"   {more}--verbose tells them whole, and so does `tls-harness report`", style="dim")

    def _tell_clause(self, name: str) -> None:
        requirement = self.words.requirements.get(name)
        if requirement is None:
            self._row("clause", name or "none")
            return
        self._row("clause", f"{name} ({requirement.source}; {requirement.level})")
        self._row("", requirement.text)

    def fault(self, fault: Finding) -> None:
        """What the harness itself did wrong."""
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
        parts = [plural(finding.cells, "cell"), ", ".join(finding.names("driver"))]
        parts += [", ".join(finding.names("role")), "TLS " + ", ".join(finding.names("tls"))]
        scenarios = finding.names("scenario")
        if len(scenarios) > 1:
            more = ", ..." if self.names is not None and len(scenarios) > self.names else ""
            parts.append(f"{len(scenarios)} scenarios: {', '.join(scenarios[: self.names])}{more}")
        if len(schedules := finding.names("schedule")) > 1:
            parts.append(f"{len(schedules)} schedules")
        return "; ".join(parts)

    def line(self, text: str, style: str = "") -> None:
        """Text from outside, never read as markup."""
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


def plural(count: int, noun: str) -> str:
    """The count and the noun, in the plural where it is due."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
