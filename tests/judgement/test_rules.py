"""The rules: for each a transcript that breaks it, and one that differs in a detail and does not."""

import pytest

from harness.collection import collect
from harness.endpoint import Call, Done, Raised
from harness.names import Kind, Role, Side, Tls
from harness.places import place
from harness.rules import RULES, broken_rules
from harness.scenario import Actor
from harness.transcript import Result
from tests.judgement.script import (
    ALERT,
    BAD_MAC,
    CLEAN,
    CLOSE,
    DROP,
    END,
    FOREIGN,
    FULL,
    HANDSHAKE,
    HELLO,
    MISUSED,
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

CCS = record(b"\x01", kind=20)
LONG = b"sixteen bytes or more of plaintext"
FLIPPED = sealed(b"hello")[:-1] + b"\x01"


def heard(side=SUBJECT, data=b"hello", **kind):
    """The other end of `side` has written, and it is there to be read."""
    return shaken(**kind).writes(side.other, data).gets(side)


def closed(**kind):
    """The peer has written and closed, and all of it is there."""
    return shaken(**kind).writes(PEER, b"hello").does(PEER, CLOSE, STARVED, ALERT).gets(SUBJECT)


def damaged(arrives=FLIPPED, sent=b"hello"):
    """Something else than what the peer sent is there."""
    return shaken(damaged=True).writes(PEER, sent).gets(SUBJECT, arrives)


def decrypted_at_once(emits):
    """A good record and a bad one: the first is read, and what the second made the subject say goes out."""
    script = shaken(damaged=True).writes(PEER, b"good").gets(SUBJECT)
    return script.writes(PEER, b"hello").gets(SUBJECT, FLIPPED).does(SUBJECT, READ, Done(b"good"), emits)


def ended(script, outcome):
    """The wire ends, and the subject reads."""
    return script.gets(SUBJECT, eof=True).does(SUBJECT, READ, outcome)


def damaged_behind(goodbye):
    """The subject closes, which sends this, and meets a damaged record while it waits for the other end."""
    script = shaken(damaged=True).does(SUBJECT, CLOSE, STARVED, goodbye).writes(PEER, b"hello")
    return script.gets(SUBJECT, FLIPPED).does(SUBJECT, READ, BAD_MAC)


def told_of(alert, *, emits=ALERT):
    """A damaged record, what the subject emits for it, and the alert the peer hears."""
    script = damaged().does(SUBJECT, READ, BAD_MAC, emits).gets(PEER)
    return script.does(PEER, READ, Raised(Kind.PROTOCOL_ERROR, "SSLError", alert=alert))


def misused(*kinds):
    """A read raises wrong use; the scenario expects these kinds of it."""
    script = shaken().does(SUBJECT, READ, MISUSED)
    act = Actor(Side.SUBJECT).reads(100)
    script.transcript.results.append(Result(0, act.raises(*kinds) if kinds else act, MISUSED))
    return script


def spun():
    script = shaken()
    script.transcript.spun = True
    return script


def flood(size, script=None):
    """The subject sends so many bytes that nobody asked for."""
    return (script or shaken()).does(SUBJECT, READ, STARVED, b"".join([record(bytes(1000))] * (size // 1005)))


def wrote(data, outcome):
    """One write of the subject."""
    return shaken().does(SUBJECT, write(data), outcome, ALERT)


INTO = Call("read_into", (5, 9))

PAIRS = {
    "plaintext-is-a-prefix": [
        (heard().does(SUBJECT, READ, Done(b"hellO")), heard().does(SUBJECT, READ, Done(b"hello"))),
        (heard().does(SUBJECT, READ, Done(b"hello!")), heard().does(SUBJECT, READ, Done(b"hell"))),
        (
            heard().does(SUBJECT, READ, Done(b"he")).does(SUBJECT, READ, Done(b"he")),
            heard().does(SUBJECT, READ, Done(b"he")).does(SUBJECT, READ, Done(b"ll")),
        ),
        (heard().does(SUBJECT, READ, Done(b"ello")), heard().does(SUBJECT, READ, Done(b"h"))),
        (heard(PEER).does(PEER, READ, Done(b"jello")), heard(PEER).does(PEER, READ, Done(b"hello"))),
        (
            heard().does(SUBJECT, INTO, Done((2, b"eh" + bytes(7)))),
            heard().does(SUBJECT, INTO, Done((2, b"he" + bytes(7)))),
        ),
        (damaged().does(SUBJECT, READ, Done(b"jello")), damaged().does(SUBJECT, READ, Done(b"hello"))),
    ],
    "only-documented-exceptions": [
        (heard().does(SUBJECT, READ, FOREIGN), heard().does(SUBJECT, READ, RAGGED)),
        (heard().does(SUBJECT, READ, FOREIGN), heard().does(PEER, READ, FOREIGN)),
        (misused(), misused(Kind.MISUSE)),
        (misused(Kind.FOREIGN), misused(Kind.MISUSE, Kind.FOREIGN)),
        (shaken().misbehaves(), shaken()),
        (shaken().misbehaves(RAGGED), shaken().does(SUBJECT, READ, RAGGED)),
    ],
    "fatal-errors-are-final": [
        (
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, READ, Done(b"hello")),
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, READ, BAD_MAC),
        ),
        (
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, READ, STARVED),
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, Call("read", (0,)), END),
        ),
        (
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, write(b"x"), Done(1)),
            damaged().does(SUBJECT, READ, BAD_MAC, ALERT).does(SUBJECT, Call("pending"), Done(0)),
        ),
        (
            ended(shaken(), RAGGED).does(SUBJECT, HANDSHAKE, OK),
            ended(shaken(), RAGGED).does(SUBJECT, HANDSHAKE, RAGGED),
        ),
    ],
    "want-read-means-starved": [
        (heard().does(SUBJECT, READ, STARVED), heard().does(SUBJECT, READ, Done(b"hello"))),
        (heard().does(SUBJECT, READ, STARVED), shaken().writes(PEER, b"hello").does(SUBJECT, READ, STARVED)),
        (
            heard().does(SUBJECT, READ, Done(b"hell")).does(SUBJECT, READ, STARVED),
            heard().does(SUBJECT, READ, Done(b"hello")).does(SUBJECT, READ, STARVED),
        ),
        (
            shaken().writes(PEER, b"hello").gets(SUBJECT).does(SUBJECT, READ, STARVED),
            shaken().writes(PEER, b"hello").gets(SUBJECT, sealed(b"hello")[:-1]).does(SUBJECT, READ, STARVED),
        ),
        (
            closed().does(SUBJECT, READ, Done(b"hello")).does(SUBJECT, READ, STARVED),
            closed().does(SUBJECT, READ, Done(b"hello")).does(SUBJECT, READ, CLEAN),
        ),
        (ended(shaken(), STARVED), ended(shaken(), RAGGED)),
        (ended(shaken(), STARVED), shaken().gets(SUBJECT).does(SUBJECT, READ, STARVED)),
        (heard().does(SUBJECT, READ, STARVED), heard().does(SUBJECT, READ, FULL)),
        (ended(damaged(), STARVED), damaged().does(SUBJECT, READ, STARVED)),
    ],
    "truncation-is-not-a-clean-end": [
        (heard().does(SUBJECT, READ, END), closed().does(SUBJECT, READ, END)),
        (heard().does(SUBJECT, READ, CLEAN), closed().does(SUBJECT, READ, CLEAN)),
        (ended(heard(), END), ended(heard(), RAGGED)),
        (heard().does(SUBJECT, READ, END), heard().does(SUBJECT, Call("read", (0,)), END)),
        (heard().does(SUBJECT, CLOSE, OK), heard().does(SUBJECT, CLOSE, STARVED)),
        (heard().does(SUBJECT, READ, END), heard().does(SUBJECT, DROP, OK).does(SUBJECT, READ, END)),
        (
            shaken().does(PEER, CLOSE, STARVED, ALERT).gets(SUBJECT, ALERT[:-1]).does(SUBJECT, READ, END),
            shaken().does(PEER, CLOSE, STARVED, ALERT).gets(SUBJECT, ALERT).does(SUBJECT, READ, END),
        ),
        (
            shaken(damaged=True).does(PEER, CLOSE, OK, ALERT).gets(SUBJECT, FLIPPED).does(SUBJECT, READ, END),
            shaken(damaged=True).does(PEER, CLOSE, OK, ALERT).gets(SUBJECT).does(SUBJECT, READ, END),
        ),
        (
            shaken(Tls.V12, damaged=True).does(PEER, CLOSE, OK, ALERT).gets(SUBJECT, CCS + ALERT)
            .does(SUBJECT, READ, END),
            shaken(damaged=True).does(PEER, CLOSE, OK, ALERT).gets(SUBJECT, CCS + ALERT)
            .does(SUBJECT, READ, END),
        ),
    ],
    "output-is-well-formed": [
        (shaken().does(SUBJECT, READ, STARVED, b"HTTP/1.1"), shaken().does(SUBJECT, READ, STARVED, ALERT)),
        (
            Script(Tls.V12).does(SUBJECT, HANDSHAKE, STARVED, record(b"", kind=22)),
            Script(Tls.V12).does(SUBJECT, HANDSHAKE, STARVED, record(b"")),
        ),
        (
            shaken().does(SUBJECT, write(b"x"), Done(1), ALERT[:-1]),
            shaken().does(SUBJECT, write(b"x"), FULL, ALERT[:-1]),
        ),
        (
            shaken().does(SUBJECT, write(b"x"), Done(1), ALERT[:-1]),
            shaken(finished=False).does(SUBJECT, write(b"x"), Done(1), ALERT[:-1]),
        ),
        (
            shaken().does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 257))),
            shaken().does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 256))),
        ),
        (
            shaken().does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 2048))),
            shaken(Tls.V12).does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 2048))),
        ),
        (
            shaken(Tls.V12).does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 2049))),
            shaken(Tls.V12).does(SUBJECT, write(b"x"), Done(1), record(bytes(2**14 + 2048))),
        ),
    ],
    "nothing-in-clear": [
        (
            shaken().does(SUBJECT, write(LONG), Done(len(LONG)), record(LONG)),
            shaken().does(SUBJECT, write(LONG), Done(len(LONG)), sealed(LONG)),
        ),
        (
            shaken().does(SUBJECT, write(LONG), Done(len(LONG)), record(LONG[-16:])),
            shaken().does(SUBJECT, write(LONG), Done(len(LONG)), record(LONG[-15:])),
        ),
        (
            shaken().does(SUBJECT, CLOSE, STARVED, record(b"\x01\x00", kind=21)),
            shaken(Tls.V12).does(SUBJECT, CLOSE, STARVED, record(b"\x01\x00", kind=21)),
        ),
        (
            shaken().does(SUBJECT, READ, STARVED, HELLO),
            Script().does(SUBJECT, HANDSHAKE, STARVED, HELLO),
        ),
    ],
    "work-is-bounded": [
        (spun(), shaken()),
        (flood(80_000), flood(60_000)),
        (flood(80_000), flood(80_000, script=heard(data=bytes(40_000)))),
    ],
    "values-have-their-types": [
        (closed().does(SUBJECT, READ, Done(None)), closed().does(SUBJECT, READ, END)),
        (heard().does(SUBJECT, READ, Done(bytearray(b"hello"))), heard().does(SUBJECT, READ, Done(b"hello"))),
        (
            heard().does(SUBJECT, Call("read", (4,)), Done(b"hello")),
            heard().does(SUBJECT, Call("read", (5,)), Done(b"hello")),
        ),
        (wrote(b"abc", Done(4)), wrote(b"abc", Done(3))),
        (wrote(b"abc", Done(0)), wrote(b"", Done(0))),
        (wrote(b"abc", Done(None)), wrote(b"abc", FULL)),
        (wrote(b"a", Done(value=True)), wrote(b"a", Done(1))),
        (
            heard().does(SUBJECT, INTO, Done(b"hello")),
            heard().does(SUBJECT, INTO, Done((5, b"hello" + bytes(4)))),
        ),
        (
            heard(data=b"hellos").does(SUBJECT, INTO, Done((6, b"hellos" + bytes(3)))),
            heard(data=b"hellos").does(SUBJECT, Call("read_into", (6, 9)), Done((6, b"hellos" + bytes(3)))),
        ),
        (
            heard().does(SUBJECT, Call("read_into", (9, 4)), Done((5, b"hell"))),
            heard().does(SUBJECT, Call("read_into", (9, 4)), Done((4, b"hell"))),
        ),
    ],
    "failed-decryption-is-told": [
        (damaged().does(SUBJECT, READ, BAD_MAC), damaged().does(SUBJECT, READ, BAD_MAC, ALERT)),
        (
            decrypted_at_once(emits=sealed(LONG)).does(SUBJECT, READ, BAD_MAC),
            decrypted_at_once(emits=ALERT).does(SUBJECT, READ, BAD_MAC),
        ),
        (told_of("decode_error"), told_of("bad_record_mac")),
        (told_of("decode_error"), told_of(None)),
        (
            damaged().does(SUBJECT, READ, BAD_MAC),
            damaged(b"\x63" + sealed(b"hello")[1:]).does(SUBJECT, READ, BAD_MAC),
        ),
        (damaged().does(SUBJECT, READ, BAD_MAC), ended(damaged(FLIPPED[:-1]), RAGGED)),
        (damaged_behind(b""), damaged_behind(ALERT)),
    ],
}  # fmt: skip

