"""The ledger: who wrote, read and saw what, by when."""

import pytest

from harness.attempts import asks_for_bytes, ends_cleanly, plaintext_of
from harness.endpoint import Call, Done
from harness.ledger import Stream
from harness.names import Tls
from harness.transcript import Attempted, Misbehaved
from tests.judgement.script import (
    ALERT,
    ANSWER,
    BAD_MAC,
    CLEAN,
    CLOSE,
    END,
    FOREIGN,
    FULL,
    HANDSHAKE,
    HELLO,
    OK,
    PEER,
    RAGGED,
    READ,
    STARVED,
    SUBJECT,
    Script,
    record,
    sealed,
    shaken,
    write,
)


def attempt(call, outcome):
    return Attempted(0, SUBJECT, call, outcome, 0, 0, eof=False)


def test_attempts_and_ciphertext_are_told_apart_by_side():
    ledger = shaken().writes(PEER, b"hello").gets(SUBJECT).does(SUBJECT, READ, Done(b"hello")).ledger
    assert [event.call.name for event in ledger.attempts[SUBJECT]] == ["handshake", "handshake", "read"]
    assert [event.call.name for event in ledger.attempts[PEER]] == ["handshake", "handshake", "write"]
    assert ledger.emitted[SUBJECT] == HELLO + sealed(b"finished") == ledger.received[PEER]
    assert ledger.emitted[PEER] == ANSWER[Tls.V13] + sealed(b"peer finished") + sealed(b"hello")
    assert ledger.received[SUBJECT] == ledger.emitted[PEER]


def test_a_stream_is_what_was_accepted():
    script = shaken().writes(PEER, b"one").does(PEER, write(b"twothree"), Done(3), sealed(b"two"))
    stream = script.ledger.streams[PEER]
    assert (stream.accepted, stream.pending, stream.possible) == (b"onetwo", b"", b"onetwo")


def test_an_unfinished_write_may_have_been_sent():
    stream = shaken().writes(PEER, b"one").does(PEER, write(b"two"), FULL).ledger.streams[PEER]
    assert (stream.accepted, stream.possible) == (b"one", b"onetwo")


def test_a_write_continued_is_counted_once():
    script = shaken().does(PEER, write(b"two"), FULL).does(PEER, write(b"two"), Done(3), sealed(b"two"))
    assert script.ledger.streams[PEER].possible == b"two"


def test_a_write_that_was_waiting_and_then_failed_may_have_been_sent():
    script = shaken().does(PEER, write(b"two"), FULL).does(PEER, write(b"two"), RAGGED)
    assert script.ledger.streams[PEER].possible == b"two"


def test_plaintext_is_there_only_with_its_whole_record():
    stream = Stream(b"onetwo", ends=[(3, 100), (6, 200)])
    assert [stream.complete_at(at) for at in (0, 99, 100, 199, 200, 999)] == [0, 0, 3, 3, 6, 6]
    assert [stream.due_behind(read) for read in (0, 2, 3, 5)] == [100, 100, 200, 200]
    assert stream.due_behind(6) > 999


@pytest.mark.parametrize(
    ("changed", "intact"),
    [
        (lambda d: d, 50),
        (lambda d: b"x" + d[1:], 0),
        (lambda d: d[:20] + b"x" + d[21:], 20),
        (lambda d: d[:30], 30),
    ],
)
def test_intact_counts_the_bytes_that_are_the_peers_own(changed, intact):
    data = record(bytes(range(45)))
    script = Script().does(PEER, HANDSHAKE, STARVED, data).gets(SUBJECT, changed(data))
    assert script.ledger.intact == intact


ONE, OTHER, CCS = sealed(b"one"), sealed(b"other"), record(b"\x01", kind=20)


@pytest.mark.parametrize(
    ("received", "reach"),
    [
        (ONE + OTHER, len(ONE + OTHER)),
        (OTHER + ONE, 0),
        (ONE, len(ONE)),
        (ONE + OTHER[:-1], len(ONE + OTHER) - 1),
        (ONE + OTHER[:-1] + b"x", len(ONE)),
        (ONE + ONE + OTHER, len(ONE)),
        (ONE[:1] + b"\3\2" + ONE[3:] + OTHER, len(ONE + OTHER)),
        (b"\x16" + ONE[1:] + OTHER, 0),
        (CCS + ONE + OTHER, len(ONE + OTHER)),
        (ONE + CCS + OTHER, len(ONE + OTHER)),
    ],
)
def test_what_arrived_unharmed_is_counted_by_whole_records(received, reach):
    script = shaken()
    before = len(script.ledger.emitted[PEER])
    script.does(PEER, write(b"x"), Done(1), ONE + OTHER).gets(SUBJECT, received)
    ledger = script.ledger
    assert ledger.arrived(len(ledger.received[SUBJECT])) == before + reach


def test_a_change_cipher_spec_matters_in_tls_12():
    script = Script(Tls.V12).does(PEER, HANDSHAKE, STARVED, ONE + OTHER).gets(SUBJECT, CCS + ONE + OTHER)
    assert script.ledger.arrived(len(CCS + ONE + OTHER)) == 0


