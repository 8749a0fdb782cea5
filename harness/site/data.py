"""Results as the columns a browser reads: every text once, and numbers that point to it.

The pages open from disk, where nothing can be fetched, so data comes in scripts that put it into one
global object, `harness`.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, MutableSequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.collection import Catalogue
from harness.events import CellResult
from harness.report.tally import FATES, fate
from harness.requirement import Requirement
from harness.scenario import Scenario

_STEP = 300  # letters of a step's text
_TEXTS = (
    "scenario", "implementation", "driver", "role", "tls", "peer", "schedule",
    "verdict", "grade", "requirement", "reason", "origin", "known",
)  # fmt: skip


def legible(result: CellResult) -> CellResult:
    """The result with what is no Unicode (half a surrogate pair, for bytes that were no UTF-8) as escapes."""
    changed: dict[str, Any] = {
        name: _legible(value) for name, value in vars(result).items() if type(value) is str
    }
    details = tuple(map(_legible, result.details))
    others = tuple((_legible(one), _legible(two), _legible(three)) for one, two, three in result.others)
    return replace(result, **{**changed, "details": details, "others": others})


def _legible(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def key(cell: str) -> str:
    """The name of a cell's own files."""
    return hashlib.sha256(cell.encode("utf-8")).hexdigest()[:16]


class _Texts:
    """Texts by number, each once."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.all)
            self.all.append(text)
        return self._numbers[text]


def cells_script(cells: Iterable[CellResult], pictured: Callable[[CellResult], str]) -> str:
    """The script of all cells; `pictured`: the key of the picture a cell has, or shares, "" for none."""
    texts = {name: _Texts() for name in (*_TEXTS, "picture")}
    columns: dict[str, MutableSequence[int]] = {
        name: array("I") for name in (*texts, "fate", "begun", "of", "ms")
    }
    columns["seed"] = []  # of any size
    rest: dict[int, object] = {}
    for row, result in enumerate(cells):
        for name in _TEXTS:
            columns[name].append(texts[name].number(str(getattr(result, name) or "")))
        columns["picture"].append(texts["picture"].number(pictured(result)))
        columns["seed"].append(result.seed)
        columns["fate"].append(FATES.index(fate(result)))
        columns["begun"].append(result.steps[0])
        columns["of"].append(result.steps[1])
        columns["ms"].append(round(result.duration * 1000))
        if result.details or result.others:
            rest[row] = [result.details, result.others]
    told = _json({"texts": {name: each.all for name, each in texts.items()}, "rest": rest, "fates": FATES})
    # numbers are written column by column: as one value they would take many times the memory
    numbers = ",".join(f"{_json(name)}:[{','.join(map(str, each))}]" for name, each in columns.items())
    return _defined("cells", f'{told[:-1]},"columns":{{{numbers}}}}}')


def catalogue_script(catalogue: Catalogue, cells: Iterable[CellResult], root: Path, replay: str) -> str:
    """The script of what scenarios and clauses say, for those that were tried; steps of those that failed."""
    tried: dict[str, bool] = {}
    for result in cells:
        failed = fate(result) in ("failed", "error", "known")
        tried[result.scenario] = tried.get(result.scenario, False) or failed
    scenarios = {
        name: _scenario(catalogue.scenarios[name], root, steps=failed)
        for name, failed in sorted(tried.items())
        if name in catalogue.scenarios
    }
    clauses = {name: _clause(each) for name, each in catalogue.requirements.items()}
    return script("catalogue", {"replay": replay, "scenarios": scenarios, "clauses": clauses})


def script(name: str, value: object) -> str:
    """A script that defines `harness.NAME`. Nothing in it can end a script element."""
    return _defined(name, _json(value))


def _defined(name: str, told: str) -> str:
    return f"(window.harness=window.harness||{{}}).{name}={told};\n"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def place_of(scenario: Scenario, root: Path) -> tuple[str, int]:
    """File, relative to the folder that holds the catalogue, and line."""
    file, _, line = scenario.place.rpartition(":")
    try:
        shown = Path(file).resolve().relative_to(root.resolve().parent)
    except ValueError:
        shown = Path(Path(file).name)
    return shown.as_posix(), int(line) if line.isdigit() else 1


def _scenario(scenario: Scenario, root: Path, *, steps: bool) -> dict[str, object]:
    file, line = place_of(scenario, root)
    told = {
        str(role): [_brief(str(step)) for step in scenario.steps(role)] for role in scenario.roles if steps
    }
    return {"page": scenario.page, "requires": scenario.requires, "place": f"{file}:{line}", "steps": told}


def _brief(text: str) -> str:
    return text if len(text) <= _STEP else f"{text[: _STEP - 3]}..."


def _clause(requirement: Requirement) -> dict[str, str]:
    return {"source": requirement.source, "level": str(requirement.level), "text": requirement.text}
