"""A run in Markdown, short enough for a comment on a pull request: what matters first, a few of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.report.compare import Comparison
from harness.report.findings import Finding, reproducer
from harness.report.tally import Tally

_COLUMNS = ("passed", "failed", "known", "unsupported", "error")
_MOST = 5
_LONGEST = 220
_SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~!"} | {"&": "&amp;", "@": "&#64;"})


def headline(tally: Tally) -> str:
    """One sentence: how it ended."""
    found, counts = tally.found, tally.counts
    if found.faults:
        return f"{_plural(len(found.faults), 'fault')} of the harness itself"
    if found.found:
        return f"{_plural(len(found.found), 'finding')} in {_plural(counts.total(), 'cell')}"
    if counts["unsupported"] == counts.total():
        return "Nothing was tested"
    return "Nothing unexpected was found"


def summary(tally: Tally, against: tuple[str, Comparison] | None = None, notices: Sequence[str] = ()) -> str:
    """The Markdown. Text from outside is escaped, and cannot mention, link or open anything."""
    return "\n".join([*_lines(tally, against, notices), ""])


def _lines(tally: Tally, against: tuple[str, Comparison] | None, notices: Sequence[str]) -> Iterator[str]:
    yield f"### tls-harness: {headline(tally)}"
    yield ""
    for notice in notices:
        yield f"> {_text(notice)}"
        yield ""
    yield from _table(tally)
    told: set[tuple[str, str]] = set()
    if against is not None:
        yield from _changes(*against)
        told = {
            _cause(each) for kind in (against[1].worse, against[1].other) for each in kind.found + kind.faults
        }
    found = tally.found
    yield from _causes("Faults of the harness", [each for each in found.faults if _cause(each) not in told])
    title = "Other findings" if told else "Findings"
    yield from _causes(title, [each for each in found.found if _cause(each) not in told])


def _cause(finding: Finding) -> tuple[str, str]:
    return finding.example.implementation, finding.example.origin


def _table(tally: Tally) -> Iterator[str]:
    yield "| implementation | passed | failed | known | unsupported | faults |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, counts in tally.totals.items():
        told = " | ".join(f"{counts[each]:,}" for each in _COLUMNS)
        yield f"| {_text(name)} | {told} |"
    yield ""


def _changes(before: str, found: Comparison) -> Iterator[str]:
    verdict = "something got worse" if found.got_worse else "nothing got worse"
    yield f"**Compared with {_text(before)}: {verdict}.** " + ", ".join(
        f"{count:,} {what}"
        for count, what in (
            (len(found.worse.found + found.worse.faults), "worse"),
            (len(found.other.found + found.other.faults), "failing otherwise"),
            (len(found.lost), "no longer tried"),
            (len(found.mended.found + found.mended.faults), "mended"),
        )
    )
    yield ""
    yield from _causes("Worse", found.worse.found + found.worse.faults)
    yield from _causes("Fails otherwise", found.other.found + found.other.faults)
    yield from _causes("Mended", found.mended.found + found.mended.faults)


def _causes(title: str, causes: Sequence[Finding]) -> Iterator[str]:
    if not causes:
        return
    yield f"**{title}**"
    yield ""
    for cause in causes[:_MOST]:
        result = cause.example
        yield (
            f"- {_text(result.implementation)}, {_plural(cause.cells, 'cell')}, "
            f"{_text(result.requirement or 'no clause')}: "
            f"{_text(result.origin or result.reason)}  "
        )
        yield f"  {_code(reproducer(result))}"
    if len(causes) > _MOST:
        yield f"- and {len(causes) - _MOST} more"
    yield ""


def _text(text: str) -> str:
    """Text as Markdown shows it unchanged, on one line, and not too long."""
    line = " ".join(text.split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..."
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line).translate(_SPECIAL)


def _code(text: str) -> str:
    """Text as code, whatever backticks it has."""
    line = " ".join(text.split())
    longest = max((len(run) for run in "".join(c if c == "`" else " " for c in line).split()), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"{fence}{line}{fence}"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
