"""The scripts beside findings.md: where they lie, how they are made, and why a finding has none.

A finding without a script has a reason in `unscripted.toml`, by the cells that show it. Making scripts keeps
that file as it is true.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import tomli_w

from harness.collection import collect
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


def script_of(cell: str) -> Path:
    """Where the script of a cell lies, if it has one."""
    return SCRIPTS / (re.sub(r"[^A-Za-z0-9_.@]+", "-", cell.partition("#")[0]).strip("-") + ".py")


def reasons() -> dict[str, str]:
    """Why cells have no script."""
    return dict(tomllib.loads(REASONS.read_text(encoding="utf-8")))


def why_none(cells: Sequence[str], told: dict[str, str]) -> str | None:
    """Why a finding that these cells show has no script, None where nobody says; `told` as of `reasons`."""
    return next((told[cell] for cell in cells if cell in told), None)


def write_scripts(
    findings: Iterable[Sequence[str]], fatal: Collection[str], *, missing: bool
) -> Iterator[tuple[str, str]]:
    """The shortest script of each finding, given as the cells that show it; gives those without, and why.

    fatal: cells that must not be run here. missing: of those findings alone that have no script yet.
    """
    told = reasons()
    with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
        bench = Bench(collect(_DOCS.parent / "scenarios"), mint(keys))
        for cells in findings:
            if missing and any(script_of(cell).is_file() for cell in cells):
                for cell in cells:
                    told.pop(cell, None)
            else:
                told.update((cell, _FATAL) for cell in cells if cell in fatal)
                yield from _write_script(bench, [cell for cell in cells if cell not in fatal], told)
    REASONS.write_text(tomli_w.dumps(dict(sorted(told.items()))), encoding="utf-8")


def _write_script(bench: Bench, cells: Sequence[str], told: dict[str, str]) -> Iterator[tuple[str, str]]:
    made: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        try:
            text = script_for(bench, read_name(cell)).text
        except NoScript as why:
            told[cell] = _in_short(why)
        except (Unsupported, UsageError) as why:  # of this machine, perhaps, and not of the finding
            yield cell, str(why)
        else:
            if (count := text.count("\n")) > _LONGEST:
                told[cell] = f"it has {count} lines; `tls-harness replay CELL --script` writes it"
            else:
                made[cell] = text
    if made:
        for cell in cells:
            script_of(cell).unlink(missing_ok=True)
            told.pop(cell, None)
        shortest = min(made, key=lambda cell: (len(made[cell]), cell))
        script_of(shortest).write_text(made[shortest], encoding="utf-8")
    yield from ((cell, told[cell]) for cell in dict.fromkeys(cells) if cell in told)


def _in_short(why: NoScript) -> str:
    if not isinstance(why, NoneShows):
        return str(why)
    telling = [each for each in dict.fromkeys(why.unwritten.values()) if not each.startswith(_USUAL)]
    if telling:
        return "; ".join(telling)
    *_, last = why.different.values()
    return f"run by itself it comes to something else: {last}"
