"""The class of a run: what counts among implementations, and what is each one's own way to say it."""

from __future__ import annotations

import pytest

from harness.endpoint import Done, Raised, Wants
from harness.names import Kind, Side, Want
from harness.outcomes import came_to
from harness.scenario import Actor, agree
from harness.transcript import Agreement, Result
from tests.judgement.script import shaken

subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
REFUSED = subject.handshakes(), Raised(Kind.PROTOCOL_ERROR, "SSLError", reason="NO_SHARED_CIPHER")


def run(*results):
    """A run with these (act, outcome) as its results."""
    transcript = shaken().transcript
    transcript.results += [Result(step, act, outcome) for step, (act, outcome) in enumerate(results)]
    return transcript


@pytest.mark.parametrize(
    ("results", "came"),
    [
        ([], "done"),
        ([(subject.handshakes(), Done()), (subject.reads(5), Done(b"hello"))], "done"),
        ([(subject.writes(b"hello"), Done(26))], "done"),
        ([(subject.reads(5), Done(b""))], "read ends"),
        ([(subject.reads(5), Wants(Want.READ))], "read waits"),
        ([(subject.reads(5), Raised(Kind.RAGGED_EOF, "SSLEOFError"))], "read ragged EOF"),
        ([(subject.tells("cipher"), Done("TLS_AES_128_GCM_SHA256"))], "done"),
        ([(subject.tells("version"), Done("TLSv1.2"))], "tell version TLSv1.2"),
        ([(subject.tells("session_reused"), Done(False))], "tell session_reused False"),
        ([REFUSED, REFUSED], "handshake protocol error"),
        ([REFUSED, (subject.alerts("decode_error"), Done(("fatal decode_error",)))],
         "handshake protocol error; alerts fatal decode_error"),
        ([REFUSED, (subject.alerts("decode_error"), Done(()))], "handshake protocol error; alerts nothing"),
        ([REFUSED, (peer.handshakes(), Raised(Kind.PROTOCOL_ERROR, alert="decode_error"))],
         "handshake protocol error; peer: handshake decode_error"),
        ([(peer.handshakes(), Wants(Want.READ))], "peer: handshake waits"),
        ([(subject.sends("absent(client_hello.cookie)"), Done("no: it is there"))],
         "does not send absent(client_hello.cookie)"),
    ],
)  # fmt: skip
def test_the_class_of_a_run(results, came):
    assert came_to(run(*results)) == came


def test_what_an_exception_is_called_and_why_it_says_it_came_makes_no_other_class():
    other = subject.handshakes(), Raised(Kind.PROTOCOL_ERROR, "Error", reason="no shared cipher")
    assert came_to(run(REFUSED)) == came_to(run(other))


def test_an_exception_of_the_peers_adds_nothing_to_the_alert_that_was_heard():
    heard = (peer.handshakes(), Raised(Kind.PROTOCOL_ERROR, alert="decode_error"))
    alerts = (subject.alerts("decode_error"), Done(("fatal decode_error",)))
    assert came_to(run(REFUSED, heard, alerts)) == came_to(run(REFUSED, alerts))


def test_ends_that_tell_differently_are_a_class():
    transcript = run()
    transcript.results.append(Agreement(0, agree("alpn"), Done("h2"), Done("http/1.1")))
    assert came_to(transcript) == "the ends differ about alpn"
    transcript.results[:] = [Agreement(0, agree("alpn"), Done("h2"), Done("h2"))]
    assert came_to(transcript) == "done"
