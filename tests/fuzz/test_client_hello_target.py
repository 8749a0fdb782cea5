"""The target `client_hello`: what it tells of a server, and servers planted to be wrong."""

import random

import pytest
from fuzzing import inputs, mutate, wrong_server

from harness.endpoint import Raised, Wants
from harness.errors import ParseError, Unsupported
from harness.fuzz.client_hello import converse, version_for
from harness.fuzz.corpus import corpus
from harness.fuzz.mutators.streams import mutate_records
from harness.fuzz.talk import close_notify_end, in_general
from harness.fuzz.target import Trial, target
from harness.implementation import Implementation, load
from harness.names import Kind, Side, Tls
from harness.rules import broken_rules
from harness.transcript import Attempted, Emitted
from harness.wire.handshake import ClientHello, HandshakeReader, HandshakeType
from harness.wire.records import ContentType, RecordReader

CLIENT_HELLO = target("client_hello")
GOODBYE = bytes.fromhex("15030300020100")


@pytest.fixture(scope="module")
def stdlib(pki):
    return Trial(load("stdlib"), pki)


def hellos():
    """The first flight of each seed."""
    return [data for _, data in corpus("client_hello").load()]


def findings(trial, executions):
    """The keys of what is found in the corpus and so many mutations of it, one after another."""
    for data in inputs(CLIENT_HELLO, executions):
        finding = CLIENT_HELLO.judge(data, trial)
        if finding is not None:
            assert finding.told
            assert any(line.startswith("handshake() -> ") for line in finding.details)
            yield finding.key


def outcomes(transcript):
    return [e.outcome for e in transcript.events if isinstance(e, Attempted) and e.side is Side.SUBJECT]


def test_real_hellos_break_no_rule_of_a_real_server(stdlib):
    assert [CLIENT_HELLO.judge(data, stdlib) for data in hellos()] == [None] * len(hellos())


@pytest.mark.parametrize("tls", list(Tls))
def test_a_real_hello_gets_past_the_first_length_field(stdlib, tls):
    answers = []
    for data in hellos():
        transcript = converse(data, stdlib, tls).transcript
        answers += [e.data[0] for e in transcript.events if isinstance(e, Emitted) and e.side is Side.SUBJECT]
    assert ContentType.handshake in answers


@pytest.mark.parametrize("data", [b"", b"\x16", b"\x16\x03\x01\x00\x05\x01\x00", b"GET / HTTP/1.0\r\n\r\n"])
def test_a_truncated_or_foreign_stream_ends_in_a_known_error(stdlib, data):
    for tls in Tls:
        first, *rest = outcomes(converse(data, stdlib, tls).transcript)
        assert isinstance(first, (Wants, Raised))
        assert all(isinstance(outcome, Raised) for outcome in rest)


@pytest.mark.parametrize("tls", list(Tls))
def test_an_unprotected_goodbye_is_no_truncation(stdlib, tls):
    """Amid a handshake CPython tells it as a clean end: rightly, since it came."""
    ended = []
    for data in hellos():
        transcript = converse(data + GOODBYE, stdlib, tls).transcript
        ended += [outcome.kind for outcome in outcomes(transcript) if isinstance(outcome, Raised)]
        assert broken_rules(transcript) == []
    assert Kind.CLEAN_CLOSE in ended


@pytest.mark.parametrize(
    ("data", "end"),
    [
        (b"", 0),
        (GOODBYE, len(GOODBYE)),
        (GOODBYE[:-1] + b"\x28", 0),
        (GOODBYE[:-1], 0),
        (b"\x16\x03\x01\x00\x01\x00" + GOODBYE, 6 + len(GOODBYE)),
        (b"\x80\x03\x01\x02\x03" + GOODBYE, 5 + len(GOODBYE)),
    ],
)
def test_the_end_of_a_goodbye_is_found_by_length_fields(data, end):
    assert close_notify_end(data) == end


def test_each_version_meets_hellos_for_both():
    met = {(version_for(data + bytes(extra)), b"\0\x2b" in data) for data in hellos() for extra in range(4)}
    assert met == {(tls, modern) for tls in Tls for modern in (False, True)}


