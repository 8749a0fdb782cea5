"""The flow: a plan longer than memory streams, sweeps go first, and what is over is forgotten."""

from collections import Counter
from dataclasses import replace
from itertools import count

import pytest

from harness.collection import collect
from harness.names import Profile, Role, Tls
from harness.run.cell import Cell, cell_of
from harness.run.flow import _HELD, _READ, Flow
from harness.run.plan import Request
from tests.bench.growth import Null

CELL = Cell("talk/greets", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest")
LAYOUT = {Role.CLIENT: (100, 50), Role.SERVER: (200, 60)}


class Swept(Null):
    """It passes every cell, with a layout to sweep."""

    def submit(self, cells):
        future = super().submit(cells)
        outcomes = [replace(each, layout=LAYOUT) for each in future.result()]
        future = type(future)()
        future.set_result(outcomes)
        return future


class Plan:
    """Undisturbed cells without end; `read` says how many were asked for."""

    read = 0

    def __iter__(self):
        for seed in count():
            self.read += 1
            yield replace(CELL, seed=seed)


@pytest.fixture
def catalogue(catalogue_folder):
    return collect(catalogue_folder)


@pytest.fixture
def make(catalogue):
    """A flow over an executor of this kind, and a counter of what it planned."""

    def flow(kind):
        planned = Counter()
        request = Request(profile=Profile.QUICK)
        hear = lambda cells, settings: planned.update(cells=cells, settings=settings)  # noqa: E731
        return Flow(catalogue, request, kind(catalogue), hear), planned

    return flow


def test_the_first_cells_are_over_before_a_plan_without_end_is_read(make):
    flow, planned = make(Null)
    plan = Plan()
    flow.add(plan)
    assert flow.advance()
    assert plan.read == planned["cells"] == planned["settings"] == _READ


def test_what_is_planned_grows_ahead_of_what_is_over_but_never_far(make):
    flow, planned = make(Null)
    plan = Plan()
    flow.add(plan)
    over = 0
    for _ in range(3 * _HELD // _READ):
        before = planned["settings"]
        over += len(flow.advance())
        assert planned["settings"] == plan.read >= before
        assert over < plan.read <= over + _HELD + _READ


def test_settings_that_are_over_are_forgotten(make):
    flow, _ = make(Swept)
    flow.add(replace(CELL, seed=seed) for seed in range(100))
    found = []
    while reports := flow.advance():
        found += [cell_of(report.result) for report in reports]
    assert len(found) == len(set(found)) > 200
    assert all(flow.is_over(cell.straight) for cell in found)
    assert not flow._ahead


def test_a_setting_is_over_when_its_sweep_is(make):
    flow, planned = make(Swept)
    flow.add([CELL])
    (straight,) = flow.advance()
    assert cell_of(straight.result) == CELL
    assert not flow.is_over(CELL)
    assert (planned["settings"], planned["cells"] > 1) == (1, True)
    swept = []
    while reports := flow.advance():
        swept += reports
    assert flow.is_over(CELL)
    assert planned["cells"] == 1 + len(swept)


def test_a_sweep_goes_before_further_undisturbed_cells(make):
    batches = []

    class Noted(Swept):
        def submit(self, cells):
            batches.append({cell.schedule == "straight" for cell in cells})
            return super().submit(cells)

    flow, _ = make(Noted)
    flow.add(Plan())
    for _ in range(2):
        flow.advance()
    assert batches[: Null.ahead] == [{True}] * Null.ahead
    assert batches[Null.ahead] == {False}
