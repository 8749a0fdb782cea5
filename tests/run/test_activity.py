"""An act under way: which call comes next, and what the outcomes add up to."""

import pytest

from harness.endpoint import Call, Done, Raised, Wants
from harness.names import Kind, Side, Want
from harness.run.activity import Activity
from harness.scenario import Actor

SUBJECT = Actor(Side.SUBJECT)
STARVED, FULL = Wants(Want.READ), Wants(Want.WRITE)
RAGGED = Raised(Kind.RAGGED_EOF, "SSLEOFError")
CLEAN = Raised(Kind.CLEAN_CLOSE, "SSLZeroReturnError")


def played(act, *outcomes):
    """(calls attempted, the activity) after these outcomes; none is left over."""
    activity = Activity(act)
    calls = []
    for outcome in outcomes:
        assert not activity.finished
        calls.append(str(activity.call))
        activity.receive(outcome)
    return calls, activity


def test_a_fresh_activity_has_not_been_attempted():
    activity = Activity(SUBJECT.reads(5))
    assert (activity.finished, activity.seen, activity.read) == (False, -1, bytearray())
    assert activity.outcome == STARVED


@pytest.mark.parametrize(
    ("act", "outcomes", "calls", "finished", "outcome", "read"),
    [
        (SUBJECT.handshakes(), [STARVED, Done()], ["handshake()"] * 2, True, Done(), b""),
        (SUBJECT.handshakes(), [STARVED], ["handshake()"], False, STARVED, b""),
        (SUBJECT.reads(5), [Done(b"ab")], ["read(5)"], True, Done(b"ab"), b"ab"),
        (SUBJECT.reads(5), [RAGGED], ["read(5)"], True, RAGGED, b""),
        (SUBJECT.tells("alpn"), [Done("h2")], ["tell('alpn')"], True, Done("h2"), b""),
        (SUBJECT.reads_exactly(b"abcd"), [Done(b"ab"), STARVED, Done(b"cd")],
         ["read(4)", "read(2)", "read(2)"], True, Done(b"abcd"), b"abcd"),
        (SUBJECT.reads_exactly(b"abcd", at_once=3), [Done(b"abc"), Done(b"d")],
         ["read(3)", "read(1)"], True, Done(b"abcd"), b"abcd"),
        (SUBJECT.reads_exactly(b"abcd"), [Done(b"ab"), Done(b"")],
         ["read(4)", "read(2)"], True, Done(b"ab"), b"ab"),
        (SUBJECT.reads_exactly(b"abcd"), [Done(b"ab"), RAGGED],
         ["read(4)", "read(2)"], True, RAGGED, b"ab"),
        (SUBJECT.reads_exactly(b"abcd"), [Done(b"abcdef")], ["read(4)"], True, Done(b"abcdef"), b"abcdef"),
        (SUBJECT.reads_exactly(b"abcd"), [Done(None)], ["read(4)"], True, Done(None), b""),
        (SUBJECT.reads_to_end(9), [Done(b"ab"), Done(b"c"), Done(b"")],
         ["read(9)"] * 3, True, Done(b"abc"), b"abc"),
        (SUBJECT.reads_to_end(9), [Done(b"ab"), CLEAN], ["read(9)"] * 2, True, Done(b"ab"), b"ab"),
        (SUBJECT.reads_to_end(9), [Done(b"ab"), RAGGED], ["read(9)"] * 2, True, RAGGED, b"ab"),
        (SUBJECT.reads_to_end(9), [Done(b"ab"), STARVED], ["read(9)"] * 2, False, STARVED, b"ab"),
        (SUBJECT.writes(b"abcd"), [FULL, Done(4)], ["write(b'abcd')"] * 2, True, Done(4), b""),
        (SUBJECT.writes(b"abcd"), [Done(3), Done(1)], ["write(b'abcd')", "write(b'd')"], True, Done(4), b""),
        (SUBJECT.writes(b"abcd", at_once=3), [Done(3), Done(1)],
         ["write(b'abc')", "write(b'd')"], True, Done(4), b""),
        (SUBJECT.writes(b""), [Done(0)], ["write(b'')"], True, Done(0), b""),
        (SUBJECT.writes(b"abcd"), [Done(0)], ["write(b'abcd')"], True, Done(0), b""),
        (SUBJECT.writes(b"abcd"), [Done(5)], ["write(b'abcd')"], True, Done(5), b""),
        (SUBJECT.writes(b"abcd"), [Done(None)], ["write(b'abcd')"], True, Done(None), b""),
        (SUBJECT.writes(b"abcd"), [Done(2), RAGGED], ["write(b'abcd')", "write(b'cd')"], True, RAGGED, b""),
        (SUBJECT.writes_once(b"abcd"), [Done(2)], ["write(b'abcd')"], True, Done(2), b""),
    ],
)  # fmt: skip
def test_outcomes_add_up(act, outcomes, calls, finished, outcome, read):
    attempted, activity = played(act, *outcomes)
    assert attempted == calls
    assert (activity.finished, activity.outcome, bytes(activity.read)) == (finished, outcome, read)


def test_a_loop_asks_for_what_is_left():
    _, activity = played(SUBJECT.reads_exactly(b"abcd", at_once=3), Done(b"a"))
    assert activity.call == Call("read", (3,))
    _, activity = played(SUBJECT.writes(b"abcdef", at_once=4), Done(1))
    assert activity.call == Call("write", (b"bcde",))
