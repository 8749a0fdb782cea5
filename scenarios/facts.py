"""Facts: what a connection tells of itself before, in the middle of and after its handshake."""

from harness.scenario import (
    MISUSE,
    NEGOTIATED,
    READ,
    Actor,
    Step,
    agree,
    certificate,
    handshake,
    payload,
    scenario,
)


def _unestablished(subject: Actor) -> list[Step]:
    """Every fact that says None while there is no connection."""
    return [subject.tells(fact).gives(None) for fact in ("version", "cipher", "alpn", "compression")]


# -- before -------------------------------------------------------------------------------------------------


@scenario("python:ssl.version:before-handshake", "python:ssl.cipher:before-handshake", sweep="none")
def nothing_is_known_before_the_handshake(subject, peer):
    """Before the handshake there is no version, cipher or protocol to trust, and asking is no error."""
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        *_unestablished(subject),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        subject.tells("cipher").returns(str, filled=True),
        subject.tells("alpn").gives("h2"),
    ]


# asyncio hands out its ssl_object only when the handshake is done.
@scenario("python:ssl.session_reused:before-handshake", drivers="bio sockets", sweep="none")
def no_session_before_the_handshake(subject, peer):
    """Before the handshake there is neither a session nor one reused: nothing to store, nothing resumed."""
    return [
        subject.tells("session").gives(None),
        subject.tells("session_reused").gives(False),
        subject.tells("channel_binding").gives(None),
        handshake(subject, peer),
    ]


@scenario("python:ssl.getpeercert:before-handshake", drivers="bio sockets", sweep="none")
def no_certificate_before_the_handshake(subject, peer):
    """getpeercert() before the handshake raises ValueError: None would read as a peer without certificate."""
    return [
        subject.tells("peer_certificate").raises(MISUSE, exception="ValueError"),
        handshake(subject, peer),
        subject.tells("peer_certificate").returns(bytes, type(None)),
    ]


# -- in the middle ------------------------------------------------------------------------------------------


def _halfway(subject: Actor, peer: Actor, *told: Step) -> list[Step]:
    """What is told once the peer's first flight has come and our answer to it is still on its way."""
    return [
        subject.handshakes().wants(READ),
        peer.stops_taking(),
        peer.handshakes().wants(READ),
        subject.handshakes().wants(READ),
        *told,
        peer.takes_again(),
        handshake(subject, peer),
    ]


@scenario("python:ssl.version:mid-handshake", roles="server", sweep="none")
def server_halfway_knows_no_version(subject, peer):
    """A server that has answered but not verified the client has no connection, and tells no version."""
    return [
        *_halfway(subject, peer, subject.tells("version").gives(None)),
        subject.tells("version").gives(NEGOTIATED),
    ]


@scenario("python:ssl.cipher:mid-handshake", roles="server", sweep="none")
def server_halfway_knows_no_cipher(subject, peer):
    """A server that has answered but not verified the client names no cipher as in use."""
    return [
        *_halfway(subject, peer, subject.tells("cipher").gives(None)),
        subject.tells("cipher").returns(str, filled=True),
    ]


# In TLS 1.3 the client is done as soon as it has the server's flight: it has no middle to stop in.
@scenario("python:ssl.version:mid-handshake", roles="client", tls="1.2", sweep="none")
def tls12_client_halfway_knows_no_version(subject, peer):
    """A client that has not verified the server's Finished has no connection, and tells no version."""
    return [
        *_halfway(subject, peer, subject.tells("version").gives(None)),
        subject.tells("version").gives(NEGOTIATED),
    ]


@scenario("python:ssl.cipher:mid-handshake", roles="client", tls="1.2", sweep="none")
def tls12_client_halfway_knows_no_cipher(subject, peer):
    """A client that has not verified the server's Finished names no cipher as in use."""
    return [
        *_halfway(subject, peer, subject.tells("cipher").gives(None)),
        subject.tells("cipher").returns(str, filled=True),
    ]


# asyncio hands out its ssl_object only when the handshake is done.
@scenario("python:ssl.getpeercert:mid-handshake", drivers="bio sockets", roles="server", sweep="none")
def server_halfway_knows_no_certificate(subject, peer):
    """getpeercert() raises ValueError until the handshake is complete, however far it got."""
    return _halfway(subject, peer, subject.tells("peer_certificate").raises(MISUSE, exception="ValueError"))


