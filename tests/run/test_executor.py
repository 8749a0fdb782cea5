"""What is under way in an executor is told once: whatever it answers twice, forgets, or fails at."""

from concurrent.futures import Future

import pytest

from harness.collection import collect
from harness.errors import HarnessError
from harness.names import Verdict
from harness.run.executor import Batches, CutOff, Lost
from harness.run.here import InProcess
from harness.run.worker import Bench
from tests.run.wicked import WORDS, cell_of, write_wicked

CELLS = [cell_of(word, "stdlib") for word in WORDS]


class Told:
    """An executor that answers each batch with what a function makes of its cells."""

    ahead = 1

    def __init__(self, answer):
        self.answer = answer
        self.batches = []

    def submit(self, cells):
        self.batches.append(list(cells))
        future = Future()
        try:
            future.set_result([Lost(cell, "hang", "told") for cell in self.answer(list(cells))])
        except CutOff as error:
            future.set_exception(error)
        return future


def told(answer, *batches):
    """(the cells in the order they were told, the batches there were)."""
    executor = Told(answer)
    under_way = Batches(executor)
    for batch in batches:
        under_way.submit(batch)
    found = []
    while under_way.waiting:
        found += [report.cell for report in under_way.reports()]
    return found, executor.batches


def test_every_cell_is_told():
    assert told(lambda cells: cells, CELLS) == (CELLS, [CELLS])


def test_an_answer_that_comes_twice_is_told_once():
    assert told(lambda cells: cells + cells[:2], CELLS)[0] == CELLS


def test_an_answer_nobody_asked_for_is_not_told():
    assert told(lambda cells: [*cells, CELLS[5]], CELLS[:3])[0] == CELLS[:3]


def test_a_cell_that_is_wanted_twice_is_told_twice():
    assert told(lambda cells: cells, CELLS[:1] * 2)[0] == CELLS[:1] * 2


def test_cells_without_an_answer_are_run_again():
    found, batches = told(lambda cells: cells[:5], CELLS)
    assert found == CELLS
    assert batches == [CELLS, CELLS[5:]]


def test_a_batch_without_any_answer_is_a_fault():
    with pytest.raises(HarnessError, match="without a word of its cells"):
        told(lambda _: [], CELLS)


def test_what_was_answered_is_told_before_what_failed():
    def answer(cells):
        if cells == CELLS[:2]:
            raise CutOff("gone")
        return cells

    under_way = Batches(Told(answer))
    under_way.submit(CELLS[:2])
    under_way.submit(CELLS[2:])
    assert [report.cell for report in under_way.reports()] == CELLS[2:]
    with pytest.raises(CutOff, match="gone"):
        list(under_way.reports())


# -- in this process


def test_cells_run_in_this_process(tmp_path, pki):
    folder, implementation = write_wicked(tmp_path)
    cells = [cell_of(word, implementation) for word in ("greets", "exits", "waves")]
    with InProcess(Bench(collect(folder), pki)) as here:
        outcomes = here.submit(cells).result()
    assert [each.result.verdict for each in outcomes] == [Verdict.PASS, Verdict.CRASH, Verdict.PASS]


def test_a_fault_of_the_harness_is_raised_where_a_debugger_can_see_it(tmp_path, pki):
    folder, _ = write_wicked(tmp_path)
    bench = Bench(collect(folder), pki)
    bench._peer_of = None
    with pytest.raises(TypeError):
        InProcess(bench).submit([cell_of("greets", "stdlib")])
