"""Requirements: what a clause of an RFC or of the Python docs asks for, as data.

They live in `scenarios/requirements/*.toml`, one `[[requirement]]` table each. A scenario names the
ones it proves; one that no scenario can prove says why in `hole`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from harness.errors import ScenarioError
from harness.names import Level

#: Why a requirement has no scenario.
HOLES = ("implicit", "contradictory", "untestable", "out of scope", "not yet")


@dataclass(frozen=True)
class Requirement:
    """One clause.

    id: such as "rfc8446:6.1:close_notify"; source: document and section; level: how binding;
    text: one sentence in our words; hole and why: for those no scenario covers, one of HOLES and
    the reason; python: the first version of Python whose documents say so, (3, 0) for any.
    """

    id: str
    source: str
    level: Level
    text: str
    hole: str | None = None
    why: str | None = None
    python: tuple[int, int] = (3, 0)


def load_requirements(folder: Path) -> dict[str, Requirement]:
    """Every requirement under `folder`, by id. Raises `ScenarioError` naming the file and the fault."""
    found: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ScenarioError(f"{path}: {error}") from None
        tables = document.pop("requirement", [])
        if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise ScenarioError(f"{path}: it holds [[requirement]] tables and nothing else")
        for table in tables:
            requirement = _read(table, path)
            if requirement.id in found:
                raise ScenarioError(f"{path}: requirement {requirement.id!r} is defined twice")
            found[requirement.id] = requirement
    return found


def _read(table: dict[str, object], path: Path) -> Requirement:
    name = str(table.get("id", "?"))
    unknown = set(table) - {"id", "source", "level", "text", "hole", "why", "python"}
    missing = {"id", "source", "level", "text"} - set(table)
    if unknown or missing:
        fault = f"lacks {min(missing)}" if missing else f"has no place for {min(unknown)}"
        raise ScenarioError(f"{path}: requirement {name!r} {fault}")
    if not all(isinstance(value, str) for value in table.values()):
        raise ScenarioError(f"{path}: requirement {name!r}: every value is a string")
    hole, why = table.get("hole"), table.get("why")
    if hole is not None and (hole not in HOLES or not why):
        raise ScenarioError(
            f"{path}: requirement {name!r}: a hole is one of {', '.join(HOLES)}, and says why"
        )
    try:
        level = Level(str(table["level"]))
    except ValueError:
        levels = ", ".join(level.value for level in Level)
        raise ScenarioError(f"{path}: requirement {name!r}: its level is not one of {levels}") from None
    since = re.fullmatch(r"(3)\.(\d+)", str(table.get("python", "3.0")))
    if since is None:
        raise ScenarioError(f"{path}: requirement {name!r}: python is a version such as '3.10'")
    return Requirement(
        name,
        str(table["source"]),
        level,
        str(table["text"]),
        None if hole is None else str(hole),
        None if why is None else str(why),
        (int(since[1]), int(since[2])),
    )
