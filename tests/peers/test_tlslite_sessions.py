"""The reference peer against OpenSSL: what is negotiated and told, and sessions resumed."""

import ssl

import pytest

from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers.tlslite import connect
from harness.setup import Setup
from tests.peers.tlslite_stage import (
    CLOSE_NOTIFY,
    WANTS_READ,
    Stage,
    both_roles,
    both_versions,
    connected,
    context_for,
    shake_hands,
)

# -- negotiation and facts


@both_roles
@both_versions
@pytest.mark.parametrize(
    ("peer_offers", "subject_offers", "chosen"),
    [(("h2", "http/1.1"), ("http/1.1",), "http/1.1"), ((), ("h2",), None), (("h2",), (), None)],
)
def test_alpn(pki, role, tls, peer_offers, subject_offers, chosen):
    context = context_for(pki, role.other, tls)
    if subject_offers:
        context.set_alpn_protocols(list(subject_offers))
    stage = connected(pki, role, tls, Options(alpn=peer_offers), context)
    assert stage.tell("alpn") == stage.subject.selected_alpn_protocol() == chosen


@both_versions
def test_server_peer_refuses_alpn_without_overlap(pki, tls):
    context = context_for(pki, Role.CLIENT, tls)
    context.set_alpn_protocols(["h2"])
    peer, _ = Stage(pki, Role.SERVER, tls, Options(alpn=("http/1.1",)), context).play()
    assert (peer.kind, peer.alert) == (Kind.PROTOCOL_ERROR, "no_application_protocol")


@both_versions
def test_server_name_is_told_by_a_server_and_sent_by_a_client(pki, tls):
    assert connected(pki, Role.SERVER, tls).tell("server_name") == "localhost"
    seen = []
    context = context_for(pki, Role.SERVER, tls)
    context.sni_callback = lambda sslobject, name, context: seen.append(name)
    assert connected(pki, Role.CLIENT, tls, context=context).tell("server_name") is None
    connected(pki, Role.CLIENT, tls, Options(server_name=None), context)
    assert seen == ["localhost", None]


@both_roles
@pytest.mark.parametrize("certificate", ["ecdsa", "rsa"])
@pytest.mark.parametrize(
    "protection",
    [
        "AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-SHA", "AES256-SHA",
        "AES128-SHA256", "AES256-SHA384",
    ],
)  # fmt: skip
def test_cipher_option_leaves_one_suite(pki, role, certificate, protection):
    name = f"ECDHE-{certificate.upper()}-{protection}"
    server = certificate if role is Role.SERVER else ""
    context = context_for(pki, role.other, Tls.V12, certificate)
    context.set_ciphers("ALL")
    stage = connected(pki, role, Tls.V12, Options(certificate=server, cipher=name), context)
    assert stage.subject.cipher()[0] == name
    assert stage.tell("cipher").startswith(f"TLS_ECDHE_{certificate.upper()}_WITH_")
    stage.subject.write(b"x" * 100)
    assert stage.read_peer()[0] == b"x" * 100
    stage.peer.attempt(Call("write", (b"y",)))
    stage.to_subject()
    assert stage.subject.read(9) == b"y"


def test_unknown_cipher_is_unsupported(pki):
    with pytest.raises(Unsupported, match="AES1024"):
        Stage(pki, Role.CLIENT, Tls.V12, Options(cipher="ECDHE-RSA-AES1024"))


@both_roles
def test_tls13_cipher_is_told_as_openssl_names_it(pki, role):
    stage = connected(pki, role, Tls.V13)
    assert stage.tell("cipher") == stage.subject.cipher()[0]


def test_client_peer_follows_a_hello_retry_request(pki):
    context = context_for(pki, Role.SERVER, Tls.V13)
    context.set_ecdh_curve("secp384r1")
    for session in (None, connected(pki, Role.CLIENT, Tls.V13, context=context)):
        if session is not None:
            session.read_peer()
            session = session.tell("session")
        stage = connected(pki, Role.CLIENT, Tls.V13, context=context, session=session)
        assert stage.tell("session_reused") is (session is not None)


@both_roles
@both_versions
def test_channel_binding_is_the_same_at_both_ends(pki, role, tls):
    stage = connected(pki, role, tls)
    if tls is Tls.V12:
        assert stage.tell("channel_binding") == stage.subject.get_channel_binding("tls-unique")
    else:
        assert stage.tell("channel_binding") is None


