"""The witnesses of the kill matrix: which cells they are, and that a bad file is told."""

from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.run.cell import read_name
from tests.witnesses import Witnesses, read_witnesses


def cell(scenario, defect, schedule="straight"):
    return read_name(f"{scenario}[tests/planted/{defect}.py:bio:client:1.3:honest:{schedule}]#0")


FOUND = [
    ("rare", cell("talk/greets", "rare")),
    ("often", cell("talk/greets", "often", "join")),
    ("often", cell("talk/greets", "often")),
    ("often", cell("talk/ends", "often", "cut(1)")),
]


def test_every_defect_and_scenario_gets_its_best_cell():
    witnesses = Witnesses.chosen_from(FOUND)
    assert witnesses.defects == {"often": FOUND[2][1].name, "rare": FOUND[0][1].name}
    assert witnesses.scenarios == {"talk/ends": FOUND[3][1].name, "talk/greets": FOUND[2][1].name}


def test_a_witness_for_both_is_tried_once_and_only_while_both_exist():
    witnesses = Witnesses.chosen_from(FOUND)
    paths = ["tests/planted/often.py", "tests/planted/rare.py"]
    assert len(list(witnesses.cells(paths, ["talk/ends", "talk/greets"]))) == 3
    assert list(witnesses.cells(paths[:1], ["talk/greets"])) == [FOUND[2][1]]


def test_a_file_is_read_as_it_was_written(tmp_path):
    witnesses = Witnesses.chosen_from(FOUND)
    witnesses.write(tmp_path / "w.json")
    assert read_witnesses(tmp_path / "w.json") == witnesses
    assert read_witnesses(tmp_path / "none.json") == Witnesses({}, {})


@pytest.mark.parametrize("text", ["", "[]", '{"defects": {}}', '{"defects": 5, "scenarios": {}}'])
def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path, text):
    (tmp_path / "w.json").write_text(text)
    with pytest.raises(UsageError, match=r"w\.json"):
        read_witnesses(tmp_path / "w.json")
