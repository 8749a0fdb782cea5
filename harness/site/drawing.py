"""Draws a picture as SVG: two life lines, an arrow for every record, calls at the sides.

Colours are classes, so that a page decides them (light, dark); nothing is told by colour alone. Every text
is escaped.
"""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from harness.names import Role, Side
from harness.site.picture import Arrow, Band, Gap, Row, Said

#: The width of the drawing; what is left and right of the life lines is for calls.
WIDTH = 1120
_LINE = {Side.SUBJECT: 330, Side.PEER: 790}
_MARGIN = 8
_LEADING = 15
_CALL_COLUMNS, _BAND_COLUMNS, _ARROW_COLUMNS = 41, 150, 66
_TOP = 46
_CALL_LINES = 5
_HOLDS_SHOWN = 8
_TEETH = 12  # cuts drawn one by one; more are a dense row


def draw(rows: Sequence[Row], role: Role, label: str) -> str:
    """The SVG of a picture; `role` is the subject's, `label` what a screen reader says."""
    sheet = _Sheet()
    tops: list[float] = []
    at: float = _TOP
    for row in rows:
        tops.append(at)
        at += _height(row)
    ends = [top + _height(row) for top, row in zip(tops, rows, strict=True)]
    for number, (row, top, end) in enumerate(zip(rows, tops, ends, strict=True)):
        match row:
            case Band():
                sheet.band(row, top, end)
            case Said():
                sheet.said(row, top)
            case Arrow():
                late = row.lands is not None and _is_overtaken(rows[number : row.lands + 1])
                sheet.arrow(row, top, ends[row.lands or 0] - 7 if late else None)
            case Gap():
                sheet.text(WIDTH / 2, top + 16, f"{row.rows} rows are left out", "gap", "middle")
    for first, last in _deliveries(rows):
        if not _is_overtaken(rows[first : (getattr(rows[last], "lands", None) or last) + 1]):
            sheet.bracket(_side_of(rows[first]), ends[first] - 6, ends[last] - 6)
    return sheet.finish(at + 12, role, label)


def _side_of(row: Row) -> Side | None:
    """Who sends the record a row shows, None where it shows none."""
    return row.side if isinstance(row, Arrow) else None


def _is_overtaken(rows: Sequence[Row]) -> bool:
    """Whether anything but records of the same flight stands between a record and its arrival."""
    return any(_side_of(row) is not _side_of(rows[0]) for row in rows)


def _deliveries(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """First and last row of records of one flight that became whole with one delivery."""
    at = 0
    for delivery, group in itertools.groupby(rows, _delivery):
        size = len(list(group))
        if delivery is not None and size > 1:
            yield at, at + size - 1
        at += size


def _delivery(row: Row) -> tuple[Side, int] | None:
    """What rows of records that arrive together have in common."""
    if isinstance(row, Arrow) and row.lands is not None and row.fate == "arrives":
        return row.side, row.lands
    return None


def _height(row: Row) -> float:
    match row:
        case Band():
            return 14 + _LEADING * len(_wrapped(row.text, _BAND_COLUMNS))
        case Said():
            return 7 + _LEADING * len(_said_lines(row))
        case Arrow():
            return 12 + _LEADING * len(_arrow_lines(row))
    return 26


def _said_lines(row: Said) -> list[str]:
    called = row.call + (f" ({row.times} times)" if row.times > 1 else "")
    told = f"{called} \N{RIGHTWARDS ARROW} {row.outcome}" if row.outcome else called
    lines = _wrapped(told, _CALL_COLUMNS)
    return lines if len(lines) <= _CALL_LINES else [*lines[: _CALL_LINES - 1], "..."]


def _arrow_lines(row: Arrow) -> list[tuple[str, str]]:
    """What stands on an arrow: a class and a text for each line, the last one below the line."""
    sent = row.sent
    number = f"#{sent.index} " if sent.index is not None else ""
    lines = [("record", f"{number}{sent.title}")]
    how = "inside: " if sent.opened else ""
    shown = list(sent.holds[:_HOLDS_SHOWN])
    if len(sent.holds) > _HOLDS_SHOWN:
        shown.append(f"and {len(sent.holds) - _HOLDS_SHOWN} more")
    for text in shown:
        lines += [("holds", line) for line in _wrapped(how + text, _ARROW_COLUMNS)[:2]]
    if sent.protected and not sent.opened:
        lines.append(("holds", "protected, and nobody tells what is inside"))
    fate = {"lost": "never arrives", "cut": "only its beginning arrives", "stray": "nobody sent this"}
    marks = [*row.marks, *([fate[row.fate]] if row.fate in fate else [])]
    for mark in marks:
        lines += [
            ("mark", line)
            for line in _wrapped(f"\N{BLACK DOWN-POINTING SMALL TRIANGLE} {mark}", _ARROW_COLUMNS)
        ]
    return lines


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), columns) or [""]


