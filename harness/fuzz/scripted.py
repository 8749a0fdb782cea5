"""Trying a written scenario in this process: what every target does that thinks in steps and schedules.

The same execution, oracle and rules as in a conformance run judge it, so a find is a cell that
`tls-harness replay` repeats.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from harness.collection import Catalogue
from harness.endpoint import Raised
from harness.errors import ScenarioError, Unsupported
from harness.fuzz.look import look_of
from harness.fuzz.suited import driver_for
from harness.fuzz.target import Finding, Trial
from harness.names import FINDINGS, Role, Tls
from harness.oracle import without_lie
from harness.places import place
from harness.requirement import load_requirements
from harness.run.cell import Cell
from harness.run.plan import drivers_of
from harness.run.worker import Bench
from harness.scenario import Scenario
from harness.transcript import Attempted, Transcript
from harness.written import SUFFIX, Written

_BENCH = "bench"


def try_written(written: Written, trial: Trial) -> Finding | None:
    """The finding that a written scenario of one role, version, driver and peer leads to, if any.

    None too when the subject lacks what it takes, or it would test nothing: a step that does not read, an
    edit that reaches nothing. The trial is told how the run looked.
    """
    digest = hashlib.sha256("\n".join(written.steps).encode()).hexdigest()[:16]
    name = f"found/{digest}{SUFFIX}"
    written = trial.through(written)
    trial.tries(lambda: written)
    try:
        cell, scenario = _cell(name, written, trial)
        judgement, transcript = _bench_of(trial).try_written(scenario, cell)
    except (ScenarioError, Unsupported):
        trial.saw("nothing to try")
        return None
    trial.saw(f"{cell.role} {look_of(transcript)} {judgement.verdict}")
    if judgement.verdict not in FINDINGS:
        return None
    requires = (judgement.requirement,) if judgement.requirement else written.requires
    key = f"{judgement.verdict}: {_root_of(judgement.origin, transcript)}"
    found = {"implementation": cell.implementation, "finding": key, "told": judgement.told}
    kept = replace(written, requires=requires, found=found)
    return Finding(key, judgement.told, judgement.details, kept, cell.name)


def _root_of(origin: str, transcript: Transcript) -> str:
    """An origin without what varies from input to input: the lie, and the key of a KeyError.

    The same wait behind two lies is one find: of a search the lies are not the findings. Where an exception
    says nothing, or as a KeyError only which key was missing, the place tells one from another.
    """
    what, keyless, _ = origin.partition(" -> KeyError ")
    root = f"{what} -> KeyError" if keyless else without_lie(origin)
    for event in transcript.events:
        outcome = event.outcome if isinstance(event, Attempted) else None
        if isinstance(outcome, Raised) and outcome.place and root.endswith(f" -> {outcome.exception}"):
            return f"{root} in {outcome.place}"
    return root


def transcript_of(written: Written, trial: Trial) -> Transcript | None:
    """What happens when it is acted out, judged by nobody; None where the subject lacks what it takes."""
    name = f"compared{SUFFIX}"
    written = trial.through(written)
    trial.tries(lambda: written)
    try:
        cell, scenario = _cell(name, written, trial)
        return _bench_of(trial).try_written(scenario, cell)[1]
    except (ScenarioError, Unsupported):
        return None


def _cell(name: str, written: Written, trial: Trial) -> tuple[Cell, Scenario]:
    """The one cell of a written scenario, and it as such.

    Raises `Unsupported` where no driver suits, or the one asked for lacks a call, and `ScenarioError`.
    """
    driver, scenario = driver_for(trial, written.drivers).name, written.scenario(name, name)
    if trial.driver and driver not in drivers_of(scenario):
        raise Unsupported(f"driver {driver} has not every call of the scenario")
    role, tls = Role(written.roles), Tls(written.tls)
    subject = trial.implementation.name
    return Cell(name, subject, driver, role, tls, written.peers, written.schedule, written.seed), scenario


def _bench_of(trial: Trial) -> Bench:
    """The bench of a trial: its contexts, and the undisturbed runs that schedules are compared with."""
    if _BENCH not in trial.kept:
        requirements = load_requirements(place("scenarios") / "requirements")
        bench = Bench(Catalogue({}, requirements, ""), trial.pki)
        bench.implementations[trial.implementation.name] = trial.implementation
        trial.kept[_BENCH] = bench
    found = trial.kept[_BENCH]
    assert isinstance(found, Bench)
    return found
