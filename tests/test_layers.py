"""The house stands: every check of `layers.py` holds here, and each one sees a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import (
    CHECKS,
    FUNCTION_LINES,
    LINES,
    ON_38,
    effects_below_the_glass,
    imports_that_point_up,
    judges_who_know_the_accused,
    modules_in,
    prints_in_the_house,
    reports_who_know_too_much,
    rooms_without_a_floor,
    scenarios_who_know_too_much,
    strangers,
    too_long,
    too_new_for_38,
    unseeded_chance,
    within,
)  # fmt: skip

ROOT = Path(__file__).parent.parent


def python38():
    """The path of a working Python 3.8, if there is one on PATH."""
    found = shutil.which("python3.8")
    if found is None:
        return None
    asked = subprocess.run(
        [found, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False
    )
    return found if asked.stdout.split() == ["3", "8"] else None


# -- the house


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_stands(check):
    assert check(ROOT) == [], check.__doc__


def test_every_floor_that_carries_the_core_is_there():
    there = {name.split(".")[1] for name in modules_in(ROOT) if name.startswith("harness.")}
    assert set(ON_38) | {"channel", "scenario", "rules", "oracle", "peers", "run", "report"} <= there


#: Implementations, not rooms: each imports the library it puts on trial, which is an extra.
_NAMES = ("m2crypto_endpoint", "pyopenssl_names", "rustls_endpoint", "siotls_endpoint")
STACKS = {f"harness.drivers.{name}" for name in _NAMES}


def test_rooms_of_another_interpreter_import_on_python_38():
    names = [name for name in sorted(modules_in(ROOT)) if within(name, [f"harness.{r}" for r in ON_38])]
    names = [name for name in names if name not in STACKS]
    assert len(names) > len(ON_38)
    python = python38() or sys.executable  # the check of the syntax above always holds
    lines = [f"sys.path.insert(0, {str(ROOT)!r})", *(f"import {name}" for name in names)]
    code = "\n".join(["import sys", *lines])
    done = subprocess.run([python, "-I", "-B", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# -- every check sees what it is for

PLANTED = [
    (rooms_without_a_floor, "harness/attic.py", "x = 1", "harness.attic"),
    (imports_that_point_up, "harness/names.py", "import harness.channel", "floor 2"),
    (imports_that_point_up, "harness/rules.py", "from harness import implementation", "floor 5"),
    (imports_that_point_up, "harness/oracle.py", "def f():\n    from harness.run import plan", "floor 8"),
    (imports_that_point_up, "harness/drivers/bio.py", "from ..peers import honest", "floor 7"),
    (imports_that_point_up, "harness/drivers/__init__.py", "from .. import run", "floor 8"),
    (strangers, "harness/drivers/bio.py", "def f():\n    import ssl", "imports ssl"),
    (strangers, "harness/run/plan.py", "from tlslite.constants import CipherSuite", "tlslite"),
    (strangers, "harness/run/plan.py", "import pytest", "harness.gate"),
    (strangers, "harness/run/plan.py", "import hypothesis", "harness.fuzz.properties"),
    (strangers, "scenarios/closing.py", "import ssl", "imports ssl"),
    (effects_below_the_glass, "harness/channel.py", "import time", "imports time"),
    (effects_below_the_glass, "harness/wire/records.py", "def f():\n    from os import path", "imports os"),
    (effects_below_the_glass, "harness/rules.py", "import random", "imports random"),
    (effects_below_the_glass, "harness/events.py", "open('x')", "opens a file"),
    (unseeded_chance, "harness/run/plan.py", "import random\nrandom.choice([1])", "random.choice"),
    (unseeded_chance, "harness/run/plan.py", "import random\nrandom.Random()", "random.Random"),
    (unseeded_chance, "harness/run/plan.py", "from random import choice", "bare"),
    (judges_who_know_the_accused, "harness/oracle.py", "def f(implementation): ...", "'implementation'"),
    (judges_who_know_the_accused, "harness/oracle.py", "x = cell.implementation", "'implementation'"),
    (judges_who_know_the_accused, "harness/rules.py", "x = name == 'stdlib'", "'stdlib'"),
    (scenarios_who_know_too_much, "scenarios/closing.py", "from harness.wire import records", "harness.wire"),
    (scenarios_who_know_too_much, "scenarios/closing.py", "import os", "imports os"),
    (reports_who_know_too_much, "harness/report/junit.py", "from harness.run.cell import Cell", "run.cell"),
    (prints_in_the_house, "harness/run/engine.py", "def f():\n    print(1)", "engine.py:2"),
    (too_long, "harness/rules.py", "\n".join(["x = 1"] * (LINES + 1)), f"{LINES + 1} lines"),
    (too_long, "scenarios/closing.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES, "f has 61 lines"),
    (too_new_for_38, "harness/drivers/bio.py", "match 1:\n    case 1: pass", "Pattern matching"),
    (too_new_for_38, "harness/names.py", "from enum import StrEnum", "enum.StrEnum"),
    (too_new_for_38, "harness/pki.py", "import functools\nfunctools.cache", "functools.cache"),
    (too_new_for_38, "harness/endpoint.py", "Outcome = tuple[int, ...]", "tuple[...]"),
    (too_new_for_38, "harness/endpoint.py", "def f(x: int | None): ...", "union"),
    (too_new_for_38, "harness/endpoint.py", "Outcome = Done | Wants", "union"),
    (too_new_for_38, "harness/setup.py", "@dataclass(slots=True)\nclass A: ...", "slots="),
    (too_new_for_38, "harness/drivers/aio.py", "import asyncio\nasyncio.timeout", "asyncio.timeout"),
    (too_new_for_38, "harness/drivers/facts.py", "'ab'.removeprefix('a')", "removeprefix"),
]


def _tree(root, path, text):
    """A tree with one module of every kind that the planted ones import, and `text` at `path`."""
    for name in (
        "__init__",
        "names",
        "channel",
        "implementation",
        "run/plan",
        "peers/honest",
        "run/__init__",
    ):
        (root / "harness" / f"{name}.py").parent.mkdir(parents=True, exist_ok=True)
        (root / "harness" / f"{name}.py").write_text("", encoding="utf-8")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("check", "path", "text", "told"), PLANTED)
def test_a_planted_violation_is_reported(tmp_path, check, path, text, told):
    found = check(_tree(tmp_path, path, text))
    assert found, f"{check.__name__} saw nothing"
    assert any(told in sentence and sentence.startswith(path) for sentence in found), found


INNOCENT = [
    (imports_that_point_up, "harness/channel.py", "from harness import names\nimport harness.names"),
    (strangers, "harness/implementation.py", "import ssl"),
    (effects_below_the_glass, "harness/channel.py", "import random"),
    (unseeded_chance, "harness/channel.py", "import random\ndef f(r: random.Random): ...\nrandom.Random(7)"),
    (judges_who_know_the_accused, "harness/rules.py", "'''A rule never learns an implementation's name.'''"),
    (reports_who_know_too_much, "harness/report/junit.py", "from harness.events import CellFinished"),
    (prints_in_the_house, "harness/cli.py", "print(1)"),
    (too_new_for_38, "harness/setup.py", "from __future__ import annotations\ndef f(x: int | None): ..."),
    (too_new_for_38, "harness/channel.py", "Outcome = tuple[int, ...]"),
    (too_new_for_38, "harness/names.py", "if TYPE_CHECKING:\n    from typing import Unpack"),
]


@pytest.mark.parametrize(("check", "path", "text"), INNOCENT)
def test_what_is_allowed_is_not_reported(tmp_path, check, path, text):
    assert check(_tree(tmp_path, path, text)) == []