DEFECTS = {
    "raises a foreign exception": (
        """
        def do_handshake(self):
            self.no_such_thing()
        """,
        "only-documented-exceptions: handshake: AttributeError",
    ),
    "waits for ever": (
        """
        def do_handshake(self):
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "more")
        """,
        "stalled: handshake",
    ),
    "reads a clean end after a failed handshake": (
        """
        def read(self, length=1024, buffer=None):
            return b""
        """,
        "fatal-errors-are-final: failed: done",
    ),
    "delivers what nobody wrote": (
        """
        def read(self, length=1024, buffer=None):
            return b"surprise"
        """,
        "plaintext-is-a-prefix: ",
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_of_a_server_is_found(tmp_path, pki, defect):
    body, key = DEFECTS[defect]
    found = findings(Trial(load(wrong_server(tmp_path, body)), pki), 50)
    assert any(each.startswith(key) for each in found)


def test_a_server_that_fails_on_one_mutated_field_is_found(tmp_path, pki):
    """The needle: only a hello without the null compression method makes it raise."""
    body = """
    def do_handshake(self):
        try:
            super().do_handshake()
        except ssl.SSLError as error:
            if error.reason == "NO_COMPRESSION_SPECIFIED":
                raise KeyError(error.reason) from None
            raise
    """
    trial = Trial(load(wrong_server(tmp_path, body)), pki)
    key = "only-documented-exceptions: handshake: KeyError in tls_harness_subject_wrong_server:do_handshake"
    assert key in findings(trial, 3000)


def test_what_a_run_looked_like_is_told(stdlib):
    seen = set()
    trial = Trial(stdlib.implementation, stdlib.pki, stdlib.contexts, seen.add)
    for data in (b"", hellos()[0], b"GET / HTTP/1.0\r\n\r\n"):
        CLIENT_HELLO.judge(data, trial)
    assert len(seen) == 3


def test_an_implementation_without_memory_bios_is_unsupported(pki):
    class Bare:
        """An `ssl` with everything but that."""

        def __getattr__(self, name):
            if name == "MemoryBIO":
                raise AttributeError(name)
            return getattr(load("stdlib").module, name)

    with pytest.raises(Unsupported, match="MemoryBIO"):
        CLIENT_HELLO.judge(b"", Trial(Implementation("bare", Bare()), pki))


def first_message(data):
    """The first handshake message in a stream, None where its records or its own length are broken."""
    messages, reader = HandshakeReader(), RecordReader()
    reader.feed(data)
    try:
        for record in reader:
            if record.type == ContentType.handshake:
                messages.feed(record.payload)
        return messages.pull()
    except ParseError:
        return None


def parses(body):
    try:
        ClientHello.parse(body)
    except ParseError:
        return False
    return True


def test_a_mutated_hello_mostly_keeps_its_length_fields():
    """At least half of the mutations still frame, and a third still parse as a ClientHello that differs."""
    choose = random.Random(1)
    framed = parsed = 0
    for _ in range(600):
        before = choose.choice(hellos())
        data = mutate_records(before, 4096, choose, mutate(choose))
        assert len(data) <= 4096
        message = first_message(data)
        framed += message is not None
        if message is not None and message.type == HandshakeType.client_hello:
            parsed += parses(message.body) and data != before
    assert framed > 300
    assert parsed > 200


def test_the_mutator_takes_anything_and_keeps_to_its_bound():
    choose = random.Random(2)
    strange = [bytes(choose.randrange(256) for _ in range(length)) for length in (0, 1, 4, 5, 9, 44, 200)]
    for data in (*strange, *hellos()):
        for most in (1, 5, 10, 300, max(1, len(data))):
            for _ in range(20):
                assert len(mutate_records(data, most, choose, mutate(choose))) <= most


def test_one_exception_from_two_functions_is_two_finds(tmp_path, pki):
    body = """
    def do_handshake(self):
        if self.pending_at_first % 2:
            self.odd()
        self.even()

    def odd(self):
        raise KeyError(1)

    def even(self):
        raise KeyError(1)

    @property
    def pending_at_first(self):
        return self.incoming.pending
    """
    trial = Trial(load(wrong_server(tmp_path, body)), pki)
    keys = {CLIENT_HELLO.judge(data, trial).key for data in (b"a", b"ab", b"abc")}
    assert {key.rpartition(":")[2] for key in keys} == {"odd", "even"}


def test_a_key_says_nothing_of_how_many_numbers_there_were():
    chosen = {in_general(f"compression method 0 was chosen from {[7] * count}") for count in (1, 2, 9)}
    assert chosen == {"compression method # was chosen from [#]"}
    assert in_general("byte 1, 23 of [] and [none, 4]") == "byte #, # of [] and [none, #]"
