"""Known failures: cells that are expected to fail, each with the reason why.

Files beside the implementation (`known/stdlib.toml`, `known/stdlib_*.toml`) hold `[[known]]` tables:

    [[known]]
    cells = "closing/*[*:asyncio-*:*]*"      # glob over cell names: * and ? only
    origin = "open: truncation-*"            # optional glob over the finding's origin
    reason = "..."                           # what is wrong with the implementation, in a sentence
    clause = "rfc8446:6.1:truncation"        # the requirement it breaks
    evidence = "closing/...[stdlib:...]#0"   # optional: a cell that shows it
    upstream = "https://..."                 # optional: where it was reported
    python = "3.11 3.12"                     # optional: only on these Python versions (or "<3.13.16, 3.14")
    library = "OpenSSL >=3.5"                # optional: only with this library (or "Java 17.0.15")
    security = "..."                         # optional: what it lets an attacker do, in a sentence
    always = false                           # optional: some of these cells pass, so never stale

A failure is excused only when both globs match it. An entry is stale, and fails the run, when its
evidence was tried and does not fail so any more, or, without evidence, none of its cells does; and it is
unused, and fails the run, when the catalogue has no cell for it. An implementation that is a file may be
called by the file's name alone, from wherever it is run.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.collection import matches
from harness.drivers.registry import LIKE
from harness.errors import UsageError
from harness.events import CellResult
from harness.names import FINDINGS, Verdict
from harness.places import place
from harness.remote import AT
from harness.run.versions import fault_in, library_fits, python_fits

#: Layers over an implementation: what is known of one excuses its cells whatever the implementation is.
LAYERS = ("asyncio", "trio", "anyio", "urllib3", "gevent", "eventlet", "tornado", "twisted", "uvloop")

#: Implementations that are made of the TLS library of another: what is known of that excuses them too.
SAME_LIBRARY = {"program:openssl": "stdlib", "m2crypto": "stdlib", "truststore": "stdlib"}

#: What other modules are built on.
_BELOW = "stdlib"
_FIELDS = frozenset(
    ("cells", "origin", "reason", "clause", "python", "library", "always", "upstream", "evidence", "security")
)


@dataclass(frozen=True)
class KnownFailure:
    """One entry; `source` is the file and the number of the entry in it."""

    cells: str
    reason: str
    clause: str
    origin: str = "*"
    always: bool = True
    upstream: str = ""
    evidence: str = ""
    python: str = ""
    library: str = ""
    security: str = ""
    source: str = ""

    def holds_on(self, version: Sequence[int], library: str | None = None) -> bool:
        """Whether it speaks of this version of Python, and of this TLS library where one is given."""
        with_this = library is None or library_fits(self.library, library)
        return with_this and python_fits(self.python, version)

    def of_any(self) -> KnownFailure:
        """The same of any implementation's cells, where it names the one that others are built on."""
        return replace(self, cells=self.cells.replace(f"[{_BELOW}:", "[*:", 1))

    def excuses(self, result: CellResult) -> bool:
        """Whether this is the failure it describes."""
        return matches(self.origin, result.origin) and self.covers(_all_names(result))

    def describes(self, result: CellResult) -> bool:
        """Whether this is the failure it describes, or one of those that a cell found behind it."""
        return any(self.excuses(each) for each in findings_in(result))

    def covers(self, names: Iterable[str]) -> bool:
        """Whether a cell that may be called any of these is among its cells."""
        return any(matches(self.cells, name) for name in names)


