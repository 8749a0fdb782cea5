"""The reference peer against OpenSSL: certificates, alerts in both directions, errors."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers.tlslite import TlslitePeer, connect, told_of
from harness.peers.tlslite_connection import Connection
from harness.peers.tlslite_imports import (
    Alert,
    AlertDescription,
    AlertLevel,
    CertificateRequest,
    ExtensionType,
    Finished,
    TLSLocalAlert,
)
from harness.peers.verify import examine
from harness.setup import Setup
from tests.peers.tlslite_stage import (
    CLOSE_NOTIFY,
    HANDSHAKE,
    ROLES,
    WANTS_READ,
    Stage,
    both_roles,
    both_versions,
    connected,
    context_for,
    shake_hands,
)

# -- certificates


@both_versions
@pytest.mark.parametrize(
    ("certificate", "alert"),
    [
        ("untrusted", "unknown_ca"),
        ("expired", "certificate_expired"),
        ("wrong-host", "bad_certificate"),
    ],
)
def test_client_peer_rejects_a_bad_certificate_within_the_handshake(pki, tls, certificate, alert):
    stage = Stage(pki, Role.CLIENT, tls, context=context_for(pki, Role.SERVER, tls, certificate))
    peer, subject = stage.play()
    assert (peer.kind, peer.alert, peer.alert_received) == (Kind.CERTIFICATE_REJECTED, alert, False)
    assert alert.upper().replace("_", " ") in subject.reason.replace("_", " ")
    assert stage.peer.alerts_sent == (alert,)
    assert stage.peer.attempt(HANDSHAKE) is peer


def test_client_peer_protects_its_alert_once_it_has_keys(pki):
    """RFC 8446 section 2: everything after ServerHello is protected, so the record looks like data."""
    stage = Stage(pki, Role.CLIENT, Tls.V13, Options(trust="nothing"))
    stage.peer.attempt(HANDSHAKE)
    stage.to_subject()
    stage.ask_subject("do_handshake")
    stage.to_peer()
    assert stage.peer.attempt(HANDSHAKE).alert == "unknown_ca"
    assert stage.peer.take()[0] == 23


def test_client_peer_checks_nothing_when_told_so(pki):
    context = context_for(pki, Role.SERVER, Tls.V13, "untrusted")
    stage = connected(pki, Role.CLIENT, Tls.V13, Options(verify="no"), context)
    assert stage.tell("peer_certificate") == pki.certificate_der("untrusted")


def test_no_trust_anchor_trusts_nobody(pki):
    peer, _ = Stage(pki, Role.CLIENT, Tls.V13, Options(trust="nothing")).play()
    assert peer.alert == "unknown_ca"


def _chain(pki):
    pem = Path(pki.chain_file("chain")).read_bytes()
    return [each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(pem)]


def test_a_path_leads_over_authorities_in_any_order(pki):
    leaf, second, first = _chain(pki)
    for others in ([second, first], [first, second], [leaf, first, b"no certificate", second]):
        assert examine([leaf, *others], pki.trust_file("ca"), "localhost") is None


def test_a_path_has_no_gap_and_no_end_entity(pki):
    leaf, second, first = _chain(pki)
    bystander = pki.certificate_der("ecdsa")
    for others in ([], [second], [first], [bystander, first]):
        assert examine([leaf, *others], pki.trust_file("ca"), "localhost").alert == "unknown_ca"
    assert examine([leaf, second, first], pki.trust_file("other-ca"), "localhost").alert == "unknown_ca"


def test_garbage_is_no_certificate():
    assert examine([b"\x30\x00"], None, None).alert == "bad_certificate"


@both_versions
@pytest.mark.parametrize("verify", ["required", "optional"])
def test_server_peer_accepts_a_good_client_certificate(pki, tls, verify):
    context = context_for(pki, Role.CLIENT, tls, "client")
    stage = connected(pki, Role.SERVER, tls, Options(verify=verify), context)
    assert stage.tell("peer_certificate") == pki.certificate_der("client")


@both_versions
def test_server_peer_does_without_an_optional_client_certificate(pki, tls):
    stage = connected(pki, Role.SERVER, tls, Options(verify="optional"))
    assert stage.tell("peer_certificate") is None


@both_versions
def test_server_peer_misses_a_required_client_certificate(pki, tls):
    stage = Stage(pki, Role.SERVER, tls, Options(verify="required"))
    peer, subject = stage.play()
    alert = {Tls.V12: "handshake_failure", Tls.V13: "certificate_required"}[tls]
    assert (peer.kind, peer.alert) == (Kind.PROTOCOL_ERROR, alert)
    if tls is Tls.V13:  # a client finishes first and learns later
        assert subject is None
        subject = stage.ask_subject("read", 1)
    assert alert.upper() in subject.reason


@both_versions
@pytest.mark.parametrize("verify", ["required", "optional"])
def test_server_peer_rejects_an_untrusted_client_certificate(pki, tls, verify):
    context = context_for(pki, Role.CLIENT, tls, "untrusted-client")
    stage = Stage(pki, Role.SERVER, tls, Options(verify=verify), context)
    peer, subject = stage.play()
    assert (peer.kind, peer.alert) == (Kind.CERTIFICATE_REJECTED, "unknown_ca")
    subject = stage.ask_subject("read", 1) if tls is Tls.V13 else subject
    assert "UNKNOWN_CA" in subject.reason


@both_versions
@pytest.mark.parametrize("certificate", ["client", "rsa"])
def test_client_peer_presents_its_certificate(pki, tls, certificate):
    context = context_for(pki, Role.SERVER, tls, verify=ssl.CERT_REQUIRED)
    stage = connected(pki, Role.CLIENT, tls, Options(certificate=certificate), context)
    assert stage.subject.getpeercert(binary_form=True) == pki.certificate_der(certificate)


@both_versions
def test_client_peer_without_certificate_is_told_so(pki, tls):
    context = context_for(pki, Role.SERVER, tls, verify=ssl.CERT_REQUIRED)
    stage = Stage(pki, Role.CLIENT, tls, context=context)
    peer, subject = stage.play()
    assert subject.reason == "PEER_DID_NOT_RETURN_A_CERTIFICATE"
    peer = stage.read_peer()[1] if tls is Tls.V13 else peer
    alert = {Tls.V12: "handshake_failure", Tls.V13: "certificate_required"}[tls]
    assert (peer.kind, peer.alert, peer.alert_received) == (Kind.PROTOCOL_ERROR, alert, True)


def test_certificate_request_offers_no_empty_compression_list(pki):
    """RFC 8879 section 3: the list has at least one member; tlslite sends it empty."""
    client, server = (
        connect(Setup(role, Tls.V13, Options(verify="optional"), pki)) for role in (Role.CLIENT, Role.SERVER)
    )
    seen = []
    received = client.connection._getMsg

    def watched(*args):
        for result in received(*args):
            seen.append(result)
            yield result

    client.connection._getMsg = watched
    shake_hands(client, server)
    (request,) = [message for message in seen if isinstance(message, CertificateRequest)]
    assert [extension.extType for extension in request.extensions] == [ExtensionType.signature_algorithms]


def test_client_peer_answers_a_post_handshake_request_for_its_certificate(pki):
    context = context_for(pki, Role.SERVER, Tls.V13, verify=ssl.CERT_REQUIRED)
    context.post_handshake_auth = True
    stage = connected(pki, Role.CLIENT, Tls.V13, Options(certificate="client"), context)
    assert stage.subject.getpeercert() is None
    stage.subject.verify_client_post_handshake()
    stage.ask_subject("do_handshake")
    assert stage.read_peer() == (b"", WANTS_READ)
    stage.to_subject()
    assert stage.ask_subject("read", 1) == WANTS_READ
    assert stage.subject.getpeercert(binary_form=True) == pki.certificate_der("client")


def test_server_peer_needs_a_certificate(pki):
    with pytest.raises(Unsupported, match="certificate"):
        Stage(pki, Role.SERVER, Tls.V13, Options(certificate=None))


# -- alerts and errors


@both_roles
@both_versions
def test_alert_of_the_subject_is_told_by_name(pki, role, tls):
    if role is Role.SERVER:
        context = context_for(pki, Role.CLIENT, tls, trust="other-ca")
        alert = "unknown_ca"
    else:
        context = context_for(pki, Role.SERVER, tls)
        context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")  # cannot be had with an ECDSA key
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        alert = "handshake_failure" if tls is Tls.V12 else "protocol_version"
    peer, subject = Stage(pki, role, tls, context=context).play()
    assert isinstance(subject, ssl.SSLError)
    assert (peer.kind, peer.alert, peer.alert_received) == (Kind.PROTOCOL_ERROR, alert, True)
    assert (peer.exception, peer.mro[:3]) == ("TLSRemoteAlert", ("TLSRemoteAlert", "TLSAlert", "TLSError"))
    assert peer.message == alert


@both_roles
@both_versions
def test_damaged_record_is_answered_with_bad_record_mac_and_stays_an_error(pki, role, tls):
    stage = connected(pki, role, tls)
    stage.read_peer()  # tickets
    stage.subject.write(b"hello")
    damaged = bytearray(stage.leaves.read())
    damaged[-1] ^= 1
    stage.peer.feed(bytes(damaged))
    error = stage.peer.attempt(Call("read", (10,)))
    assert (error.kind, error.alert, error.alert_received) == (Kind.PROTOCOL_ERROR, "bad_record_mac", False)
    stage.to_subject()
    assert "BAD_RECORD_MAC" in stage.ask_subject("read", 1).reason
    stage.peer.feed(b"\x17\x03\x03\x00\x01x")
    for call in (Call("read", (1,)), Call("write", (b"x",)), CLOSE_NOTIFY, Call("key_update", (False,))):
        assert stage.peer.attempt(call) is error
    assert stage.peer.take() == b""


@both_roles
def test_bytes_that_are_no_record_are_refused_at_once(pki, role):
    peer = Stage(pki, role, Tls.V13).peer
    peer.attempt(HANDSHAKE)
    peer.take()
    peer.feed(b"GET / HTTP/1.1\r\n")
    error = peer.attempt(HANDSHAKE)
    assert (error.kind, error.alert) == (Kind.PROTOCOL_ERROR, "unexpected_message")
    assert peer.take()[-2:] == bytes([2, 10])


def test_client_peer_sends_an_alert_for_a_bad_finished(pki):
    """tlslite raises without one (RFC 8446 section 4.4.4 asks for decrypt_error)."""
    stage = Stage(pki, Role.CLIENT, Tls.V13)
    received = stage.peer.connection._getMsg

    def damaged(*args):
        for result in received(*args):
            if isinstance(result, Finished):
                result.verify_data[0] ^= 1
            yield result

    stage.peer.connection._getMsg = damaged
    peer, subject = stage.play()
    assert (peer.kind, peer.alert, peer.alert_received) == (Kind.PROTOCOL_ERROR, "decrypt_error", False)
    assert "DECRYPT_ERROR" in subject.reason


def test_certificate_tlslite_cannot_parse_is_a_decode_error(pki):
    stage = Stage(pki, Role.CLIENT, Tls.V12)
    stage.peer.attempt(HANDSHAKE)
    stage.to_subject()
    stage.ask_subject("do_handshake")
    flight, algorithm = stage.leaves.read(), bytes.fromhex("06082a8648ce3d040302")  # ecdsa-with-SHA256
    assert algorithm in flight
    stage.peer.feed(flight.replace(algorithm, algorithm[:-1] + b"\x09"))
    error = stage.peer.attempt(HANDSHAKE)
    assert (error.kind, error.alert, error.alert_received) == (Kind.PROTOCOL_ERROR, "decode_error", False)
    stage.to_subject()
    assert "DECODE_ERROR" in stage.ask_subject("do_handshake").reason


def test_exception_of_another_kind_is_foreign_and_sticky(pki):
    class Stumbling(Connection):
        def outgoing(self, message):
            raise IndexError("stumbled")

    class Stumbler(TlslitePeer):
        connection_class = Stumbling

    peer = Stumbler(Setup(Role.CLIENT, Tls.V13, Options(), pki))
    error = peer.attempt(HANDSHAKE)
    assert (error.kind, error.exception, error.message) == (Kind.FOREIGN, "IndexError", "stumbled")
    assert error.mro[:2] == ("IndexError", "LookupError")
    assert peer.attempt(HANDSHAKE) is error


def test_unknown_calls_and_facts_are_unsupported(pki):
    peer = Stage(pki, Role.CLIENT, Tls.V13).peer
    with pytest.raises(Unsupported, match="read_into"):
        peer.attempt(Call("read_into", (1, 1)))
    with pytest.raises(Unsupported, match="moon_phase"):
        peer.attempt(Call("tell", ("moon_phase",)))


@both_versions
def test_warnings_are_no_errors(pki, tls):
    """From one reference peer to another: no_renegotiation in TLS 1.2, user_canceled in TLS 1.3."""
    client, server = (connect(Setup(role, tls, Options(), pki)) for role in ROLES)
    shake_hands(client, server)
    warning = AlertDescription.no_renegotiation if tls is Tls.V12 else AlertDescription.user_canceled
    assert not list(client.connection._sendMsg(Alert().create(warning, AlertLevel.warning)))
    client.attempt(Call("write", (b"going on",)))
    server.feed(client.take())
    assert server.attempt(Call("read", (10,))) == Done(b"going on")
    assert server.alerts_received == client.alerts_sent == (AlertDescription.toStr(warning),)


def test_error_alert_at_warning_level_is_an_error_in_tls13(pki):
    """RFC 8446 section 6: the level may be ignored, the description decides."""
    client, server = (connect(Setup(role, Tls.V13, Options(), pki)) for role in ROLES)
    shake_hands(client, server)
    assert not list(
        client.connection._sendMsg(Alert().create(AlertDescription.decode_error, AlertLevel.warning))
    )
    server.feed(client.take())
    error = server.attempt(Call("read", (1,)))
    assert (error.kind, error.alert, error.alert_received) == (Kind.PROTOCOL_ERROR, "decode_error", True)


def test_close_notify_in_the_handshake_is_a_clean_close_of_it(pki):
    stage = Stage(pki, Role.CLIENT, Tls.V12)
    stage.peer.attempt(HANDSHAKE)
    stage.peer.feed(b"\x15\x03\x03\x00\x02\x01\x00")
    assert stage.peer.attempt(HANDSHAKE).kind is Kind.CLEAN_CLOSE


def test_an_alert_that_cannot_say_its_message_is_told_all_the_same():
    """tlslite hands exceptions over as messages, and its own __str__ then raises TypeError."""
    alert = Alert().create(47, 2)
    assert told_of(TLSLocalAlert(alert, ValueError("no such curve"))) == "no such curve"
    assert told_of(TLSLocalAlert(alert, "no such curve")) == "illegal_parameter: no such curve"


@pytest.mark.parametrize(("name", "role"), [("for-clients", Role.CLIENT), ("for-servers", Role.SERVER)])
def test_a_certificate_is_for_its_purpose(pki, name, role):
    chain, trust = [pki.certificate_der(name)], pki.trust_file("ca")
    assert examine(chain, trust, None, role) is None
    assert examine(chain, trust, None, role.other).alert == "unsupported_certificate"
    assert examine([pki.certificate_der("ecdsa")], trust, None, role) is None
