"""The name of a cell is its identity: it reads back, and nothing else reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import ScheduleError, UsageError
from harness.names import Role, Tls
from harness.run.cell import Cell, read_name
from harness.schedule import parse
from tests.schedule.strategies import schedules

CELL = Cell("closing/cut", "stdlib", "bio", Role.CLIENT, Tls.V13, "tlslite", "cut(1)", 7)
words = st.from_regex(r"[a-z_0-9]{1,12}", fullmatch=True)
implementations = st.sampled_from(
    [
        "stdlib",
        "package.module",
        "./folder/subject.py",
        "sub ject.py",
        "C:\\a[1]\\x.py",
        "a:b",
        "\u00fcber.py",
    ]
)
cells = st.builds(
    Cell,
    st.builds("{}/{}".format, words, words),
    implementations,
    st.sampled_from(["bio", "socket", "asyncio-streams"]),
    st.sampled_from(Role),
    st.sampled_from(Tls),
    st.sampled_from(["honest", "tlslite"]),
    schedules.map(str),
    st.integers(0, 2**63),
)


def test_a_name_has_the_form_that_is_documented():
    assert CELL.name == "closing/cut[stdlib:bio:client:1.3:tlslite:cut(1)]#7"


@settings(derandomize=True, max_examples=200)
@given(cells)
def test_every_cell_reads_back_from_its_name(cell):
    assert read_name(cell.name) == cell
    assert read_name(f"  {cell.name}\n") == cell


def test_a_schedule_is_read_into_its_text_form():
    assert (
        read_name("a/b[stdlib:bio:client:1.3:honest:hold(server,3) + join]#0").schedule
        == "hold(server, 3)+join"
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        "closing/cut",
        "closing/cut[stdlib:bio:client:1.3:tlslite:straight]",
        "closing/cut[stdlib:bio:client:1.3:tlslite]#0",
        "closing/cut[stdlib:bio:boss:1.3:tlslite:straight]#0",
        "closing/cut[stdlib:bio:client:1.1:tlslite:straight]#0",
        "closing/cut[stdlib:bio:client:1.3:tlslite:straight]#x",
        "closing/cut[:bio:client:1.3:tlslite:straight]#0",
        "[stdlib:bio:client:1.3:tlslite:straight]#0",
    ],
)
def test_what_is_no_name_is_refused_with_the_form(name):
    with pytest.raises(UsageError, match=r"is no cell's name, which has the form scenario\["):
        read_name(name)


def test_a_name_with_a_schedule_that_does_not_read_says_so():
    with pytest.raises(ScheduleError, match="'explode' is no action"):
        read_name("closing/cut[stdlib:bio:client:1.3:tlslite:explode]#0")


def test_a_cell_under_another_schedule_is_the_same_otherwise():
    other = CELL.under(parse("join"))
    assert (other.schedule, other.straight) == ("join", CELL.straight)
    assert CELL.straight.schedule == "straight"
    assert CELL.straight.seed == 7
