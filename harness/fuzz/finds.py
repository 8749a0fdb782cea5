"""Finds on disk: each a TOML file named by what makes it this find, which says everything needed.

A find that can be said as a scenario is one (`harness.written`), and `tls-harness replay FILE` runs it as
any other. Where there is nothing but bytes the file holds those:

    target = "records"
    input = "16030300"

    [found]
    implementation = "stdlib"
    finding = "..."

`[found]` is the same in both. A file is replaced as a whole or not at all, so whatever interrupts the work
leaves the find there as it last was.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import tomli_w

from harness.errors import ScenarioError, UsageError
from harness.fuzz.corpus import name_of
from harness.fuzz.files import write_whole
from harness.fuzz.target import NAMES, PROPERTIES, Finding

if TYPE_CHECKING:  # it parses the wire, which a child loads under instrumentation
    from harness.written import Written

#: Where finds go unless told otherwise, below the current folder: one folder for each target.
FOLDER = Path("reports/finds")
SUFFIX = ".toml"
#: Values of `repeats` in `[found]`: whether it came again, both times, when its input was tried twice more.
REPEATS, REPEATS_NOT, UNTRIED = "yes", "no", "not tried yet"
_HEADING = "# A find of tls-harness; `tls-harness replay` tries this input again, `explain` prints it.\n"
_SHORT = 4096  # bytes of input that are also told in hexadecimal in a scenario's file


@dataclass(frozen=True)
class Raw:
    """A find that is bytes and nothing else. target: one of NAMES. found: what there is to say about it."""

    target: str
    data: bytes
    found: dict[str, str] = field(default_factory=dict, compare=False)

    def as_text(self) -> str:
        """The text of its file, in ASCII."""
        found = {name: _ascii(value) for name, value in self.found.items()}
        return _HEADING + tomli_w.dumps({"target": self.target, "input": self.data.hex(), "found": found})


@dataclass(frozen=True)
class Cabinet:
    """Where the finds of one target on one implementation are kept.

    invariant: what they break. driver: the one that was asked for, "" where none was.
    """

    folder: Path
    target: str
    implementation: str
    invariant: str
    driver: str = ""

    def place(self, key: str) -> Path:
        """The file of the find with this key."""
        words = (self.target, self.implementation, self.driver, key)
        name = name_of(" ".join(filter(None, words)).encode())
        return self.folder / self.target / (name + SUFFIX)

    def save(self, finding: Finding, data: bytes, executions: int) -> tuple[Path, bool]:
        """Keep a find, met at the `executions`-th input; returns its file and whether it is news.

        One that an earlier campaign has kept, and that repeated, stays as it is.
        """
        path = self.place(finding.key)
        if path.exists() and self._is_good(path):
            return path, False
        self.write(self.find(finding, data, {"executions": str(executions), "repeats": UNTRIED}), finding.key)
        return path, True

    def write(self, find: Written | Raw, key: str) -> None:
        """Put the find with this key in its place, whatever was there."""
        write_whole(self.place(key), find.as_text().encode("ascii"))

    def find(self, finding: Finding, data: bytes, more: dict[str, str]) -> Written | Raw:
        """The find as it is written: a scenario where the finding has one, else the bytes."""
        found = {
            "implementation": self.implementation,
            **({"driver": self.driver} if self.driver else {}),
            "target": self.target,
            "invariant": self.invariant,
            "finding": finding.key,
            "told": finding.told,
            "details": "\n".join(finding.details),
            **more,
            "replay": f"tls-harness replay {self.place(finding.key)}",
        }
        if finding.written is None:
            return Raw(self.target, data, found)
        if len(data) <= _SHORT and self.target not in PROPERTIES:
            found["input"] = data.hex()
        return replace(finding.written, found={**finding.written.found, **found})

    def _is_good(self, path: Path) -> bool:
        try:
            return read_find(path).found.get("repeats") == REPEATS
        except (UsageError, ScenarioError):
            return False  # whatever it is, it is no find


def read_find(path: Path) -> Written | Raw:
    """The find in a file. Raises `UsageError` or `ScenarioError`, which name the file and its fault."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: {error}") from None
    if "input" not in document:
        from harness.written import read_written

        return read_written(path)
    return _raw(document, path)


def _raw(document: dict[str, object], path: Path) -> Raw:
    found = document.get("found", {})
    if strange := set(document) - {"target", "input", "found"}:
        raise UsageError(f"{path}: a find that is bytes has no place for {min(strange)}")
    if document.get("target") not in (*NAMES, *PROPERTIES):
        raise UsageError(f"{path}: there is no fuzz target {document.get('target')!r}: {', '.join(NAMES)}")
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise UsageError(f"{path}: found is not a table of texts")
    try:
        return Raw(str(document["target"]), bytes.fromhex(str(document["input"])), found)
    except ValueError as error:
        raise UsageError(f"{path}: input is no hexadecimal text: {error}") from None


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")
