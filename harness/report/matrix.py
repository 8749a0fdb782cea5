"""The matrix of a run: theme by driver, each box saying how many cells passed, of how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from harness.events import CellResult
from harness.names import FINDINGS, Verdict

#: Where a driver's name may be broken, so that five of them fit beside each other.
_BREAK = "-"


class Matrix:
    """Counts results by implementation, theme and driver, and draws them."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[str, str, str], Counter[str]] = {}

    def add(self, result: CellResult) -> None:
        """Take in one result."""
        key = (result.implementation, result.scenario.partition("/")[0], result.driver)
        self._boxes.setdefault(key, Counter())[_fate(result)] += 1

    @property
    def implementations(self) -> list[str]:
        """Those with results, sorted."""
        return sorted({implementation for implementation, _, _ in self._boxes})

    def table(self, implementation: str, *, drivers: Iterable[str], ascii_only: bool) -> Table:
        """The matrix of one implementation; its columns are those of `drivers` that have results."""
        boxes = {key[1:]: counts for key, counts in self._boxes.items() if key[0] == implementation}
        columns = [driver for driver in drivers if any(driver == used for _, used in boxes)]
        table = Table(box=box.ASCII if ascii_only else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
        table.add_column("theme", no_wrap=True)
        for driver in columns:
            first, dash, rest = driver.partition(_BREAK)
            table.add_column(f"{first}{dash}\n{rest}" if dash else driver, justify="right")
        for theme in sorted({theme for theme, _ in boxes}):
            row = [_drawn(boxes.get((theme, driver)), ascii_only=ascii_only) for driver in columns]
            table.add_row(theme, *row)
        return table

    def legend(self, *, ascii_only: bool) -> str:
        """What the marks in the boxes mean, for those that stand there."""
        fates = sum(self._boxes.values(), Counter())
        marks = _marks(ascii_only=ascii_only)
        told = [f"{mark} {meaning}" for fate, mark, meaning, _ in marks if fates[fate]]
        return "passed/total" + "".join(f"   {each}" for each in told)


def _fate(result: CellResult) -> str:
    if result.known is not None:
        return "known"
    return "finding" if result.verdict in FINDINGS else result.verdict.value


def _marks(*, ascii_only: bool) -> tuple[tuple[str, str, str, str], ...]:
    """For each fate worth a mark: its name, the mark, what it means, its style."""
    return (
        ("finding", "x" if ascii_only else "\N{BALLOT X}", "findings", "bold red"),
        ("known", "~", "known", "yellow"),
        (Verdict.ERROR.value, "!", "harness faults", "bold magenta"),
        (Verdict.UNSUPPORTED.value, "-", "unsupported, not in the total", "dim"),
    )


def _drawn(counts: Counter[str] | None, *, ascii_only: bool) -> Text:
    if counts is None:
        return Text("")
    passed, judged = counts["pass"], counts.total() - counts[Verdict.UNSUPPORTED.value]
    text = Text(f"{passed}/{judged}", style="green" if passed == judged else "")
    for fate, mark, _, style in _marks(ascii_only=ascii_only):
        if counts[fate]:
            text.append(f" {mark}{counts[fate]}", style=style)
    return text
