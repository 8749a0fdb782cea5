"""The planted modules, and what becomes of each when it is tried."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harness.collection import matches
from harness.names import FINDINGS, Verdict
from harness.run.cell import Cell

PLANTED = Path(__file__).parent / "planted"
STDLIB = "stdlib"
#: The sound implementation of which those with defects on the wire are changed copies; their names begin so.
TLSLITE = "tlslite"
_WIRE_NAMES = ("wire_", "_correct_tlslite")
#: What stands for all planted modules of the shape of PEP 543 and PEP 748, whose names begin so.
_BUFFERS = PLANTED / "_correct_buffers.py"
_BUFFER_NAMES = ("buffer_shape_", "_correct_buffers")
#: The sound implementation from whose classes those of pyOpenSSL's shape are derived; their names begin so.
PYOPENSSL = "pyopenssl"
_PYOPENSSL_NAMES = ("pyopenssl_", "_correct_pyopenssl")
#: The libraries of which planted modules bring a layer, with whose names theirs begin, and its drivers.
_LAYERS = {
    "anyio": ("anyio-asyncio", "anyio-trio"),
    "tornado": ("tornado",),
    "trio": ("trio",),
    "twisted": ("twisted",),
    "urllib3": ("urllib3",),
}
_LAYER_NAMES = {library: (f"{library}_", f"_correct_{library}") for library in _LAYERS}
#: What stands for the modules that bring a layer, by its library, and the drivers they are tried over.
LAYER_SHAPES = {library: os.path.relpath(PLANTED / f"_correct_{library}.py") for library in _LAYERS}
LAYER_DRIVERS = {LAYER_SHAPES[library]: drivers for library, drivers in _LAYERS.items()}
#: The packages that planted modules wrap, by how their names begin.
_WRAPPED = {_PYOPENSSL_NAMES: "OpenSSL", **{names: library for library, names in _LAYER_NAMES.items()}}

_VARYING = re.compile(r"b'[^']*'|[0-9a-f]{16,}")


def defects(pattern: str = "*") -> list[Path]:
    """The planted defects whose names match, in order.

    A module says by SINCE = (3, 12) that what it does is wrong from that Python on.
    """
    found = (path for path in PLANTED.glob("[!_]*.py") if matches(pattern, path.stem) and _can_be(path))
    return sorted(path for path in found if _constant(path, "SINCE") <= sys.version_info[:2])


def controls() -> list[Path]:
    """The wrappers with nothing wrong, in order."""
    return sorted(filter(_can_be, PLANTED.glob("_correct_*.py")))


def _can_be(path: Path) -> bool:
    """Whether what a planted module wraps is installed."""
    wrapped = (package for names, package in _WRAPPED.items() if path.name.startswith(names))
    return all(find_spec(package) is not None for package in wrapped)


def mistake_of(path: Path) -> str:
    """The sentence in which a planted module says what is wrong with it."""
    page = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(page.partition("\n\n")[0].split())


def _constant(path: Path, name: str) -> Any:
    """A constant of a planted module, read without importing it; () when it has none of that name."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return ()


@dataclass(frozen=True)
class Judged:
    """One cell and what it came to."""

    cell: Cell
    verdict: Verdict
    origin: str
    told: str

    @property
    def steady(self) -> str:
        """The origin without what differs from run to run: keys, randoms, what was computed from them."""
        return _VARYING.sub("...", self.origin)


@dataclass
class Trial:
    """What became of one planted module: the cells tried, and what was found in them."""

    path: Path
    tried: int = 0
    found: list[Judged] = field(default_factory=list)
    errors: list[Judged] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The module's."""
        return self.path.stem

    @property
    def planted(self) -> bool:
        """Whether something is wrong with it; the controls' names begin with an underscore."""
        return not self.name.startswith("_")

    @property
    def shape(self) -> str:
        """An implementation of the same shape, whose plan is its own too."""
        if self.name.startswith(_WIRE_NAMES):
            return TLSLITE
        if self.name.startswith(_PYOPENSSL_NAMES):
            return PYOPENSSL
        for library, names in _LAYER_NAMES.items():
            if self.name.startswith(names):
                return LAYER_SHAPES[library]
        return os.path.relpath(_BUFFERS) if self.name.startswith(_BUFFER_NAMES) else STDLIB

    def claims(self, scenario: str) -> bool:
        """Whether it promises what a scenario asks: a control may name globs of those it does not."""
        return self.planted or not any(matches(glob, scenario) for glob in _constant(self.path, "NO_CLAIM"))

    @property
    def killers(self) -> list[str]:
        """The scenarios that kill it, those that find it in most cells first."""
        return [name for name, _ in Counter(judged.cell.scenario for judged in self.found).most_common()]

    def note(self, judged: Judged) -> None:
        """Enter one cell."""
        self.tried += 1
        if judged.verdict in FINDINGS:
            self.found.append(judged)
        elif judged.verdict is Verdict.ERROR and not (self.planted and _is_untold(judged)):
            self.errors.append(judged)

    def drop(self, own: dict[Cell, str]) -> None:
        """Leave out what is found in the sound implementation too: `own` has the origins of its findings."""
        self.found = [j for j in self.found if own.get(sound_cell(j.cell)) != j.origin]


def _is_untold(judged: Judged) -> bool:
    """Whether a cell is an error because a lie was not told: a defect may have kept it from being due."""
    return "was not reached" in judged.told or "could not be applied" in judged.told


#: By driver, where that is not CPython's ssl.
_SOUND = {
    "endpoint": TLSLITE,
    "pyopenssl": PYOPENSSL,
    "pyopenssl-socket": PYOPENSSL,
    "twisted": PYOPENSSL,
}


def sound_cell(cell: Cell) -> Cell:
    """The cell in which nothing is planted: an endpoint's is tlslite-ng's, one over pyOpenSSL or Twisted is
    pyOpenSSL's, all others CPython's ssl's. A buffer's is over memory BIOs.
    """
    if cell.driver in _SOUND:
        return replace(cell, implementation=_SOUND[cell.driver])
    return replace(cell, implementation=STDLIB, driver="bio" if cell.driver == "buffer" else cell.driver)