class _Sheet:
    """The paper: what lies below, lines above it, texts on top."""

    def __init__(self) -> None:
        self._ground: list[str] = []
        self._lines: list[str] = []
        self._texts: list[str] = []

    def text(self, x: float, y: float, text: str, kind: str, anchor: str = "start") -> None:
        self._texts.append(
            f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{_escaped(text)}</text>'
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
        (x1, y1), (x2, y2) = start, end
        self._lines.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{kind}"/>')

    def band(self, row: Band, top: float, end: float) -> None:
        failing = " failing" if row.failing else ""
        self._ground.append(
            f'<rect x="{_MARGIN}" y="{top + 3:g}" width="{WIDTH - 2 * _MARGIN}" height="{end - top - 7:g}" '
            f'rx="4" class="band{failing}"/>'
        )
        mark = "\N{HEAVY BALLOT X} " if row.failing else ""
        for number, line in enumerate(_wrapped(mark + row.text, _BAND_COLUMNS)):
            self.text(_MARGIN + 10, top + 17 + number * _LEADING, line, f"step{failing}")

    def said(self, row: Said, top: float) -> None:
        subject = row.side is Side.SUBJECT
        x, anchor = (_LINE[row.side] - 14, "end") if subject else (_LINE[row.side] + 14, "start")
        kind = "call" + " failing" * row.failing + " lie" * row.lie
        if row.failing:
            height = _LEADING * len(_said_lines(row)) + 6
            left = _MARGIN if subject else _LINE[row.side] + 6
            width = _LINE[Side.SUBJECT] - 6 - _MARGIN if subject else WIDTH - _MARGIN - left
            self._ground.append(
                f'<rect x="{left}" y="{top:g}" width="{width}" height="{height:g}" rx="4" class="fault"/>'
            )
        self._lines.append(f'<circle cx="{_LINE[row.side]}" cy="{top + 10:g}" r="4" class="{kind}"/>')
        mark = "\N{HEAVY BALLOT X} " if row.failing else ""
        for number, line in enumerate(_said_lines(row)):
            self.text(x, top + 14 + number * _LEADING, (mark if not number else "") + line, kind, anchor)

    def arrow(self, row: Arrow, top: float, landing: float | None) -> None:
        lines = _arrow_lines(row)
        middle = (_LINE[Side.SUBJECT] + _LINE[Side.PEER]) / 2
        for number, (kind, text) in enumerate(lines):
            self.text(middle, top + 13 + number * _LEADING, text, kind, "middle")
        y = top + 6 + _LEADING * len(lines)
        start, end = float(_LINE[row.side]), float(_LINE[row.side.other])
        ahead = 1 if end > start else -1
        kind = f"flight {row.fate}"
        if row.fate == "stray":
            start += ahead * abs(end - start) * 0.45
        if row.fate in ("lost", "cut"):
            stop = start + (end - start) * (0.55 if row.fate == "lost" else 0.75)
            self.line((start, y), (stop, y), kind)
            self._cross(stop, y)
            return
        below = landing if landing is not None and landing > y + _LEADING else y
        tip = end - ahead * 2
        self.line((start, y), (tip, below), kind)
        self._head(tip, below, math.atan2(below - y, tip - start), kind)
        self._cuts(row, (start, y), (tip, below))

    def bracket(self, sender: Side | None, top: float, bottom: float) -> None:
        """Records that arrive in one piece."""
        if sender is not None:
            x = _LINE[sender.other]
            self.line((x, top), (x, bottom), "together")

    def _head(self, x: float, y: float, angle: float, kind: str) -> None:
        points = [(x, y)]
        for spread in (0.4, -0.4):
            points.append((x - 11 * math.cos(angle + spread), y - 11 * math.sin(angle + spread)))  # noqa: PERF401
        told = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        self._lines.append(f'<polygon points="{told}" class="{kind} head"/>')

    def _cross(self, x: float, y: float) -> None:
        self.line((x - 6, y - 6), (x + 6, y + 6), "cross")
        self.line((x - 6, y + 6), (x + 6, y - 6), "cross")

    def _cuts(self, row: Arrow, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A tooth across the arrow where the record is cut, in proportion."""
        size = max(1, row.sent.end - row.sent.start)
        shares = [cut / size for cut in row.sent.cuts]
        if len(shares) > _TEETH:
            shares = [(number + 0.5) / 40 for number in range(40)]
        for share in shares:
            x = start[0] + (end[0] - start[0]) * share
            y = start[1] + (end[1] - start[1]) * share
            self.line((x, y - 6), (x, y + 6), "cut")

    def finish(self, height: float, role: Role, label: str) -> str:
        heads: list[str] = []
        for side, name in ((Side.SUBJECT, role), (Side.PEER, role.other)):
            x = _LINE[side]
            heads.append(f'<line x1="{x}" y1="34" x2="{x}" y2="{height:g}" class="life"/>')
            heads.append(
                f'<rect x="{x - 75}" y="6" width="150" height="28" rx="5" class="end {side}"/>'
                f'<text x="{x}" y="25" class="end" text-anchor="middle">{side}, the {name}</text>'
            )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {WIDTH} {height:g}" '
            f'width="{WIDTH}" height="{height:g}" role="img" aria-label="{_escaped(label)}">'
            + "".join((*heads, *self._ground, *self._lines, *self._texts))
            + "</svg>"
        )


def _escaped(text: str) -> str:
    """For XML, with what it cannot hold written as escapes."""
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
    return escape(shown, {'"': "&quot;"})
