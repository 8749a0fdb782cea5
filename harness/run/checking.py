"""Prove a driver sound before its TLS stack is blamed: `harness.check_implementation`."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from harness.drivers import registry
from harness.errors import UsageError
from harness.implementation import load
from harness.run.soundness import drivers_for

#: Seconds after which a process that checks counts as blocked, however slow the machine.
PATIENCE = 120.0


class UnsoundDriver(AssertionError):
    """What drives an implementation does not keep the contract; one line for each check that failed."""


@dataclass
class Soundness:
    """How many checks were begun, what faults they found, and what was unsupported, in sentences."""

    checks: int = 0
    faults: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)


def check_implementation(name: str, *drivers: str, patience: float = PATIENCE) -> Soundness:
    """Prove what drives an implementation sound, in both roles and versions; what was checked.

    name: as for `tls-harness run`. drivers: all that suit it when none is named. patience: seconds of
    silence. Raises `UnsoundDriver` with every fault; `UsageError` for a name nobody knows, and where
    there was nothing to check.
    """
    load(name)
    for driver in drivers:
        if driver not in registry.NAMES:
            raise UsageError(f"there is no driver {driver!r}; there are {', '.join(registry.NAMES)}")
    found = Soundness()
    for driver in drivers or drivers_for(name):
        _take_down(found, name, driver, patience)
    if found.faults:
        raise UnsoundDriver("\n".join(found.faults))
    if found.checks == len(found.unsupported):
        told = found.unsupported[0] if found.unsupported else "no driver suits it"
        raise UsageError(f"nothing of {name} could be checked: {told}")
    return found


def _take_down(found: Soundness, name: str, driver: str, patience: float) -> None:
    """Have a process check one driver, and enter what it says."""
    at, ended = "it did not start", False
    with _Inspection(name, driver) as inspection:
        for kind, *words in inspection.said(patience):
            ended = kind == "end"
            if kind == "at":
                at, found.checks = f"{driver}, {words[0]}: {words[1]}", found.checks + 1
            elif kind == "unsupported":
                found.unsupported.append(words[0])
            elif kind == "unsound":
                found.faults.append(f"{name}, {at}: {words[0]}")
    if not ended:
        found.faults.append(f"{name}, {at}: {inspection.ending}")


class _Inspection:
    """The process that checks, and the pipe it speaks on."""

    def __init__(self, name: str, driver: str) -> None:
        self._reader, writer = os.pipe()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "harness.run.soundness", str(writer), name, driver]
        self._process = subprocess.Popen(
            command, pass_fds=(writer,), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.close(writer)
        self.ending = ""

    def said(self, patience: float) -> Iterator[list[str]]:
        """Its lines, until it ends or is silent for so many seconds."""
        rest = b""
        while select.select([self._reader], [], [], patience)[0]:
            data = os.read(self._reader, 1 << 16)
            *lines, rest = (rest + data).split(b"\n")
            yield from map(json.loads, lines)
            if not data:
                self.ending = f"the process ended with exit code {self._process.wait()}"
                return
        self.ending = f"it blocks: no sign of life for {patience:g} s"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._reader)
