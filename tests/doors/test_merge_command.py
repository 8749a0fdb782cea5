"""`tls-harness merge`: several files as one, and why some cannot be."""

from dataclasses import replace

import pytest

from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.names import Verdict
from harness.report.results import ResultsFile, read_results

PLAN = RunStarted({"stdlib": {"library": "L 1"}}, "quick", 5, "d1g3st", {"drivers": ["bio"]})


@pytest.fixture
def part(here):
    """A results file of these results; gives its name."""

    def make(name, results, started=PLAN, version="1.2.3", **end):
        file = ResultsFile(here / name, version)
        for event in (started, CellsPlanned(len(results)), *map(CellFinished, results)):
            file(event)
        file(RunFinished(len(results), **end))
        file.close()
        return name

    return make


@pytest.fixture
def merge(run_main):
    """`merge` of these files into out.jsonl."""
    return lambda *names, out="out.jsonl": run_main("merge", *names, "-o", out)


@pytest.fixture
def cells(make_result):
    """Four cells that pass."""
    return [make_result(seed=seed) for seed in range(4)]


def shard(text):
    return replace(PLAN, shard=text)


def test_shards_together_are_the_run(part, merge, cells, here):
    names = [part(f"{n}.jsonl.zst", cells[n - 1 :: 2], shard(f"{n}/2")) for n in (1, 2)]
    code, out, err = merge(*names)
    assert (code, err) == (0, "")
    assert out == "4 cells of 2 files: 4 pass\nresults: out.jsonl\n"
    merged = read_results(here / "out.jsonl")
    assert merged.cells == cells[::2] + cells[1::2]
    assert merged.shortfall is None
    assert (merged.header["shard"], merged.header["request"]) == (None, {"drivers": ["bio"]})


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("1/2", "shard 2/2 is missing"),
        ("2/4 3/4", "shards 1/4 and 4/4 are missing"),
        ("1/5 2/5", "shards 3/5, 4/5 and 5/5 are missing"),
        ("7/12", "shards 1/12, 2/12, 3/12, 4/12, 5/12, 6/12, 8/12, 9/12 and 3 others are missing"),
    ],
)
def test_missing_shards_are_named_and_the_whole_is_not_complete(part, merge, cells, here, there, told):
    names = [part(f"{n}.jsonl", [cells[n]], shard(text)) for n, text in enumerate(there.split())]
    code, _, err = merge(*names)
    assert (code, err) == (2, f"tls-harness: out.jsonl is not complete: {told}\n")
    merged = read_results(here / "out.jsonl")
    assert (merged.end["complete"], merged.end["missing"]) == (False, told)
    assert merged.shortfall == f"{told}; {len(names)} cells are in the file"


def test_findings_outweigh_what_is_missing(part, merge, make_result):
    bad = make_result(verdict=Verdict.FAIL, origin="open: x")
    code, out, err = merge(part("a.jsonl", [bad], shard("1/2")))
    assert (code, err) == (1, "not complete: shard 2/2 is missing\n")
    assert "1 cells of 1 files: 1 fail" in out


def test_a_fault_of_the_harness_is_told_by_the_exit_code(part, merge, make_result):
    assert merge(part("a.jsonl", [make_result(verdict=Verdict.ERROR)]))[0] == 3


def test_a_run_that_was_cut_short_leaves_a_gap(part, merge, cells):
    names = part("a.jsonl", cells[:2]), part("b.jsonl", cells[2:], interrupted="interrupted")
    code, _, err = merge(*names)
    assert code == 2
    assert "not complete: b.jsonl: the run was interrupted; 2 cells are in the file" in err


def test_what_a_budget_left_out_is_no_gap(part, merge, cells, here):
    code, _, _ = merge(part("a.jsonl", cells[:2]), part("b.jsonl", cells[2:], left_out={"talk": 3}))
    assert code == 0
    merged = read_results(here / "out.jsonl")
    assert (merged.end["complete"], merged.end["left_out"]) == (False, {"talk": 3})


def test_a_cell_that_stands_twice_is_counted_once(part, merge, cells, here):
    code, out, _ = merge(part("a.jsonl", cells[:3]), part("b.jsonl", cells[1:]))
    assert code == 0
    assert "2 cells stood in several files, and are counted once\n" in out
    assert read_results(here / "out.jsonl").cells == cells


