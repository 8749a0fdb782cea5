"""What a fuzz target is: a function from bytes to a finding or None, whose first line is its invariant.

A target is asked about one input at a time and remembers nothing. A finding is a value; an exception
that leaves a target is the harness's own fault. Atheris appears in `harness.fuzz.child` alone, so every
target also runs without it.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from harness.drivers.contexts import Contexts
from harness.errors import UsageError
from harness.implementation import Implementation
from harness.pki import Pki

if TYPE_CHECKING:  # it parses the wire, which a child loads under instrumentation
    from harness.written import Written

#: Every target by name, and the packages whose coverage guides it; the module of that name here holds it.
NAMES: dict[str, tuple[str, ...]] = {
    "records": ("harness.wire",),
    "client_hello": (),
    "server_flight": (),
    "handshake_plaintext": (),
    "schedules": (),
    "api_order": (),
    "asyncio": ("asyncio.sslproto",),
    "differential": ("tlslite",),
    "tampered": (),
    "application_records": (),
}
#: Those whose bytes answer the questions of a grammar (`harness.fuzz.choose.Bytes`).
CHOOSING = ("schedules", "api_order", "asyncio", "tampered", "application_records")
#: The properties that Hypothesis searches (`harness.fuzz.properties.kinds`): targets whose inputs are texts.
PROPERTIES = ("benign", "hostile", "call_order", "sizes", "sessions", "lies", "agreement")


@dataclass(frozen=True)
class Finding:
    """An input broke the invariant. key: what makes two finds the same. told: one sentence.

    details: further lines for the reader, such as the calls that were made. written: the scenario that
    repeats it, of a target that thinks in scenarios, and cell: the name of its cell.
    """

    key: str
    told: str
    details: tuple[str, ...] = ()
    written: Written | None = None
    cell: str = ""


def _unseen(_state: str) -> None:
    """Nobody listens to what a run looked like."""


def _untold(_scenario: Callable[[], Written]) -> None:
    """Nobody asks which scenario is tried."""


@dataclass
class Trial:
    """What a target has besides its input: the implementation on trial, its keys and contexts.

    saw: told what a run looked like; to the fuzzer a new value is as good as new coverage. tries: told
    before it runs which scenario a target is about to try; the subject may not live to tell. kept: what a
    target makes once and uses again. driver: the one asked for; "" where a target takes the first that suits.
    """

    implementation: Implementation
    pki: Pki
    contexts: Contexts = field(default_factory=Contexts)
    saw: Callable[[str], None] = _unseen
    tries: Callable[[Callable[[], Written]], None] = _untold
    kept: dict[str, Any] = field(default_factory=dict)
    driver: str = ""

    def through(self, written: Written) -> Written:
        """A scenario as it is tried here: through the driver that was asked for, if one was."""
        return replace(written, drivers=self.driver) if self.driver else written


Judge = Callable[[bytes, Trial], Finding | None]
#: Random small changes to bytes, to at most so many: what `atheris.Mutate` does.
Mutate = Callable[[bytes, int], bytes]


class Mutator(Protocol):
    """Changes inputs with knowledge of their form."""

    def __call__(self, data: bytes, most: int, choose: random.Random, mutate: Mutate, /) -> bytes:
        """`data` changed into at most `most` bytes as `choose` chooses, with `mutate` for small things."""


@dataclass(frozen=True)
class Target:
    """A target and how to fuzz it.

    longest: the longest input worth trying, in bytes. mutator: None for Atheris's own. faces: the drivers,
    or groups of them, that it has something to say of; () for every one that makes connections. revisits:
    whether it goes on to call a connection whose handshake failed.
    """

    judge: Judge
    longest: int
    mutator: Mutator | None = None
    faces: tuple[str, ...] = ()
    revisits: bool = True

    @property
    def name(self) -> str:
        """Its name, one of NAMES."""
        return self.judge.__name__

    @property
    def invariant(self) -> str:
        """The first line of its docstring."""
        return (self.judge.__doc__ or "").partition("\n")[0]


def target(name: str) -> Target:
    """The target or property called `name`. Raises `UsageError` when there is none."""
    if name in PROPERTIES:
        of_property = importlib.import_module("harness.fuzz.properties.kinds").TARGETS[name]
        assert isinstance(of_property, Target)
        return of_property
    if name not in NAMES:
        raise UsageError(f"there is no fuzz target {name!r}: there are {', '.join(NAMES)}")
    found = importlib.import_module(f"harness.fuzz.{name}").TARGET
    assert isinstance(found, Target)
    return found