def test_the_peer_closes_where_its_alert_ends():
    script = shaken().writes(PEER, b"last").does(PEER, CLOSE, STARVED, ALERT)
    assert script.ledger.peer_closed_at == len(script.ledger.emitted[PEER])
    assert shaken().ledger.peer_closed_at is None
    assert shaken().does(PEER, CLOSE, STARVED).ledger.peer_closed_at is None


def test_the_handshake_and_the_failure_are_found():
    script = shaken()
    done = script.ledger.handshaken
    assert done.outcome == OK
    assert script.ledger.failed is None
    script.does(SUBJECT, CLOSE, RAGGED)
    assert script.ledger.failed is None
    script.does(SUBJECT, READ, BAD_MAC)
    assert script.ledger.failed.outcome == BAD_MAC
    assert Script().does(PEER, HANDSHAKE, OK).ledger.handshaken is None


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ([], "handshake"),
        ([(HANDSHAKE, STARVED)], "handshake"),
        ([(HANDSHAKE, OK)], "open"),
        ([(HANDSHAKE, OK), (READ, CLEAN)], "open"),
        ([(HANDSHAKE, OK), (CLOSE, STARVED)], "closing"),
        ([(HANDSHAKE, OK), (Call("close"), OK)], "closing"),
        ([(HANDSHAKE, OK), (READ, RAGGED)], "failed"),
        ([(HANDSHAKE, BAD_MAC)], "failed"),
        ([(HANDSHAKE, OK), (write(b"x"), RAGGED)], "open"),
    ],
)
def test_the_state_follows_the_subjects_own_calls(before, state):
    script = Script()
    for call, outcome in before:
        script.does(SUBJECT, call, outcome)
    script.does(SUBJECT, READ, FOREIGN)
    ledger = script.ledger
    assert ledger.state_at(ledger.attempts[SUBJECT][-1]) == state
    assert ledger.state_at(Misbehaved(-1, SUBJECT, "feeding", FOREIGN)) == "handshake"


def test_only_events_of_one_connection_count():
    script = shaken().writes(PEER, b"old").connects().shakes_hands()
    assert script.ledger.streams[PEER].possible == b""
    assert len(list(script.transcript.connections())) == 2


def test_reads_are_known():
    assert not shaken().ledger.reads(SUBJECT)
    assert shaken().does(SUBJECT, READ, STARVED).ledger.reads(SUBJECT)
    assert not shaken().does(SUBJECT, READ, STARVED).ledger.reads(PEER)


@pytest.mark.parametrize(
    ("call", "outcome", "plaintext"),
    [
        (READ, Done(b"ab"), b"ab"),
        (READ, Done(None), b""),
        (READ, STARVED, b""),
        (READ, RAGGED, b""),
        (write(b"ab"), Done(2), b""),
        (Call("read_into", (5, 4)), Done((2, b"ab\0\0")), b"ab"),
        (Call("tell", ("peer_certificate",)), Done(b"ab"), b""),
    ],
)
def test_plaintext_is_what_a_read_gave(call, outcome, plaintext):
    assert plaintext_of(attempt(call, outcome)) == plaintext


@pytest.mark.parametrize(
    ("call", "outcome", "clean"),
    [
        (READ, END, True),
        (READ, CLEAN, True),
        (READ, Done(b"x"), False),
        (READ, STARVED, False),
        (READ, RAGGED, False),
        (Call("read", (0,)), END, False),
        (Call("read_into", (5, 4)), Done((0, bytes(4))), True),
        (Call("read_into", (5, 0)), Done((0, b"")), False),
        (CLOSE, OK, True),
        (CLOSE, STARVED, False),
        (write(b"x"), CLEAN, True),
    ],
)
def test_what_tells_a_clean_end(call, outcome, clean):
    assert ends_cleanly(attempt(call, outcome)) is clean


def test_a_read_of_nothing_asks_for_nothing():
    assert [asks_for_bytes(attempt(Call("read", (n,)), END)) for n in (0, 1)] == [False, True]
    assert asks_for_bytes(attempt(Call("read_into", (0, 9)), END))
    assert not asks_for_bytes(attempt(HANDSHAKE, OK))


def test_a_close_in_clear_is_noticed():
    alert = record(b"\x01\x00", kind=21)
    assert Script().does(PEER, HANDSHAKE, STARVED, alert).gets(SUBJECT).ledger.was_told_close_in_clear
    assert not Script().does(PEER, HANDSHAKE, STARVED, ALERT).gets(SUBJECT).ledger.was_told_close_in_clear


def test_a_goodbye_is_said_even_where_the_call_then_raises():
    said, alert = sealed(b"close_notify"), sealed(b"an alert")
    ledger = shaken().does(PEER, CLOSE, BAD_MAC, said + alert).ledger
    assert ledger.peer_closed_at == len(ledger.emitted[PEER]) - len(alert)
    assert shaken().does(PEER, CLOSE, BAD_MAC).ledger.peer_closed_at is None
