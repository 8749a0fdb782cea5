"""Finds on disk: the input in a file named by its hash, and a text beside it that says everything needed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from harness.fuzz.corpus import Corpus
from harness.fuzz.target import Finding

#: Where finds go unless told otherwise, below the current folder: one folder for each target.
FOLDER = Path("reports/finds")


@dataclass(frozen=True)
class Cabinet:
    """Where the finds of one target on one implementation are kept. invariant: what they break."""

    folder: Path
    target: str
    implementation: str
    invariant: str

    def save(self, finding: Finding, data: bytes, executions: int) -> Path:
        """Keep a find, met at the `executions`-th input; returns the input's file."""
        path = Corpus(self.folder / self.target).save(data)
        path.with_suffix(".txt").write_text(self._page(finding, data, path, executions), encoding="utf-8")
        return path

    def _page(self, finding: Finding, data: bytes, path: Path, executions: int) -> str:
        command = ["python", "-m", "harness.fuzz", self.target, "--replay", str(path)]
        lines = [
            f"target: {self.target}",
            f"implementation: {self.implementation}",
            f"invariant: {self.invariant}",
            f"finding: {finding.key}",
            f"told: {finding.told}",
            f"found after: {executions} executions",
            f"replay: {shlex.join([*command, '--implementation', self.implementation])}",
            *(f"  {line}" for line in finding.details),
            f"input, {len(data)} bytes: {data[:256].hex()}{'...' if len(data) > 256 else ''}",
        ]
        return "\n".join(lines) + "\n"
