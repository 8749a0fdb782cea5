"""`tls-harness compare`: what got worse, was mended, is new or gone; the exit code says the first."""

from dataclasses import replace

import pytest

from harness.events import CellFinished, RunStarted
from harness.names import Verdict
from harness.report.results import ResultsFile


@pytest.fixture
def compare(run_main, here):
    """`compare` of two runs made of these results; gives exit code, output and complaints."""

    def write(name, results, digest="d"):
        file = ResultsFile(here / name, "1")
        file(RunStarted({}, "quick", 0, digest))
        for result in results:
            file(CellFinished(result))
        file.close()

    def run(before, after, digest="d"):
        write("before.jsonl", before)
        write("after.jsonl", after, digest)
        return run_main("compare", "before.jsonl", "after.jsonl")

    return run


@pytest.fixture
def good(make_result):
    return make_result()


@pytest.fixture
def bad(make_result):
    return make_result(verdict=Verdict.FAIL, origin="open: it is cut", reason="step 1: it was cut")


def test_two_runs_alike_are_no_news(compare, good):
    code, out, _ = compare([good], [good])
    assert (code, out) == (0, "1 cells as before, 0 cells new, 0 cells gone\n")


def test_what_fails_now_is_worse(compare, good, bad):
    code, out, _ = compare([good], [bad])
    assert code == 1
    assert out.splitlines()[:3] == [
        "worse, 1 cells: open: it is cut",
        f"    {bad.cell}",
        "    step 1: it was cut",
    ]


def test_what_is_known_is_not_worse(compare, good, bad):
    assert compare([good], [replace(bad, known="so it is")])[0] == 0


def test_what_fails_no_more_is_mended(compare, good, bad):
    code, out, _ = compare([bad], [good])
    assert code == 0
    assert out.startswith(f"mended, 1 cells: open: it is cut\n    {bad.cell}\n")


def test_another_reason_is_worse_too(compare, bad):
    code, out, _ = compare([bad], [replace(bad, origin="open: it is torn")])
    assert code == 1
    assert out.startswith("otherwise, 1 cells: open: it is torn")


def test_what_can_no_longer_be_tried_is_lost(compare, good):
    gone = replace(good, verdict=Verdict.UNSUPPORTED, grade=None, reason="it has no read(): what a pity")
    code, out, _ = compare([good], [gone])
    assert code == 1
    assert out.startswith("no longer tried, 1 cells: it has no read()\n")


def test_a_new_cell_that_fails_is_worse_and_one_that_passes_is_new(compare, good, bad, make_result):
    fresh = make_result(seed=7)
    code, out, _ = compare([good], [good, fresh])
    assert (code, out) == (0, "1 cells as before, 1 cells new, 0 cells gone\n")
    code, out, _ = compare([good, fresh], [good, make_result(seed=8, verdict=Verdict.HANG, origin="hang")])
    assert code == 1
    assert out.endswith("1 cells as before, 1 cells new, 1 cells gone\n")


def test_two_implementations_are_compared_cell_by_cell(compare, good, make_result):
    other = make_result(implementation="mine", verdict=Verdict.FAIL, origin="open: mine")
    code, out, _ = compare([good], [other])
    assert code == 1
    assert "worse, 1 cells: open: mine" in out


def test_a_fault_of_the_harness_is_worse(compare, good, make_result):
    code, out, _ = compare([good], [make_result(verdict=Verdict.ERROR, origin="harness: KeyError")])
    assert (code, out.splitlines()[0]) == (1, "worse, 1 cells: harness: KeyError")


def test_other_catalogues_and_whole_runs_that_share_nothing_are_told(compare, good, make_result, run_main):
    _, _, err = compare([good], [good], digest="e")
    assert "the catalogues differ" in err
    code, _, err = compare([good], [make_result(seed=5)])
    assert code == 2
    assert "no cell in common" in err
    code, _, err = run_main("compare", "before.jsonl", "nothing.jsonl")
    assert (code, err.count("\n")) == (2, 1)
    assert "nothing.jsonl" in err
