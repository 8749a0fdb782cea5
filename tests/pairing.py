"""Which pairs of defect and scenario to try first: those whose names speak of the same things.

A guess that only saves time: whatever it puts last is tried as well, as long as something gets away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_STEM = 5  # letters
_SAID_BY_ALL = frozenset({"is", "are", "not", "the", "and", "for", "with", "one", "from"})


def _stems(name: str) -> frozenset[str]:
    words = re.split(r"[^a-z0-9]+", name.lower())
    return frozenset(word[:_STEM] for word in words if len(word) > 2 and word not in _SAID_BY_ALL)


def likely(name: str, others: Iterable[str]) -> list[str]:
    """`others`, those that share most words with `name` first; else in their order."""
    mine = _stems(name)
    return sorted(others, key=lambda other: -len(mine & _stems(other)))
