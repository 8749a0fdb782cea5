"""Renegotiation: the reference peer begins it, asks for it and serves it."""

import ssl

import pytest

from harness.endpoint import Call, Done, Raised
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers.forging import connect as connect_forging
from harness.peers.tlslite import connect
from harness.setup import Setup
from tests.peers.tlslite_stage import WANTS_READ, both_roles, connected, context_for, shake_hands

RENEGOTIATE, READ = Call("renegotiate"), Call("read", (100,))
ALLOW_CLIENT_RENEGOTIATION = 1 << 8  # OpenSSL's, for which `ssl` has no name
SUITES = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
]  # fmt: skip


def stage_for(pki, role, options=None, allow=True, cipher=None):
    """A peer in `role`, and an OpenSSL that renegotiates, or does not."""
    context = context_for(pki, role.other, Tls.V12)
    if cipher:
        context.set_ciphers(cipher)
    if allow and role is Role.CLIENT:
        context.options |= ALLOW_CLIENT_RENEGOTIATION
    if not allow and role is Role.SERVER:
        context.options |= ssl.OP_NO_RENEGOTIATION
    return connected(pki, role, Tls.V12, options, context=context)


def renegotiate(stage, call=RENEGOTIATE):
    """The peer's outcome once nothing moves any more; the subject does nothing but read."""
    outcome, moved = WANTS_READ, True
    while moved:
        outcome = stage.peer.attempt(call) if outcome == WANTS_READ else outcome
        moved = stage.to_subject()
        read = stage.ask_subject("read", 100)
        moved += stage.to_peer()
        assert read == WANTS_READ
    return outcome


def check_data(stage):
    assert stage.peer.attempt(Call("write", (b"from the peer",))) == Done(13)
    stage.to_subject()
    assert stage.ask_subject("read", 100) == b"from the peer"
    stage.subject.write(b"from the subject")
    stage.to_peer()
    assert stage.peer.attempt(READ) == Done(b"from the subject")


@both_roles
@pytest.mark.parametrize("cipher", SUITES)
def test_the_connection_goes_on_under_new_keys(pki, role, cipher):
    stage = stage_for(pki, role, cipher=cipher)
    binding = stage.tell("channel_binding")
    for _ in range(2):
        assert renegotiate(stage) == Done(True)
        assert stage.tell("channel_binding") == stage.subject.get_channel_binding()
        check_data(stage)
    assert stage.tell("channel_binding") != binding


@both_roles
@pytest.mark.parametrize("resume", [True, False])
def test_a_second_handshake_may_be_abbreviated(pki, role, resume):
    stage = stage_for(pki, role)
    stage.peer.connection.peer_chain.clear()
    assert renegotiate(stage, Call("renegotiate", (resume,))) == Done(True)
    assert stage.tell("session_reused") is resume
    assert stage.tell("channel_binding") == stage.subject.get_channel_binding()
    check_data(stage)


@both_roles
def test_who_declines_goes_on(pki, role):
    stage = stage_for(pki, role, allow=False)
    for times in (1, 2):
        assert renegotiate(stage) == Done(False)
        assert stage.peer.alerts_received == ("no_renegotiation",) * times
        check_data(stage)


def test_two_peers_renegotiate_with_client_certificates(pki):
    options = {Role.CLIENT: Options(certificate="client"), Role.SERVER: Options(verify="required")}
    client, server = (connect(Setup(each, Tls.V12, options[each], pki)) for each in Role)
    shake_hands(client, server)
    assert renegotiate_both(client, server) == Done(True)
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("client"))


def renegotiate_both(client, server):
    """Both ends call it: the server's HelloRequest is passed over by a client that has begun."""
    outcomes = {}
    for _ in range(8):
        for end, other in ((client, server), (server, client)):
            if outcomes.get(end, WANTS_READ) == WANTS_READ:
                outcomes[end] = end.attempt(RENEGOTIATE)
            other.feed(end.take())
    assert outcomes[client] == outcomes[server]
    return outcomes[client]


def test_data_is_taken_between_the_messages(pki):
    client, server = (connect(Setup(each, Tls.V12, Options(), pki)) for each in Role)
    shake_hands(client, server)
    assert client.attempt(RENEGOTIATE) == WANTS_READ
    client.attempt(Call("write", (b"between",)))
    assert server.attempt(RENEGOTIATE) == WANTS_READ
    server.feed(client.take())
    assert server.attempt(READ) == Done(b"between")
    assert server.attempt(Call("write", (b"answer",))) == Done(6)
    client.feed(server.take())
    assert client.attempt(READ) == Done(b"answer")
    assert renegotiate_both(client, server) == Done(True)


@pytest.mark.parametrize(
    ("liar", "lie"),
    [
        (Role.CLIENT, "del client_hello.extensions[renegotiation_info]"),
        (Role.CLIENT, "client_hello.extensions[renegotiation_info].verify_data = b''"),
        (Role.CLIENT, "client_hello.extensions[renegotiation_info].verify_data[0] ^= 1"),
        (Role.CLIENT, "client_hello.cipher_suites += [TLS_EMPTY_RENEGOTIATION_INFO_SCSV]"),
        (Role.SERVER, "del server_hello.extensions[renegotiation_info]"),
        (Role.SERVER, "server_hello.extensions[renegotiation_info].verify_data = b''"),
        (Role.SERVER, "server_hello.extensions[renegotiation_info].verify_data[0] ^= 1"),
        (Role.SERVER, "server_hello.extensions[renegotiation_info].verify_data[-1] ^= 1"),
    ],
)
def test_a_hello_that_is_not_bound_is_refused_by_the_peer_itself(pki, liar, lie):
    make = {liar: connect_forging, liar.other: connect}
    ends = {role: make[role](Setup(role, Tls.V12, Options(), pki)) for role in Role}
    shake_hands(ends[Role.CLIENT], ends[Role.SERVER])
    ends[liar].attempt(Call("forge", (lie,)))
    for _ in range(4):
        for role in Role:
            outcome = ends[role].attempt(RENEGOTIATE)
            ends[role.other].feed(ends[role].take())
            if isinstance(outcome, Raised):
                assert (role, outcome.kind, outcome.alert) == (
                    liar.other, Kind.PROTOCOL_ERROR, "handshake_failure",
                )  # fmt: skip
                return
    pytest.fail("nobody refused it")


def test_tls13_has_no_renegotiation(pki):
    stage = connected(pki, Role.SERVER, Tls.V13)
    with pytest.raises(Unsupported):
        stage.peer.attempt(RENEGOTIATE)
