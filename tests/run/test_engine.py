"""The engine: what is told, in which order, and that the number of processes changes no verdict."""

from dataclasses import replace

import pytest

from harness.collection import collect
from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.implementation import load
from harness.names import Profile, Role, Tls, Verdict
from harness.run.engine import Engine
from harness.run.known import KnownFailure, KnownFailures
from harness.run.plan import Request
from harness.schedule import parse
from tests.run.wicked import write_wicked

REQUEST = Request(
    drivers=("bio",), roles=(Role.CLIENT,), tls=(Tls.V13,), peers=("honest",), profile=Profile.QUICK
)


def run(folder, request=REQUEST, known=None, listener=None, **options):
    """(events, the last one) of one run."""
    events = []
    names = request.implementations
    engine = Engine(
        collect(folder), folder, request, {name: load(name) for name in names},
        {name: known or KnownFailures() for name in names},
        [events.append, *([listener] if listener else [])], **options,
    )  # fmt: skip
    finished = engine.run()
    assert events[-1] is finished
    return events, finished


def results(events):
    return [event.result for event in events if isinstance(event, CellFinished)]


@pytest.fixture(scope="module")
def told(catalogue_folder):
    """The events of a quick run of the small catalogue, by number of processes."""
    return {jobs: run(catalogue_folder, jobs=jobs) for jobs in (0, 1, 2)}


@pytest.fixture(scope="module")
def wicked(tmp_path_factory):
    return write_wicked(tmp_path_factory.mktemp("wicked"))


def only(words, implementation):
    """A request for the scenarios of these words."""
    scenarios = tuple(f"deed/{word}" for word in words)
    return Request(implementations=(implementation,), scenarios=scenarios, profile=Profile.QUICK)


def test_a_run_begins_is_planned_and_ends(told, catalogue_folder):
    events, finished = told[1]
    assert isinstance(events[0], RunStarted)
    assert events[0].digest == collect(catalogue_folder).digest
    assert events[0].facts["stdlib"]["implementation"] == "stdlib"
    planned = sum(event.count for event in events if isinstance(event, CellsPlanned))
    assert planned == len(results(events)) == finished.cells == sum(finished.counts.values())
    assert (finished.interrupted, finished.stale) == (None, ())
    assert [event for event in events if isinstance(event, RunFinished)] == [finished]


def test_nothing_is_finished_before_it_is_planned(told):
    for events, _ in told.values():
        ahead = 0
        for event in events:
            if isinstance(event, CellsPlanned):
                ahead += event.count
            elif isinstance(event, CellFinished):
                ahead -= 1
            assert ahead >= 0


def test_the_number_of_processes_changes_no_verdict(told):
    none, one, two = ({(r.cell, r.verdict) for r in results(events)} for events, _ in told.values())
    assert none == one == two
    assert len(one) == told[1][1].cells


def test_a_passing_cell_leads_to_its_sweep(told):
    events, finished = told[1]
    schedules = [r.schedule for r in results(events) if r.scenario == "talk/greets"]
    assert schedules[0] == "straight"
    assert len(schedules) == len(set(schedules)) == 3
    assert [r.schedule for r in results(events) if r.scenario == "talk/answers"] == ["straight"]
    assert finished.counts == {"pass": finished.cells}


def test_a_cell_that_fails_is_not_swept(tmp_path, catalogue_folder):
    module = tmp_path / "mute.py"
    module.write_text(
        "import ssl\nfrom ssl import *\n\n"
        "class SSLObject(ssl.SSLObject):\n    def read(self, *args):\n        return b'mute'\n\n"
        "class SSLContext(ssl.SSLContext):\n    sslobject_class = SSLObject\n",
        encoding="utf-8",
    )
    events, finished = run(catalogue_folder, replace(REQUEST, implementations=(str(module),)))
    greets = [r for r in results(events) if r.scenario == "talk/greets"]
    assert [(r.verdict, r.schedule) for r in greets] == [(Verdict.FAIL, "straight")]
    assert finished.counts == {"fail": 1, "pass": 1}


def test_a_schedule_asked_for_is_the_whole_sweep(catalogue_folder):
    events, _ = run(catalogue_folder, replace(REQUEST, schedule=parse("join"), scenarios=("talk/greets",)))
    assert [r.schedule for r in results(events)] == ["straight", "join"]


def test_the_first_unexpected_finding_ends_a_run_that_should_fail_fast(wicked):
    folder, implementation = wicked
    request = only(["dies", "greets", "waves"], implementation)
    events, finished = run(folder, request, fail_fast=True)
    assert results(events)[-1].verdict is Verdict.CRASH
    assert finished.cells == len(results(events)) < 3
    everything, _ = run(folder, request)
    assert len(results(everything)) == 3


def test_a_known_failure_does_not_end_it_and_is_counted_as_known(wicked):
    folder, implementation = wicked
    entry = KnownFailure("deed/dies[*", "it dies", "doc:1:one", "any: crash: *")
    request = only(["dies", "greets", "waves"], implementation)
    events, finished = run(folder, request, KnownFailures([entry]), fail_fast=True)
    assert finished.counts == {"known": 1, "pass": 2}
    assert [r.known for r in results(events) if r.scenario == "deed/dies"] == ["it dies"]


def test_a_lost_cell_has_a_result_that_says_how(wicked):
    folder, implementation = wicked
    events, _ = run(folder, only(["dies"], implementation))
    (result,) = results(events)
    assert (result.verdict, result.reason) == (Verdict.CRASH, "the process ended: exit code 7")
    assert result.origin == "any: crash: the process ended: exit code 7"
    assert result.cell.startswith("deed/dies[")


def test_a_known_failure_that_passes_is_stale(catalogue_folder):
    entry = KnownFailure("talk/answers[*", "it was broken", "doc:2:other", source="known.toml:1")
    request = replace(REQUEST, scenarios=("talk/answers",))
    _, finished = run(catalogue_folder, request, KnownFailures([entry]))
    assert finished.stale == ("known.toml:1: 'talk/answers[*' is stale: no such cell fails so any more",)


def test_an_interrupt_ends_the_run_early_and_tells_what_was_computed(catalogue_folder):
    def interrupt(event):
        if isinstance(event, CellFinished):
            raise KeyboardInterrupt

    entry = KnownFailure("talk/*", "it was broken", "doc:2:other", source="known.toml:1")
    events, finished = run(catalogue_folder, REQUEST, KnownFailures([entry]), interrupt)
    assert finished.interrupted == "interrupted"
    assert finished.cells == len(results(events)) == 1
    assert finished.stale == ()
