"""A cell: one scenario in one setting. Its name is its identity, and replays it.

closing/cut_wire_is_not_a_clean_end[stdlib:bio:client:1.3:tlslite:cut(1)]#7
theme  /function                   [implementation:driver:role:version:peer:schedule]#seed
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.errors import UsageError
from harness.events import CellResult
from harness.names import Role, Tls
from harness.schedule import Schedule, parse

_NAME = re.compile(
    r"(?P<scenario>[^\[\]]+)"
    r"\[(?P<implementation>.+?):(?P<driver>[a-z0-9-]+):(?P<role>client|server):(?P<tls>1\.[23])"
    r":(?P<peer>[a-z-]+):(?P<schedule>.*)\]#(?P<seed>\d+)"
)


@dataclass(frozen=True)
class Cell:
    """One scenario in one setting; `schedule` is in its text form."""

    scenario: str
    implementation: str
    driver: str
    role: Role
    tls: Tls
    peer: str
    schedule: str = "straight"
    seed: int = 0

    @property
    def name(self) -> str:
        """The cell's identity."""
        setting = (self.implementation, self.driver, self.role, self.tls, self.peer, self.schedule)
        return f"{self.scenario}[{':'.join(setting)}]#{self.seed}"

    @property
    def straight(self) -> Cell:
        """The same cell undisturbed."""
        return self if self.schedule == "straight" else self._scheduled("straight")

    def under(self, schedule: Schedule) -> Cell:
        """The same cell under another schedule."""
        return self._scheduled(str(schedule))

    def _scheduled(self, schedule: str) -> Cell:
        return Cell(
            self.scenario,
            self.implementation,
            self.driver,
            self.role,
            self.tls,
            self.peer,
            schedule,
            self.seed,
        )


def read_name(name: str) -> Cell:
    """The cell a name stands for. Raises `UsageError` when it is no cell's name."""
    match = _NAME.fullmatch(name.strip())
    if match is None:
        form = "scenario[implementation:driver:role:version:peer:schedule]#seed"
        raise UsageError(f"{name!r} is no cell's name, which has the form {form}")
    return Cell(
        match["scenario"],
        match["implementation"],
        match["driver"],
        Role(match["role"]),
        Tls(match["tls"]),
        match["peer"],
        str(parse(match["schedule"])),
        int(match["seed"]),
    )


def cell_of(result: CellResult) -> Cell:
    """The cell a result is about."""
    return Cell(
        result.scenario,
        result.implementation,
        result.driver,
        result.role,
        result.tls,
        result.peer,
        result.schedule,
        result.seed,
    )
