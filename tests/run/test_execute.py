"""Acting out a scenario between plain ends that do as they are told."""

import pytest

from harness.endpoint import Done
from harness.errors import HarnessError, Unsupported
from harness.names import Role, Side
from harness.run.execute import execute
from harness.scenario import (
    NEGOTIATED,
    RAGGED_EOF,
    READ,
    Actor,
    agree,
    closing,
    handshake,
    payload,
    reconnect,
    together,
)
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Note
from tests.run.plain import (
    GARBLED,
    ODD,
    RAGGED,
    STARVED,
    Chokes,
    Clogged,
    Leaves,
    Restless,
    Shattered,
    Stage,
    Talkative,
    Unborn,
    Unwraps,
)

subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
SHAKE = handshake(subject, peer)


def act_out(*steps, **kinds):
    """(the stage, the transcript) of these steps between plain ends."""
    stage = Stage(**kinds)
    return stage, execute(list(steps), stage.setting)


def outcomes(transcript):
    return [result.outcome for result in transcript.results]


def test_a_conversation_goes_through_all_its_steps():
    stage, transcript = act_out(
        SHAKE, peer.writes(b"ping"), subject.reads_exactly(b"ping"), subject.writes(b"pong"), peer.reads(9)
    )
    assert outcomes(transcript) == [Done(), Done(), Done(4), Done(b"ping"), Done(4), Done(b"pong")]
    assert [result.step for result in transcript.results] == [0, 0, 1, 2, 3, 4]
    assert (transcript.finished, transcript.spun, transcript.damaged) == (True, False, False)
    assert (transcript.steps, transcript.of) == (5, 5)
    assert all(end.closed for end in stage.made)


@pytest.mark.parametrize("role", Role)
def test_offsets_tell_what_each_call_could_have_known(role):
    _, transcript = act_out(SHAKE, peer.writes(b"ping"), subject.reads_exactly(b"ping"), role=role)
    sent, fed = dict.fromkeys(Side, 0), dict.fromkeys(Side, 0)
    for event in transcript.events:
        if isinstance(event, Attempted):
            assert event.fed == fed[event.side]
            assert event.sent >= sent[event.side]
        elif isinstance(event, Emitted):
            sent[event.side] += len(event.data)
        elif isinstance(event, Delivered):
            fed[event.side] += len(event.data)
    assert fed[Side.SUBJECT] == sent[Side.PEER] == 10 + 9
    assert isinstance(transcript.events[0], Connected)


def test_the_first_step_that_does_not_go_as_it_should_is_the_last():
    _, transcript = act_out(SHAKE, peer.writes(b"ping"), subject.reads(9).gives(b"pong"), peer.reads(1))
    assert outcomes(transcript)[2:] == [Done(4), Done(b"ping")]
    assert (transcript.finished, transcript.steps, transcript.of) == (False, 3, 4)


def test_a_call_that_will_wait_for_ever_ends_as_waiting():
    _, transcript = act_out(SHAKE, subject.reads(9), peer.writes(b"x"))
    assert outcomes(transcript)[-1] == STARVED
    assert not transcript.finished


def test_waiting_can_be_what_is_expected():
    _, transcript = act_out(
        SHAKE, subject.reads(9).wants(READ), peer.writes(b"x"), subject.reads(9).gives(b"x")
    )
    assert transcript.finished


def test_threads_run_at_the_same_time_and_each_in_order():
    _, transcript = act_out(
        SHAKE,
        together(
            [subject.reads_exactly(b"one"), subject.writes(b"two")],
            [peer.writes(b"one"), peer.reads_exactly(b"two")],
        ),
    )
    assert transcript.finished
    mine = [r.act.verb for r in transcript.results if r.step == 1 and r.act.side is Side.SUBJECT]
    assert mine == ["read_exactly", "write_all"]


def test_a_thread_that_waits_for_ever_ends_them_all():
    _, transcript = act_out(SHAKE, together(subject.reads(1).wants(READ), peer.reads(1).wants(READ)))
    assert outcomes(transcript)[2:] == [STARVED, STARVED]
    assert transcript.finished


def test_symbols_are_concrete_in_the_results():
    _, transcript = act_out(SHAKE, subject.tells("version").gives(NEGOTIATED), agree("version"))
    assert transcript.finished
    assert transcript.results[2].act.expect[0].value == "TLSv1.3"
    assert (transcript.results[3].subject, transcript.results[3].peer) == (Done("TLSv1.3"), Done("TLSv1.3"))


def test_a_cut_wire_ends_after_what_was_sent():
    _, transcript = act_out(
        SHAKE, peer.writes(b"x"), peer.cuts_wire(), peer.writes(b"lost"),
        subject.reads(9).gives(b"x"), subject.reads(9).raises(RAGGED_EOF),
    )  # fmt: skip
    assert transcript.finished