@pytest.mark.parametrize("tickets", [0, 1, 3])
def test_server_peer_sends_as_many_tickets_as_told(pki, tickets):
    client = connect(Setup(Role.CLIENT, Tls.V13, Options(), pki))
    server = connect(Setup(Role.SERVER, Tls.V13, Options(tickets=tickets), pki))
    shake_hands(client, server)
    assert client.attempt(Call("read", (1,))) == WANTS_READ
    assert len(client.connection.tickets) == tickets
    assert (client.attempt(Call("tell", ("session",))).value is None) == (tickets == 0)


# -- resumption


@both_versions
def test_client_peer_resumes(pki, tls):
    context = context_for(pki, Role.SERVER, tls)
    first = connected(pki, Role.CLIENT, tls, context=context)
    first.read_peer()
    session = first.tell("session")
    for _ in range(2):  # a session is a value: it can be offered again
        second = connected(pki, Role.CLIENT, tls, context=context, session=session)
        assert second.subject.session_reused
        assert second.tell("session_reused") is True
        assert second.tell("peer_certificate") == pki.certificate_der("ecdsa")
        second.subject.write(b"again")
        assert second.read_peer()[0] == b"again"


@both_versions
def test_client_peer_goes_on_when_its_session_is_declined(pki, tls):
    first = connected(pki, Role.CLIENT, tls)
    first.read_peer()
    second = connected(pki, Role.CLIENT, tls, session=first.tell("session"))  # a server with other keys
    assert second.tell("session_reused") is second.subject.session_reused is False


def test_client_peer_resumes_by_session_id(pki):
    context = context_for(pki, Role.SERVER, Tls.V12)
    context.options |= ssl.OP_NO_TICKET
    first = connected(pki, Role.CLIENT, Tls.V12, context=context)
    assert first.play(CLOSE_NOTIFY, "unwrap") == (Done(), None)  # OpenSSL forgets what was not closed
    second = connected(pki, Role.CLIENT, Tls.V12, context=context, session=first.tell("session"))
    assert second.tell("session_reused") is second.subject.session_reused is True
    assert second.tell("channel_binding") == second.subject.get_channel_binding("tls-unique")


@pytest.mark.parametrize("change", [{"server_name": None}, {"tls": Tls.V12}])
def test_client_peer_does_not_offer_a_session_where_it_does_not_belong(pki, change):
    first = connected(pki, Role.CLIENT, Tls.V13)
    first.read_peer()
    options = Options(**change)
    context = context_for(pki, Role.SERVER, options.tls or Tls.V13)
    second = connected(pki, Role.CLIENT, Tls.V13, options, context, session=first.tell("session"))
    assert second.tell("session_reused") is False


@pytest.mark.parametrize(
    ("tls", "tickets"),
    [(Tls.V12, 0), (Tls.V12, None), (Tls.V13, None)],
    ids=["1.2 by session ID", "1.2 by ticket", "1.3 by ticket"],
)
def test_server_peer_resumes(pki, tls, tickets):
    options, context = Options(tickets=tickets), context_for(pki, Role.CLIENT, tls)
    if tickets == 0:
        context.options |= ssl.OP_NO_TICKET
    first = connected(pki, Role.SERVER, tls, options, context)
    first.ask_subject("read", 1)
    known, session = first.tell("session"), first.subject.session
    second = connected(pki, Role.SERVER, tls, options, context, session=known)
    assert second.subject.session_reused is second.tell("session_reused") is False
    third = Stage(pki, Role.SERVER, tls, options, context, session=known)
    third.subject.session = session
    assert third.play() == (Done(), None)
    assert third.subject.session_reused is third.tell("session_reused") is True
    assert third.tell("server_name") == "localhost"
    third.subject.write(b"again")
    assert third.read_peer()[0] == b"again"


@both_versions
def test_server_peer_remembers_a_resumed_client(pki, tls):
    context = context_for(pki, Role.CLIENT, tls, "client")
    first = connected(pki, Role.SERVER, tls, Options(verify="required"), context)
    first.ask_subject("read", 1)
    second = Stage(pki, Role.SERVER, tls, Options(verify="required"), context, session=first.tell("session"))
    second.subject.session = first.subject.session
    assert second.play() == (Done(), None)
    assert second.tell("session_reused") is True
    assert second.tell("peer_certificate") == pki.certificate_der("client")
