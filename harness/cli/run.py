"""`tls-harness run`: put implementations on trial, tell it as it happens, keep every result."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click

from harness import __version__
from harness.cli.asking import ask, with_doubts
from harness.cli.border import Exit, Signals
from harness.cli.parts import part_options, shard_named, take_part
from harness.cli.shared import (
    catalogue_option,
    console,
    debug_option,
    drivers_named,
    junit_option,
    known_of,
    known_option,
    load_all,
    need_descriptors,
    place_options,
    replay_command,
    send_to,
)
from harness.collection import collect
from harness.drivers import registry
from harness.errors import UsageError
from harness.events import Listener, RunFinished
from harness.implementation import Implementation
from harness.names import FINDINGS, Profile, Role, Tls, Verdict
from harness.remote import AT
from harness.report.junit import Junit
from harness.report.matrix import Matrix
from harness.report.results import ResultsFile
from harness.report.telling import Words
from harness.report.terminal import Terminal
from harness.run.capabilities import Stack
from harness.run.engine import Engine
from harness.run.isolate import WATCHDOG, start_ahead
from harness.run.known import read_all_known
from harness.run.plan import Request, straight_cells
from harness.run.proposing import Proposals, write_proposals
from harness.scenario import PEERS
from harness.schedule import parse

RESULTS = Path("reports/results.jsonl")


@dataclass(frozen=True)
class Outlets:
    """Where a run is told: files that may be asked for, whether known failures are listed, and the matrix.

    proposals: a file of known failures, to which entries are added for what failed unexpectedly. over: a file
    of results that the run goes on from.
    """

    results: Path
    junit: Path | None
    proposals: Path | None
    verbose: bool
    matrix: Matrix = field(default_factory=Matrix)
    over: Path | None = None


@click.command("run")
@click.argument("implementations", nargs=-1, metavar="[IMPLEMENTATION]...")
@click.option("--python", metavar="PYTHON", help="The interpreter they live in: a path or a name.")
@click.option(
    "--driver", "drivers", multiple=True, metavar="NAME", help="bio, socket, socket-nonblocking or asyncio."
)
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([*map(str, Role)]), help="The subject's role."
)
@click.option("--tls", multiple=True, type=click.Choice([*map(str, Tls)]), help="The version spoken.")
@click.option("--peer", "peers", multiple=True, type=click.Choice(PEERS), help="Whom the subject talks to.")
@click.option("--scenario", "scenarios", multiple=True, metavar="GLOB", help="Only these scenarios.")
@click.option("--schedule", metavar="TEXT", help="This schedule in place of the sweeps.")
@click.option(
    "--profile",
    type=click.Choice([*map(str, Profile)]),
    default=str(Profile.STANDARD),
    show_default=True,
    help="How many schedules.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Decides every sample.")
@part_options
@place_options
@known_option
@click.option(
    "--write-known",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    help="Propose entries for what fails unexpectedly; their reasons are to be filled in.",
)
@click.option(
    "--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True, metavar="FILE.jsonl"
)
@junit_option
@click.option("--fail-fast", is_flag=True, help="Stop at the first finding.")
@click.option("--watchdog", type=click.FloatRange(0.1), default=WATCHDOG, hidden=True)
@click.option("-v", "--verbose", is_flag=True, help="List the known failures.")
@catalogue_option
@debug_option
def command(
    implementations: tuple[str, ...],
    python: str | None,
    drivers: tuple[str, ...],
    roles: tuple[str, ...],
    tls: tuple[str, ...],
    peers: tuple[str, ...],
    scenarios: tuple[str, ...],
    schedule: str | None,
    profile: str,
    seed: int,
    shard: str | None,
    resume_from: Path | None,
    budget: int | None,
    history: Path | None,
    jobs: int,
    dask: str | None,
    known: tuple[Path, ...],
    write_known: Path | None,
    results: Path,
    junit: Path | None,
    fail_fast: bool,  # noqa: FBT001 -- click passes flags by name
    watchdog: float,
    verbose: bool,  # noqa: FBT001 -- click passes flags by name
    catalogue: Path,
) -> int:
    """Put IMPLEMENTATIONs on trial (default: stdlib, the running interpreter's ssl).

    Each is a built-in name, an entry point, a module, or a path to a .py file shaped like ssl. With
    @PYTHON behind it (or --python) it is the one that interpreter has.
    """
    names = tuple(dict.fromkeys(implementations or ("stdlib",)))
    names = tuple(f"{name}{AT}{python}" for name in names) if python else names
    request = Request(
        implementations=names,
        drivers=drivers_named(drivers),
        roles=tuple(map(Role, roles)),
        tls=tuple(map(Tls, tls)),
        peers=peers,
        scenarios=scenarios,
        schedule=None if schedule is None else parse(schedule),
        profile=Profile(profile),
        seed=seed,
        shard=shard_named(shard),
    )
    if write_known is not None:
        _may_propose(write_known, names)
    need_descriptors(jobs)
    if dask is None:
        start_ahead()
    engine = engine_for(catalogue, request, load_all(names), known)
    engine.jobs, engine.fail_fast, engine.watchdog = jobs, fail_fast, watchdog
    send_to(engine, dask)
    take_part(engine, results, resume_from, budget, history)
    # The ssl of this Python is what tries the others: there is nothing to find out about it.
    probed = ask([Stack(name) for name in names if name != "stdlib"], jobs, watchdog)
    outlets = Outlets(results, junit, write_known, verbose, over=resume_from)
    return with_doubts(conduct(engine, outlets), probed)


def engine_for(
    catalogue: Path, request: Request, loaded: dict[str, Implementation], known: tuple[Path, ...]
) -> Engine:
    """An engine for a request, which knows what may fail; says what is excused though it is others' doing."""
    excuses = {name: known_of(each, known) for name, each in loaded.items()}
    for name, each in excuses.items():
        if each.inherited:
            whose = "of asyncio and of CPython's ssl" if loaded[name].built_on_stdlib else "of asyncio"
            whose = "that it has wherever it lives" if AT in name else whose
            click.echo(f"known failures {whose} are excused for {name}: {len(each.inherited)}")
    return Engine(collect(catalogue), catalogue, request, loaded, excuses)


def conduct(engine: Engine, outlets: Outlets) -> int:
    """Run an engine with its outlets open, and return the exit code."""
    signals, replay = Signals(), replay_command(engine.folder)
    with signals.watched(), ExitStack() as stack:
        terminal = Terminal(console(), _words(engine), outlets.verbose, outlets.matrix)
        stack.callback(terminal.close)
        results = ResultsFile(outlets.results, __version__, replay, outlets.over)
        stack.callback(results.close)
        listeners: list[Listener] = [results, terminal]
        if outlets.junit is not None:
            junit = Junit(outlets.junit, replay)
            stack.callback(junit.close)
            listeners.append(junit)
        proposals = Proposals(*engine.known.values()) if outlets.proposals else None
        listeners += [proposals] if proposals else []
        engine.listeners, engine.shield = listeners, signals.shielded
        finished = engine.run()
    click.echo(f"results: {outlets.results}")
    if outlets.proposals and proposals:
        _propose(outlets.proposals, proposals)
    if finished.interrupted:
        return signals.exit_code
    return exit_code(finished, in_part=engine.request.shard is not None)


def _may_propose(file: Path, names: Sequence[str]) -> None:
    """Raise `UsageError` where entries could not be added to a file."""
    if len(names) > 1:
        raise UsageError(f"--write-known is for one implementation, and there are {len(names)}")
    if file.exists():
        read_all_known(file)


def _propose(file: Path, proposals: Proposals) -> None:
    entries = proposals.entries
    if not entries:
        click.echo(f"nothing to propose: {file} is left as it is")
        return
    write_proposals(file, entries)
    whose = (
        "1 entry, which needs its reason"
        if len(entries) == 1
        else f"{len(entries)} entries, which need reasons"
    )
    click.echo(f"proposed in {file}: {whose}")


def exit_code(finished: RunFinished, *, in_part: bool = False) -> int:
    """What a run that was not interrupted comes to. Raises `UsageError` when it tested nothing.

    in_part: it is a shard, which may be small enough to have tested nothing.
    """
    counts = finished.counts
    if counts.get(Verdict.ERROR.value):
        return Exit.FAULT
    if finished.stale or any(counts.get(verdict.value) for verdict in FINDINGS):
        return Exit.FINDINGS
    if not in_part and counts.get(Verdict.UNSUPPORTED.value) == finished.cells:
        raise UsageError(f"nothing was tested: all of the {finished.cells} cells were unsupported")
    return Exit.OK


def _words(engine: Engine) -> Words:
    """What the terminal needs to explain results. Raises `UsageError` when no cell is planned."""
    anything = any(True for _ in straight_cells(engine.catalogue, engine.request))
    if not anything and engine.request.shard is None:
        raise UsageError("no scenario applies to the drivers, roles, versions and peers asked for")
    catalogue = engine.catalogue
    return Words(catalogue.requirements, catalogue.scenarios, registry.NAMES, replay_command(engine.folder))
