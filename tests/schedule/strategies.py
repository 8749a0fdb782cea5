"""Any schedule: Hypothesis strategies over every action, and over record streams to send."""

from hypothesis import strategies as st

from harness.names import Role
from harness.schedule import (
    Cut,
    Delay,
    Drop,
    End,
    Every,
    Flip,
    Hold,
    Insert,
    Join,
    Place,
    Repeat,
    Scatter,
    Schedule,
    Swap,
    Turns,
)

lanes = st.sampled_from(Role)
maybe_lanes = st.none() | lanes
numbers = st.integers(0, 6)
large = numbers | st.integers(0, 2**31)

places = (
    st.builds(Place, large)
    | st.builds(Place, st.integers(-40, 40) | st.integers(-(2**31), 2**31), numbers)
    | st.builds(Place, st.just(0), large, st.integers(0, 100))
)


@st.composite
def swaps(draw):
    """Two records, the earlier one first."""
    record = draw(numbers)
    return Swap(draw(lanes), record, draw(st.integers(record + 1, record + 9)))


benign_actions = st.one_of(
    st.builds(Every, st.integers(1, 40) | st.integers(1, 2**31), maybe_lanes),
    st.builds(Cut, lanes, places),
    st.builds(Scatter, large, maybe_lanes),
    st.builds(Join, maybe_lanes),
    st.builds(Hold, lanes, numbers),
    st.builds(Delay, lanes, st.integers(1, 30)),
    st.builds(Turns, lanes),
)
hostile_actions = st.one_of(
    swaps(),
    st.builds(Drop, lanes, large),
    st.builds(Repeat, lanes, large),
    st.builds(Flip, lanes, numbers, st.integers(-20, 20) | st.integers(-(2**31), 2**31), st.integers(0, 7)),
    st.builds(Insert, lanes, numbers, st.binary(min_size=1, max_size=9)),
    st.builds(End, lanes, places, st.booleans()),
)

benign_schedules = st.lists(benign_actions, max_size=4).map(lambda actions: Schedule(tuple(actions)))
schedules = st.lists(benign_actions | hostile_actions, max_size=5).map(lambda a: Schedule(tuple(a)))

records = st.builds(
    lambda kind, body: bytes((kind, 3, 3)) + len(body).to_bytes(2) + body,
    st.integers(20, 24),
    st.binary(max_size=30),
)
