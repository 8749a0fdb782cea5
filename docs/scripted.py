"""The scripts beside findings.md: where they lie, how they are made, and why a finding has none.

A cell may show several findings, for its peer may lie on several connections: a script says in its head
which origin it shows, and belongs to the finding whose entry names that. A finding without a script has a
reason in `unscripted.toml`, by the cells that show it, and their origins. Making scripts keeps that file as
it is true.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import tomli_w

from harness.collection import collect, matches
from harness.errors import Unsupported, UsageError
from harness.pki import mint
from harness.run.cell import read_name
from harness.run.worker import Bench
from harness.script.spelling import NoScript
from harness.script.trying import NoneShows, script_for

_DOCS = Path(__file__).parent
SCRIPTS, REASONS = _DOCS / "findings", _DOCS / "unscripted.toml"

#: Lines of a script that is kept: a longer one is nothing to read. The longest bring a program of Java.
_LONGEST = 650
#: What is in the way of a script for nearly every finding without one, and so tells nothing.
_USUAL = ("its peer does not lie", "its peer does what ssl cannot", "it does not show with an honest peer")
_FATAL = "it takes its process with it, and scripts are written where their cells are run"


#: In the head of a script: what it shows, in as many lines as it takes.
_ORIGIN = re.compile(r"^# Origin: (.*\n(?:# .*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A cell that shows a finding, and the origin that the finding has there, a glob."""

    cell: str
    origin: str

    def is_in(self, script: Path) -> bool:
        """Whether that is what a script shows."""
        return matches(_spaced(self.origin), origin_in(script))


def scripts_of_cell(cell: str) -> list[Path]:
    """The scripts of a cell, of whatever it shows: the first is called after it, others have a number."""
    stem = _stem(cell)
    numbered = re.compile(re.escape(stem) + r"(-\d+)?")
    return sorted(each for each in SCRIPTS.glob(f"{stem}*.py") if numbered.fullmatch(each.stem))


def scripts_of(finding: Iterable[Shown]) -> list[Path]:
    """The scripts of a finding."""
    found = (each for shown in finding for each in scripts_of_cell(shown.cell) if shown.is_in(each))
    return list(dict.fromkeys(found))


def origin_in(script: Path) -> str:
    """The origin of what a script shows, as its head says."""
    return _origin_told(script.read_text(encoding="utf-8"))


@cache
def _origin_told(text: str) -> str:
    told = _ORIGIN.search(text)
    return "" if told is None else _spaced(told[1].replace("\n# ", " "))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _stem(cell: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.@]+", "-", cell.partition("#")[0]).strip("-")


def _free(cell: str) -> Path:
    """A file for one more script of a cell."""
    names = (f"{_stem(cell)}{'' if number == 1 else f'-{number}'}.py" for number in count(1))
    return next(SCRIPTS / name for name in names if not (SCRIPTS / name).exists())


def reasons() -> dict[Shown, str]:
    """Why findings have no script."""
    told = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {Shown(cell, origin): str(why) for cell, each in told.items() for origin, why in each.items()}


def _write_reasons(told: dict[Shown, str]) -> None:
    tables: dict[str, dict[str, str]] = {}
    for shown in sorted(told, key=lambda each: (each.cell, each.origin)):
        tables.setdefault(shown.cell, {})[shown.origin] = told[shown]
    REASONS.write_text(tomli_w.dumps(tables), encoding="utf-8")


def why_none(finding: Iterable[Shown], told: dict[Shown, str]) -> str | None:
    """Why a finding has no script, None where nobody says; `told` as of `reasons`."""
    return next((told[shown] for shown in finding if shown in told), None)


def write_scripts(
    findings: Iterable[Sequence[Shown]], fatal: Collection[str], *, missing: bool
) -> Iterator[tuple[str, str]]:
    """The shortest script of each finding; gives the cells of those without, and why.

    fatal: cells that must not be run here. missing: of those findings alone that have no script yet.
    """
    told = reasons()
    with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
        bench = Bench(collect(_DOCS.parent / "scenarios"), mint(keys))
        for finding in findings:
            if missing and scripts_of(finding):
                for shown in finding:
                    told.pop(shown, None)
            else:
                told.update((shown, _FATAL) for shown in finding if shown.cell in fatal)
                yield from _write_script(bench, [each for each in finding if each.cell not in fatal], told)
    _write_reasons(told)


def _write_script(
    bench: Bench, finding: Sequence[Shown], told: dict[Shown, str]
) -> Iterator[tuple[str, str]]:
    made: dict[Shown, str] = {}
    for shown in finding:
        try:
            text = script_for(bench, read_name(shown.cell), shown.origin).text
        except NoScript as why:
            told[shown] = _in_short(why)
        except (Unsupported, UsageError) as why:  # of this machine, perhaps, and not of the finding
            yield shown.cell, str(why)
        else:
            if (lines := text.count("\n")) > _LONGEST:
                told[shown] = f"it has {lines} lines; `tls-harness replay CELL --script` writes it"
            else:
                made[shown] = text
    if made:
        for script in scripts_of(finding):
            script.unlink()
        for shown in finding:
            told.pop(shown, None)
        shortest = min(made, key=lambda shown: (len(made[shown]), shown.cell))
        _free(shortest.cell).write_text(made[shortest], encoding="utf-8")
    yield from ((shown.cell, told[shown]) for shown in finding if shown in told)


def _in_short(why: NoScript) -> str:
    if not isinstance(why, NoneShows):
        return str(why)
    telling = [each for each in dict.fromkeys(why.unwritten.values()) if not each.startswith(_USUAL)]
    if telling:
        return "; ".join(telling)
    *_, last = why.different.values()
    return f"run by itself it comes to something else: {last}"
