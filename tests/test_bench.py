"""Figures of `nox -s bench`: they are kept, held against each other, and refuse what is none."""

from importlib.util import find_spec

import pytest

from harness.errors import UsageError
from tests import fuzz_bench
from tests.bench import figures, tlsfuzzer
from tests.bench.figures import Row, Table

OLD = Table("a run", ("seconds", "ratio"), (Row("small", (2.0, 0.5)), Row("gone", (1.0, 1.0))))
NEW = Table("a run", ("seconds", "ratio"), (Row("small", (1.0, None)), Row("fresh", (7.0, 1.0))))


def test_figures_come_back_as_they_were_kept(tmp_path):
    path = tmp_path / "kept" / "bench.json"
    figures.write(path, {"python": "3.11.7"}, [OLD, NEW])
    assert figures.read(path) == ({"python": "3.11.7"}, [OLD, NEW])


def test_what_both_runs_have_is_held_against_each_other():
    (table,) = figures.changes([OLD], [NEW])
    assert table.rows == (Row("small", (0.5, None)),)


def test_a_table_prints_a_line_a_row(capsys):
    printed = Table("a run", ("cells", "ratio"), iter((Row("small", (12, None)), Row("large", (1e6, 1.5)))))
    assert printed.printed().rows == (Row("small", (12, None)), Row("large", (1e6, 1.5)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line]
    assert lines == [["a", "run", "cells", "ratio"], ["small", "12", "-"], ["large", "1,000,000", "1.50"]]


@pytest.mark.parametrize("text", ["", "[]", '{"facts": {}, "tables": [{}]}', '{"tables": 1, "facts": {}}'])
def test_what_holds_no_figures_is_named(tmp_path, text):
    path = tmp_path / "bench.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"bench\.json: these are no figures"):
        figures.read(path)
    with pytest.raises(UsageError, match=r"cannot read figures from .*other\.json: No such file"):
        figures.read(tmp_path / "other.json")


@pytest.mark.parametrize(
    ("said", "count"),
    [("successful: 3\nfailed: 1\n", 4), ("TOTAL: 7\nSKIP: 0\nPASS: 7\nFAIL: 0\n", 7)],
)
def test_conversations_of_a_script_are_counted(said, count):
    assert tlsfuzzer.conversations_told(said, "a.py") == count


@pytest.mark.parametrize("place", ["scripts/test-a-b.py", "tlsfuzzer/_apps/test_a_b.py"])
def test_scripts_are_found_where_old_checkouts_and_new_ones_have_them(tmp_path, place):
    assert tlsfuzzer.script_in(tmp_path, "test-a-b.py") is None
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).touch()
    assert tlsfuzzer.script_in(tmp_path, "test-a-b.py") == tmp_path / place


def test_a_script_that_does_not_count_is_named():
    with pytest.raises(UsageError, match=r"a\.py does not tell .* 'Traceback"):
        tlsfuzzer.conversations_told("Traceback", "a.py")


@pytest.mark.skipif(find_spec("atheris") is None, reason="Atheris is not installed")
def test_the_bench_of_mutators_finds_a_needle(pki):
    name = "hello in three records"
    assert 1 < fuzz_bench._search(name, plain=False, keys=pki.folder, seed=1, most=3000) <= 3000


def test_a_search_that_breaks_off_is_no_search(tmp_path):
    with pytest.raises(RuntimeError, match="a search for 'no such defect' broke off"):
        fuzz_bench._search("no such defect", plain=False, keys=tmp_path, seed=1, most=1)
