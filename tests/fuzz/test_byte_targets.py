"""The targets `server_flight` and `handshake_plaintext`, and what a talk may leave unjudged."""

import ast

import pytest
from fuzzing import inputs, wrong_server

from harness.fuzz import client_hello, server_flight
from harness.fuzz.choose import Bytes
from harness.fuzz.corpus import corpus
from harness.fuzz.handshake_plaintext import spoken
from harness.fuzz.scripted import try_written
from harness.fuzz.talk import judge_transcript
from harness.fuzz.target import Trial, target
from harness.implementation import load
from harness.names import Tls
from harness.transcript import Attempted
from harness.written import Written
from tests.trials import PLANTED

FLIGHT, PLAINTEXT = target("server_flight"), target("handshake_plaintext")


@pytest.fixture(scope="module")
def stdlib(pki):
    return Trial(load("stdlib"), pki)


def seeds(name):
    return [data for _, data in corpus(name).load()]


def first_key(name, trial, tries, known=()):
    for data in inputs(target(name), tries):
        finding = target(name).judge(data, trial)
        if finding is not None and finding.key not in known:
            return finding
    return None


@pytest.mark.parametrize("name", ["server_flight", "handshake_plaintext"])
def test_what_honest_ends_said_breaks_no_rule_of_a_real_end(stdlib, name):
    looks = set()
    trial = Trial(stdlib.implementation, stdlib.pki, stdlib.contexts, looks.add)
    assert [target(name).judge(data, trial) for data in seeds(name)] == [None] * len(seeds(name))
    assert len(looks) > 8


