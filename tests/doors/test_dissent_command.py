"""`tls-harness dissent`: who stands alone, even where no requirement decides."""

from __future__ import annotations

import json

import pytest

from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.names import Verdict
from harness.report.results import ResultsFile, read_results
from tests.doors.conftest import write

REFUSES, LETS = "handshake protocol error; alerts fatal decode_error", "done"


@pytest.fixture
def dissent(run_main, here):
    """`dissent` over files of these results; gives exit code, output and complaints."""

    def run(*files, options=()):
        names = []
        for number, results in enumerate(files):
            names.append(f"{number}.jsonl")
            file = ResultsFile(here / names[-1], "1")
            file(RunStarted({}, "quick", 0, "d"))
            file(CellsPlanned(len(results)))
            for result in results:
                file(CellFinished(result))
            file(RunFinished(len(results)))
            file.close()
        return run_main("dissent", *names, *options)

    return run


@pytest.fixture
def opinion(make_result):
    """A result of an implementation that came to something."""

    def make(who, came, driver="bio", **changes):
        return make_result(implementation=who, driver=driver, came=came, **changes)

    return make


def test_a_lone_dissenter_is_listed_though_it_passed(dissent, opinion):
    results = [opinion("a", LETS), opinion("b", REFUSES), opinion("c", REFUSES, driver="endpoint")]
    code, out, err = dissent(results)
    assert (code, err) == (0, "")
    assert out == (
        "a stands alone, in 1 cell (1 pass): talk/greets\n"
        "    it: done\n"
        "    b, c: handshake protocol error; alerts fatal decode_error\n"
        "    talk/greets[a:bio:client:1.3:honest:straight]#0\n"
        "1 cell compared, 1 in which not all came to the same; 1 lone dissent, "
        "1 of which no requirement decides\n"
    )


def test_results_of_several_files_stand_side_by_side(dissent, opinion):
    code, out, _ = dissent([opinion("a", LETS)], [opinion("b", REFUSES)], [opinion("c", LETS)])
    assert code == 0
    assert "b stands alone, in 1 cell" in out


def test_two_against_two_and_one_against_one_are_splits_with_nobody_alone(dissent, opinion):
    four = [opinion(who, came) for who, came in zip("abcd", (LETS, LETS, REFUSES, REFUSES), strict=True)]
    two = [opinion(who, came, role="server") for who, came in (("a", LETS), ("b", REFUSES))]
    _, out, _ = dissent([*four, *two])
    assert out.startswith("2 cells compared, 2 in which not all came to the same; 0 lone dissents")
    splits = json.loads(dissent([*four, *two], options=["--json"])[1])
    assert [split["alone"] for split in splits] == [None, None]
    assert splits[0]["classes"][1] == {"came": REFUSES, "who": ["c", "d"], "findings": []}


def test_another_face_role_version_or_schedule_is_another_cell(dissent, opinion):
    one = opinion("a", LETS)
    others = [opinion("b", REFUSES, driver="socket"), opinion("c", REFUSES, schedule="cut(1)")]
    code, _, err = dissent([one, *others])
    assert code == 2
    assert err == "tls-harness: no cell was tried with two implementations: nothing can be compared\n"


def test_a_layer_over_an_implementation_has_an_opinion_of_its_own(dissent, opinion):
    results = [opinion("stdlib", LETS, driver=name) for name in ("socket", "gevent")]
    _, out, _ = dissent([*results, opinion("stdlib", REFUSES, driver="eventlet")])
    assert "stdlib+eventlet stands alone, in 1 cell" in out
    assert "    stdlib, stdlib+gevent: done\n" in out


def test_what_was_not_tried_has_no_opinion_and_findings_come_last(dissent, opinion):
    failing = {"verdict": Verdict.FAIL, "scenario": "talk/decided"}
    results = [
        opinion("a", REFUSES, **failing), opinion("b", LETS, scenario="talk/decided"),
        opinion("c", LETS, scenario="talk/decided"), opinion("d", "", verdict=Verdict.UNSUPPORTED),
        opinion("a", LETS), opinion("b", REFUSES), opinion("c", LETS),
    ]  # fmt: skip
    _, out, _ = dissent(results)
    heads = [line for line in out.splitlines() if "stands alone" in line]
    assert heads == [
        "b stands alone, in 1 cell (1 pass): talk/greets",
        "a stands alone, in 1 cell (1 fail): talk/decided",
    ]
    assert dissent(results, options=["--most", "1"])[1].count("stands alone") == 1


def test_cells_of_one_dissent_are_told_once_with_the_plainest(dissent, opinion):
    results = [
        opinion(who, came, schedule=schedule)
        for schedule in ("cut(1)", "straight", "join")
        for who, came in (("a", LETS), ("b", REFUSES), ("c", REFUSES))
    ]
    _, out, _ = dissent(results)
    assert out.count("stands alone") == 1
    assert "in 3 cells (3 pass)" in out
    assert "talk/greets[a:bio:client:1.3:honest:straight]#0" in out


def test_results_of_before_there_were_classes_say_so(dissent, opinion):
    code, _, err = dissent([opinion("a", "")])
    assert code == 2
    assert "none of its cells says what it came to; it is of an earlier version" in err


def test_a_file_without_the_field_still_reads(dissent, opinion, here):
    dissent([opinion("a", LETS), opinion("b", LETS)])
    text = (here / "0.jsonl").read_text()
    write(here, "old.jsonl", text.replace(',"came":"done"', ""))
    assert {cell.came for cell in read_results(here / "0.jsonl").cells} == {"done"}
    assert {cell.came for cell in read_results(here / "old.jsonl").cells} == {""}


def test_a_run_notes_what_each_cell_came_to(conformance, broken, here):
    conformance("stdlib", broken, "--driver", "bio")
    came = {cell.cell: cell.came for cell in read_results(here / "reports" / "results.jsonl").cells}
    cut = "talk/notices_the_cut[{}:bio:client:1.3:honest:straight]#0"
    assert came[cut.format("stdlib")] == "read ragged EOF"
    assert came[cut.format(broken)] == "read ends"
