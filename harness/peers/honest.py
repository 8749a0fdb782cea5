"""The honest peer: an ordinary second implementation behind the `bio` driver, CPython's ssl by default.

Fast, and as good a stranger to the subject as any server on the network; it plays no tricks.
"""

from __future__ import annotations

from functools import cache

from harness.drivers.bio import BioEndpoint
from harness.drivers.contexts import Contexts
from harness.endpoint import Endpoint
from harness.implementation import Implementation, load
from harness.setup import Setup


def connect(setup: Setup, contexts: Contexts) -> Endpoint:
    """A peer endpoint over CPython's ssl."""
    return BioEndpoint(_stdlib(), setup, contexts)


@cache
def _stdlib() -> Implementation:
    return load("stdlib")
