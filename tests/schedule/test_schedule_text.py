"""The text form: every schedule reads back, every other text is refused with one sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import ScheduleError
from harness.names import Role
from harness.schedule import STRAIGHT, Cut, End, Every, Flip, Hold, Insert, Join, Place, Schedule, Swap, parse
from harness.schedule.text import read_place
from tests.schedule.strategies import places, schedules

C, S = Role.CLIENT, Role.SERVER


@settings(derandomize=True, max_examples=300)
@given(schedules)
def test_every_schedule_reads_back(schedule):
    assert parse(str(schedule)) == schedule


@settings(derandomize=True, max_examples=200)
@given(places)
def test_every_place_reads_back(place):
    assert read_place(str(place)) == place


_WORDS = """cut cut@ @client @server :# #3 #3+5 ~50 ( ) , + - 137 flip(server byte= bit= = straight
    end at= eof=no insert 1503 zz hold join 99999999999 ٣"""
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\n"])


@settings(derandomize=True, max_examples=500)
@given(st.text(max_size=40) | st.lists(_PIECES, max_size=8).map("".join))
def test_any_text_gives_a_schedule_that_reads_back_or_a_schedule_error(text):
    try:
        schedule = parse(text)
    except ScheduleError as error:
        told = str(error)
    else:
        told, text = "", str(schedule)
        assert parse(text) == schedule
    assert not told or repr(text) in told


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("straight", ()),
        (" straight ", ()),
        ("cut(1)", (Every(1),)),
        ("cut@client(7)", (Every(7, C),)),
        ("cut@client:137", (Cut(C, Place(137)),)),
        ("cut@server:#3-1", (Cut(S, Place(-1, 3)),)),
        ("cut@server:#3+5+join", (Cut(S, Place(5, 3)), Join())),
        ("cut@server:#3~50", (Cut(S, Place(0, 3, 50)),)),
        ("hold(server, 3) + join@client", (Hold(S, 3), Join(C))),
        ("hold@server(3)", (Hold(S, 3),)),
        ("swap(server,2,3)", (Swap(S, 2, 3),)),
        ("flip(server, 2, byte=-17, bit=3)", (Flip(S, 2, -17, 3),)),
        ("flip(server, 2, bit = 3, byte = 0)", (Flip(S, 2, 0, 3),)),
        ("insert(client, 0, 1503 0300)", (Insert(C, 0, b"\x15\x03\x03\x00"),)),
        ("end(server, at=1234)", (End(S, Place(1234)),)),
        ("end(server, at=#2+1, eof=no)+cut(1)", (End(S, Place(1, 2), eof=False), Every(1))),
    ],
)
def test_the_text_says_what_it_means(text, actions):
    assert parse(text) == Schedule(actions)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no action"),
        ("explode", "'explode' is no action (there are cut, delay,"),
        ("cut(1)+", "is no action"),
        ("straight+cut(1)", "'straight' is no action"),
        ("cut", "lacks its size"),
        ("cut(0)", "'0' is no size"),
        ("cut(x)", "'x' is no size"),
        ("cut(1, 2)", "'2' too much"),
        ("cut:5", "needs its lane"),
        ("cut@client:5(3)", "is no action"),
        ("cut@client:", "is no action"),
        ("cut@client:-5", "out of range"),
        ("cut@client:#1~101", "percentage"),
        ("cut@client:~50", "percentage"),
        ("cut@middle(1)", "'middle' is no lane"),
        ("hold(server)", "lacks its record"),
        ("hold(3)", "'3' is no lane"),
        ("delay(server, 0)", "'0' is no ticks"),
        ("swap(server, 3, 2)", "earlier record first"),
        ("swap(server, 3, 3)", "earlier record first"),
        ("flip(server, 2, bit=3)", "lacks byte="),
        ("flip(server, 2, byte=1, bit=8)", "bits 0 to 7"),
        ("flip(server, 2, byte=1, bit=3, size=2)", "'size' too much"),
        ("insert(server, 2, xyz)", "not hexadecimal"),
        ("insert(server, 2)", "lacks its bytes"),
        ("end(server)", "lacks at="),
        ("end(server, at=1, eof=maybe)", "eof= is yes or no"),
        ("drop(server, 99999999999)", "is no record"),
    ],
)
def test_what_does_not_read_is_told_in_one_sentence(text, told):
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"schedule {text!r}: ")


def test_the_empty_schedule_is_straight_and_benign():
    assert str(STRAIGHT) == "straight"
    assert STRAIGHT.benign
    assert Schedule((Every(1),)) + Schedule((Join(),)) == parse("cut(1)+join")


def test_one_hostile_action_makes_a_schedule_hostile():
    assert parse("cut(1)+join").benign
    assert not parse("cut(1)+drop(server, 0)").benign


def test_a_lane_sees_its_own_actions_and_those_of_both():
    schedule = parse("cut(1)+join@client+hold(server, 0)")
    assert schedule.on(C) == (Every(1), Join(C))
    assert schedule.on(S) == (Every(1), Hold(S, 0))


@pytest.mark.parametrize(
    ("place", "starts", "offset"),
    [
        (Place(137), [0], 137),
        (Place(0, 0), [0], 0),
        (Place(0, 1), [0], None),
        (Place(0, 1), [0, 50], 50),
        (Place(-1, 1), [0, 50], 49),
        (Place(5, 1), [0, 50], 55),
        (Place(0, 0, 50), [0], None),
        (Place(0, 0, 50), [0, 50], 25),
        (Place(0, 1, 97), [0, 50, 150], 147),
        (Place(0, 1, 100), [0, 50, 150], 150),
    ],
)
def test_a_place_is_known_as_soon_as_its_record_is(place, starts, offset):
    assert place.resolve(starts) == offset
