"""Scenarios written in a file: what every searcher leaves behind, and `tls-harness replay FILE` runs.

    page = "A record whose header arrives in two pieces is lost."
    requires = ["harness:metamorphic"]
    drivers = "bio"
    roles = "client"
    tls = "1.3"
    peers = "tlslite"
    schedule = "cut(1)"
    seed = 7
    steps = [
        "handshake(subject, peer)",
        "peer.writes(b'hello')",
        "subject.reads_exactly(b'hello')",
    ]

    [found]
    implementation = "stdlib"
    origin = "open: conservation"
    told = "..."

Words are those of the decorator `scenario`; steps are read by `harness.steptext`. What stands under
`[found]` is for the reader, but for `implementation`, which a replay takes unless told another. In the
folder `scenarios/regressions` such files are scenarios like all others.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import tomli_w

from harness.actors import Actor
from harness.errors import HarnessError, ScenarioError
from harness.names import Role, Tls
from harness.scenario import Scenario
from harness.schedule import parse
from harness.steps import Step
from harness.steptext import read_steps

#: How such a file is recognised, wherever a scenario's name may stand.
SUFFIX = ".toml"
_HEADING = "# A scenario of tls-harness; `tls-harness replay` runs this file, `explain` prints it.\n"
#: The longest file worth reading, in bytes.
_LONGEST = 4 << 20


@dataclass(frozen=True)
class Written:
    """A scenario as data, with the schedule and the seed it is tried with.

    page, requires, drivers, roles, tls, peers: as in `Scenario`, words separated by spaces. schedule: in
    its text form. steps: see `harness.steptext`. found: what a searcher has to say about it.
    """

    page: str
    requires: tuple[str, ...]
    steps: tuple[str, ...]
    drivers: str = "bio"
    roles: str = "client server"
    tls: str = "1.2 1.3"
    peers: str = "tlslite"
    schedule: str = "straight"
    seed: int = 0
    found: dict[str, str] = field(default_factory=dict, compare=False)

    def scenario(self, name: str, place: str) -> Scenario:
        """It as a scenario of that name. Raises `ScenarioError` when its words or steps do not read."""
        texts = self.steps

        def build(subject: Actor, peer: Actor, client: Actor, server: Actor) -> list[Step]:
            return read_steps(texts, Role.CLIENT if client.side is subject.side else Role.SERVER)

        try:
            return Scenario(
                name=name,
                page=inspect.cleandoc(self.page),
                requires=self.requires,
                drivers=tuple(self.drivers.split()),
                roles=tuple(Role(role) for role in self.roles.split()),
                tls=tuple(Tls(version) for version in self.tls.split()),
                peers=tuple(self.peers.split()),
                sweep="none",
                seeds=1,
                place=place,
                build=build,
                by_rules=True,
                schedules=() if self.schedule == "straight" else (str(parse(self.schedule)),),
            )
        except (HarnessError, ValueError) as error:
            raise ScenarioError(f"{place}: {error}") from None

    def as_text(self) -> str:
        """The text of its file, in ASCII."""
        data = {name: getattr(self, name) for name in _NAMES if name != "found"}
        data["requires"], data["steps"] = list(self.requires), list(self.steps)
        if self.found:
            data["found"] = self.found
        plain = {name: _ascii(value) for name, value in data.items()}
        return _HEADING + tomli_w.dumps(plain, indent=4)


_NAMES = [each.name for each in fields(Written)]
_NEEDED = ("page", "requires", "steps")


def _ascii(value: object) -> object:
    """The value with every character beyond ASCII as an escape."""
    if isinstance(value, str):
        return value.encode("ascii", "backslashreplace").decode("ascii")
    if isinstance(value, list):
        return [_ascii(each) for each in value]
    if isinstance(value, dict):
        return {name: _ascii(each) for name, each in value.items()}
    return value


def read_written(path: Path) -> Written:
    """The scenario in a file. Raises `ScenarioError` naming the file and what is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path}: {error.strerror or error}") from None
    return written_in(data, str(path))


def written_in(data: bytes, place: str) -> Written:
    """The scenario in the bytes of a file. Raises `ScenarioError` naming the place and what is wrong."""
    if len(data) > _LONGEST:
        raise ScenarioError(f"{place}: {len(data)} bytes are no scenario")
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ScenarioError(f"{place}: {error}") from None
    for fault in _faults(document):
        raise ScenarioError(f"{place}: {fault}")
    for name in ("requires", "steps"):
        document[name] = tuple(document[name])
    written = Written(**document)
    written.scenario("read", place)
    return written


def _faults(document: dict[str, object]) -> Iterator[str]:
    """What keeps a document from being a written scenario."""
    yield from (f"it lacks {name}" for name in _NEEDED if name not in document)
    yield from (f"it has no place for {name}" for name in document if name not in _NAMES)
    for name, value in document.items():
        if name in ("requires", "steps"):
            good = isinstance(value, list) and all(isinstance(each, str) for each in value)
            told = "a list of texts"
        elif name == "seed":
            good, told = isinstance(value, int) and value >= 0, "a number"
        elif name == "found":
            good = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
            told = "a table of texts"
        else:
            good, told = isinstance(value, str), "a text"
        if not good:
            yield f"{name} is not {told}"
