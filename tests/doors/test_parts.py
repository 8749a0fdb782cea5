"""A run in part, from the command line: shards, a run that goes on, a budget."""

import json

import pytest

from harness.errors import UsageError
from harness.events import CellFinished, CellsRecalled
from harness.report.results import ResultsFile, open_results, read_results
from tests.doors.conftest import write


def cells_of(path):
    return {each.cell: each.verdict for each in read_results(path).cells}


def test_shards_are_merged_to_what_one_run_is(conformance, run_main, here):
    conformance("--results", "whole.jsonl")
    for number in (1, 2, 3):
        code, _, _ = conformance("--shard", f"{number}/3", "--results", f"{number}.jsonl.zst")
        results = read_results(here / f"{number}.jsonl.zst")
        assert (code, results.header["shard"], results.end["complete"]) == (0, f"{number}/3", True)
    names = [f"{number}.jsonl.zst" for number in (1, 2, 3)]
    assert run_main("merge", *names, "-o", "all.jsonl")[0] == 0
    assert cells_of(here / "all.jsonl") == cells_of(here / "whole.jsonl")
    assert read_results(here / "all.jsonl").header == read_results(here / "whole.jsonl").header


@pytest.mark.parametrize("text", ["4/3", "0/3", "third"])
def test_a_shard_there_is_not_is_refused(conformance, text):
    code, _, err = conformance("--shard", text)
    assert code == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["results.jsonl", "results.jsonl.zst"])
def test_a_killed_run_goes_on_in_the_same_file(conformance, here, broken, name):
    arguments = (broken, "--results", name, "--junit", "junit.xml")
    code, out, _ = conformance(*arguments)
    whole, junit = cells_of(here / name), (here / "junit.xml").read_text().count("<testcase")
    data = (here / name).read_bytes()
    (here / name).write_bytes(data[: len(data) * 2 // 3])
    kept = len(open_results(here / name, cut=True).cells)
    again, told, err = conformance(*arguments, "--resume", name)
    assert (code, again, err) == (1, 1, "")
    assert f"resumed: {kept} cells are in {name} already" in told
    assert cells_of(here / name) == whole
    assert read_results(here / name).shortfall is None
    assert (here / "junit.xml").read_text().count("<testcase") == junit
    summary = [
        line.partition(" s: ")[2] for text in (out, told) for line in text.splitlines() if " s: " in line
    ]
    assert summary[0] == summary[1] != ""


def test_what_was_done_is_not_done_again(conformance, here, monkeypatch):
    """The implementation leaves a letter for each object it wraps: a whole run that goes on wraps none."""
    monkeypatch.setattr("harness.cli.run.ask", lambda *_: [])  # that is done each time
    write(
        here,
        "told.py",
        """\
        import ssl
        from ssl import *

        class SSLContext(ssl.SSLContext):
            def wrap_bio(self, *args, **words):
                with open("wrapped.txt", "a") as file:
                    file.write("x")
                return super().wrap_bio(*args, **words)
        """,
    )
    conformance("./told.py", "--driver", "bio")
    made = (here / "wrapped.txt").stat().st_size
    code, _, _ = conformance(
        "./told.py", "--driver", "bio", "--resume", "reports/results.jsonl", "--results", "2.jsonl"
    )
    assert (code, (here / "wrapped.txt").stat().st_size) == (0, made)
    assert cells_of(here / "2.jsonl") == cells_of(here / "reports/results.jsonl")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"digest": "other"}, "the catalogue is other in one and"),
        ({"seed": 9}, "the seed is 9 in one and 0 in the other"),
        ({"version": "0"}, "the version of tls-harness is 0 in one and"),
        ({"shard": "1/2"}, "the shard is 1/2 in one and not given in the other"),
        ({"profile": "standard"}, "the profile is standard in one and quick in the other"),
        ({"facts": {"stdlib": {"library": "Old"}}}, "the library of stdlib is Old in one and OpenSSL"),
        ({"request": None}, "the choice of implementations is not given in one"),
    ],
)
def test_a_file_of_another_run_is_refused_and_stays(conformance, here, change, told):
    conformance("--driver", "bio")
    path = here / "reports/results.jsonl"
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps(json.loads(first) | change), *rest]) + "\n")
    before = path.read_bytes()
    code, _, err = conformance("--driver", "bio", "--resume", path)
    assert code == 2
    assert f"{path} cannot be resumed by this run: {told}" in err
    assert err.count("\n") == 1
    assert path.read_bytes() == before


def test_other_choices_are_refused(conformance):
    conformance("--driver", "bio")
    _, _, err = conformance("--driver", "bio", "--schedule", "join", "--resume", "reports/results.jsonl")
    assert "the choice of schedule is not given in one and join in the other" in err


def test_nothing_is_lost_by_an_end_in_the_middle(conformance, here):
    """Until all old cells are told again the old file stays; then the new one has them."""
    conformance("--driver", "bio")
    path = here / "reports/results.jsonl"
    before, old = path.read_bytes(), read_results(path)
    file = ResultsFile(path, "1", over=path)
    for result in list(old.cells)[:3]:
        file(CellFinished(result))
        assert path.read_bytes() == before
    file.close()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    file = ResultsFile(path, "1", over=path)
    file._line(old.header)
    for result in old.cells:
        file(CellFinished(result))
    file(CellsRecalled(len(old.cells)))
    assert read_results(path).cells == old.cells
    file.close()


def test_a_budget_says_what_it_left_out(conformance, here, monkeypatch):
    conformance()
    whole = cells_of(here / "reports/results.jsonl")
    times = iter(range(0, 10**6, 20))
    monkeypatch.setattr("harness.cli.parts.monotonic", lambda: next(times))
    code, out, err = conformance("--budget", "30s")
    assert (code, err) == (0, "")
    results = read_results(here / "reports/results.jsonl")
    assert results.header["budget"] == 30
    left = results.end["left_out"]["talk"]
    assert f"left out for want of time, {left} cell" in out
    assert cells_of(here / "reports/results.jsonl").items() < whole.items()
    assert {each.scenario for each in results.cells} == {"talk/greets", "talk/notices_the_cut"}
    assert results.shortfall.startswith(f"the budget was spent before {left} other cells could be tried; ")


def test_a_budget_goes_by_the_results_it_replaces_if_they_read(conformance, here):
    (here / "reports").mkdir()
    (here / "reports/results.jsonl").write_text("nonsense\n")
    code, _, err = conformance("--driver", "bio", "--budget", "10m")
    assert code == 0
    assert err == "without a history: reports/results.jsonl:1: it is not a line of JSON\n"


def test_a_history_that_was_asked_for_has_to_read(conformance, here):
    code, _, err = conformance("--budget", "10m", "--history", "none.jsonl")
    assert (code, "cannot read results from none.jsonl" in err) == (2, True)
    assert conformance("--history", "none.jsonl")[2] == (
        "tls-harness: --history is for --budget, which is not given\n"
    )


def test_a_full_disk_on_the_way_leaves_the_old_file(conformance, here, monkeypatch):
    conformance("--driver", "bio")
    path = here / "reports/results.jsonl"
    before = path.read_bytes()
    file = ResultsFile(path, "1", over=path)

    def full(_file, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harness.report.lines._write_all", full)
    with pytest.raises(UsageError, match="No space left on device; it is as it was"):
        file(CellFinished(next(iter(read_results(path).cells))))
    file.close()
    assert path.read_bytes() == before
