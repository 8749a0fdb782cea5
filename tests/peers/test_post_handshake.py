"""Authentication after the handshake: the reference peer asks, answers and verifies."""

import ssl

import pytest

from harness.endpoint import Call, Done, Raised
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers.forging import connect as connect_forging
from harness.peers.tlslite import connect
from harness.setup import Setup
from tests.peers.tlslite_stage import HANDSHAKE, Stage, connected, context_for, shake_hands

ASK, READ = Call("request_certificate"), Call("read", (100,))
LATER = Options(verify="required", post_handshake_auth=True)
SHOWN = Options(certificate="client", post_handshake_auth=True)


def stage_for(pki, options, certificate="client", **kwargs):
    """A peer in the server's role that may ask an OpenSSL client which offered to answer."""
    context = context_for(pki, Role.CLIENT, Tls.V13, certificate=certificate)
    context.post_handshake_auth = True
    return connected(pki, Role.SERVER, Tls.V13, options, context=context, **kwargs)


def ask(stage):
    """The peer asks, the subject answers as it reads and writes data behind its answer."""
    assert stage.peer.attempt(ASK) == Done()
    stage.to_subject()
    stage.ask_subject("read", 100)
    stage.ask_subject("write", b"behind")
    stage.to_peer()
    return stage.peer.attempt(READ)


def test_a_client_that_answers_is_known(pki):
    stage = stage_for(pki, LATER)
    assert stage.tell("peer_certificate") is None
    for _ in range(2):
        assert ask(stage) == Done(b"behind")
        assert stage.tell("peer_certificate") == pki.certificate_der("client")


def test_a_client_without_a_certificate_is_refused(pki):
    outcome = ask(stage_for(pki, LATER, certificate=None))
    assert (outcome.kind, outcome.alert) == (Kind.PROTOCOL_ERROR, "certificate_required")


def test_a_client_of_another_authority_is_refused(pki):
    outcome = ask(stage_for(pki, LATER, certificate="untrusted-client"))
    assert (outcome.kind, outcome.alert) == (Kind.CERTIFICATE_REJECTED, "unknown_ca")


def test_a_client_that_did_not_offer_is_not_asked(pki):
    stage = connected(pki, Role.SERVER, Tls.V13, LATER)
    assert stage.peer.attempt(ASK).kind is Kind.MISUSE
    assert stage.peer.take() == b""


def test_a_server_of_openssl_is_answered(pki):
    context = context_for(pki, Role.SERVER, Tls.V13, verify=ssl.CERT_REQUIRED)
    context.post_handshake_auth = True
    stage = connected(pki, Role.CLIENT, Tls.V13, SHOWN, context=context)
    for _ in range(2):
        stage.subject.verify_client_post_handshake()
        stage.subject.write(b"who?")
        stage.to_peer()
        stage.to_subject()
        assert stage.read_peer()[0] == b"who?"
        stage.peer.attempt(Call("write", (b"me",)))
        stage.to_subject()
        assert stage.ask_subject("read", 100) == b"me"
        assert stage.subject.getpeercert(binary_form=True) == pki.certificate_der("client")


@pytest.mark.parametrize(
    ("lie", "alert"),
    [
        ("certificate.context[0] ^= 1", "illegal_parameter"),
        ("del certificate_verify", "unexpected_message"),
        ("certificate_verify.signature[-1] ^= 1", "decrypt_error"),
        ("certificate_verify.scheme = ecdsa_sha1", "illegal_parameter"),
        ("finished.verify_data[0] ^= 1", "decrypt_error"),
        ("before(finished, record(application_data, b'between'))", "unexpected_message"),
    ],
)
def test_a_false_answer_is_refused_by_the_peer_itself(pki, lie, alert):
    client, server = (
        connect_forging(Setup(Role.CLIENT, Tls.V13, SHOWN, pki)),
        connect(Setup(Role.SERVER, Tls.V13, LATER, pki)),
    )
    shake_hands(client, server)
    client.attempt(Call("forge", (lie,)))
    assert server.attempt(ASK) == Done()
    client.feed(server.take())
    client.attempt(READ)
    server.feed(client.take())
    outcome = server.attempt(READ)
    assert isinstance(outcome, Raised)
    assert (outcome.alert, outcome.alert_received) == (alert, False)
    assert server.alerts_sent == (alert,)


def test_an_answer_nobody_asked_for_is_refused_by_the_peer_itself(pki):
    client, server = (
        connect_forging(Setup(Role.CLIENT, Tls.V13, SHOWN, pki)),
        connect(Setup(Role.SERVER, Tls.V13, LATER, pki)),
    )
    shake_hands(client, server)
    client.attempt(Call("send", ("message(certificate, vector(1, b'') + vector(3, b''))",)))
    server.feed(client.take())
    assert server.attempt(READ).alert == "unexpected_message"


def test_a_server_asks_in_the_handshake_unless_it_may_ask_later(pki):
    context = context_for(pki, Role.CLIENT, Tls.V13, certificate="client")
    stage = Stage(pki, Role.SERVER, Tls.V13, Options(verify="required"), context=context)
    assert stage.play(HANDSHAKE)[0] == Done()
    assert stage.tell("peer_certificate") == pki.certificate_der("client")