def test_a_silent_cut_says_nothing():
    _, transcript = act_out(
        SHAKE, peer.cuts_wire(eof=False), peer.writes(b"lost"), subject.reads(9).wants(READ)
    )
    assert transcript.finished


def test_raw_bytes_reach_the_other_end():
    _, transcript = act_out(SHAKE, peer.sends_raw(b"\x17\3\3\0\2hi"), subject.reads(9).gives(b"hi"))
    assert transcript.finished


def test_an_end_that_stops_taking_leaves_bytes_with_the_other_until_it_takes_again():
    _, transcript = act_out(
        SHAKE, peer.stops_taking(), subject.writes(b"x"), peer.reads(9).wants(READ),
        peer.takes_again(), peer.reads(9).gives(b"x"),
    )  # fmt: skip
    assert transcript.finished


def test_an_end_that_hangs_up_ends_its_lane():
    _, transcript = act_out(
        SHAKE,
        peer.writes(b"x"),
        subject.reads(9).gives(b"x"),
        subject.reads(9).raises(RAGGED_EOF),
        peer=Leaves,
    )
    assert transcript.finished


def test_options_hold_for_the_connections_that_follow():
    stage, _ = act_out(peer.configured(alpn=("h2",)), SHAKE, reconnect(), peer.configured(tickets=0), SHAKE)
    subjects, peers = stage.made[0], stage.made[1]
    assert (subjects.setup.role, peers.setup.role) == (Role.CLIENT, Role.SERVER)
    assert (subjects.setup.options.alpn, peers.setup.options.alpn) == ((), ("h2",))
    assert stage.made[3].setup.options.alpn == ("h2",)


@pytest.mark.parametrize(("resume", "session"), [(True, "ticket"), (False, None)])
def test_a_new_connection_offers_the_session_of_the_last_one_if_asked(resume, session):
    stage, transcript = act_out(SHAKE, reconnect(resume=resume), SHAKE)
    assert transcript.finished
    assert [end.setup.session for end in stage.made] == [None, None, session, session]
    assert all(end.closed for end in stage.made)
    assert len(list(transcript.connections())) == 2


def test_a_new_connection_offers_no_session_unless_it_is_asked_to_even_after_one_that_did():
    stage, _ = act_out(SHAKE, reconnect(resume=True), SHAKE, reconnect(), SHAKE)
    assert [end.setup.session for end in stage.made] == [None, None, "ticket", "ticket", None, None]


@pytest.mark.parametrize("kind", [Chokes, Clogged, Unborn])
def test_a_subject_that_raises_outside_a_call_ends_the_run_and_is_named(kind):
    stage, transcript = act_out(SHAKE, subject=kind)
    (event,) = [event for event in transcript.events if isinstance(event, Misbehaved)]
    assert (event.side, event.outcome) == (Side.SUBJECT, ODD)
    assert not transcript.finished
    assert all(end.closed for end in stage.made)


def test_so_is_one_that_raises_when_its_wire_is_reset():
    _, transcript = act_out(SHAKE, peer.resets_wire(), subject=Shattered)
    (event,) = [event for event in transcript.events if isinstance(event, Misbehaved)]
    assert (event.side, event.outcome) == (Side.SUBJECT, ODD)
    assert not transcript.finished


@pytest.mark.parametrize("kind", [Chokes, Clogged, Unborn])
def test_a_peer_that_does_so_is_our_own_fault(kind):
    stage = Stage(peer=kind)
    with pytest.raises(HarnessError, match=r"the peer failed: .*: KeyError"):
        execute([SHAKE], stage.setting)
    assert stage.made
    assert all(end.closed for end in stage.made)


def test_what_an_end_does_not_have_is_unsupported_and_nothing_is_left_open():
    stage = Stage()
    with pytest.raises(Unsupported, match="a plain end has no pending"):
        execute([SHAKE, subject.pends()], stage.setting)
    assert len(stage.made) == 2
    assert all(end.closed for end in stage.made)


def test_an_end_that_is_never_done_and_never_quiet_is_found_out_by_counting():
    _, transcript = act_out(SHAKE, subject.reads_to_end(1), subject=Talkative)
    assert transcript.spun


def test_two_restless_ends_come_to_an_end():
    _, transcript = act_out(SHAKE, together(subject.reads(9), peer.reads(9)), subject=Restless)
    assert outcomes(transcript)[2:]
    assert not transcript.spun


@pytest.mark.parametrize(
    "schedule", ["cut(1)", "join", "delay(server, 20)", "turns(client)+cut(1)", "hold(server, 0)"]
)
def test_benign_schedules_change_nothing(schedule):
    steps = (SHAKE, peer.writes(payload(50)), subject.reads_exactly(payload(50)), closing(subject, peer))
    _, straight = act_out(*steps)
    _, disturbed = act_out(*steps, schedule=schedule)
    assert disturbed.finished
    assert sorted(map(repr, disturbed.results)) == sorted(map(repr, straight.results))


