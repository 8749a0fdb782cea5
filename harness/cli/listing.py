"""`tls-harness list` and `coverage`: what there is, and what is proved. Tables, or JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click

from harness.cli.matrix import all_stacks
from harness.cli.shared import catalogue_option, console, debug_option, default_jobs, json_option
from harness.cli.tables import show, show_json
from harness.collection import collect
from harness.drivers import programs, registry
from harness.implementation import BUILT_IN
from harness.names import Tls
from harness.remote import AT
from harness.requirement import Requirement
from harness.rules import RULES
from harness.run.capabilities import Stack, probe, stack_named
from harness.run.plan import drivers_of
from harness.schedule import actions
from harness.wire.layouts import SENDERS, layout_of

Row = dict[str, Any]
_WHAT = ("scenarios", "requirements", "implementations", "drivers", "rules", "schedules", "messages")


@click.command("list")
@click.argument("what", type=click.Choice(_WHAT), metavar="WHAT")
@json_option
@catalogue_option
@debug_option
def command(what: str, *, as_json: bool, catalogue: Path) -> None:
    """List WHAT: scenarios, requirements, implementations, drivers, rules, schedules or messages."""
    rows = _TOLD[what](catalogue)
    if as_json:
        show_json(rows)
    elif rows:
        show(console(), list(rows[0]), [[_cell(value) for value in row.values()] for row in rows])


@click.command()
@json_option
@catalogue_option
@debug_option
def coverage(*, as_json: bool, catalogue: Path) -> None:
    """Show which scenarios prove each requirement, and the holes with their reasons."""
    collected = collect(catalogue)
    covered = collected.coverage()
    rows = [
        {"requirement": name, "level": each.level, **_proof(each, covered[name])}
        for name, each in sorted(collected.requirements.items())
    ]
    totals = Counter(str(row["state"]) for row in rows)
    documents = _documents(rows)
    if as_json:
        show_json({"requirements": rows, "documents": documents, "totals": dict(sorted(totals.items()))})
        return
    shown = [[row["requirement"], row["level"], row["state"], _cell(row["by"] or row["why"])] for row in rows]
    show(console(), ["requirement", "level", "state", "scenarios, or why there is none"], shown)
    click.echo()
    show(console(), list(documents[0]), [[_cell(value) for value in row.values()] for row in documents])
    told = ", ".join(f"{count} {state}" for state, count in totals.most_common())
    click.echo(f"\n{len(rows)} requirements: {told}")


def _documents(rows: list[Row]) -> list[Row]:
    """For each document how many requirements it has, how many are covered, by how many scenarios."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["requirement"].partition(":")[0], []).append(row)
    return [
        {
            "document": name,
            "requirements": len(each),
            "covered": sum(row["state"] == "covered" for row in each),
            "scenarios": len({scenario for row in each for scenario in row["by"]}),
        }
        for name, each in found.items()
    ]


def _proof(requirement: Requirement, scenarios: list[str]) -> Row:
    """How a requirement stands: covered, the class of its hole, or uncovered without a word."""
    state = "covered" if scenarios else requirement.hole or "uncovered"
    return {"state": state, "by": sorted(scenarios), "why": requirement.why or ""}


def _scenarios(folder: Path) -> list[Row]:
    return [
        {
            "scenario": each.name,
            "drivers": drivers_of(each),
            "roles": list(each.roles),
            "tls": list(each.tls),
            "sweep": each.sweep,
            "requirements": list(each.requires),
            "page": " ".join(each.page.partition("\n\n")[0].split()),
        }
        for _, each in sorted(collect(folder).scenarios.items())
    ]


def _requirements(folder: Path) -> list[Row]:
    return [
        {"requirement": each.id, "level": each.level, "source": each.source, "text": each.text}
        for _, each in sorted(collect(folder).requirements.items())
    ]


def _implementations(_folder: Path) -> list[Row]:
    """Built-in ones, other interpreters' ssl, programs, entry points, and layers over stdlib.

    Each says what it is and what it supports, or in its place what to install; what is no interpreter is
    none.
    """
    rows = []
    for each in probe([stack_named(name) for name in all_stacks()], default_jobs()):
        name = each.stack.name
        if each.missing is not None and AT in name:
            continue
        told = ", ".join(each.facts[key] for key in ("library", "python", "platform") if key in each.facts)
        supports = "; ".join(filter(None, (each.supports() if each.answers else "", each.doubt)))
        rows.append(
            {
                "implementation": name,
                "kind": _kind(each.stack),
                "version": told if each.missing is None else f"not here: {each.missing}",
                "supports": supports if each.missing is None else "",
            }
        )
    return rows


def _kind(stack: Stack) -> str:
    if stack.layer is not None:
        return "layer"
    if AT in stack.implementation:
        return "another interpreter"
    if stack.implementation in programs.NAMES:
        return "program"
    return "built in" if stack.implementation in BUILT_IN else "entry point"


def _drivers(_folder: Path) -> list[Row]:
    groups = {name: group for group, names in registry.GROUPS.items() for name in names}
    found = [registry.driver(name) for name in registry.NAMES]
    return [
        {
            "driver": each.name,
            "group": groups.get(each.name, ""),
            "calls": sorted(each.calls),
            "about": each.about,
        }
        for each in found
    ]


def _rules(_folder: Path) -> list[Row]:
    return [
        {"rule": each.name, "requirement": each.requirement, "page": " ".join(each.page.split())}
        for each in RULES
    ]


def _schedules(_folder: Path) -> list[Row]:
    """Every action: its docstring holds the text form and, behind the first colon outside it, the meaning."""
    rows = []
    for action in get_args(actions.Benign) + get_args(actions.Hostile):
        form, _, meaning = (action.__doc__ or "").partition("`: ")
        kind = "benign" if action.benign else "hostile"
        summary = " ".join(meaning.split()).replace(f" {kind.title()}.", "")
        rows.append({"action": form.replace("`", ""), "kind": kind, "meaning": summary})
    return rows


def _messages(_folder: Path) -> list[Row]:
    """What a peer can lie about: every message, who sends it in which version, and its fields."""
    rows = []
    for name, senders in SENDERS.items():
        found = {tls: layout for tls in Tls if (layout := layout_of(name, tls))}
        fields = [
            field for layout in found.values() for field in layout.names() if field not in ("type", "body")
        ]
        rows.append(
            {
                "message": name,
                "sender": list(map(str, senders)),
                "tls": list(map(str, found)),
                "fields": list(dict.fromkeys(fields)),
            }
        )
    return rows


_TOLD: dict[str, Callable[[Path], list[Row]]] = {
    "scenarios": _scenarios,
    "requirements": _requirements,
    "implementations": _implementations,
    "drivers": _drivers,
    "rules": _rules,
    "schedules": _schedules,
    "messages": _messages,
}


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