def test_a_client_of_tls_13_gets_past_the_server_hello_of_another_handshake(stdlib):
    """It has taken the key share: what follows does not decrypt."""
    reasons = []
    for data in seeds("server_flight"):
        if data[:2] == b"\0\0":
            talk = server_flight.converse(data[2:], stdlib, Tls.V13)
            reasons += [getattr(outcome, "reason", "") for outcome in talk.outcomes]
    # OpenSSL calls it the latter from 3.2 to 3.6.
    assert {"DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "RECORD_LAYER_FAILURE"} & set(reasons)


@pytest.mark.parametrize("module", [client_hello, server_flight])
def test_what_is_left_unjudged_breaks_no_rule(stdlib, module):
    """Thousands of mutations: whatever counts as plain is judged all the same here, and found good."""
    plain = 0
    for data in inputs(module.TARGET, 1500):
        for tls in Tls:
            talk = module.converse(data[2:] if module is server_flight else data, stdlib, tls)
            if talk.is_plain:
                plain += 1
                assert judge_transcript(talk.transcript) is None
    assert plain > 800


WRONG = {
    "fails late": (
        """
        def do_handshake(self):
            try:
                super().do_handshake()
            except ssl.SSLError as error:
                if error.reason in ("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "RECORD_LAYER_FAILURE"):
                    raise IndexError(error.reason) from None
                raise
        """,
        "IndexError",
    ),
    "is alive afterwards": (
        """
        def write(self, data):
            return len(data)
        """,
        "fatal-errors-are-final",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_client_is_found_and_its_find_is_a_scenario_too(tmp_path, pki, wrong):
    body, told = WRONG[wrong]
    trial = Trial(load(wrong_server(tmp_path, body)), pki)
    finding = first_key("server_flight", trial, 2000)
    assert finding is not None
    assert told in finding.key
    assert finding.written is not None
    assert try_written(finding.written, trial) is not None
    assert try_written(finding.written, Trial(load("stdlib"), pki)) is None


def test_the_session_id_of_the_live_client_is_in_the_scenario():
    lane = next(data[2:] for data in seeds("server_flight") if data[:2] == b"\0\0" and data[45] == 32)
    assert any(
        "subject.client_hello.session_id" in step for step in server_flight.spelled(lane, Tls.V13).steps
    )
    assert any("sends_raw" in step for step in server_flight.spelled(lane[:40], Tls.V13).steps)


WRONG_BUFFERS = {
    "client_hello": "buffer_shape_handshake_is_one_step.py",
    "server_flight": "buffer_shape_outgoing_given_twice.py",
}


@pytest.mark.parametrize("name", WRONG_BUFFERS)
def test_a_face_without_a_word_for_the_end_of_the_wire_is_tried_as_far_as_it_gets(pki, name):
    """A buffer that waits for more when the wire has ended is done: neither a find nor unsuited."""
    looks = set()
    sound = load(str(PLANTED / "_correct_buffers.py"))
    judge = target(name).judge
    assert {judge(data, Trial(sound, pki, saw=looks.add)) for data in (b"", *seeds(name))} == {None}
    assert any("wants read" in look for look in looks)
    assert len(looks) > 4
    wrong = Trial(load(str(PLANTED / WRONG_BUFFERS[name])), pki)
    assert any(judge(data, wrong) for data in seeds(name))


SAYS_WHEN_TO_SEND = """
from importlib import import_module

__path__ = [{folder!r}]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def do_handshake(self):
        waiting = self.outgoing.pending
        try:
            super().do_handshake()
        except planted.WantReadError:
            if self.outgoing.pending > waiting:
                raise planted.WantWriteError from None
            raise


globals().update(planted.shape(buffer=Buffer))
"""


def test_a_call_that_waits_for_its_own_words_to_be_taken_is_made_again(tmp_path, pki):
    file = tmp_path / "says_when_to_send.py"
    file.write_text(SAYS_WHEN_TO_SEND.format(folder=str(PLANTED)))
    looks = []
    trial = Trial(load(str(file)), pki, saw=looks.append)
    assert server_flight.server_flight(b"\0\0", trial) is None
    assert looks[-1].startswith("1.3 wants read wants read 22 ")
    waiting = server_flight.converse(b"", trial, Tls.V13).transcript
    assert "wants write" in {str(event.outcome) for event in waiting.events if isinstance(event, Attempted)}
    assert judge_transcript(waiting) is None


def test_a_subject_that_cannot_be_made_is_a_find_and_no_fault_of_ours(tmp_path, pki):
    file = tmp_path / "unwilling.py"
    file.write_text(
        "from ssl import *\n\nclass SSLContext:\n    def __init__(self, *_):\n        raise LookupError\n"
    )
    trial = Trial(load(str(file)), pki)
    for name in ("client_hello", "server_flight"):
        found = [target(name).judge(data, trial) for data in (b"", *seeds(name)[:2], b"")]
        assert all(each is not None and "only-documented-exceptions" in each.key for each in found)
    assert target("differential").judge(b"", trial) is None


def said(choices, stream):
    """The texts that the peer is told to forge or inject."""
    steps = spoken(Bytes(bytes(choices)), stream).steps
    step = next(step for step in steps if step.startswith(("peer.injects", "peer.forges")))
    return [ast.literal_eval(each) for each in ast.parse(step, mode="eval").body.args]


def test_messages_are_said_in_records_of_the_size_chosen_and_hashed_in_the_place_of_others():
    stream = bytes.fromhex("1800000100") + b"\x04\0\0"
    sent = r"record(22, b'\x18\x00\x00\x01\x00\x04\x00\x00')"
    assert sent in said((0, 0, 0, 0, 0, 0, 0), stream)
    assert len(said((0, 0, 0, 0, 0, 6, 0), stream)) == 2
    assert said((0, 0, 1, 0, 1, 0, 0), stream) == [
        r"instead(encrypted_extensions, hashed(24, b'\x00'),record(22, b'\x04\x00\x00'))"
    ]


def test_a_planted_defect_behind_the_keys_is_found(pki):
    stock = Trial(load("tlslite"), pki)
    known = {each.key for each in (PLAINTEXT.judge(data, stock) for data in inputs(PLAINTEXT, 150)) if each}
    finding = first_key(
        "handshake_plaintext", Trial(load(str(PLANTED / "wire_alerts_are_sent_in_clear.py")), pki), 600, known
    )
    assert finding is not None
    assert finding.written is not None


def test_the_key_of_a_key_error_tells_no_find_from_another(tmp_path, pki):
    """Which key was looked for varies with the input; where it was looked for does not."""
    body = """
    def do_handshake(self):
        raise KeyError(self.incoming.read())
    """
    trial = Trial(load(wrong_server(tmp_path, body)), pki)
    keys = {
        try_written(Written("A key.", ("harness:bounded",), steps, roles="server", tls="1.3"), trial).key
        for steps in (
            ("peer.sends_raw(b'one')", "subject.handshakes().anything()"),
            ("peer.sends_raw(b'another')", "subject.handshakes().anything()"),
        )
    }
    (key,) = keys
    assert key.endswith(" -> KeyError in tls_harness_subject_wrong_server:do_handshake")


def test_what_cannot_be_sent_yet_is_no_find_and_no_fault(pki):
    """A smaller scenario may ask for a message that has not come."""
    steps = ("peer.injects('raw(subject.client_hello.session_id)')", "subject.handshakes().anything()")
    written = Written("Too early.", ("harness:bounded",), steps, roles="client", tls="1.3")
    assert try_written(written, Trial(load("stdlib"), pki)) is None
