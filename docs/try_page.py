"""Does what a page says: writes its files, runs its commands, and holds them to their exit codes.

    python docs/try_page.py docs/porting.md FOLDER

A block with a title is a file; one of `sh` is run line by line in FOLDER, each line to the exit
code that a comment behind it names (0 without one). A block under `<!-- network -->` is left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r'(?P<network><!-- network -->\n)?^```(?P<kind>sh|\w+ title="(?P<file>[^"]+)")\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"(?P<command>.*?)(?:  # exit code (?P<code>\d+))?")


@dataclass(frozen=True)
class Command:
    """A line of shell, and the exit code it is to have."""

    text: str
    code: int = 0


@dataclass(frozen=True)
class File:
    """A file to be written."""

    name: str
    text: str


def steps(page: str) -> Iterator[Command | File]:
    """What a page has its reader do, but for what needs the network."""
    for block in _BLOCK.finditer(page):
        if block["file"]:
            yield File(block["file"], block["text"])
        elif not block["network"]:
            for line in block["text"].splitlines():
                told = _EXIT.fullmatch(line)
                assert told is not None
                yield Command(told["command"], int(told["code"] or 0))


def follow(page: Path, folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Do it all in a folder; a sentence for each command that ended otherwise than the page says."""
    for step in steps(page.read_text(encoding="utf-8")):
        if isinstance(step, File):
            (folder / step.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.name).write_text(step.text, encoding="utf-8")
            continue
        done = subprocess.run(
            ["bash", "-c", step.text],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != step.code:
            told = f"{done.stdout}{done.stderr}"
            yield f"{step.text}\nended with exit code {done.returncode}, not {step.code}:\n{told}"


if __name__ == "__main__":
    faults = list(follow(Path(sys.argv[1]), Path(sys.argv[2]), os.environ))
    sys.exit("\n".join(faults) or 0)
