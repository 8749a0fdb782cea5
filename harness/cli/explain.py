"""`tls-harness explain`: the page of one scenario: text, requirements, matrix and steps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from harness.cli.inputs import find_in, page_of
from harness.cli.shared import catalogue_option, console, debug_option
from harness.collection import Catalogue, collect, lint, matches
from harness.errors import UsageError
from harness.fuzz.finds import Raw
from harness.names import Role
from harness.run.plan import drivers_of
from harness.scenario import Scenario
from harness.written import SUFFIX, read_written

_NEAR = 5
_SWEEPS = {
    "none": "only undisturbed",
    "some": "undisturbed, and under a few benign schedules",
    "lies": "undisturbed, and with what the peer sends byte by byte, joined, and cut",
    "benign": "undisturbed, and under every benign schedule of the profile",
    "hostile": "undisturbed, and under every hostile schedule of the profile, where the rules judge",
}


@click.command("explain")
@click.argument("scenario")
@catalogue_option
@debug_option
def command(scenario: str, catalogue: Path) -> None:
    """Print the page of SCENARIO: a name, a glob that fits one, the name of a cell, or a file."""
    screen = console()
    find = find_in(scenario) if scenario.endswith(SUFFIX) else None
    if isinstance(find, Raw):
        for line in page_of(find):
            screen.print(line, soft_wrap=True)
        return
    collected = collect(catalogue)
    for line in _page(_named(scenario, collected), collected, screen.width):
        screen.print(line, soft_wrap=True)


def _named(text: str, catalogue: Catalogue) -> Scenario:
    """The scenario meant. Raises `UsageError` when there is none, or more than one."""
    name = text.partition("[")[0] if "]#" in text else text
    if name.endswith(SUFFIX):
        scenario = read_written(Path(name)).scenario(name, name)
        lint(scenario, catalogue.requirements)
        return scenario
    found = [each for each in catalogue.scenarios if matches(name, each)]
    found = found or [each for each in catalogue.scenarios if each.partition("/")[2] == name]
    if not found:
        raise UsageError(f"no scenario is called {name!r}; `tls-harness list scenarios` shows them")
    if len(found) > 1:
        some = ", ".join(sorted(found)[:_NEAR]) + (", ..." if len(found) > _NEAR else "")
        raise UsageError(f"{name!r} fits {len(found)} scenarios: {some}")
    return catalogue.scenarios[found[0]]


def _page(scenario: Scenario, catalogue: Catalogue, width: int) -> Iterator[str]:
    yield scenario.name
    yield ""
    for paragraph in scenario.page.split("\n\n"):
        yield from _wrapped(paragraph, width)
        yield ""
    yield "requires"
    for name in scenario.requires:
        requirement = catalogue.requirements[name]
        yield f"  {name} ({requirement.source}; {requirement.level})"
        yield from _wrapped(requirement.text, width, "    ")
    yield ""
    yield from _matrix(scenario, width)
    for role in scenario.roles:
        yield ""
        yield f"steps, the subject being the {role}"
        yield from _steps(scenario, role, width)


def _matrix(scenario: Scenario, width: int) -> Iterator[str]:
    told = {
        "drivers": ", ".join(drivers_of(scenario)),
        "roles": ", ".join(scenario.roles),
        "TLS": ", ".join(scenario.tls),
        "peers": " or, where it is asked for, ".join(scenario.peers),
        "runs": _SWEEPS[scenario.sweep],
        **({"schedule": ", ".join(scenario.schedules)} if scenario.schedules else {}),
        "place": scenario.place,
    }
    for label, text in told.items():
        yield from _wrapped(text, width, " " * 9, f"{label:<9}")


def _steps(scenario: Scenario, role: Role, width: int) -> Iterator[str]:
    for number, step in enumerate(scenario.steps(role), 1):
        yield from _wrapped(str(step), width, "      ", f"{number:>4}  ")


def _wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    start = indent if first is None else first
    return textwrap.wrap(" ".join(text.split()), width, initial_indent=start, subsequent_indent=indent)
