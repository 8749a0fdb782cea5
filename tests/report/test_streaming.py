"""Nothing that reads results holds all of them: memory grows by bytes a cell, not by a result a cell."""

import tracemalloc
from itertools import chain

import pytest

from harness.events import CellFinished
from harness.report.compare import compare
from harness.report.dissent import Opinions
from harness.report.junit import Junit
from harness.report.matrix import Matrix
from harness.report.merge import Merge
from harness.report.results import open_results
from harness.report.tally import Tally
from harness.run.budget import History
from harness.run.known import KnownFailures
from harness.run.proposing import Proposals
from harness.site.darkroom import worth_a_picture
from harness.site.data import cells_script, legible
from tests.footprint import Odds, write

FEW, MANY = 4_500, 9_000
#: Bytes a cell: a result takes some 2,000; a digest of its name, and what it is kept for, less than 250.
NOTHING, DIGEST = 25, 250


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two results files each, of few cells and of many; what can go wrong has done so among the few."""
    folder = tmp_path_factory.mktemp("many")
    found = {}
    for number in (FEW, MANY):
        found[number] = folder / f"{number}.jsonl", folder / f"{number}.zst"
        write(found[number][0], number, Odds(failed=7, known=3), themes=2)
        write(found[number][1], number, Odds(failed=9, known=3), themes=2)
    return found


def read(one, _other):
    assert sum(1 for _ in open_results(one).cells) == len(open_results(one).cells)


def merge(one, _other):
    assert Merge([one, one]).into(one.with_suffix(".merged.zst")).cells


def compared(one, other):
    assert compare(open_results(one), open_results(other)).same


def dissent(one, _other):
    opinions = Opinions()
    for result in open_results(one).cells:
        opinions.meet(result)
    assert opinions.compared


def report(one, other):
    tally = Tally.of(map(legible, chain(open_results(one).cells, open_results(other).cells)))
    assert worth_a_picture(open_results(one).cells, tally, 40)


def page(one, _other):
    assert cells_script(open_results(one).cells, lambda _: "")


def heard(listener):
    def listen(one, _other):
        hear = listener(one)
        for result in open_results(one).cells:
            hear(CellFinished(result))

    return listen


def history(one, _other):
    known = History()
    for result in open_results(one).cells:
        known.add(result)


def matrix(one, _other):
    boxes = Matrix()
    for result in open_results(one).cells:
        boxes.add(result)
    assert list(boxes.tables(["bio"], 80, ascii_only=True))


def peak(work, files):
    """The most bytes held at once, the smaller of two: tables of the interpreter grow now and then."""
    return min(_peak(work, files), _peak(work, files))


def _peak(work, files):
    tracemalloc.start()
    try:
        work(*files)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("work", "most"),
    [
        (read, NOTHING),
        (merge, DIGEST),
        (compared, DIGEST),
        (dissent, DIGEST),
        (report, DIGEST),  # a finding counts the schedules it was seen under
        (page, DIGEST),
        (matrix, NOTHING),
        (history, NOTHING),
        (heard(lambda _: Proposals(KnownFailures())), NOTHING),
        (heard(lambda one: Junit(one.with_suffix(".xml"))), DIGEST),
    ],
)  # fmt: skip
def test_memory_grows_by_a_few_bytes_a_cell(work, most, files):
    work(*files[FEW])  # what is made once is made
    few, many = (peak(work, files[number]) for number in (FEW, MANY))
    assert (many - few) / (MANY - FEW) < most
