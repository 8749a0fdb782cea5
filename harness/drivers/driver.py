"""What a driver is: a name, a way to make an endpoint, and a plain statement of what it can do.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, FrozenSet, Tuple

from harness.drivers.contexts import Contexts
from harness.endpoint import Endpoint
from harness.implementation import Implementation
from harness.setup import Setup


@dataclass(frozen=True)
class Driver:
    """One face of an implementation.

    connect: makes an endpoint; raises `Unsupported` when the implementation or platform lacks what
    it takes, `EndpointRaised` when the implementation raises. calls: the names of `endpoint.CALLS` it
    has. needs: the names an implementation must have. about: one line for `list drivers`. things: the
    objects it offers to expressions, names of `expression.GIVEN`. entrances: the ways in it knows, of
    `options.ENTRANCES`.
    """

    name: str
    connect: Callable[[Implementation, Setup, Contexts], Endpoint]
    calls: FrozenSet[str]
    needs: Tuple[str, ...]
    about: str
    things: FrozenSet[str] = frozenset()
    entrances: FrozenSet[str] = frozenset({"wrap"})

    def missing(self, implementation: Implementation) -> Tuple[str, ...]:
        """The needed names that `implementation` does not have."""
        return tuple(name for name in self.needs if not implementation.has(name))
