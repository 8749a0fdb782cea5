"""What is known of an implementation, as a search sees it: the same failure in a scenario nobody wrote.

An entry of known failures names the cells of certain scenarios. A search makes others, in which the same
thing goes wrong; so here an entry that says what goes wrong (its `origin`) counts for every scenario in
the setting it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from harness.fuzz.bench import Order
from harness.fuzz.target import Finding
from harness.fuzz.terms import Terms
from harness.oracle import without_lie
from harness.run.known import KnownFailure

_WORD = re.compile("[a-z]{3}")


def akin(entries: Iterable[KnownFailure]) -> tuple[KnownFailure, ...]:
    """The entries; those that say what goes wrong, or are of all scenarios, also for those of searches."""
    entries = tuple(entries)
    return (*entries, *map(_of_searches, in_any_scenario(entries)))


def in_any_scenario(entries: Iterable[KnownFailure]) -> Iterator[KnownFailure]:
    """Each entry that says what goes wrong, or is of all, for every scenario in the setting it names."""
    for entry in entries:
        if _is_of_all(entry) or _says_what(entry):
            yield replace(entry, cells="*" + entry.cells[entry.cells.index("[") :])


def write_excuses(path: Path, terms: Terms) -> None:
    """Put the known failures where a child finds them."""
    rows = [[entry.cells, entry.origin, entry.reason] for entry in terms.known]
    path.write_text(json.dumps(rows), encoding="utf-8")


def read_excuses(order: Order) -> Callable[[str, Finding], bool]:
    """Whether a finding of a property is known, as the parent would say."""
    rows = json.loads(Path(order.excuses).read_text(encoding="utf-8")) if order.excuses else []
    known = tuple(KnownFailure(cells, reason, "", origin) for cells, origin, reason in rows)
    terms = Terms(order.implementation, known=known)
    return lambda name, finding: bool(terms.reason_for(name, finding.key, finding.cell))


def _is_of_all(entry: KnownFailure) -> bool:
    """Whether it counts for whatever scenario in its setting."""
    return entry.cells.startswith("*[")


def _says_what(entry: KnownFailure) -> bool:
    """Whether it does: a state, and what comes behind the arrow, are not enough; nor what a call came to.

    The latter where the peer lies: which lie it was says what is wrong, and does not stand in keys of finds.
    """
    event = entry.origin.partition("->")[0].partition(": ")[2]
    of_a_lie = entry.cells.startswith("wire_") and event.startswith(("subject ", "the subject ", "peer "))
    return "[" in entry.cells and _WORD.search(event) is not None and not of_a_lie


def _of_searches(entry: KnownFailure) -> KnownFailure:
    """The same of a scenario that a search has made, whose key names no lie, and may end with a place."""
    origin = without_lie(entry.origin)
    if origin.endswith(" *"):  # whatever lie
        origin = origin.removesuffix(" *") + "*"
    return replace(entry, cells=f"found/{entry.cells}", origin=origin)
