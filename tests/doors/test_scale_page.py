"""docs/scale.md: its recipes are YAML, and every command in it is one the command line takes."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from harness.cli import tls_harness

PAGE = (Path(__file__).parent.parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")
RECIPES = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
#: What a CI system puts in.
VARIABLES = {
    "${{ matrix.shard }}": "3",
    "$CI_NODE_INDEX": "3",
    "$CI_NODE_TOTAL": "4",
}


def _scripts(value):
    """Every text in a recipe."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _scripts(each)


def _commands():
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    lines = [
        line for text in (*blocks, *(t for r in RECIPES for t in _scripts(r))) for line in text.splitlines()
    ]
    return [line for line in lines if re.search(r"(^| )tls-harness (run|merge|matrix|report|compare) ", line)]


@pytest.mark.parametrize("line", _commands())
def test_a_command_is_one_the_command_line_takes(line):
    for name, value in VARIABLES.items():
        line = line.replace(name, value)
    words = shlex.split(line.rstrip(" &"))
    command, *arguments = words[words.index("tls-harness") + 1 :]
    found = tls_harness.get_command(click.Context(tls_harness), command)
    assert found.make_context(command, arguments).params


def test_the_recipes_run_every_shard_and_merge_them_all():
    github, gitlab = RECIPES
    assert github["jobs"]["shard"]["strategy"]["matrix"]["shard"] == [1, 2, 3, 4]
    assert github["jobs"]["merge"]["needs"] == "shard"
    assert gitlab["shard"]["parallel"] == 4
    for recipe in RECIPES:
        (merge,) = [text for text in _scripts(recipe) if text.startswith("tls-harness merge")]
        assert [f"reports/{number}.jsonl.zst" in merge for number in range(1, 6)] == [True] * 4 + [False]
        (run,) = [text for text in _scripts(recipe) if text.startswith("tls-harness run")]
        assert re.search(r"--shard \S.*(/4|/\$CI_NODE_TOTAL)", run)


def test_the_page_has_commands_of_each_kind():
    assert len(_commands()) >= 10
