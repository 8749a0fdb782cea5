"""`tls-harness matrix`: several stacks side by side, theme by stack, with one results file of the whole."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from harness.cli import dissent
from harness.cli.asking import ask, with_doubts
from harness.cli.parts import part_options, shard_named, take_part
from harness.cli.run import RESULTS, Outlets, conduct, engine_for
from harness.cli.shared import (
    catalogue_option,
    debug_option,
    drivers_named,
    junit_option,
    known_option,
    load_all,
    need_descriptors,
    place_options,
    send_to,
)
from harness.drivers import programs, registry
from harness.errors import UsageError
from harness.implementation import BUILT_IN, registered
from harness.names import Profile, Role, Tls
from harness.remote import AT
from harness.report.matrix import Across
from harness.run.capabilities import UNDER, stack_named
from harness.run.plan import Request

#: So many dissents are told; `tls-harness dissent` tells them all.
_DISSENTS = 8
#: Interpreters whose own ssl can be tried through the agent.
INTERPRETERS = (*(f"python3.{minor}" for minor in range(8, 16)), "pypy3")


@click.command("matrix")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="Every stack that is known, installed or not.")
@click.option("--driver", "drivers", multiple=True, metavar="NAME", help="Only these drivers.")
@click.option("--role", "roles", multiple=True, type=click.Choice([*map(str, Role)]), help="The subject's.")
@click.option("--tls", multiple=True, type=click.Choice([*map(str, Tls)]), help="The version spoken.")
@click.option("--scenario", "scenarios", multiple=True, metavar="GLOB", help="Only these scenarios.")
@click.option(
    "--profile", type=click.Choice([*map(str, Profile)]), default=str(Profile.QUICK), show_default=True
)
@click.option("--seed", type=int, default=0, show_default=True, help="Decides every sample.")
@part_options
@place_options
@known_option
@click.option(
    "--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True, metavar="FILE.jsonl"
)
@junit_option
@click.option("-v", "--verbose", is_flag=True, help="List the known failures.")
@catalogue_option
@debug_option
def command(
    names: tuple[str, ...],
    *,
    everything: bool,
    drivers: tuple[str, ...],
    roles: tuple[str, ...],
    tls: tuple[str, ...],
    scenarios: tuple[str, ...],
    profile: str,
    seed: int,
    shard: str | None,
    resume_from: Path | None,
    budget: int | None,
    history: Path | None,
    jobs: int,
    dask: str | None,
    known: tuple[Path, ...],
    results: Path,
    junit: Path | None,
    verbose: bool,
    catalogue: Path,
) -> int:
    """Put several stacks on trial and show them side by side.

    NAME is what `run` takes, NAME@PYTHON too, or NAME+LAYER for a layer of Python over it: stdlib+trio. One
    that is not here is told of in a line, and the others are tried. The exit code is that of `run`, 2 where
    nothing could be tried.
    """
    if everything == bool(names):
        raise UsageError("name the stacks to try, or say --all")
    stacks = [stack_named(name) for name in (all_stacks() if everything else dict.fromkeys(names))]
    need_descriptors(jobs)
    probed = ask(stacks, jobs)
    here = [each.stack for each in probed if each.missing is None]
    if not here:
        raise UsageError("none of these can be tried here")
    request = Request(
        implementations=tuple(each.implementation for each in here if each.layer is None),
        drivers=drivers_named(drivers),
        roles=tuple(map(Role, roles)),
        tls=tuple(map(Tls, tls)),
        scenarios=scenarios,
        profile=Profile(profile),
        seed=seed,
        layers=tuple((each.implementation, each.layer) for each in here if each.layer is not None),
        shard=shard_named(shard),
    )
    loaded = load_all(list(dict.fromkeys(each.implementation for each in here)))
    engine = engine_for(catalogue, request, loaded, known)
    engine.jobs = jobs
    send_to(engine, dask)
    take_part(engine, results, resume_from, budget, history)
    code = conduct(engine, Outlets(results, junit, None, verbose, Across(registry.ON_REQUEST), resume_from))
    opinions = dissent.opinions_in([results])
    if opinions.compared:
        click.echo()
        dissent.tell(opinions, _DISSENTS)
    return with_doubts(code, probed)


def all_stacks() -> Sequence[str]:
    """Built-in implementations, other interpreters' ssl, programs, entry points, and layers over stdlib."""
    elsewhere = [f"stdlib{AT}{name}" for name in INTERPRETERS if shutil.which(name)]
    layers = [f"stdlib{UNDER}{name}" for name in registry.NAMES if name in registry.ON_REQUEST]
    return [*BUILT_IN, *elsewhere, *programs.NAMES, *registered(), *layers]
