"""The state table: every state is reached, every row can be told from another, the diagram shows them all."""

from __future__ import annotations

from harness.collection import collect
from harness.names import Role
from harness.places import place
from harness.states import CALLS, ROWS, Input, State, diagram, rows_of


def test_every_state_has_rows_and_is_reached():
    assert {row.state for row in ROWS} == set(State)
    assert {row.then for row in ROWS} | {State.FRESH, State.OPEN} == set(State)


def test_no_call_stands_twice_for_one_state_and_input():
    keys = [(row.state, row.input, row.call) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_the_calls_of_the_table_are_all_used_in_an_open_connection():
    assert {row.call for row in ROWS if row.state is State.OPEN} == set(CALLS)
    assert {row.call for row in rows_of(State.OPEN, Input.NOTHING)} == set(CALLS)


def test_a_walk_always_finds_a_row():
    for state in State:
        for there in Input:
            reachable = there is Input.NOTHING or state in (State.OPEN, State.CLOSING)
            if reachable and state is not State.FAILED:
                assert rows_of(state, there), (state, there)
    assert rows_of(State.FAILED, Input.CUT)


def test_the_diagram_shows_every_change_of_state():
    drawn = diagram()
    for row in ROWS:
        assert (f"{row.state.name} --> {row.then.name} :" in drawn) == (row.then is not row.state)


def test_walks_differ_by_seed_and_repeat_by_seed():
    walk = collect(place("scenarios")).scenarios["states/a_walk_through_the_states_meets_no_surprise"]
    steps = [[str(step) for step in walk.steps(Role.CLIENT, seed)] for seed in (1, 1, 2)]
    assert steps[0] == steps[1] != steps[2]