CASES = [(name, *pair) for name, pairs in PAIRS.items() for pair in pairs]


def test_every_rule_has_transcripts_that_break_it():
    assert {rule.name for rule in RULES if rule.check.__module__ == "harness.rules"} == set(PAIRS)


@pytest.mark.parametrize(("name", "wrong"), [(name, wrong) for name, wrong, _ in CASES])
def test_a_transcript_that_breaks_a_rule_is_caught_by_it(name, wrong):
    assert name in wrong.broken


@pytest.mark.parametrize(("name", "right"), [(name, right) for name, _, right in CASES])
def test_the_nearly_identical_one_is_not(name, right):
    assert name not in right.broken


def test_an_ordinary_conversation_breaks_nothing():
    for tls in Tls:
        script = closed(tls=tls).does(SUBJECT, READ, Done(b"hello")).does(SUBJECT, READ, END)
        script.writes(SUBJECT, LONG).gets(PEER).does(PEER, READ, Done(LONG))
        script.does(SUBJECT, CLOSE, OK, ALERT).gets(PEER).does(PEER, CLOSE, OK)
        assert script.broken == []


def test_a_violation_says_where_and_with_what():
    script = heard().does(SUBJECT, READ, FOREIGN)
    (broken,) = broken_rules(script.transcript)
    assert (broken.rule, broken.requirement) == ("only-documented-exceptions", "python:ssl:exceptions")
    assert broken.told == "read(100) raised KeyError ('x'), which no caller can expect there"
    assert (broken.state, broken.outcome, broken.tick) == ("open", FOREIGN, 4)