@pytest.mark.parametrize(
    "change", [{"verdict": Verdict.FAIL}, {"verdict": Verdict.FAIL, "known": "so it is"}]
)
def test_a_contradiction_is_an_error_that_names_the_cell_and_nothing_is_written(
    part, merge, make_result, cells, here, change
):
    (here / "out.jsonl").write_text("precious")
    bad = make_result(seed=2, **change)
    code, _, err = merge(part("a.jsonl", cells), part("b.jsonl", [bad]))
    came = "known" if "known" in change else "fail"
    told = f"it came to pass in a file before b.jsonl, and to {came} there"
    assert (code, err) == (2, f"tls-harness: {bad.cell} is contradicted: {told}\n")
    assert (here / "out.jsonl").read_text() == "precious"
    assert sorted(each.name for each in here.iterdir()) == ["a.jsonl", "b.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("started", "version", "told"),
    [
        ({"digest": "other"}, "1.2.3", "the catalogue is d1g3st in one and other in the other"),
        ({"seed": 6}, "1.2.3", "the seed is 5 in one and 6 in the other"),
        ({"profile": "standard"}, "1.2.3", "the profile is quick in one and standard in the other"),
        ({}, "1.3", "the version of tls-harness is 1.2.3 in one and 1.3 in the other"),
        (
            {"facts": {"stdlib": {"library": "L 2"}}},
            "1.2.3",
            "the library of stdlib is L 1 in one and L 2 in the other",
        ),
        ({"shard": "1/2"}, "1.2.3", "there is a whole run in one and there is shard 1/2 in the other"),
    ],
)
def test_what_is_not_of_one_run_is_refused(part, merge, cells, here, started, version, told):
    names = part("a.jsonl", cells[:2]), part("b.jsonl", cells[2:], replace(PLAN, **started), version)
    assert merge(*names) == (2, "", f"tls-harness: a.jsonl and b.jsonl cannot be merged: {told}\n")
    assert not (here / "out.jsonl").exists()


def test_shards_of_other_numbers_or_choices_are_refused(part, merge, cells):
    one, other = part("a.jsonl", cells[:2], shard("1/2")), part("b.jsonl", cells[2:], shard("2/3"))
    assert "there is shard 1/2 in one and there is shard 2/3 in the other" in merge(one, other)[2]
    part("b.jsonl", cells[2:], replace(shard("2/2"), request={"drivers": []}))
    assert 'the choice of drivers is ["bio"] in one and not given in the other' in merge(one, other)[2]


def test_runs_of_several_implementations_can_be_put_together(part, merge, make_result, here):
    other = replace(PLAN, facts={"mine": {"library": "M"}}, request={"drivers": []})
    names = part("a.jsonl", [make_result()]), part("b.jsonl", [make_result(implementation="mine")], other)
    assert merge(*names)[0] == 0
    header = read_results(here / "out.jsonl").header
    assert (set(header["facts"]), header["request"]) == ({"stdlib", "mine"}, None)


def test_a_known_failure_is_stale_when_no_part_met_it(part, merge, cells):
    def parts(*doubts):
        return [
            part(
                f"{number}.jsonl",
                [cells[number - 1]],
                shard(f"{number}/2"),
                sightings={"known.toml:1": doubt},
            )
            for number, doubt in enumerate(doubts, 1)
        ]

    assert merge(*parts("it is stale", None))[0] == 0
    assert merge(*parts(None, "it is stale"))[0] == 0
    code, out, _ = merge(*parts("it is stale", "it is stale"))
    assert (code, "stale: it is stale\n" in out) == (1, True)
    assert merge(parts("it is stale", None)[0])[0] == 2  # the other shard may have met it


def test_what_a_part_calls_stale_is_stale_unless_another_met_it(part, merge, cells):
    one = part("a.jsonl", cells[:2], stale=("x", "unused"), sightings={"k:1": "x"})
    code, out, _ = merge(one, part("b.jsonl", cells[2:], stale=("unused",)))
    assert (code, out.count("stale: unused"), out.count("stale: x")) == (1, 1, 1)
    code, out, _ = merge(one, part("b.jsonl", cells[2:], sightings={"k:1": None}))
    assert (code, out.count("stale: unused"), out.count("stale: x")) == (1, 1, 0)


def test_nothing_that_was_tested_is_told(part, merge, make_result):
    code, _, err = merge(part("a.jsonl", [make_result(verdict=Verdict.UNSUPPORTED)]))
    assert (code, err) == (2, "tls-harness: nothing was tested: all of the 1 cells were unsupported\n")


def test_a_file_may_be_merged_into_itself(part, merge, cells, here):
    name = part("a.jsonl.zst", cells[:3])
    assert merge(name, part("b.jsonl", cells[3:]), out=name)[0] == 0
    assert read_results(here / name).cells == cells


def test_a_full_disk_is_told(part, merge, cells):
    code, _, err = merge(part("a.jsonl", cells), out="/dev/full")
    assert (code, err) == (
        2,
        "tls-harness: cannot write results to /dev/full: No space left on device; it is as it was\n",
    )
