"""What is promised to stay: names of scenarios, ids of requirements, fields of results, exit codes.

`docs/promise.txt` lists it, one promise a line, and grows with `docs/generate.py`. A line leaves it only when
CHANGELOG.md names it, in backticks, under a heading that says **Breaking**.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness.cli.border import Exit
from harness.collection import collect
from harness.events import CellFinished, CellResult, RunFinished, RunStarted
from harness.names import Grade, Profile, Role, Tls, Verdict
from harness.report.results import SCHEMA, ResultsFile

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "promise.txt"
_HEAD = """\
# What stays, or is told in CHANGELOG.md under Breaking. Written by docs/generate.py; see docs/promised.py.
"""
_HEADING = re.compile(r"^#{2,} .*\bBreaking\b.*?(?=^#{1,3} |\Z)", re.MULTILINE | re.DOTALL)


def present() -> set[str]:
    """What is there now, as lines of the list."""
    catalogue = collect(ROOT / "scenarios")
    return {
        *(f"scenario {name}" for name in catalogue.scenarios),
        *(f"requirement {name}" for name in catalogue.requirements),
        *(f"results schema {SCHEMA} {field}" for field in _fields()),
        *(f"verdict {each}" for each in Verdict),
        *(f"grade {each}" for each in Grade),
        *(f"profile {each}" for each in Profile),
        *(f"exit code {each.value} {each.name}" for each in Exit),
    }


def promised() -> set[str]:
    """What the list says."""
    return {line for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}


def renounced() -> set[str]:
    """The names that the CHANGELOG says are gone."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return {name for part in _HEADING.findall(changelog) for name in re.findall(r"`([^`]+)`", part)}


def vanished() -> list[str]:
    """Promises that are neither kept nor renounced."""
    gone = promised() - present()
    return sorted(line for line in gone if line.rpartition(" ")[2] not in renounced())


def page() -> str:
    """docs/promise.txt as it should be: all that is there, and what must not have vanished."""
    return _HEAD + "".join(f"{line}\n" for line in sorted(present() | set(vanished())))


def _fields() -> Iterator[str]:
    """Every field of a results file, behind the kind of its line."""
    cell = CellResult(
        "theme/name[lib:bio:client:1.3:tlslite:straight]#0", "theme/name", (), "lib", "bio", Role.CLIENT,
        Tls.V13, "tlslite", "straight", 0, Verdict.PASS,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.jsonl"
        results = ResultsFile(path, "0")
        for event in (RunStarted({}, "quick", 0, "digest"), CellFinished(cell), RunFinished(1)):
            results(event)
        results.close()
        for line in path.read_text(encoding="utf-8").splitlines():
            table = json.loads(line)
            yield from (f"{table['kind']}.{name}" for name in table)