def test_a_rule_is_told_once_a_connection_and_the_earliest_comes_first():
    script = heard().does(SUBJECT, READ, Done(b"jello")).does(SUBJECT, READ, Done(b"jello"))
    script.gets(SUBJECT).does(SUBJECT, READ, FOREIGN).does(SUBJECT, READ, FOREIGN)
    assert script.broken == ["plaintext-is-a-prefix", "only-documented-exceptions"]


def test_every_connection_is_judged():
    script = shaken().connects().shakes_hands().does(SUBJECT, READ, FOREIGN)
    assert script.broken == ["only-documented-exceptions"]
    assert script.transcript.role is Role.CLIENT


def test_a_close_in_clear_before_the_handshake_may_end_the_stream():
    alert = record(b"\x01\x00", kind=21)
    script = Script(damaged=True).does(SUBJECT, HANDSHAKE, STARVED, HELLO).gets(SUBJECT, alert)
    assert "truncation-is-not-a-clean-end" not in script.does(SUBJECT, HANDSHAKE, CLEAN).broken


def test_every_rule_stands_for_a_requirement_and_has_a_page():
    known = collect(place("scenarios")).requirements
    for rule in RULES:
        assert rule.requirement in known
        assert rule.page.strip()


# -- lies of the peer


LIES = Call("send", ("record(application_data, b'injected'), alert(warning, close_notify)",))


