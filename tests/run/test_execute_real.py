"""Acting out a scenario between real ends: two of CPython's ssl, over memory BIOs."""

import pytest

from harness.drivers.bio import BioEndpoint
from harness.drivers.contexts import Contexts
from harness.endpoint import Raised
from harness.implementation import load
from harness.names import Kind, Role, Side, Tls
from harness.run.execute import execute
from harness.run.setting import Setting
from harness.scenario import (
    NEGOTIATED,
    OS_ERROR,
    RAGGED_EOF,
    Actor,
    agree,
    certificate,
    closing,
    handshake,
    payload,
    reconnect,
)
from harness.schedule import parse

subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
SHAKE = handshake(subject, peer)


def real(pki, role, tls, schedule="straight"):
    """A setting of two ends of CPython's ssl over memory BIOs."""
    implementation, contexts = load("stdlib"), Contexts()
    connect = dict.fromkeys(Side, lambda setup: BioEndpoint(implementation, setup, contexts))
    return Setting(role, tls, parse(schedule), pki, connect)


TALK = [
    SHAKE,
    peer.writes(payload(20_000)),
    subject.reads_exactly(payload(20_000)),
    subject.writes(b"pong"),
    peer.reads_exactly(b"pong"),
    subject.tells("version").gives(NEGOTIATED),
    agree("cipher"),
    closing(subject, peer),
]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize(
    "schedule", ["straight", "cut(7)", "join", "scatter(1)+turns(client)", "hold(client, 1)"]
)
def test_real_ends_talk_under_benign_schedules(pki, role, tls, schedule):
    transcript = execute(TALK, real(pki, role, tls, schedule))
    assert transcript.finished, transcript.results[-1]
    assert (transcript.steps, transcript.spun) == (len(TALK), False)


@pytest.mark.parametrize("role", Role)
def test_a_real_end_refuses_a_damaged_record_and_stays_dead(pki, role):
    schedule = f"flip({role.other}, 3, byte=-1, bit=0)"
    transcript = execute(TALK, real(pki, role, Tls.V13, schedule))
    assert transcript.unmet == ()
    failed = transcript.results[-1].outcome
    assert isinstance(failed, Raised)
    assert failed.kind is Kind.PROTOCOL_ERROR
    assert isinstance(transcript.last_attempt(Side.SUBJECT).outcome, Raised)


def test_real_ends_know_each_other(pki):
    steps = [SHAKE, subject.tells("peer_certificate").gives(certificate("ecdsa"))]
    assert execute(steps, real(pki, Role.CLIENT, Tls.V13)).finished


def test_a_real_cut_is_truncation(pki):
    steps = [SHAKE, peer.cuts_wire(), subject.reads(9).raises(RAGGED_EOF).or_raises(OS_ERROR)]
    transcript = execute(steps, real(pki, Role.SERVER, Tls.V12))
    assert transcript.results[-1].outcome.kind is Kind.RAGGED_EOF


def test_a_session_is_resumed_by_real_ends(pki):
    steps = [SHAKE, reconnect(resume=True), SHAKE, subject.tells("session_reused").gives(value=True)]
    assert execute(steps, real(pki, Role.CLIENT, Tls.V12)).finished