def test_the_same_run_twice_is_the_same_transcript():
    steps = (SHAKE, peer.writes(payload(50)), subject.reads_exactly(payload(50)))
    assert act_out(*steps, schedule="scatter(3)")[1] == act_out(*steps, schedule="scatter(3)")[1]


# -- after damage


def test_after_damage_the_first_failure_ends_the_script_and_the_wire():
    steps = (
        SHAKE,
        peer.writes(b"one"),
        subject.reads(9).gives(b"wrong"),
        subject.reads(9),
        peer.writes(b"two"),
    )
    _, transcript = act_out(*steps, schedule="repeat(server, 0)")
    assert transcript.damaged
    assert sorted(map(str, outcomes(transcript))) == ["None", "SSLError"]
    assert (transcript.finished, transcript.steps) == (False, 1)
    last = transcript.last_attempt(Side.SUBJECT)
    assert (last.call.name, last.outcome, last.eof) == ("read", GARBLED, True)
    calls = [e.call.name for e in transcript.events if isinstance(e, Attempted) and e.side is Side.SUBJECT]
    assert calls[-3:] == ["read", "write", "read"]


def test_after_damage_an_unexpected_value_does_not_end_the_script():
    _, transcript = act_out(SHAKE, subject.tells("alpn").gives("h2"), schedule="drop(server, 1)")
    assert transcript.finished
    assert transcript.unmet == ("drop(server, 1)",)


def test_a_pending_call_is_continued_when_the_wire_ends():
    _, transcript = act_out(SHAKE, peer.writes(b"x"), subject.reads(9), schedule="drop(server, 1)")
    assert outcomes(transcript)[-1] == STARVED
    assert transcript.last_attempt(Side.SUBJECT).outcome == RAGGED
    assert transcript.unmet == ()


def noted(transcript):
    return [str(event.about) for event in transcript.events if isinstance(event, Note)]


def test_what_failed_on_an_earlier_connection_is_not_held_against_the_last_one():
    broken = (SHAKE, peer.cuts_wire(), subject.reads(1).raises(RAGGED_EOF))
    fresh = act_out(*broken, reconnect(), SHAKE)[1]
    assert fresh.finished
    assert "the aftermath" not in noted(fresh)
    assert "the aftermath" in noted(act_out(*broken)[1])


def test_what_was_closed_on_an_earlier_connection_does_not_spare_the_last_one():
    closed = (SHAKE, closing(subject, peer), reconnect())
    broken = (SHAKE, peer.cuts_wire(), subject.reads(1).raises(RAGGED_EOF))
    assert "the aftermath" in noted(act_out(*closed, *broken)[1])


def calls_in_the_aftermath(transcript):
    notes = [isinstance(each, Note) and str(each.about) == "the aftermath" for each in transcript.events]
    behind = transcript.events[notes.index(True) :]
    return [each.call.name for each in behind if isinstance(each, Attempted) and each.side is Side.SUBJECT]


def test_once_a_closure_is_complete_there_is_no_tls_to_look_at():
    schedule = "drop(server, 1)"
    _, closed = act_out(SHAKE, closing(subject, peer), subject=Unwraps, schedule=schedule)
    assert calls_in_the_aftermath(closed) == ["close_notify"]
    _, ragged = act_out(SHAKE, closing(subject, peer), schedule=schedule)
    assert calls_in_the_aftermath(ragged) == ["close_notify", "read", "read", "write", "read"]


def test_a_handshake_that_is_completed_in_the_aftermath_is_not_tried_again():
    _, completed = act_out(SHAKE, schedule="end(client, at=3)+delay(server, 9)")
    assert calls_in_the_aftermath(completed) == ["handshake", "read", "read", "write", "read"]
    _, failed = act_out(SHAKE, schedule="end(server, at=3)")
    assert calls_in_the_aftermath(failed) == ["read", "handshake", "read", "write", "read"]


def test_what_is_left_is_read_after_damage():
    _, transcript = act_out(SHAKE, peer.writes(b"x"), schedule="insert(server, 2, 00)+drop(server, 0)")
    assert transcript.unmet
    _, transcript = act_out(
        SHAKE, peer.writes(b"one"), peer.writes(b"two"), schedule="flip(server, 1, byte=5, bit=0)"
    )
    read = [e.outcome for e in transcript.events if isinstance(e, Attempted) and e.call.name == "read"]
    assert read[0] == Done(b"nnetwo")


def test_a_failure_that_is_told_again_is_another_outcome():
    """Rules know the outcome a step expected from the same one that none did."""
    reads = subject.reads(10).raises(RAGGED_EOF)
    _, transcript = act_out(SHAKE, peer.cuts_wire(), reads, reads)
    first, second = outcomes(transcript)[-2:]
    assert first == second == RAGGED
    assert first is not second
