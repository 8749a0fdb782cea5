"""The reference, made from code and data: {path under docs/: page}. `docs/hooks.py` gives it to the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import get_args

import click

from harness.cli import tls_harness
from harness.collection import Catalogue, collect
from harness.names import Tls
from harness.rules import RULES
from harness.run.plan import drivers_of
from harness.scenario import Scenario
from harness.schedule import actions
from harness.wire.layouts import SENDERS, layout_of

ROOT = Path(__file__).parent.parent
_SPECIAL = re.compile(r"([\\*_\[\]#|])")


def pages() -> Iterator[tuple[str, str]]:
    """Every page, with the path it has under docs/."""
    catalogue = collect(ROOT / "scenarios")
    yield "reference/commands.md", commands()
    yield "reference/schedules.md", schedules()
    yield "reference/rules.md", rules()
    yield "reference/messages.md", messages()
    yield "reference/architecture.md", architecture()
    yield from scenarios(catalogue)
    yield from requirements(catalogue)


def commands() -> str:
    """Every command, as `--help` tells it."""
    found = ["# Commands\n"]
    context = click.Context(tls_harness, info_name="tls-harness", max_content_width=100)
    found.append(_help(tls_harness, context))
    for name in tls_harness.list_commands(context):
        command = tls_harness.get_command(context, name)
        under = click.Context(command, info_name=name, parent=context)
        found.append(f"## tls-harness {name}\n\n{_help(command, under)}")
        if isinstance(command, click.Group):
            for inner, each in sorted(command.commands.items()):
                deeper = click.Context(each, info_name=inner, parent=under)
                found.append(f"### tls-harness {name} {inner}\n\n{_help(each, deeper)}")
    return "\n".join(found)


def _help(command: click.Command, context: click.Context) -> str:
    return f"```text\n{command.get_help(context)}\n```\n"


def schedules() -> str:
    """Every action a schedule is made of: its text form, its kind, and its meaning."""
    rows = ["# Schedules", "", "Actions are joined with `+`. Benign ones change only how bytes arrive.", ""]
    rows += ["| action | kind | meaning |", "|---|---|---|"]
    for action in get_args(actions.Benign) + get_args(actions.Hostile):
        form, _, meaning = (action.__doc__ or "").partition("`: ")
        kind = "benign" if action.benign else "hostile"
        rows.append(f"| `{form.strip('`')}` | {kind} | {prose(meaning).replace(f' {kind.title()}.', '')} |")
    return "\n".join([*rows, ""])


def rules() -> str:
    """Every rule with the requirement it stands for."""
    parts = ["# Rules\n\nWhat holds in every conversation, whatever its scenario.\n"]
    for each in sorted(RULES, key=lambda rule: rule.name):
        whose = f", where the subject is a {each.role}" if each.role else ""
        parts.append(f"## {each.name}\n\n{prose(each.page)}\n\nRequirement: `{each.requirement}`{whose}\n")
    return "\n".join(parts)


def messages() -> str:
    """Every message a peer can lie about, and its fields."""
    parts = ["# Messages\n\nWhat the reference peer can [lie about](../edits.md).\n"]
    for name, senders in SENDERS.items():
        found = {tls: layout for tls in Tls if (layout := layout_of(name, tls))}
        fields = dict.fromkeys(field for layout in found.values() for field in layout.names())
        told = ", ".join(f"`{field}`" for field in fields if field not in ("type", "body")) or "none"
        where = f"{', '.join(map(str, senders))}; TLS {', '.join(map(str, found))}"
        parts.append(f"## {name}\n\nSent by {where}.\n\nFields: {told}\n")
    return "\n".join(parts)


def architecture() -> str:
    """ARCHITECTURE.md, with its links seen from here."""
    return (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").replace("](docs/", "](../")


def scenarios(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """A page for each theme, and one that lists them."""
    rows = [f"# Scenarios\n\n{len(catalogue.scenarios)} scenarios; catalogue `{catalogue.digest}`.\n"]
    rows += ["| theme | scenarios |", "|---|---|"]
    for theme, group in groupby(sorted(catalogue.scenarios.values(), key=_name), key=lambda each: each.theme):
        found = list(group)
        rows.append(f"| [{theme}]({theme}.md) | {len(found)} |")
        yield f"reference/scenarios/{theme}.md", _theme(theme, found)
    yield "reference/scenarios/index.md", "\n".join([*rows, ""])


def _theme(theme: str, found: list[Scenario]) -> str:
    parts = [f"# {theme}\n"]
    for each in found:
        proved = ", ".join(_requirement_link(name) for name in each.requires)
        where = f"{', '.join(drivers_of(each))}; {', '.join(each.roles)}; TLS {', '.join(each.tls)}"
        heading = f"## {each.name.partition('/')[2]} {{#{anchor(each.name)}}}"
        parts.append(f"{heading}\n\n{prose(each.page)}\n\n- Proves {proved}\n- Tried with {where}\n")
    return "\n".join(parts)


def requirements(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """A page for each document, and one that lists them; what has no scenario says why."""
    covered = catalogue.coverage()
    rows = ["# Requirements\n", "| document | requirements | covered |", "|---|---|---|"]
    for document, group in groupby(sorted(catalogue.requirements), key=lambda name: name.partition(":")[0]):
        names = list(group)
        rows.append(
            f"| [{document}]({document}.md) | {len(names)} | {sum(bool(covered[n]) for n in names)} |"
        )
        parts = [f"# {document}\n"]
        for name in names:
            each = catalogue.requirements[name]
            links = ", ".join(_scenario_link(scenario) for scenario in sorted(covered[name]))
            state = (
                f"Proved by {links}"
                if links
                else f"No scenario: {each.hole or 'uncovered'}; {prose(each.why or '')}"
            )
            parts.append(
                f"## {name} {{#{anchor(name)}}}\n\n{prose(each.text)}\n\n"
                f"- {each.level}; {prose(each.source)}\n- {state}\n"
            )
        yield f"reference/requirements/{document}.md", "\n".join(parts)
    yield "reference/requirements/index.md", "\n".join([*rows, ""])


def anchor(name: str) -> str:
    """An id that a heading may have."""
    return re.sub(r"[^a-zA-Z0-9_-]+", "-", name)


def prose(text: str) -> str:
    """Text whose only markup is `code`, safe in Markdown and in a table."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        parts = ["'".join(parts)]
    return "`".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _name(scenario: Scenario) -> str:
    return scenario.name


def _requirement_link(name: str) -> str:
    return f"[{_escaped(name)}](../requirements/{name.partition(':')[0]}.md#{anchor(name)})"


def _scenario_link(name: str) -> str:
    return f"[{_escaped(name)}](../scenarios/{name.partition('/')[0]}.md#{anchor(name)})"
