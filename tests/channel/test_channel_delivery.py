"""The channel under benign schedules: everything arrives, in order, once, and the end comes last."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.channel import Channel, Delivery
from harness.names import Role
from harness.schedule import parse
from tests.schedule.strategies import benign_schedules, lanes, records

C, S = Role.CLIENT, Role.SERVER

#: Far more ticks than anything here can take: pieces of one byte, taking turns, behind a delay.
_ENOUGH = 5000


def run_down(channel):
    """Everything that still arrives, until the channel is at rest."""
    found = []
    for _ in range(_ENOUGH):
        arrived = channel.tick()
        found += arrived
        if not arrived and not channel.busy and not channel.release():
            return found
    raise AssertionError("the channel never comes to rest")


def record(size, kind=23):
    return bytes((kind, 3, 3)) + size.to_bytes(2) + bytes(size)


pushes = st.lists(st.tuples(lanes, records | st.binary(max_size=20), st.integers(0, 3)), max_size=8)


@settings(derandomize=True, max_examples=400)
@given(benign_schedules, pushes, st.sets(lanes))
def test_what_is_pushed_arrives_in_order_once_and_the_end_comes_last(schedule, pushed, gone):
    channel = Channel(schedule)
    arrived = []
    sent = dict.fromkeys(Role, b"")
    for lane, data, ticks in pushed:
        channel.push(lane, data)
        sent[lane] += data
        for _ in range(ticks):
            arrived += channel.tick()
    for lane in gone:
        channel.push_eof(lane)
    arrived += run_down(channel)
    for lane in Role:
        mine = [delivery for delivery in arrived if delivery.lane is lane]
        assert b"".join(delivery.data for delivery in mine) == sent[lane]
        assert [delivery.eof for delivery in mine[:-1]] == [False] * len(mine[:-1])
        assert (lane in gone) == bool(mine and mine[-1].eof)
    assert not channel.busy
    assert not channel.tick()


@settings(derandomize=True, max_examples=100)
@given(benign_schedules, pushes)
def test_the_same_pushes_are_delivered_in_the_same_pieces(schedule, pushed):
    one, other = Channel(schedule), Channel(schedule)
    for channel in (one, other):
        for lane, data, _ in pushed:
            channel.push(lane, data)
    assert run_down(one) == run_down(other)


def pieces(text, data, lane=S):
    """The sizes in which `data` arrives under a schedule."""
    channel = Channel(parse(text))
    channel.push(lane, data)
    return [len(delivery.data) for delivery in run_down(channel)]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("straight", [38]),
        ("cut(10)", [10, 10, 10, 8]),
        ("cut@server(20)", [20, 18]),
        ("cut@client(20)", [38]),
        ("cut@server:3", [3, 35]),
        ("cut@server:#1", [15, 23]),
        ("cut@server:#1-1", [14, 24]),
        ("cut@server:#1+5+cut@server:3", [3, 17, 18]),
        ("cut@server:#0~50", [7, 31]),
        ("cut@server:0", [38]),
        ("cut@server:38", [38]),
        ("cut@server:#7", [38]),
        ("join", [38]),
        ("hold(server, 1)", [15, 23]),
        ("hold(server, 0)", [38]),
        ("delay(server, 5)", [38]),
        ("join+cut(30)", [30, 8]),
    ],
)
def test_pieces_are_cut_where_the_schedule_says(text, sizes):
    assert pieces(text, record(10) + record(18)) == sizes


def test_scattered_pieces_depend_on_the_seed_alone():
    data = record(600)
    assert pieces("scatter(1)", data) == pieces("scatter(1)", data) != pieces("scatter(2)", data)
    assert sum(pieces("scatter(1)", data)) == len(data)
    assert len(pieces("scatter(1)", data)) > 5


def test_a_tick_delivers_at_most_one_piece_a_lane():
    channel = Channel(parse("cut(2)"))
    channel.push(C, b"abcd")
    channel.push(S, b"xy")
    assert channel.tick() == [Delivery(C, b"ab", eof=False), Delivery(S, b"xy", eof=False)]
    assert channel.busy
    assert channel.tick() == [Delivery(C, b"cd", eof=False)]
    assert not channel.busy
    assert channel.clock == 2


def test_two_pushes_before_a_tick_arrive_as_one():
    channel = Channel(parse("straight"))
    channel.push(C, b"ab")
    channel.push(C, b"cd")
    assert channel.tick() == [Delivery(C, b"abcd", eof=False)]


def test_the_end_arrives_with_the_last_piece_or_alone():
    channel = Channel(parse("straight"))
    channel.push(C, b"ab")
    channel.push_eof(C)
    channel.push_eof(S)
    assert channel.busy
    assert channel.tick() == [Delivery(C, b"ab", eof=True), Delivery(S, b"", eof=True)]
    channel.push_eof(C)
    assert channel.tick() == []


def test_what_is_pushed_behind_the_end_is_lost():
    channel = Channel(parse("straight"))
    channel.push_eof(C)
    channel.push(C, b"late")
    assert run_down(channel) == [Delivery(C, b"", eof=True)]


def test_a_joined_lane_waits_for_rest_and_then_delivers_all_at_once():
    channel = Channel(parse("join"))
    channel.push(C, b"ab")
    assert channel.tick() == []
    channel.push(C, b"cd")
    assert channel.tick() == []
    assert not channel.busy
    assert channel.release()
    assert channel.tick() == [Delivery(C, b"abcd", eof=False)]
    channel.push(C, b"ef")
    assert channel.tick() == []


def test_a_held_record_waits_for_rest_with_all_behind_it():
    channel = Channel(parse("hold(server, 1)"))
    channel.push(S, record(1) + record(2))
    channel.push(S, record(3))
    assert [len(delivery.data) for delivery in channel.tick()] == [6]
    assert not channel.busy
    assert channel.tick() == []
    assert channel.release()
    assert [len(delivery.data) for delivery in channel.tick()] == [15]
    assert not channel.release()


def test_a_delay_is_counted_in_ticks():
    channel = Channel(parse("delay(server, 3)"))
    channel.push(S, b"late")
    assert [bool(channel.tick()) for _ in range(4)] == [False, False, True, False]


def test_a_delayed_end_does_not_overtake_the_bytes():
    channel = Channel(parse("delay(server, 3)"))
    channel.push(S, b"late")
    channel.push_eof(S)
    assert run_down(channel) == [Delivery(S, b"late", eof=True)]


def test_lanes_take_turns_and_the_named_one_goes_first():
    channel = Channel(parse("turns(server)"))
    channel.push(C, b"client")
    channel.push(S, b"server")
    assert [delivery.lane for delivery in channel.tick()] == [S]
    assert [delivery.lane for delivery in channel.tick()] == [C]


def test_an_idle_channel_is_at_rest():
    channel = Channel(parse("join+hold(client, 0)+delay(server, 9)"))
    assert channel.tick() == []
    assert not channel.busy
    assert not channel.release()
    assert channel.unmet() == ()
