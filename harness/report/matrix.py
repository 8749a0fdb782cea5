"""The matrix of a run, each box saying how many cells passed, of how many.

`Matrix` has one table for each implementation, theme by driver; `Across` has theme by implementation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from harness.events import CellResult
from harness.names import FINDINGS, Verdict

#: Where a name may be broken, so that more of them fit beside each other.
_BREAKS = ("-", "@", "+")
#: Between two columns.
_GAP = 3


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

    def tables(
        self, drivers: Sequence[str], width: int, *, ascii_only: bool, rows: int | None = None
    ) -> Iterator[tuple[str, Table]]:
        """Title and table of each implementation; no title where there is only one.

        rows: at most so many themes, those with findings and faults alone; the others stand in one row.
        """
        del width  # drivers are few
        several = len(self.implementations) > 1
        for each in self.implementations:
            boxes = {key[1:]: counts for key, counts in self._boxes.items() if key[0] == each}
            columns = [driver for driver in drivers if any(driver == used for _, used in boxes)]
            if rows is not None:
                boxes = _worst(boxes, rows)
            yield each * several, _table_of(boxes, columns, ascii_only=ascii_only)

    def legend(self, *, ascii_only: bool) -> str:
        """What the marks in the boxes mean, for those that stand there."""
        fates = sum(self._boxes.values(), Counter())
        marks = _marks(ascii_only=ascii_only)
        told = [f"{mark} {meaning}" for fate, mark, meaning, _ in marks if fates[fate]]
        return "passed/total" + "".join(f"   {each}" for each in told)


class Across(Matrix):
    """The same counts, with a column for each implementation, and for each layer it was tried under.

    layers: the drivers that are such layers.
    """

    def __init__(self, layers: Iterable[str]) -> None:
        super().__init__()
        self._layers = frozenset(layers)

    def tables(
        self, drivers: Sequence[str], width: int, *, ascii_only: bool, rows: int | None = None
    ) -> Iterator[tuple[str, Table]]:
        """As many tables as it takes for all columns to fit the width; all rows, which are what was asked."""
        del drivers, rows
        boxes: dict[tuple[str, str], Counter[str]] = {}
        for (implementation, theme, driver), counts in self._boxes.items():
            name = f"{implementation}+{driver}" if driver in self._layers else implementation
            boxes.setdefault((theme, name), Counter()).update(counts)
        room = width - max((len(theme) for theme, _ in boxes), default=0)
        for columns in _groups(sorted({name for _, name in boxes}), boxes, room):
            here = {key: counts for key, counts in boxes.items() if key[1] in columns}
            yield "", _table_of(here, columns, ascii_only=ascii_only)


def _worst(boxes: Mapping[tuple[str, str], Counter[str]], rows: int) -> dict[tuple[str, str], Counter[str]]:
    """The boxes of the themes with most findings and faults, and one row for all other themes."""
    trouble: Counter[str] = Counter()
    for (theme, _), counts in boxes.items():
        trouble[theme] += counts["finding"] + counts[Verdict.ERROR.value]
    shown = [theme for theme, count in trouble.most_common(rows) if count]
    others = f"{len(trouble) - len(shown)} {'other ' if shown else ''}themes"
    brief: dict[tuple[str, str], Counter[str]] = {}
    for (theme, column), counts in boxes.items():
        brief.setdefault((theme if theme in shown else others, column), Counter()).update(counts)
    return brief


def _groups(
    names: Sequence[str], boxes: Mapping[tuple[str, str], Counter[str]], room: int
) -> Iterator[list[str]]:
    """Names whose columns fit beside each other, one at least."""
    group: list[str] = []
    taken = 0
    for name in names:
        drawn = [_drawn(counts, ascii_only=True) for (_, column), counts in boxes.items() if column == name]
        wide = _GAP + max(len(text) for text in (*_headed(name).split("\n"), *map(str, drawn)))
        if group and taken + wide > room:
            yield group
            group, taken = [], 0
        group.append(name)
        taken += wide
    if group:
        yield group


def _table_of(
    boxes: Mapping[tuple[str, str], Counter[str]], columns: Sequence[str], *, ascii_only: bool
) -> Table:
    """A table of boxes by theme and column."""
    table = Table(box=box.ASCII if ascii_only else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("theme", no_wrap=True)
    for column in columns:
        table.add_column(_headed(column), justify="right")
    for theme in sorted({theme for theme, _ in boxes}):
        row = [_drawn(boxes.get((theme, column)), ascii_only=ascii_only) for column in columns]
        table.add_row(theme, *row)
    return table


def _headed(name: str) -> str:
    """A column's head, broken in two where its name allows."""
    at = min((name.find(each) for each in _BREAKS if each in name), default=-1)
    if at <= 0:
        return name
    return f"{name[:at]}\n{name[at:]}" if name[at] != "-" else f"{name[: at + 1]}\n{name[at + 1 :]}"


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
