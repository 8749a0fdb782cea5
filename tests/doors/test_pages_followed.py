"""Pages of docs/ are followed to the letter, but for what needs the network."""

import os
import stat
import sys
from pathlib import Path

import pytest

from docs.try_page import Command, File, follow, steps

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "porting.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"


@pytest.fixture
def environment(tmp_path):
    """The commands of the page on the path, made of the checkout."""
    programs = {
        "tls-harness": "-m harness",
        "pytest": "-m pytest -p harness.pytest_plugin -c /dev/null --rootdir .",
    }
    for name, how in programs.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {how} "$@"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


def test_the_tutorial_ends_as_it_says(tmp_path, environment):
    assert list(follow(TUTORIAL, tmp_path, environment)) == []


def test_every_command_ends_as_the_page_says(tmp_path, environment):
    folder = tmp_path / "project"
    folder.mkdir()
    assert list(follow(PAGE, folder, environment)) == []
    assert (folder / "own_ssl.known.toml").is_file()


def test_the_page_is_read_whole():
    found = list(steps(PAGE.read_text(encoding="utf-8")))
    assert [step.name for step in found if isinstance(step, File)] == ["own_ssl.py", "test_own_ssl.py"]
    commands = [step for step in found if isinstance(step, Command)]
    assert [step.code for step in commands] == [0, 1, 1, 0, 1, 2, 0, 0, 0, 0]
    assert not any("pip install" in step.text for step in commands)


def test_a_command_that_ends_otherwise_is_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```sh\necho so; exit 3  # exit code 4\nexit 3  # exit code 3\n```\n", encoding="utf-8")
    (told,) = follow(page, tmp_path, os.environ)
    assert told == "echo so; exit 3\nended with exit code 3, not 4:\nso\n"
