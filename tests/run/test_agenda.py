"""What is ahead: what an earlier run did is told again, and is not run again."""

from dataclasses import replace

import pytest

from harness.collection import collect
from harness.events import CellFinished, CellsPlanned, CellsRecalled
from harness.implementation import load
from harness.names import Profile, Role, Tls, Verdict
from harness.run.agenda import Agenda, Done
from harness.run.cell import Cell, cell_of
from harness.run.engine import Engine
from harness.run.known import KnownFailure, KnownFailures
from harness.run.plan import Request

REQUEST = Request(
    drivers=("bio",), roles=(Role.CLIENT,), tls=(Tls.V13,), peers=("honest",), profile=Profile.QUICK
)


class Watched(Agenda):
    """Remembers what was taken from it."""

    def __init__(self):
        super().__init__()
        self.taken = []

    def take(self, most):
        batch = super().take(most)
        self.taken += batch
        return batch


def run(folder, recalled=None, known=None, **options):
    """(events, agenda) of a run."""
    events, agenda = [], Watched()
    engine = Engine(
        collect(folder), folder, REQUEST, {"stdlib": load("stdlib")},
        {"stdlib": known or KnownFailures()}, [events.append], agenda=agenda, recalled=recalled, **options,
    )  # fmt: skip
    engine.run()
    return events, agenda


def results(events):
    return [event.result for event in events if isinstance(event, CellFinished)]


@pytest.fixture(scope="module")
def whole(catalogue_folder):
    """The results of a whole run, in order."""
    return results(run(catalogue_folder)[0])


def test_an_undisturbed_cell_tells_how_large_its_sweep_is(whole):
    swept = {result.scenario: result.sweep for result in whole if result.schedule == "straight"}
    assert swept == {"talk/answers": 0, "talk/greets": len(whole) - 2}
    assert {result.sweep for result in whole if result.schedule != "straight"} == {None}


@pytest.mark.parametrize("share", [0, 1, 2, 0.5, -1, None])
def test_a_run_goes_on_wherever_it_ended(catalogue_folder, whole, share):
    count = int(len(whole) * share) if isinstance(share, float) else share
    recalled = whole[:count]
    events, agenda = run(catalogue_folder, recalled)
    told = results(events)
    assert told[: len(recalled)] == recalled
    assert sorted(each.cell for each in told) == sorted(each.cell for each in whole)
    assert sum(event.count for event in events if isinstance(event, CellsPlanned)) == len(whole)
    assert [event for event in events if isinstance(event, CellsRecalled)] == [CellsRecalled(len(recalled))]
    again = {cell.name for cell in agenda.taken} & {each.cell for each in recalled}
    half_done = recalled and 0 < len(recalled) - 1 < len(whole) - 1 and recalled[-1].scenario == "talk/greets"
    assert again == ({result.cell for result in recalled if result.sweep} if half_done else set())


def test_a_whole_run_has_nothing_left_to_do(catalogue_folder, whole):
    assert run(catalogue_folder, whole)[1].taken == []


def test_what_was_done_is_weighed_anew(catalogue_folder, whole):
    """Entries count what they met in either part, and are stale only where they are met in neither."""
    wrong = KnownFailure("talk/greets*", "so it is", "doc:1:one", source="known.toml:1")
    failed = next(each for each in whole if each.scenario == "talk/greets")
    failed = replace(failed, verdict=Verdict.FAIL, grade=None, origin="x", known="of old", sweep=0)
    answers = [each for each in whole if each.scenario == "talk/answers"]
    for recalled, stale in (([failed, *answers], 0), (whole, 1)):
        events, _ = run(catalogue_folder, recalled, KnownFailures([wrong]))
        finished = events[-1]
        assert len([each for each in finished.stale if "is stale" in each]) == stale
        assert finished.counts.get("known", 0) == 1 - stale
        assert {each.known for each in results(events)} == ({"so it is", None} if not stale else {None})


def test_a_finding_of_the_earlier_run_ends_one_that_stops_at_the_first(catalogue_folder, whole):
    failed = replace(whole[0], verdict=Verdict.FAIL, grade=None)
    events, agenda = run(catalogue_folder, [failed], fail_fast=True)
    assert (len(results(events)), agenda.taken) == (1, [])


def test_a_setting_whose_sweep_is_of_unknown_size_is_not_over(whole):
    done = Done()
    old = replace(whole[0], sweep=None)
    done.add(old)
    assert cell_of(old) in done
    assert not done.is_over(cell_of(old))


def test_a_batch_has_fewer_cells_of_a_slow_driver():
    quick = [Cell("talk/greets", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest", seed=n) for n in range(20)]
    slow = [replace(cell, driver="program", implementation="program:openssl") for cell in quick]
    agenda = Agenda()
    agenda.add(quick + slow)
    agenda.read_ahead()
    assert agenda.take(16) == quick[:16]
    assert agenda.take(16) == [*quick[16:], *slow[:2]]
    assert agenda.take(16) == slow[2:4]
