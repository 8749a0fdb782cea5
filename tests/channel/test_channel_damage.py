"""Hostile schedules: what arrives differs from what was sent exactly as the action says."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harness.channel import Channel
from harness.names import Role
from harness.schedule import Drop, End, Flip, Insert, Place, Repeat, Schedule, Swap, parse
from tests.channel.test_channel_delivery import run_down
from tests.schedule.strategies import hostile_actions, records, schedules

C, S = Role.CLIENT, Role.SERVER


def through(schedule, pushed, *, gone=False):
    """(bytes, whether the end was told, unmet) of what arrives on the server's lane."""
    channel = Channel(schedule)
    arrived = []
    for data in pushed:
        channel.push(S, data)
        arrived += channel.tick()
    if gone:
        channel.push_eof(S)
    arrived += run_down(channel)
    assert all(delivery.lane is S for delivery in arrived)
    eofs = [delivery.eof for delivery in arrived]
    assert not any(eofs[:-1])
    return b"".join(delivery.data for delivery in arrived), any(eofs), channel.unmet()


def chopped(data, sizes):
    """`data` in pieces of these sizes over and over."""
    at = 0
    while at < len(data):
        for size in sizes:
            if data[at : at + size]:
                yield data[at : at + size]
            at += size


streams = st.lists(records, min_size=1, max_size=6)
cuts = st.lists(st.integers(1, 50), min_size=1, max_size=3)


def expected_of(action, sent):
    """What the docstring of `action` says must arrive, and whether it happens at all."""
    match action:
        case Drop(_, record) if record < len(sent):
            return [*sent[:record], *sent[record + 1 :]]
        case Repeat(_, record) if record < len(sent):
            return [*sent[: record + 1], *sent[record:]]
        case Insert(_, record, data) if record < len(sent):
            return [*sent[:record], data, *sent[record:]]
        case Swap(_, record, other) if other < len(sent):
            swapped = list(sent)
            swapped[record], swapped[other] = sent[other], sent[record]
            return swapped
        case Flip(_, record, byte, bit) if record < len(sent):
            if -len(sent[record]) <= byte < len(sent[record]):
                flipped = bytearray(sent[record])
                flipped[byte] ^= 1 << bit
                return [*sent[:record], bytes(flipped), *sent[record + 1 :]]
    return None


@settings(derandomize=True, max_examples=400)
@given(hostile_actions, streams, cuts)
def test_an_action_on_a_record_does_what_it_says_however_the_record_was_pushed(action, sent, sizes):
    assume(not isinstance(action, End) and action.lane is S)
    expected = expected_of(action, sent)
    arrived, eof, unmet = through(Schedule((action,)), chopped(b"".join(sent), sizes))
    assert not eof
    if expected is None:
        assert arrived == b"".join(sent)
        assert unmet == (action,)
    else:
        assert arrived == b"".join(expected)
        assert unmet == ()


@settings(derandomize=True, max_examples=300)
@given(streams, cuts, st.data(), st.booleans())
def test_an_end_loses_what_is_behind_it_and_says_so_only_if_asked(sent, sizes, data, told):
    whole = b"".join(sent)
    at = data.draw(st.integers(0, len(whole)))
    action = End(S, Place(at), told)
    arrived, eof, unmet = through(Schedule((action,)), chopped(whole, sizes), gone=True)
    assert (arrived, eof, unmet) == (whole[:at], told, ())


@settings(derandomize=True, max_examples=200)
@given(streams, st.data())
def test_an_end_in_a_record_falls_where_the_place_says(sent, data):
    record = data.draw(st.integers(0, len(sent) - 1))
    offset = data.draw(st.integers(0, len(sent[record])))
    before = b"".join(sent[:record])
    arrived, eof, unmet = through(Schedule((End(S, Place(offset, record)),)), [b"".join(sent)])
    assert (arrived, eof, unmet) == ((before + sent[record])[: len(before) + offset], True, ())


@settings(derandomize=True, max_examples=200)
@given(streams, cuts)
def test_an_end_behind_everything_never_comes(sent, sizes):
    whole = b"".join(sent)
    action = End(S, Place(len(whole) + 1))
    assert through(Schedule((action,)), chopped(whole, sizes)) == (whole, False, (action,))


