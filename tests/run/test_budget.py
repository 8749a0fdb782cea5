"""A budget is spent where it finds most, and what it leaves out is told. The clock is made up."""

from itertools import count

import pytest

from harness.collection import collect
from harness.events import CellFinished, CellResult, CellsPlanned
from harness.implementation import load
from harness.names import Grade, Profile, Role, Tls, Verdict
from harness.run.budget import Budgeted, History, family
from harness.run.cell import Cell
from harness.run.engine import Engine
from harness.run.known import KnownFailures
from harness.run.plan import Request


def cell(scenario, driver="bio", schedule="straight", role=Role.CLIENT, implementation="stdlib"):
    return Cell(scenario, implementation, driver, role, Tls.V13, "honest", schedule)


def came(tried, verdict=Verdict.PASS, grade=None):
    return CellResult(cell=tried.name, requirements=(), verdict=verdict, grade=grade, **vars(tried))


def drained(agenda):
    taken = []
    while batch := agenda.take(1):
        taken += batch
    return taken


def agenda(history, seconds=1, clock=lambda: 0):
    return Budgeted(seconds, clock, history)


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ("straight", "straight"), ("cut(1)", "cut"), ("cut@server:#3+5", "cut"),
        ("join+hold(server, 3)", "join+hold"),
        ("flip(server, 2, byte=17, bit=3)", "flip"), ("cut@client:5+cut@client:9", "cut"),
    ],
)  # fmt: skip
def test_a_family_is_what_a_schedule_does(schedule, told):
    assert family(schedule) == told


def test_every_scenario_is_tried_once_before_anything_twice():
    ahead = agenda(History())
    cells = [cell(f"talk/{name}", role=role) for name in "abc" for role in Role]
    ahead.add(cells)
    ahead.follow([cell("talk/a", schedule="join")])
    taken = drained(ahead)
    assert [each.scenario for each in taken[:3]] == ["talk/a", "talk/b", "talk/c"]
    assert sorted(each.name for each in taken) == sorted(
        each.name for each in [*cells, cell("talk/a", schedule="join")]
    )


def test_what_went_wrong_more_often_comes_first():
    history = History()
    kinds = {"never": [0, 0], "always": [1, 1], "often": [1, 1, 0], "loose": [0, 0, 0, 2]}
    verdicts = ((Verdict.PASS, Grade.STRICT), (Verdict.FAIL, None), (Verdict.PASS, Grade.ACCEPTABLE))
    for name, fates in kinds.items():
        for fate in fates:
            history.add(came(cell(f"talk/{name}", schedule="cut(2)"), *verdicts[fate]))
    ahead = agenda(history)
    ahead.follow([cell(f"talk/{name}", schedule="cut(7)") for name in ("never", "loose", "often", "always")])
    assert [each.scenario for each in drained(ahead)] == [
        "talk/always", "talk/often", "talk/loose", "talk/never"
    ]  # fmt: skip


def test_what_the_history_does_not_know_comes_first():
    history = History()
    history.add(came(cell("talk/old"), Verdict.FAIL))
    history.add(came(cell("talk/old", schedule="cut(1)"), Verdict.PASS))
    ahead = agenda(history)
    ahead.add([cell("talk/old"), cell("talk/new")])
    ahead.follow([cell("talk/old", schedule="cut(2)"), cell("talk/old", schedule="join")])
    assert [(each.scenario, each.schedule) for each in drained(ahead)] == [
        ("talk/new", "straight"), ("talk/old", "straight"), ("talk/old", "join"), ("talk/old", "cut(2)"),
    ]  # fmt: skip


def test_an_implementation_that_changed_comes_first():
    history = History(frozenset({"changed"}))
    for name in ("stdlib", "changed"):
        history.add(came(cell("talk/a", implementation=name)))
    ahead = agenda(history)
    ahead.add([cell("talk/a"), cell("talk/a", implementation="changed")])
    assert [each.implementation for each in drained(ahead)] == ["changed", "stdlib"]


def test_nothing_is_taken_when_the_time_is_spent_and_what_was_ahead_is_counted():
    times = iter([5.0, 7.9, 8.0])
    ahead = agenda(History(), 3, lambda: next(times))
    ahead.add([cell("talk/a"), cell("talk/b"), cell("walk/c"), cell("walk/d")])
    assert [len(ahead.take(1)) for _ in range(3)] == [1, 1, 0]
    assert ahead.left_out() == {"walk": 2}


def test_whoever_is_done_in_time_leaves_nothing_out():
    ahead = agenda(History(), 3, iter([0.0, 1.0, 9.0]).__next__)
    ahead.add([cell("talk/a")])
    assert [len(ahead.take(1)) for _ in range(3)] == [1, 0, 0]
    assert not ahead.left_out()


@pytest.mark.parametrize("seconds", [1, 2, 1000])
def test_time_decides_what_is_tried_and_not_what_it_comes_to(catalogue_folder, seconds):
    request = Request(
        drivers=("bio",), roles=(Role.CLIENT,), tls=(Tls.V13,), peers=("honest",), profile=Profile.STANDARD
    )

    def run(**options):
        events = []
        engine = Engine(
            collect(catalogue_folder), catalogue_folder, request, {"stdlib": load("stdlib")},
            {"stdlib": KnownFailures()}, [events.append], **options,
        )  # fmt: skip
        return events, engine.run()

    whole = {e.result.cell: e.result.verdict for e in run()[0] if isinstance(e, CellFinished)}
    events, finished = run(agenda=agenda(History(), seconds, count().__next__))
    tried = {e.result.cell: e.result.verdict for e in events if isinstance(e, CellFinished)}
    assert tried.items() <= whole.items()
    planned = sum(e.count for e in events if isinstance(e, CellsPlanned))
    assert planned == finished.cells + finished.left_out.get("talk", 0) == len(whole)
    assert finished.cells == len(tried)
    assert bool(finished.left_out) == (seconds < 1000)
    assert events[0].budget == seconds
