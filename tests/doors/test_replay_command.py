"""`tls-harness replay`: one cell, or a file of them; with the transcript; in a worker or here."""

import pytest

from harness.events import CellFinished, RunStarted
from harness.names import Verdict
from harness.report.results import ResultsFile
from tests.doors.conftest import CUT, ENDS_THE_PROCESS, write


@pytest.fixture
def replay(run_main, catalogue, here):
    """`replay` on the small catalogue."""
    return lambda *arguments: run_main("replay", "--catalogue", catalogue, "--jobs", "1", *arguments)


@pytest.fixture
def recorded(here):
    """A results file with these results in it."""

    def record(*results):
        file = ResultsFile(here / "old.jsonl", "1")
        file(RunStarted({}, "quick", 0, "d"))
        for result in results:
            file(CellFinished(result))
        file.close()
        return "old.jsonl"

    return record


def test_a_passing_cell_is_one_line(replay):
    name = CUT.format("stdlib")
    assert replay(name) == (0, f"pass (strict)  {name}\n", "")


@pytest.mark.parametrize("where", [(), ("--in-process",)])
def test_a_failing_cell_tells_verdict_reason_clause_and_origin(replay, broken, where):
    code, out, _ = replay(CUT.format(broken), *where)
    assert code == 1
    lines = out.splitlines()
    assert lines.pop(2).startswith("    also: truncation-is-not-a-clean-end: read(100) told a clean end")
    assert lines == [
        f"fail  {CUT.format(broken)}",
        "    step 3: subject read(100) raises ragged EOF, but it came to b''",
        "    clause doc:2:truncation (the document, section 2; SHOULD): A cut wire is told.",
        "    origin open: subject read raises ragged EOF -> b''",
    ]


def test_verbose_prints_the_transcript_of_both_lanes(replay, broken):
    code, out, _ = replay("-v", CUT.format(broken))
    assert code == 1
    for part in (
        "step 1:",
        "--> handshake 0x0301",
        "client_hello",
        "<-- handshake 0x0303",
        "read(100) -> b''",
    ):
        assert part in out
    assert "another verdict" not in out


def test_a_known_failure_is_told_and_excused(replay, broken, here):
    write(here, "broken.known.toml", '[[known]]\ncells = "*"\nreason = "so it is"\nclause = "c"\n')
    code, out, _ = replay(CUT.format(broken))
    assert code == 0
    assert out.startswith("fail  ")
    assert "known failure: so it is" in out


def test_a_crash_costs_its_cell_and_not_the_replay(replay, here):
    write(here, "gone.py", ENDS_THE_PROCESS)
    code, out, _ = replay("-v", CUT.format("./gone.py"))
    assert code == 1
    assert out.startswith("crash  ")
    assert "the process ended: exit code 7" in out
    assert "no transcript: its process was lost" in out


def test_all_cells_of_a_file_are_repeated_in_its_order(replay, recorded, make_result):
    drivers = ["asyncio-streams", "bio", "asyncio-protocol"]
    results = [make_result(driver=driver, seed=seed) for seed in range(9) for driver in drivers]
    code, out, err = replay(recorded(*results), "--jobs", "2")
    assert code == 0
    *lines, summary = out.splitlines()
    assert [line.split()[-1] for line in lines] == [result.cell for result in results]
    assert summary == "27 cells: 27 pass"
    assert err == "old.jsonl: the run was killed before its end; 27 cells are in the file\n"


def test_failed_repeats_only_what_failed_unexpectedly(replay, recorded, make_result):
    file = recorded(
        make_result(seed=1),
        make_result(seed=2, verdict=Verdict.FAIL),
        make_result(seed=3, verdict=Verdict.FAIL, known="why"),
        make_result(seed=4, verdict=Verdict.ERROR),
        make_result(seed=5, verdict=Verdict.UNSUPPORTED),
    )
    code, out, _ = replay(file, "--failed")
    assert code == 0
    assert [line.split("#")[-1] for line in out.splitlines()[:-1]] == ["2", "4"]
    assert "pass (strict) (on record: fail)" in out
    assert "pass (strict) (on record: error)" in out


def test_a_file_in_which_nothing_failed_is_told(replay, recorded, make_result):
    code, out, _ = replay(recorded(make_result()), "--failed")
    assert (code, out) == (0, "no cell in old.jsonl failed unexpectedly\n")


def test_in_process_works_on_a_file_too(replay, recorded, make_result):
    code, out, _ = replay(recorded(make_result(), make_result(driver="asyncio-streams")), "--in-process")
    assert code == 0
    assert out.endswith("2 cells: 2 pass\n")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("none.jsonl", "cannot read results from none.jsonl"),
        ("talk/greets[bio]#0", "is no cell's name"),
        ("talk/nothing[stdlib:bio:client:1.3:honest:straight]#0", "there is no scenario 'talk/nothing'"),
        ("talk/greets[stdlib:bio:client:1.3:tlslite:straight]#0", "its scenario is for the peer honest"),
        ("talk/greets[stdlib:pigeon:client:1.3:honest:straight]#0", "there is no driver 'pigeon'"),
        ("talk/greets[stdlib:bio:client:1.3:nobody:straight]#0", "there is no peer 'nobody'"),
        ("talk/greets[stdlib:bio:client:1.3:honest:shuffle]#0", "'shuffle' is no action"),
        ("talk/greets[nobody:bio:client:1.3:honest:straight]#0", "there is no implementation 'nobody'"),
    ],
)
def test_what_cannot_be_replayed_is_one_sentence(replay, target, told):
    code, _, err = replay(target)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1


def test_a_fault_of_the_harness_exits_with_3_and_shows_its_place_on_demand(replay, monkeypatch):
    def fail(*_):
        raise KeyError("ours")

    monkeypatch.setattr("harness.run.worker.judge", fail)
    code, _, err = replay("--in-process", CUT.format("stdlib"))
    assert code == 3
    assert err == "tls-harness: a fault of tls-harness itself: KeyError: 'ours' (--debug shows where)\n"
    code, _, err = replay("--in-process", "--debug", CUT.format("stdlib"))
    assert code == 3
    assert "Traceback" in err
    assert 'raise KeyError("ours")' in err
    monkeypatch.setenv("TLS_HARNESS_DEBUG", "1")
    assert "Traceback" in replay("--in-process", CUT.format("stdlib"))[2]
