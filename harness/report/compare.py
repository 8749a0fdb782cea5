"""What changed between two runs: cells that got worse, that were mended, that are new or gone.

Cells are matched by name. Where each run has one implementation and they differ (another version, another
interpreter), the implementation is left out of the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.errors import UsageError
from harness.events import CellResult, digest_of
from harness.names import FINDINGS, Verdict
from harness.report.findings import Finding, Findings
from harness.report.results import Results

#: From the worst to the best: what a cell came to.
_ERROR, _WRONG, _KNOWN, _UNTRIED, _GOOD = "error", "failed", "known", "unsupported", "passed"


@dataclass
class Comparison:
    """Two runs side by side.

    worse: cells that failed now and had not, by root cause. lost: those that can no longer be tried, by what
    is missing. other: cells that fail for another reason than before. mended: cells that failed and do not
    any more. new, gone: cells of one run alone, those that are new and fail standing among `worse` as well.
    """

    worse: Findings = field(default_factory=Findings)
    lost: dict[str, Finding] = field(default_factory=dict)
    other: Findings = field(default_factory=Findings)
    mended: Findings = field(default_factory=Findings)
    same: int = 0
    new: int = 0
    gone: int = 0

    @property
    def got_worse(self) -> bool:
        """Whether anything did: a failure for another reason is one too."""
        return bool(self.worse.number or self.lost or self.other.number)

    @property
    def causes(self) -> list[Finding]:
        """All that failed before or after, and not for the same reason in both."""
        return [each for kind in (self.worse, self.other, self.mended) for each in kind.found + kind.faults]


#: What is remembered of a cell of the earlier run: how it fared, and the origin of a failure.
_Fared = tuple[str, str]


def compare(before: Results, after: Results) -> Comparison:
    """What changed from one run to the next, neither of which is held in memory whole.

    Raises `UsageError` when they have no cell in common.
    """
    across = _differ(before, after)
    old = _fared(before, across=across)
    found, mended, met = Comparison(), set(), 0
    for result in after.cells:
        key = _key(result, across=across)
        earlier = old.pop(key, None)
        met += earlier is not None
        if _enter(found, earlier, result):
            mended.add(key)
    found.gone = len(old)
    if before.cells and after.cells and not met:
        raise UsageError("the two runs have no cell in common: nothing can be compared")
    for result in before.cells if mended else ():
        if _key(result, across=across) in mended:
            found.mended.enter(result)
    return found


def _fared(run: Results, *, across: bool) -> dict[bytes, _Fared]:
    """How each cell fared; what is alike is held once."""
    once: dict[_Fared, _Fared] = {}
    found = {}
    for result in run.cells:
        fared = (_state(result), result.origin)
        found[_key(result, across=across)] = once.setdefault(fared, fared)
    return found


def _enter(found: Comparison, before: _Fared | None, after: CellResult) -> bool:
    """Count one cell of the later run; whether it is mended."""
    now = _state(after)
    if before is None:
        found.new += 1
        if now in (_ERROR, _WRONG):
            found.worse.add(after)
        return False
    then, origin = before
    if now in (_ERROR, _WRONG) and then not in (_ERROR, _WRONG):
        found.worse.add(after)
    elif now in (_ERROR, _WRONG) and origin != after.origin:
        found.other.add(after)
    elif then in (_ERROR, _WRONG) and now not in (_ERROR, _WRONG):
        return True
    elif then == _GOOD and now == _UNTRIED:
        found.lost.setdefault(after.reason.partition(": ")[0], Finding(after)).add(after)
    else:
        found.same += 1
    return False


def _state(result: CellResult) -> str:
    if result.verdict is Verdict.ERROR:
        return _ERROR
    if result.verdict in FINDINGS:
        return _KNOWN if result.known is not None else _WRONG
    return _UNTRIED if result.verdict is Verdict.UNSUPPORTED else _GOOD


def _differ(before: Results, after: Results) -> bool:
    """Whether each run has one implementation, and it is another."""
    one, other = ({result.implementation for result in each.cells} for each in (before, after))
    return len(one) == len(other) == 1 and one != other


def _key(result: CellResult, *, across: bool) -> bytes:
    cell = result.cell.replace(f"[{result.implementation}:", "[*:", 1) if across else result.cell
    return digest_of(cell)


def lines(found: Comparison, most: int) -> Iterator[str]:
    """The comparison in words, the worst first; of each kind so many causes at most."""
    yield from _causes("worse", found.worse.found + found.worse.faults, most)
    for reason in sorted(found.lost):
        yield f"no longer tried, {found.lost[reason].cells} cells: {reason}"
        yield f"    {found.lost[reason].example.cell}"
    yield from _causes("otherwise", found.other.found + found.other.faults, most)
    yield from _causes("mended", found.mended.found + found.mended.faults, most)
    told = {"as before": found.same, "new": found.new, "gone": found.gone}
    yield ", ".join(f"{count} cells {name}" for name, count in told.items())


def _causes(title: str, causes: list[Finding], most: int) -> Iterator[str]:
    for cause in causes[:most]:
        yield f"{title}, {cause.cells} cells: {cause.example.origin}"
        yield f"    {cause.example.cell}"
        if title != "mended":
            yield f"    {cause.example.reason}"
    if len(causes) > most:
        yield f"{title}: and {len(causes) - most} other causes"