@settings(derandomize=True, max_examples=300)
@given(schedules, streams, cuts, st.booleans())
def test_any_schedule_comes_to_rest_and_tells_what_it_never_met(schedule, sent, sizes, gone):
    channel = Channel(schedule)
    for data in chopped(b"".join(sent), sizes):
        channel.push(S, data)
        channel.tick()
    if gone:
        channel.push_eof(S)
    run_down(channel)
    unmet = channel.unmet()
    assert set(unmet) <= {action for action in schedule.actions if not action.benign}
    assert {action for action in schedule.actions if not action.benign and action.lane is C} <= set(unmet)


@settings(derandomize=True, max_examples=150)
@given(schedules, streams)
def test_damage_does_not_touch_the_other_lane(schedule, sent):
    assume(not any(action.lane is C and not action.benign for action in schedule.actions))
    channel = Channel(schedule)
    channel.push(C, b"".join(sent))
    assert b"".join(d.data for d in run_down(channel) if d.lane is C) == b"".join(sent)


def record(size, fill=0x61):
    return b"\x17\x03\x03" + size.to_bytes(2) + bytes([fill]) * size


ONE, OTHER, THIRD = record(3, 0x61), record(2, 0x62), record(1, 0x63)


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("drop(server, 1)+cut(1)", ONE + THIRD),
        ("drop(server, 0)+drop(server, 1)+drop(server, 2)", b""),
        ("repeat(server, 0)+drop(server, 2)", ONE + ONE + OTHER),
        ("insert(server, 2, aabb)+drop(server, 2)", ONE + OTHER),
        ("drop(server, 2)+insert(server, 2, aabb)", ONE + OTHER + b"\xaa\xbb"),
        ("swap(server, 0, 2)", THIRD + OTHER + ONE),
        ("swap(server, 0, 1)+drop(server, 2)", OTHER + ONE),
        ("flip(server, 0, byte=0, bit=0)", b"\x16" + ONE[1:] + OTHER + THIRD),
        ("flip(server, 0, byte=-1, bit=0)", ONE[:-1] + b"\x60" + OTHER + THIRD),
        ("end(server, at=#1+2)+drop(server, 0)", OTHER[:2]),
        ("hold(server, 1)+drop(server, 0)", OTHER + THIRD),
    ],
)
def test_actions_compose(text, arrives):
    arrived, _, unmet = through(parse(text), [ONE + OTHER + THIRD])
    assert arrived == arrives
    assert unmet == ()


def test_a_benign_action_counts_the_bytes_that_are_left_to_deliver():
    channel = Channel(parse("drop(server, 0)+cut@server:#1"))
    channel.push(S, ONE + OTHER + THIRD)
    assert [delivery.data for delivery in run_down(channel)] == [OTHER, THIRD]


def test_a_damaged_record_is_dealt_with_when_it_is_complete():
    channel = Channel(parse("flip(server, 0, byte=5, bit=0)"))
    channel.push(S, ONE[:-1])
    assert channel.tick() == []
    channel.push(S, ONE[-1:])
    assert [len(delivery.data) for delivery in channel.tick()] == [len(ONE)]


def test_half_a_record_goes_on_at_rest_undamaged():
    arrived, _, unmet = through(parse("flip(server, 1, byte=0, bit=0)"), [ONE + OTHER[:4]])
    assert arrived == ONE + OTHER[:4]
    assert unmet == (Flip(S, 1, 0, 0),)


def test_a_swap_whose_partner_never_comes_lets_its_records_go_at_rest_and_was_not_met():
    arrived, _, unmet = through(parse("swap(server, 0, 5)"), [ONE, OTHER, THIRD])
    assert arrived == ONE + OTHER + THIRD
    assert unmet == (Swap(S, 0, 5),)


def test_a_sender_who_goes_lets_a_waiting_swap_go_before_the_end():
    assert through(parse("swap(server, 0, 5)"), [ONE], gone=True)[:2] == (ONE, True)


def test_bytes_that_are_no_record_pass_and_end_the_counting():
    garbage = b"GET / HTTP/1.1\r\n"
    arrived, _, unmet = through(parse("drop(server, 1)"), [ONE, garbage, OTHER])
    assert arrived == ONE + garbage + OTHER
    assert unmet == (Drop(S, 1),)


def test_an_end_that_came_is_final():
    channel = Channel(parse("end(server, at=#0+5)"))
    channel.push(S, ONE)
    channel.push(S, OTHER)
    channel.push_eof(S)
    assert [(d.data, d.eof) for d in run_down(channel)] == [(ONE[:5], True)]


def test_an_unsaid_end_stays_unsaid_even_when_the_sender_goes():
    arrived, eof, _ = through(parse("end(server, at=#0+5, eof=no)"), [ONE, OTHER], gone=True)
    assert (arrived, eof) == (ONE[:5], False)
