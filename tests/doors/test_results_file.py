"""The results file: what is written is read back, and what cannot be read is told with file and line."""

import json
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.names import Grade, Verdict
from harness.report.results import SCHEMA, ResultsFile, read_results

STARTED = RunStarted({"stdlib": {"library": "L"}}, "quick", 5, "d1g3st")


@pytest.fixture
def written(tmp_path, make_result):
    """A whole file of two cells, and the results in it."""
    results = [
        make_result(),
        make_result(
            verdict=Verdict.FAIL,
            schedule="cut(1)",
            requirement="doc:1:bytes",
            reason="it said \u2028 \udc80 \x00",
            origin="open: x",
            details=("one", "two"),
            steps=(2, 3),
            duration=0.25,
            known="why",
        ),
    ]
    path = tmp_path / "deep" / "results.jsonl"
    file = ResultsFile(path, "1.2.3")
    file(STARTED)
    file(CellsPlanned(2))
    for result in results:
        file(CellFinished(result))
    file(RunFinished(2, stale=("s",)))
    file.close()
    return path, results


def test_results_come_back_as_they_were(written):
    path, results = written
    read = read_results(path)
    assert read.cells == results
    assert read.cells[0].grade is Grade.STRICT
    assert read.header == {
        "schema": SCHEMA, "kind": "run", "version": "1.2.3", "profile": "quick", "seed": 5,
        "digest": "d1g3st", "facts": {"stdlib": {"library": "L"}},
        "request": {}, "shard": None, "budget": None,
    }  # fmt: skip
    assert read.end == {
        "kind": "end", "cells": 2, "complete": True, "interrupted": None, "stale": ["s"], "sightings": {},
        "left_out": {}, "missing": None,
    }  # fmt: skip
    assert read.shortfall is None


def test_each_line_is_in_the_file_as_soon_as_it_is_told(tmp_path, make_result):
    path = tmp_path / "results.jsonl"
    file = ResultsFile(path, "1")
    file(STARTED)
    for count in (2, 3):
        file(CellFinished(make_result(seed=count)))
        assert len(path.read_text(encoding="utf-8").splitlines()) == count
    file.close()
    assert read_results(path).shortfall == "the run was killed before its end; 2 cells are in the file"


def test_an_interrupted_run_says_how_far_it_got(tmp_path, make_result):
    path = tmp_path / "results.jsonl"
    file = ResultsFile(path, "1")
    for event in (STARTED, CellsPlanned(9), CellFinished(make_result()), RunFinished(1, "interrupted")):
        file(event)
    file.close()
    results = read_results(path)
    assert results.shortfall == "the run was interrupted; 1 cells are in the file"
    assert results.end["complete"] is False


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_truncated_last_line_is_told_with_the_whole_lines_before_it(written, cut):
    path, _ = written
    data = path.read_bytes()
    path.write_bytes(data[: -1 - cut])
    with pytest.raises(UsageError, match=r"results.jsonl:4: the last line is truncated; 3 whole lines"):
        read_results(path)


def test_a_last_line_without_its_line_feed_is_whole(written):
    path, results = written
    path.write_bytes(path.read_bytes()[:-1])
    assert read_results(path).cells == results


def _change(path, number, change):
    """Apply `change` to the JSON of one line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    table = json.loads(lines[number - 1])
    change(table)
    lines[number - 1] = json.dumps(table)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "change", "told"),
    [
        (1, lambda table: table.update(schema=2), ":1: it has schema version 2, and only version 1"),
        (1, lambda table: table.pop("schema"), ":1: it is not the first line of a results file"),
        (1, lambda table: table.update(kind="cell"), ":1: it is not the first line of a results file"),
        (2, lambda table: table.pop("driver"), ":2: the cell lacks its driver"),
        (2, lambda table: table.update(verdict="meh"), ":2: verdict cannot be 'meh'"),
        (3, lambda table: table.update(steps=[1]), r":3: steps cannot be \[1\]"),
        (3, lambda table: table.update(kind="end"), ":3: a line of kind 'end' cannot stand here"),
        (3, lambda table: table.pop("kind"), ":3: a line of kind None cannot stand here"),
    ],
)
def test_what_is_no_result_is_told_with_its_line(written, line, change, told):
    path, _ = written
    _change(path, line, change)
    with pytest.raises(UsageError, match=told):
        read_results(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "it is not UTF-8 text"),
        (b"hello\nworld\n", ":1: it is not a line of JSON"),
        (b"[1]\n", ":1: it is not a JSON object"),
        (b"{}\n", ":1: it is not the first line"),
    ],
)
def test_what_is_no_results_file_is_told(tmp_path, content, told):
    path = tmp_path / "results.jsonl"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=told):
        read_results(path)


def test_a_missing_results_file_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"cannot read results from .*: No such file"):
        read_results(tmp_path / "none.jsonl")


def test_unknown_fields_are_passed_over(written):
    path, results = written
    _change(path, 2, lambda table: table.update(weather="fine"))
    assert read_results(path).cells == results


def test_a_failing_disk_is_told_with_what_is_kept(make_result):
    file = ResultsFile(Path("/dev/full"), "1")
    with pytest.raises(UsageError, match="No space left on device; the 0 cells before are kept"):
        file(STARTED)
    file.close()
    file.close()
