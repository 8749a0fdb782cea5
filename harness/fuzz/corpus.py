"""A corpus: a folder of inputs, each in a file named by the SHA-256 of its content, and a README."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.fuzz.files import write_whole
from harness.places import place

_SUFFIX = ".bin"
#: The end of the name of an input that was a find once: it stays, whatever it reaches.
REGRESSION = ".regression.bin"


def name_of(data: bytes) -> str:
    """The name an input goes by: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


@dataclass(frozen=True)
class Corpus:
    """The corpus in `folder`, which `save` makes when it is not there."""

    folder: Path

    def save(self, data: bytes, suffix: str = _SUFFIX) -> Path:
        """Keep an input; returns its file."""
        path = self.folder / (name_of(data) + suffix)
        if not path.exists():
            write_whole(path, data)
        return path

    def load(self) -> Iterator[tuple[Path, bytes]]:
        """Every input and its file, by name. Raises `UsageError` where content and name do not agree."""
        for path in sorted(self.folder.glob("*" + _SUFFIX)):
            data = path.read_bytes()
            if path.name.partition(".")[0] != name_of(data):
                raise UsageError(f"corpus file {path} is corrupt: its content hashes to {name_of(data)}")
            yield path, data

    def files(self) -> Iterator[Path]:
        """The file of every input, as `load`."""
        return (path for path, _ in self.load())

    def describe(self, line: str) -> None:
        """Write the README that says what the corpus holds."""
        write_whole(self.folder / "README.md", (line + "\n").encode())


def corpus(target: str) -> Corpus:
    """The corpus shipped for a target; it may be empty."""
    return Corpus(place("corpora") / target)
