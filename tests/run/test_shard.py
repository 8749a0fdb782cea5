"""Shards: disjoint, together the whole, and where they were when the catalogue grows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.collection import collect
from harness.errors import UsageError
from harness.names import Role, Tls
from harness.run.cell import Cell
from harness.run.plan import Request, straight_cells
from harness.run.shard import Shard, read_shard
from tests.conftest import TALK, write_catalogue

names = st.text("abcxyz_", min_size=1, max_size=9)
cells = st.builds(
    Cell, names, names, st.just("bio"), st.sampled_from(Role), st.sampled_from(Tls), st.just("honest"),
    st.sampled_from(["straight", "cut(1)", "join"]), st.integers(0, 9),
)  # fmt: skip


@given(cells, st.integers(1, 40))
def test_every_cell_is_in_one_shard_and_its_sweep_is_there_too(cell, of):
    there = [number for number in range(1, of + 1) if Shard(number, of).has(cell)]
    assert len(there) == 1
    assert Shard(there[0], of).has(replace(cell, schedule="cut@server:7"))


@pytest.mark.parametrize("of", [1, 2, 3, 16])
def test_the_shards_of_a_plan_are_the_plan(catalogue_folder, of):
    catalogue = collect(catalogue_folder)
    whole = list(straight_cells(catalogue, Request()))
    parts = [list(straight_cells(catalogue, Request(shard=Shard(each, of)))) for each in range(1, of + 1)]
    assert sorted(cell.name for part in parts for cell in part) == sorted(cell.name for cell in whole)
    assert all(part == [cell for cell in whole if cell in part] for part in parts)


def test_a_cell_stays_in_its_shard_when_scenarios_are_added(tmp_path):
    less, more = (
        collect(write_catalogue(tmp_path / name, **themes))
        for name, themes in (("less", {"talk": TALK}), ("more", {"aside": TALK, "talk": TALK, "then": TALK}))
    )
    for number in (1, 2, 3):
        request = Request(shard=Shard(number, 3))
        before, after = list(straight_cells(less, request)), list(straight_cells(more, request))
        assert before == [cell for cell in after if cell.scenario.startswith("talk/")]


def test_a_shard_reads_back():
    assert read_shard("3/16") == Shard(3, 16)
    assert str(Shard(3, 16)) == "3/16"


@pytest.mark.parametrize("text", ["", "3", "3/", "/3", "-1/3", "1/3/5", "a/b", "1.0/2", "3 / 16"])
def test_what_is_no_shard_is_refused(text):
    with pytest.raises(UsageError, match="is no shard, which has the form 3/16: the third of sixteen"):
        read_shard(text)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "0/0"])
def test_a_shard_out_of_range_is_refused(text):
    with pytest.raises(UsageError, match=f"there is no shard {text}: shards of . are counted from 1 to ."):
        read_shard(text)