# -- after --------------------------------------------------------------------------------------------------


@scenario(
    "python:ssl.version:negotiated",
    "rfc8446:4.2.1:selected_version",
    "rfc5246:7.4.1.3:server_version",
    sweep="none",
)
def version_is_the_one_spoken(subject, peer):
    """version() names the protocol spoken on both ends; programs refuse old ones by it."""
    return [
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        agree("version"),
    ]


# The reference peer spells TLS 1.2 suites as IANA does, OpenSSL in its own way.
@scenario("python:ssl.cipher:negotiated", peers="honest", sweep="none")
def cipher_is_the_same_on_both_ends(subject, peer):
    """cipher() names the suite in use, the same on both ends; audits rely on it."""
    return [
        handshake(subject, peer),
        subject.tells("cipher").returns(str, filled=True),
        agree("cipher"),
    ]


@scenario("python:ssl.cipher:negotiated", tls="1.2", peers="honest tlslite", sweep="none")
def tls12_cipher_is_the_one_configured(subject, peer):
    """The only suite allowed by set_ciphers() is the one cipher() tells: the setting was not ignored."""
    suite = "ECDHE-ECDSA-AES256-GCM-SHA384"
    return [
        subject.configured(cipher=suite),
        handshake(subject, peer),
        subject.tells("cipher").gives(suite),
    ]


@scenario("python:ssl.compression:none", "rfc9325:3.3:compression", sweep="none")
def nothing_is_compressed(subject, peer):
    """compression() is None before and after: compressed secrets can be guessed from their length (CRIME)."""
    return [
        subject.tells("compression").gives(None),
        handshake(subject, peer),
        subject.tells("compression").gives(None),
    ]


@scenario("python:ssl.getpeercert:der", "rfc8446:4.4.2:leaf-first", roles="client", sweep="none")
def servers_certificate_is_told_exactly(subject, peer):
    """getpeercert(True) is the DER the server sent, byte for byte: pinning compares its hash."""
    return [
        handshake(subject, peer),
        subject.tells("peer_certificate").gives(certificate("ecdsa")),
    ]


@scenario("python:ssl.getpeercert:none", roles="server", sweep="none")
def client_without_certificate_has_none(subject, peer):
    """getpeercert(True) on a server that asked for no certificate is None: nobody has been identified."""
    return [
        handshake(subject, peer),
        subject.tells("peer_certificate").gives(None),
    ]


@scenario("python:ssl.selected_alpn_protocol:none", sweep="none")
def no_protocol_without_alpn(subject, peer):
    """selected_alpn_protocol() is None when nobody spoke of protocols."""
    return [
        handshake(subject, peer),
        subject.tells("alpn").gives(None),
    ]


@scenario("python:ssl.session_reused:first", "rfc8446:2.2:resumption", sweep="none")
def first_connection_reuses_nothing(subject, peer):
    """session_reused is False on a first connection, on both ends."""
    return [
        handshake(subject, peer),
        subject.tells("session_reused").gives(False),
        peer.tells("session_reused").gives(False),
    ]


@scenario("rfc5929:3.1:tls-unique", "python:ssl.get_channel_binding:agree", tls="1.2")
def tls12_channel_binding_agrees(subject, peer):
    """get_channel_binding("tls-unique") is the same on both ends, so that a login can be tied to it."""
    return [
        handshake(subject, peer),
        agree("channel_binding"),
    ]


@scenario("python:ssl.version:stable", "python:ssl.getpeercert:der", sweep="none")
def facts_stay_as_data_flows(client, server):
    """What was negotiated stays told while data, and in TLS 1.3 session tickets, cross."""
    data = payload(20_000)
    return [
        handshake(client, server),
        server.writes(data),
        client.reads_exactly(data),
        client.writes(data),
        server.reads_exactly(data),
        client.tells("version").gives(NEGOTIATED),
        server.tells("version").gives(NEGOTIATED),
        client.tells("peer_certificate").gives(certificate("ecdsa")),
        client.tells("session_reused").gives(False),
    ]
