"""Findings as SARIF 2.1.0 (OASIS), with the scenario that shows each as its place, for code scanning.

One result a finding, one rule a clause. A known failure is a suppressed result, with its reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from harness.events import CellResult
from harness.names import Level
from harness.report.findings import REPLAY, Finding, reproducer
from harness.report.tally import Tally
from harness.requirement import Requirement

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Level.MUST: "error", Level.API: "error", Level.SHOULD: "warning", Level.MAY: "note"}


def sarif(
    tally: Tally,
    requirements: Mapping[str, Requirement],
    places: Mapping[str, tuple[str, int]],
    version: str,
    replay: str = REPLAY,
) -> str:
    """The log. `places` gives file and line of each scenario; `replay` is the command that replays a cell."""
    causes = [*tally.found.found, *tally.known.found]
    used = sorted({finding.example.requirement for finding in causes if finding.example.requirement})
    driver = {
        "name": "tls-harness",
        "version": version,
        "rules": [_rule(name, requirements.get(name)) for name in used],
    }
    results = [
        _result(finding, requirements.get(finding.example.requirement), places, replay) for finding in causes
    ]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, indent=1) + "\n"


def _rule(name: str, requirement: Requirement | None) -> dict[str, object]:
    if requirement is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": requirement.text},
        "fullDescription": {"text": f"{requirement.source}, {requirement.level}: {requirement.text}"},
        "defaultConfiguration": {"level": _LEVELS[requirement.level]},
    }


def _result(
    finding: Finding,
    requirement: Requirement | None,
    places: Mapping[str, tuple[str, int]],
    replay: str,
) -> dict[str, object]:
    cell = finding.example
    told = f"{cell.implementation}: {cell.reason or cell.origin} Repeat it: {reproducer(cell, replay)}"
    result: dict[str, object] = {
        "level": _LEVELS[requirement.level] if requirement else "error",
        "message": {"text": told},
        "partialFingerprints": {"finding/v1": _fingerprint(cell)},
        "occurrenceCount": finding.cells,
        "properties": {"cell": cell.cell, "origin": cell.origin, "verdict": str(cell.verdict)},
    }
    if cell.requirement:
        result["ruleId"] = cell.requirement
    if cell.scenario in places:
        file, line = places[cell.scenario]
        where = {"artifactLocation": {"uri": file}, "region": {"startLine": line}}
        result["locations"] = [{"physicalLocation": where}]
    if cell.known is not None:
        result["suppressions"] = [{"kind": "external", "justification": cell.known}]
    return result


def _fingerprint(cell: CellResult) -> str:
    """The same for the same finding of another run."""
    return hashlib.sha256(
        f"{cell.implementation}\0{cell.origin}".encode("utf-8", "backslashreplace")
    ).hexdigest()
