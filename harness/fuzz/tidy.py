"""Tidying one find: it is tried again twice, made small, and said as a scenario where that shows it too.

After every step that got somewhere its file is replaced, so an interruption costs the rest of the work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.fuzz.bench import Bench
from harness.fuzz.finds import REPEATS, REPEATS_NOT, read_find
from harness.fuzz.minimise import smaller_bytes, smaller_delivery, smaller_scenario
from harness.fuzz.scripted import try_written
from harness.fuzz.target import CHOOSING, Finding
from harness.written import Written

#: How many executions it may take to make the bytes of one find small, and its scenario.
MOST_FOR_BYTES, MOST_FOR_SCENARIO = 3000, 1500
_END = "peer.cuts_wire()"


def tidy(bench: Bench, file: Path, number: int) -> None:
    """Tidy the find whose input lies in `file`, the `number`-th of the order."""
    key, execution = bench.order.loose[number]
    data = file.read_bytes()
    again = [found for found in (bench.judge(data), bench.judge(data)) if found is not None]
    same = [found for found in again if found.key == key]
    if len(same) < 2:
        others = [found.key for found in again if found.key != key]
        told = f"tried twice more, it came {len(same)} times" + "".join(f"; once {other}" for other in others)
        mark(bench, key, f"{REPEATS_NOT}: {told}")
        return
    find = _Find(bench, key, {"executions": str(execution), "repeats": REPEATS})
    small = smaller_bytes(data, find.shown_by, MOST_FOR_BYTES)
    find.notes["minimised"] = f"from {len(data)} bytes to {len(small)}"
    finding = bench.judge(small)
    if finding is None or finding.key != key:
        small, finding = data, same[-1]
    if finding.written is None:
        find.keep(finding, small)
    else:
        _tidy_scenario(find, finding, finding.written, small)


def mark(bench: Bench, key: str, repeats: str) -> None:
    """Say in the file of a find whether it repeats; all else stays as it is."""
    find = read_find(bench.cabinet.place(key))
    bench.put(replace(find, found={**find.found, "repeats": repeats}), key)


@dataclass
class _Find:
    """A find on the bench. notes: what its file says besides the finding."""

    bench: Bench
    key: str
    notes: dict[str, str] = field(default_factory=dict)

    def shown_by(self, data: bytes) -> bool:
        finding = self.bench.judge(data)
        return finding is not None and finding.key == self.key

    def keep(self, finding: Finding, data: bytes) -> None:
        finding = replace(finding, key=self.key)
        self.bench.put(self.bench.cabinet.find(finding, data, self.notes), self.key)


def _tidy_scenario(find: _Find, finding: Finding, written: Written, data: bytes) -> None:
    """Keep a find that can be said as a scenario: as the smallest one, or else as its bytes."""

    def tried(candidate: Written) -> Finding | None:
        find.bench.recorder.note(data)
        return try_written(candidate, find.bench.trial)

    shown = tried(written)
    if shown is None or shown.written is None or not alike(finding.key, shown.key):
        find.notes["as a scenario"] = (shown.key if shown is not None else "nothing") + ", by these steps"
        find.notes["scenario"] = written.as_text()
        find.keep(replace(finding, written=None), data)
        return
    find.notes["as a scenario"] = shown.key
    find.keep(replace(finding, written=shown.written), data)

    def keeps(candidate: Written) -> bool:
        found = tried(candidate) if ends_as(written, candidate, shown.key) else None
        return found is not None and found.key == shown.key

    smaller = smaller_delivery if find.bench.target.name in CHOOSING else smaller_scenario
    small = tried(smaller(shown.written, keeps, MOST_FOR_SCENARIO))
    if small is not None and small.key == shown.key:
        find.keep(replace(small, details=small.details or finding.details), data)


def ends_as(written: Written, candidate: Written, key: str) -> bool:
    """Whether the wire of a candidate still ends where the find is a wait: without that everybody waits."""
    return not key.startswith("stalled") or candidate.steps.count(_END) == written.steps.count(_END)


def alike(key: str, other: str) -> bool:
    """Whether two keys tell of one finding: they are the same, or name the same rule and the same state.

    A target of bytes says `rule: state: outcome`, a scenario `verdict: state: rule -> outcome`.
    """
    words = key.split(": ")[:2]
    return key == other or (len(words) == 2 and all(word in other for word in words))
