"""A pair: what its calls return and raise, under schedules, and that the rules judge it."""

import pytest

from harness.errors import ScheduleError, UsageError
from harness.names import Side, Want
from harness.run.pair import BrokenRule, CallRaised, CallWaits, Pairs


@pytest.fixture
def pairs(pki):
    with Pairs(pki) as made:
        yield made


@pytest.mark.parametrize("schedule", ["straight", "cut(1)", "join", "hold(server, 3)"])
@pytest.mark.parametrize("role", ["client", "server"])
@pytest.mark.parametrize("tls", ["1.2", "1.3"])
def test_data_crosses_under_any_schedule(pairs, role, tls, schedule):
    pair = pairs(role=role, tls=tls, schedule=schedule)
    for party in (pair.subject, pair.peer):
        party.configure(alpn=("h2",))
    pair.handshake()
    assert pair.peer.write(b"ping") == 4
    assert pair.subject.read_exactly(4) == b"ping"
    assert pair.subject.tell("alpn") == pair.peer.tell("alpn") == "h2"
    pair.subject.write(b"pong")
    pair.close_notify()
    pair.check()


def test_a_read_gives_what_there_is_and_then_waits(pairs):
    pair = pairs()
    pair.handshake()
    pair.peer.write(b"ping")
    assert (pair.subject.read(2), pair.subject.read(9)) == (b"pi", b"ng")
    with pytest.raises(CallWaits, match="subject read wants read, and nothing moves any more") as waits:
        pair.subject.read(1)
    assert waits.value.want is Want.READ


def test_a_call_that_raises_tells_what_it_raised(pairs):
    pair = pairs()
    pair.handshake()
    pair.peer.write(b"half")
    pair.peer.cut_wire()
    assert pair.subject.read_exactly(4) == b"half"
    with pytest.raises(CallRaised, match="subject read raised SSLEOFError") as raised:
        pair.subject.read(1)
    assert raised.value.outcome.exception == "SSLEOFError"
    pair.check()


def test_the_peer_lies_and_hears_the_alert(pairs):
    pair = pairs()
    pair.peer.forge("server_hello.cipher_suite = 0xfefe")
    with pytest.raises(CallRaised, match="subject handshake raised"):
        pair.handshake()
    assert pair.subject.alerts() == ("fatal illegal_parameter",)
    pair.check()


def test_acts_of_both_ends_run_together(pairs):
    pair = pairs(driver="socket-nonblocking")
    pair.handshake()
    data = bytes(300_000)
    told = pair.do(pair.subject.acts.writes(data), pair.peer.acts.reads_exactly(data))
    assert told == {Side.SUBJECT: len(data), Side.PEER: data}


def test_the_rules_judge_a_pair(pairs, tmp_path):
    module = tmp_path / "swallows.py"
    module.write_text(
        "import ssl\nfrom ssl import *\n\n"
        "class SSLObject(ssl.SSLObject):\n"
        "    def read(self, *args):\n"
        "        try:\n            return super().read(*args)\n"
        "        except ssl.SSLEOFError:\n            return b''\n\n"
        "class SSLContext(ssl.SSLContext):\n    sslobject_class = SSLObject\n",
        encoding="utf-8",
    )
    pair = pairs(str(module))
    pair.handshake()
    pair.peer.cut_wire()
    assert pair.subject.read(9) == b""
    with pytest.raises(
        BrokenRule, match=r"truncation-is-not-a-clean-end \(rfc8446:6.1:truncation\): read\(9\)"
    ):
        pair.check()


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        ({"subject": "nobody"}, UsageError, "no implementation 'nobody'"),
        ({"driver": "pigeon"}, UsageError, "no driver 'pigeon'"),
        ({"peer": "nobody"}, UsageError, "no peer 'nobody'"),
        ({"schedule": "shuffle(3)"}, ScheduleError, "is no action"),
        ({"role": "judge"}, UsageError, "there is no role 'judge'"),
        ({"tls": "1.1"}, UsageError, "there is no tls '1.1'"),
    ],
)
def test_a_word_nobody_knows_is_told(pairs, words, error, told):
    with pytest.raises(error, match=told):
        pairs(**words)
