"""JUnit XML for continuous integration: one testcase per scenario and setting, its schedules together.

A testcase fails when a schedule of it is a finding, is an error when the harness was at fault, and is
skipped when every cell was unsupported or when nothing but known failures went wrong. Only failing
cells are kept in memory, and no more of them than are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement

from harness.errors import UsageError
from harness.events import CellFinished, CellResult, Event, RunFinished
from harness.names import FINDINGS, Verdict
from harness.report.findings import REPLAY, reproducer
from harness.report.outfile import create

_SHOWN = 20
#: What XML 1.0 section 2.2 does not allow, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class _Case:
    """One scenario in one setting, under all its schedules."""

    classname: str
    name: str
    seconds: float = 0.0
    cells: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    wrong: list[CellResult] = field(default_factory=list)
    known: str | None = None
    unsupported: str = ""

    def add(self, result: CellResult) -> None:
        self.cells += 1
        self.seconds += result.duration
        if result.known is not None:
            self.known = result.known
            return
        self.verdicts[result.verdict] += 1
        if result.verdict is Verdict.UNSUPPORTED:
            self.unsupported = result.reason
        elif result.verdict is not Verdict.PASS and len(self.wrong) < _SHOWN:
            self.wrong.append(result)

    @property
    def state(self) -> str:
        """`passed`, or the element that says what it did instead."""
        if self.verdicts[Verdict.ERROR]:
            return "error"
        if any(self.verdicts[verdict] for verdict in FINDINGS):
            return "failure"
        if self.known is not None or self.verdicts[Verdict.UNSUPPORTED] == self.cells:
            return "skipped"
        return "passed"


class Junit:
    """A listener that writes `path` when the run is over, or when it is closed before that.

    Raises `UsageError` when the file cannot be written; that is tried at the start.
    """

    def __init__(self, path: Path, replay: str = REPLAY) -> None:
        self.path = path
        self._replay = replay
        self._cases: dict[tuple[str, str], _Case] = {}
        self._file: int | None = create(path, "JUnit XML")

    def __call__(self, event: Event) -> None:
        """Take in a result; at the end of the run, write."""
        if isinstance(event, CellFinished):
            result = event.result
            setting = f"{result.driver}:{result.role}:{result.tls}:{result.peer}"
            classname = f"{result.implementation}.{result.scenario.partition('/')[0]}"
            name = f"{result.scenario.partition('/')[2]}[{setting}]"
            self._cases.setdefault((classname, name), _Case(classname, name)).add(result)
        elif isinstance(event, RunFinished):
            self.close()

    def close(self) -> None:
        """Write what has come so far; safe to call twice."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with open(file, "wb") as stream:  # noqa: PTH123 -- it is a descriptor, not a path
                ElementTree(self._tree()).write(stream, encoding="utf-8", xml_declaration=True)
        except OSError as error:
            raise UsageError(f"cannot write JUnit XML to {self.path}: {error.strerror}") from error

    def _tree(self) -> Element:
        cases = sorted(self._cases.values(), key=lambda case: (case.classname, case.name))
        states = Counter(case.state for case in cases)
        totals = {
            "name": "tls-harness",
            "tests": str(len(cases)),
            "failures": str(states["failure"]),
            "errors": str(states["error"]),
            "skipped": str(states["skipped"]),
            "time": f"{sum(case.seconds for case in cases):.3f}",
        }
        root = Element("testsuites", totals)
        suite = SubElement(root, "testsuite", totals)
        for case in cases:
            self._add(suite, case)
        return root

    def _add(self, suite: Element, case: _Case) -> None:
        told = {"classname": _clean(case.classname), "name": _clean(case.name), "time": f"{case.seconds:.3f}"}
        element = SubElement(suite, "testcase", told)
        if case.state == "skipped":
            reason = f"known failure: {case.known}" if case.known else f"unsupported: {case.unsupported}"
            SubElement(element, "skipped", {"message": _clean(reason)})
        elif case.state != "passed":
            worst = max(case.wrong, key=lambda cell: cell.verdict is Verdict.ERROR)
            message = {"message": _clean(worst.reason), "type": _clean(worst.origin)}
            SubElement(element, case.state, message).text = _clean(self._text(case))

    def _text(self, case: _Case) -> str:
        wrong = sum(
            count for verdict, count in case.verdicts.items() if verdict in (*FINDINGS, Verdict.ERROR)
        )
        lines = [f"{wrong} of {case.cells} schedules went wrong"]
        for cell in case.wrong:
            lines += ["", f"{cell.verdict}: {cell.reason}", f"clause: {cell.requirement}", *cell.details]
            lines += [f"behind it: {origin}" for _, origin, _ in cell.others]
            lines.append(reproducer(cell, self._replay))
        return "\n".join(lines)


def _clean(text: str) -> str:
    """The text with what XML cannot hold written as escapes."""
    return _NOT_XML.sub(lambda match: ascii(match[0])[1:-1], text)