def test_what_the_peer_injects_is_no_write_and_no_close_and_known_to_the_scenario_alone():
    honest = shaken().does(SUBJECT, READ, Done(b"injected")).does(SUBJECT, READ, END)
    assert set(honest.broken) == {"plaintext-is-a-prefix", "truncation-is-not-a-clean-end"}
    lying = shaken().does(PEER, LIES, OK, sealed(b"injected")).gets(SUBJECT)
    assert lying.does(SUBJECT, READ, Done(b"injected")).does(SUBJECT, READ, END).broken == []
    other = shaken().does(PEER, Call("forge", ("split(client_hello, 1)",)), OK)
    assert other.does(SUBJECT, READ, Done(b"injected")).broken == ["plaintext-is-a-prefix"]


def test_a_record_of_type_0_may_be_data_by_its_last_byte():
    lie = shaken().does(PEER, Call("send", ("record(0, b'injected\\x17')",)), OK, sealed(b"injected"))
    assert lie.gets(SUBJECT).does(SUBJECT, READ, Done(b"injected")).broken == []


def test_a_record_that_a_lie_about_lengths_swallowed_is_not_left_unread():
    told = shaken().does(PEER, Call("send", ("raw(b'x')",)), OK, b"x")
    told = told.does(PEER, write(b"data"), Done(4), sealed(b"data")).gets(SUBJECT)
    assert told.does(SUBJECT, READ, STARVED).broken == []
    whole = shaken().does(PEER, Call("send", ("ccs()",)), OK, record(b"\1", kind=20))
    whole = whole.does(PEER, write(b"data"), Done(4), sealed(b"data")).gets(SUBJECT)
    assert whole.does(SUBJECT, READ, STARVED).broken == ["want-read-means-starved"]