@dataclass
class KnownFailures:
    """The entries that apply to a run, and what became of each.

    inherited: entries of an implementation this one is built on; they excuse, but are never stale.
    """

    entries: list[KnownFailure] = field(default_factory=list)
    inherited: list[KnownFailure] = field(default_factory=list)
    _met: set[KnownFailure] = field(default_factory=set)
    _tried: set[KnownFailure] = field(default_factory=set)
    _evident: dict[str, list[KnownFailure]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:  # most name a cell: each result that is weighed looks for its own there
            if entry.evidence:
                self._evident.setdefault(_without_seed(entry.evidence), []).append(entry)
        self._without_evidence = [entry for entry in self.entries if not entry.evidence]

    def reason_for(self, result: CellResult) -> str | None:
        """Why the failure of this cell was expected, or None; remembers what it saw."""
        if result.verdict is Verdict.UNSUPPORTED:
            return None
        shown = self._shown_by(result)
        self._tried.update(shown)
        if result.verdict not in FINDINGS:
            return None
        self._met.update(entry for entry in shown if entry.describes(result))
        return self.excuse(result)

    def _shown_by(self, result: CellResult) -> list[KnownFailure]:
        """The entries of which this cell tells if they still hold: its evidence, or any cell without one."""
        names = _names(result)
        found = [entry for entry in self._without_evidence if entry.covers(names)]
        for name in dict.fromkeys(map(_without_seed, names)):
            found += self._evident.get(name, ())
        return found

    def excuse(self, result: CellResult) -> str | None:
        """The reason of the first entry that describes this failure, and not what was found behind it."""
        entries = (*self.entries, *self.inherited)
        return next((entry.reason for entry in entries if entry.excuses(result)), None)

    def weigh(self, result: CellResult) -> CellResult:
        """The result with the reason why it was expected, if it was, and everything that was found behind it.

        Where some of those were not expected, the result is about them, and the others are `excused`. A
        result that was weighed before, by whoever, is weighed anew.
        """
        whole = result
        if result.known is not None or result.excused:
            whole = replace(result, known=None, others=(*result.others, *result.excused), excused=())
        reason = self.reason_for(whole)
        if reason is None and not whole.others:
            return whole  # as nearly every one is
        first, *behind = findings_in(whole)
        if reason is None:
            # what stands behind it is told whether it is known or not, but for what was left out before
            expected = [each for each in behind[len(result.others) :] if self.reason_for(each) is not None]
            others = [each for each in behind if each not in expected]
            return replace(whole, others=_briefly(others), excused=_briefly(expected))
        unexpected = [each for each in behind if self.reason_for(each) is None]
        if not unexpected:
            return replace(whole, known=reason)
        expected = [first, *(each for each in behind if each not in unexpected)]
        return replace(unexpected[0], others=_briefly(unexpected[1:]), excused=_briefly(expected))

    def anew(self) -> KnownFailures:
        """The same entries, of which nothing was seen yet."""
        return KnownFailures(self.entries, self.inherited)

    def sightings(self) -> dict[str, bool]:
        """For each entry that was tried, by its source, whether it was met."""
        return {entry.source: entry in self._met for entry in self._tried}

    def recall(self, sightings: Mapping[str, bool]) -> None:
        """Take over what somebody else saw of the same entries."""
        for entry in self.entries:
            if entry.source in sightings:
                self._tried.add(entry)
                self._met |= {entry} if sightings[entry.source] else set()

    def stale(self, *, with_evidence: bool | None = None) -> list[str]:
        """A sentence for each entry whose cells were tried and none of which failed so.

        with_evidence: only of entries that name a cell as their evidence, or only of those that do not.
        """
        return [
            _stale(entry)
            for entry in self.entries
            if entry.always
            and entry in self._tried
            and entry not in self._met
            and with_evidence in (None, bool(entry.evidence))
        ]

    def doubts(self) -> dict[str, str | None]:
        """For each entry that was tried, by its source, None where it was met, else why it may be stale.

        For whoever sees other cells of the same entries, in another part of the run.
        """
        return {
            each.source: None if each in self._met else _stale(each) for each in self._tried if each.always
        }


def _stale(entry: KnownFailure) -> str:
    return f"{entry.source}: {entry.cells!r} is stale: no such cell fails so any more"


def _briefly(findings: Iterable[CellResult]) -> tuple[tuple[str, str, str], ...]:
    return tuple((each.requirement, each.origin, each.reason) for each in findings)


def own_name(result: CellResult) -> str:
    """The cell's name in a file of known failures, whatever interpreter or folder it was in."""
    return _names(result)[-1]


def _names(result: CellResult) -> tuple[str, ...]:
    """What the cell may be called: as it is, here, and a file by its name alone."""
    return _called(result.cell, result.implementation)


def _all_names(result: CellResult) -> tuple[str, ...]:
    return names_and_like(result.cell, result.implementation, result.driver)


def _called(cell: str, implementation: str) -> tuple[str, ...]:
    here = implementation.partition(AT)[0]
    cell = cell.replace(f"[{implementation}:", f"[{here}:", 1)
    if "/" not in here:
        return (cell,)
    return cell, cell.replace(f"[{here}:", f"[{here.rpartition('/')[2]}:", 1)


def names_and_like(cell: str, implementation: str, driver: str) -> tuple[str, ...]:
    """What a cell may be called, also with the driver whose face and the library whose code it has."""
    names, here = _called(cell, implementation), implementation.partition(AT)[0]
    face, library = LIKE.get(driver, driver), SAME_LIBRARY.get(here, here)
    if (library, face) == (here, driver):
        return names
    like = (name.replace(f"[{here}:{driver}:", f"[{library}:{face}:", 1) for name in names)
    return (*names, *like)


def _without_seed(name: str) -> str:
    return name.rpartition("#")[0]


def findings_in(result: CellResult) -> list[CellResult]:
    """What a cell found, its first failure and those behind it, each as a result of its own."""
    behind = [
        replace(result, requirement=requirement, origin=origin, reason=reason, details=(), others=())
        for requirement, origin, reason in result.others
    ]
    return [replace(result, others=()), *behind] if behind else [result]


def known_files(name: str) -> list[Path]:
    """The files of known failures of a built-in implementation: known/NAME.toml and known/NAME_*.toml.

    A program's are called program_NAME.
    """
    name = name.replace(":", "_")
    return [
        f for f in sorted(place("known").glob("*.toml")) if f.stem == name or f.stem.startswith(f"{name}_")
    ]


def read_known(
    path: Path, version: Sequence[int] = sys.version_info[:3], library: str | None = None
) -> list[KnownFailure]:
    """The entries of a file that hold on this version of Python, and with this TLS library if one is given.

    Raises `UsageError` naming file and line.
    """
    return [entry for entry in read_all_known(path) if entry.holds_on(version, library)]


def read_all_known(path: Path) -> list[KnownFailure]:
    """Every entry of a file, whatever Python it speaks of. Raises `UsageError` naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"known failures {path}: {error}") from None
    tables = document.pop("known", [])
    if document:
        raise UsageError(f"known failures {path}: {min(document)!r} means nothing, only [[known]] does")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[known]]"]
    if not isinstance(tables, list) or len(lines) != len(tables):
        raise UsageError(f"known failures {path}: every entry is a table that begins with a line [[known]]")
    return [_entry(table, f"{path}:{line}") for table, line in zip(tables, lines, strict=True)]


def _entry(table: dict[str, object], source: str) -> KnownFailure:
    fault = _fault(table)
    if fault:
        raise UsageError(f"known failures {source}: {fault}")
    texts = {name: str(value) for name, value in table.items() if name != "always"}
    return KnownFailure(**texts, always=table.get("always", True) is True, source=source)


def _fault(table: object) -> str:
    if not isinstance(table, dict):
        return "an entry is a table"
    for name in ("cells", "reason", "clause"):
        if not str(table.get(name, "")).strip():
            return f"an entry needs its {name}"
    unknown: Iterable[str] = set(table) - _FIELDS
    if unknown:
        return f"an entry has no {min(unknown)!r}"
    strange = [n for n, value in table.items() if not isinstance(value, bool if n == "always" else str)]
    if strange:
        return f"{strange[0]!r} has the wrong type"
    bound = next(filter(None, (fault_in(str(table.get(name, ""))) for name in ("python", "library"))), "")
    return f"{bound!r} bounds no version: >=3.14 and <4 do" if bound else ""
