"""Isolation: whatever a subject does to its process costs exactly its own cell.

All the wickedness there is runs in one batch, in one pool, so that starting processes is paid for once.
"""

import os
import pickle
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.errors import UsageError
from harness.names import Verdict
from harness.run import isolate
from harness.run.executor import Batches, Lost
from harness.run.isolate import Isolation, _Batch, bereave, outwait, whole
from harness.run.worker import Outcome
from tests.run.wicked import WORDS, cell_of, write_wicked

WATCHDOG = 3.0  # long enough for any honest cell, on a busy machine too


@pytest.fixture(scope="module")
def answers(tmp_path_factory, pki):
    """What was reported of a batch of all words, answer by answer: (word, report) of each cell."""
    folder, implementation = write_wicked(tmp_path_factory.mktemp("wicked"))
    found = []
    with Isolation(folder, pki, jobs=1, watchdog=WATCHDOG) as isolation:
        batches = Batches(isolation)
        batches.submit([cell_of(word, implementation) for word in WORDS])
        while batches.waiting:
            found.append([(word_of(report), report) for report in batches.reports()])
    return found


@pytest.fixture(scope="module")
def reports(answers):
    """word: what was reported of its cell."""
    return {word: report for answer in answers for word, report in answer}


def word_of(report):
    name = report.cell.name if isinstance(report, Lost) else report.result.cell
    return name.partition("[")[0].removeprefix("deed/")


def test_every_cell_of_the_batch_is_reported_once(answers):
    assert tuple(word for answer in answers for word, _ in answer) == WORDS


def test_a_loss_is_told_before_the_rest_is_run(answers):
    """Where every cell hangs, a batch would be silent for as long as all of them take."""
    losses = ["hangs", "dies", "is_killed", "interrupts"]
    lasts = [answer[-1][0] for answer in answers]
    assert [word for word in lasts if word in losses] == losses


def test_behind_a_cell_whose_agent_hung_the_batch_ends(tmp_path, reports, monkeypatch):
    """There the process goes on, having lost time enough already."""
    good = reports["greets"]
    hung = replace(good, result=replace(good.result, verdict=Verdict.HANG))
    outcomes = iter([good, hung, good])
    monkeypatch.setattr(isolate, "_bench", SimpleNamespace(run=lambda _cell: next(outcomes)))
    batch = _Batch([good.result.cell] * 3, tmp_path / "batch")
    assert isolate._run_batch(batch.cells, batch.file, {}) == 2
    assert [each.result.verdict for each in whole(batch, 2)] == [Verdict.PASS, Verdict.HANG]


@pytest.mark.parametrize("word", ["greets", "waves"])
def test_the_good_cells_before_and_behind_are_run(reports, word):
    assert reports[word].result.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("word", "how", "told"),
    [
        ("dies", "crash", "the process ended: exit code 7"),
        ("is_killed", "crash", "the process ended: killed by SIGKILL"),
        ("interrupts", "crash", "the process ended: exit code 130"),
        ("hangs", "hang", f"no sign of life for {WATCHDOG:g} s"),
    ],
)
def test_a_lost_process_is_the_loss_of_its_own_cell(reports, word, how, told):
    lost = reports[word]
    assert isinstance(lost, Lost)
    assert (lost.cell.scenario, lost.how, lost.told) == (f"deed/{word}", how, told)


def test_a_subject_that_eats_memory_is_stopped_and_found(reports):
    result = reports["hogs"].result
    assert result.verdict in (Verdict.FAIL, Verdict.CRASH)
    assert "MemoryError" in result.reason or "memory" in result.reason


def test_a_subject_that_exits_is_a_crash(reports):
    assert reports["exits"].result.verdict is Verdict.CRASH


# -- what is made of a batch whose process was lost


@pytest.fixture
def lost_batch(tmp_path, reports):
    """A function that makes a batch of so many cells, so many of them finished."""
    done = [report for report in reports.values() if isinstance(report, Outcome)]

    def batch(finished, length=3):
        file = tmp_path / "batch"
        file.write_bytes(b"".join(pickle.dumps(outcome) for outcome in done[:finished]))
        return _Batch([cell_of(word, "stdlib") for word in WORDS[:length]], file)

    return batch


def bereaved(batch, how):
    """(how many outcomes were kept, which cells were blamed, which are run again)."""
    bereave(batch, how, "told")
    blamed = [report.cell.scenario for report in batch.reports if isinstance(report, Lost)]
    return len(batch.reports) - len(blamed), blamed, [cell.scenario for cell in batch.cells]


@pytest.mark.parametrize(
    ("finished", "how", "expected"),
    [
        (0, "crash", (0, ["deed/hangs"], ["deed/greets", "deed/dies"])),
        (1, "crash", (1, ["deed/greets"], ["deed/dies"])),
        (2, "crash", (2, ["deed/dies"], [])),
        (3, "crash", (3, [], [])),
        (0, "hang", (0, ["deed/hangs"], ["deed/greets", "deed/dies"])),
        (1, "hang", (1, [], ["deed/greets", "deed/dies"])),
        (3, "hang", (3, [], [])),
    ],
)
def test_the_cell_at_work_is_blamed_and_the_rest_goes_on(lost_batch, finished, how, expected):
    assert bereaved(lost_batch(finished), how) == expected


def test_half_an_outcome_is_not_counted(lost_batch):
    torn = lost_batch(2)
    torn.file.write_bytes(torn.file.read_bytes()[:-20])
    assert bereaved(torn, "crash") == (1, ["deed/greets"], ["deed/dies"])


def test_a_batch_that_wrote_nothing_blames_its_first_cell(lost_batch):
    empty = lost_batch(0)
    empty.file.unlink()
    assert bereaved(empty, "crash") == (0, ["deed/hangs"], ["deed/greets", "deed/dies"])


# -- what is made of a batch whose time has run out


@pytest.fixture
def late(lost_batch):
    """A function that makes a batch whose first cell is late, and whose bytes moved so many seconds ago."""

    def batch(moved, patience=1, finished=0):
        made = lost_batch(finished)
        made.patience = patience
        then = time.time() - moved
        os.utime(made.file, (then, then))
        return made

    return batch


def left(batch, watchdog=2000.0):
    """(what was said of the cells that were blamed, how many are run again, how long they have)."""
    outwait(batch, watchdog)
    blamed = [report.told for report in batch.reports if isinstance(report, Lost)]
    return blamed, len(batch.cells), batch.patience


def test_a_cell_whose_bytes_still_move_is_given_more_time(late):
    assert left(late(moved=10)) == ([], 3, 10)


def test_a_cell_in_which_nothing_moves_has_hung(late):
    assert left(late(moved=1900)) == (["no sign of life for 2000 s"], 2, 1)


def test_more_time_is_given_once(late):
    assert left(late(moved=10, patience=10)) == (["no end within 20000 s"], 2, 1)


def test_behind_cells_that_have_ended_the_usual_time_begins_anew(late):
    assert left(late(moved=10, finished=1)) == ([], 2, 1)


def test_a_worker_that_wrote_nothing_gave_no_sign(late):
    batch = late(moved=10)
    batch.file.unlink()
    assert left(batch) == (["no sign of life for 2000 s"], 2, 1)


# -- what is made of a batch that was run to its end


def test_a_whole_batch_is_read_from_its_file(lost_batch):
    assert len(whole(lost_batch(3), 3)) == 3


@pytest.mark.parametrize("finished", [0, 2])
def test_results_that_somebody_removed_are_no_gap(lost_batch, finished):
    with pytest.raises(UsageError, match=f"{finished} of 3 cells are left"):
        whole(lost_batch(finished), 3)
