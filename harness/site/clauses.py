"""The requirements, document by document and section by section: what proves each, and how each fared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from harness.collection import Catalogue
from harness.events import CellResult
from harness.report.tally import fate
from harness.requirement import HOLES, Requirement

#: How a requirement stands, the best first.
STATES = ("covered", *HOLES, "uncovered")
_TITLES = {
    "python": "Python: ssl and asyncio",
    "pep543": "PEP 543 and PEP 748: a TLS API for Python",
    "harness": "What the harness asks of any subject",
}


@dataclass(frozen=True)
class Clause:
    """A requirement and its proof. fared: for each implementation, how many cells came to which fate."""

    requirement: Requirement
    state: str
    scenarios: tuple[str, ...]
    fared: dict[str, Counter[str]]


@dataclass
class Section:
    """The clauses of one section of a document."""

    name: str
    clauses: list[Clause] = field(default_factory=list)


@dataclass
class Document:
    """An RFC, or another contract, and how many of its clauses stand how."""

    name: str
    title: str
    sections: list[Section] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many clauses it has."""
        return self.states.total()


def documents(catalogue: Catalogue, cells: Iterable[CellResult]) -> list[Document]:
    """Every clause of the catalogue in its place, with what the cells say about it."""
    fared: dict[str, dict[str, Counter[str]]] = {}
    for result in cells:
        for name in dict.fromkeys((*result.requirements, *_broken(result))):
            each = fared.setdefault(name, {}).setdefault(result.implementation, Counter())
            each[fate(result)] += 1
    covered = catalogue.coverage()
    found: dict[str, Document] = {}
    sections: dict[tuple[str, str], Section] = {}
    for name in sorted(catalogue.requirements, key=_order):
        requirement = catalogue.requirements[name]
        document, section = _address(name)
        if document not in found:
            found[document] = Document(document, _title(document))
        if (document, section) not in sections:
            sections[document, section] = Section(section)
            found[document].sections.append(sections[document, section])
        state = "covered" if covered[name] else requirement.hole or "uncovered"
        clause = Clause(requirement, state, tuple(sorted(covered[name])), fared.get(name, {}))
        sections[document, section].clauses.append(clause)
        found[document].states[state] += 1
    return list(found.values())


def _broken(result: CellResult) -> Sequence[str]:
    """The clause a failing cell broke: perhaps another than its scenario is about."""
    return (result.requirement,) if fate(result) in ("failed", "known") and result.requirement else ()


def _address(name: str) -> tuple[str, str]:
    """Document and section of a requirement's id."""
    document, _, rest = name.partition(":")
    return document, rest.partition(":")[0]


def _order(name: str) -> tuple[object, ...]:
    """RFCs first, by number; sections as a table of contents has them."""
    document, section = _address(name)
    return (not document.startswith("rfc"), _natural(document), _natural(section), name)


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by size, anything else as text."""
    parts = re.findall(r"\d+|[^\d.]+", text)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def _title(document: str) -> str:
    if document.startswith("rfc"):
        return f"RFC {document[3:]}"
    return _TITLES.get(document, document)
