"""Known failures: cells that are expected to fail, each with the reason why.

Files beside the implementation (`known/stdlib.toml`, `known/stdlib_*.toml`) hold `[[known]]` tables:

    [[known]]
    cells = "closing/*[*:asyncio-*:*]*"      # glob over cell names: * and ? only
    origin = "open: truncation-*"            # optional glob over the finding's origin
    reason = "..."                           # what is wrong with the implementation, in a sentence
    clause = "rfc8446:6.1:truncation"        # the requirement it breaks
    evidence = "closing/...[stdlib:...]#0"   # optional: a cell that shows it
    upstream = "https://..."                 # optional: where it was reported
    python = "3.11 3.12"                     # optional: only on these Python versions
    security = "..."                         # optional: what it lets an attacker do, in a sentence
    always = false                           # optional: some of these cells pass, so never stale

A failure is excused only when both globs match it. An entry is stale, and fails the run, when its
evidence was tried and does not fail so any more, or, without evidence, none of its cells does.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.collection import matches
from harness.drivers.registry import LIKE
from harness.errors import UsageError
from harness.events import CellResult
from harness.names import FINDINGS, Verdict
from harness.places import place
from harness.remote import AT

#: Layers over an implementation: what is known of one excuses its cells whatever the implementation is.
LAYERS = ("asyncio", "trio", "anyio", "urllib3", "gevent", "eventlet", "tornado", "twisted", "uvloop")

#: Implementations that are made of the TLS library of another: what is known of that excuses them too.
SAME_LIBRARY = {"program:openssl": "stdlib"}

_FIELDS = {"cells", "origin", "reason", "clause", "python", "always", "upstream", "evidence", "security"}


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
    security: str = ""
    source: str = ""

    def holds_on(self, version: Sequence[int]) -> bool:
        """Whether it speaks of this version of Python."""
        return not self.python or "{}.{}".format(*version) in self.python.split()

    def is_shown_by(self, result: CellResult) -> bool:
        """Whether this cell tells if the entry still holds: its evidence, or without it any of its cells."""
        if self.evidence:
            return self.evidence.rpartition("#")[0] == _cell_of(result).rpartition("#")[0]
        return matches(self.cells, _cell_of(result))

    def excuses(self, result: CellResult) -> bool:
        """Whether this is the failure it describes."""
        return matches(self.origin, result.origin) and any(
            matches(self.cells, name) for name in (_cell_of(result), *_cell_like(result))
        )

    def describes(self, result: CellResult) -> bool:
        """Whether this is the failure it describes, or one of those that a cell found behind it."""
        return any(self.excuses(each) for each in (result, *_others(result)))


@dataclass
class KnownFailures:
    """The entries that apply to a run, and what became of each.

    inherited: entries of an implementation this one is built on; they excuse, but are never stale.
    """

    entries: list[KnownFailure] = field(default_factory=list)
    inherited: list[KnownFailure] = field(default_factory=list)
    _met: set[KnownFailure] = field(default_factory=set)
    _tried: set[KnownFailure] = field(default_factory=set)

    def reason_for(self, result: CellResult) -> str | None:
        """Why the failure of this cell was expected, or None; remembers what it saw."""
        if result.verdict is Verdict.UNSUPPORTED:
            return None
        for entry in self.entries:
            if entry.is_shown_by(result):
                self._tried.add(entry)
        if result.verdict not in FINDINGS:
            return None
        excusing = [entry for entry in (*self.entries, *self.inherited) if entry.excuses(result)]
        self._met.update(
            entry for entry in self.entries if entry.is_shown_by(result) and entry.describes(result)
        )
        return excusing[0].reason if excusing else None

    def weigh(self, result: CellResult) -> CellResult:
        """The result with the reason why it was expected, if it was, and everything that was found behind it.

        Where one of those was not expected, the result is about that one.
        """
        if (reason := self.reason_for(result)) is None:
            return result
        for other in _others(result):
            if self.reason_for(other) is None:
                return other
        return replace(result, known=reason)

    def stale(self) -> list[str]:
        """A sentence for each entry whose cells were tried and none of which failed so."""
        return [
            f"{entry.source}: {entry.cells!r} is stale: no such cell fails so any more"
            for entry in self.entries
            if entry.always and entry in self._tried and entry not in self._met
        ]


def _cell_of(result: CellResult) -> str:
    """The cell's name, whatever interpreter the implementation was in."""
    here = result.implementation.partition(AT)[0]
    return result.cell.replace(f"[{result.implementation}:", f"[{here}:", 1)


def _cell_like(result: CellResult) -> list[str]:
    """The cell's name with the driver whose face and the library whose code it has, where that is another."""
    here = result.implementation.partition(AT)[0]
    face, library = LIKE.get(result.driver, result.driver), SAME_LIBRARY.get(here, here)
    like = _cell_of(result).replace(f"[{here}:{result.driver}:", f"[{library}:{face}:", 1)
    return [like] if like != _cell_of(result) else []


def _others(result: CellResult) -> list[CellResult]:
    """What was found behind a cell's first failure, each as a result of its own."""
    return [
        replace(result, requirement=requirement, origin=origin, reason=reason, details=(), others=())
        for requirement, origin, reason in result.others
    ]


def known_files(name: str) -> list[Path]:
    """The files of known failures of a built-in implementation: known/NAME.toml and known/NAME_*.toml.

    A program's are called program_NAME.
    """
    name = name.replace(":", "_")
    return [
        f for f in sorted(place("known").glob("*.toml")) if f.stem == name or f.stem.startswith(f"{name}_")
    ]


def read_known(path: Path, version: Sequence[int] = sys.version_info[:2]) -> list[KnownFailure]:
    """The entries of a file that hold on this version of Python. Raises `UsageError` naming file and line."""
    return [entry for entry in read_all_known(path) if entry.holds_on(version)]


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
    return f"{strange[0]!r} has the wrong type" if strange else ""
