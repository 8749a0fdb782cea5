"""Negotiation: application protocols, server names, cipher suites and versions, agreed on or refused."""

from harness.names import Tls
from harness.scenario import (
    PROTOCOL_ERROR,
    Actor,
    Step,
    handshake,
    in_turn,
    payload,
    reconnect,
    scenario,
    together,
)


def _talk(one: Actor, other: Actor) -> list[Step]:
    """A little data each way: the keys of both directions are in use."""
    there, back = payload(700, "there"), payload(300, "back")
    return [one.writes(there), other.reads_exactly(there), other.writes(back), one.reads_exactly(back)]


# -- application protocols and server names ---------------------------------------------------------------


@scenario("rfc7301:3.2:server-preference", roles="server", sweep="none")
def server_prefers_the_protocol(client, server):
    """The first protocol of the server's list that the client offers is chosen, and both ends know it."""
    return [
        client.configured(alpn=("http/1.1", "spdy/3", "h2")),
        server.configured(alpn=("h2", "http/1.1")),
        handshake(client, server),
        client.tells("alpn").gives("h2"),
        server.tells("alpn").gives("h2"),
    ]


@scenario("python:ssl.selected_alpn_protocol:both-ends", "rfc7301:3.1:selected", sweep="none")
def selected_protocol_is_known_to_both(client, server):
    """The one protocol both ends have is the one both tell; an application speaks what it reads there."""
    return [
        client.configured(alpn=("spdy/3", "h2")),
        server.configured(alpn=("h2", "http/1.1")),
        handshake(client, server),
        client.tells("alpn").gives("h2"),
        server.tells("alpn").gives("h2"),
        *_talk(client, server),
    ]


@scenario("python:alpn:replaced", drivers="sslobject sockets", peers="honest", sweep="none")
def the_last_list_of_protocols_counts(subject, peer):
    """A second set_alpn_protocols() takes the place of the first: what stood there alone is not agreed on."""
    return [
        peer.configured(alpn=("spdy/3", "h2")),
        subject.context.calls("set_alpn_protocols", ["spdy/3", "http/1.1"]),
        subject.context.calls("set_alpn_protocols", ["h2"]),
        reconnect(),
        handshake(subject, peer),
        subject.tells("alpn").gives("h2"),
        peer.tells("alpn").gives("h2"),
    ]


@scenario(
    "python:context:ciphers-replaced", drivers="sslobject sockets", tls="1.2", peers="honest", sweep="none"
)
def the_last_list_of_ciphers_counts(subject, peer):
    """A second set_ciphers() takes the place of the first: the stronger suite it lacks is not agreed on."""
    return [
        subject.context.calls("set_ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384"),
        subject.context.calls("set_ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        reconnect(),
        handshake(subject, peer),
        subject.tells("cipher").gives("ECDHE-ECDSA-AES128-GCM-SHA256"),
        peer.tells("cipher").gives("ECDHE-ECDSA-AES128-GCM-SHA256"),
    ]


@scenario("rfc7301:3.1:optional", sweep="none")
def protocols_offered_in_vain(client, server):
    """A server without ALPN ignores what the client offers, else old servers would be out of reach."""
    return [
        client.configured(alpn=("h2", "http/1.1")),
        handshake(client, server),
        client.tells("alpn").gives(None),
        server.tells("alpn").gives(None),
        *_talk(client, server),
    ]


@scenario("rfc7301:3.1:only-when-offered", sweep="none")
def protocols_never_offered(client, server):
    """A server picks no protocol for a client that offered none: the client would not understand it."""
    return [
        server.configured(alpn=("h2", "http/1.1")),
        handshake(client, server),
        client.tells("alpn").gives(None),
        server.tells("alpn").gives(None),
        *_talk(client, server),
    ]


@scenario("rfc7301:3.1:opaque-names", sweep="none")
def protocol_names_are_compared_exactly(client, server):
    """Protocol names are bytes: "H2" is not "h2", or two ends would speak different protocols."""
    return [
        client.configured(alpn=("H2", "http/1.1")),
        server.configured(alpn=("h2", "http/1.1")),
        handshake(client, server),
        client.tells("alpn").gives("http/1.1"),
        server.tells("alpn").gives("http/1.1"),
    ]


# The Python docs say that selected_alpn_protocol() is None then, so a handshake that goes on is tolerated.
@scenario("rfc7301:3.2:no_application_protocol", roles="server", sweep="none")
def no_shared_protocol_is_refused(subject, peer):
    """With no protocol in common the server refuses; going on leaves two ends that cannot talk."""
    return [
        peer.configured(alpn=("h2",)),
        subject.configured(alpn=("http/1.1",)),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR).or_gives(None),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="no_application_protocol").or_gives(None),
        ),
        subject.tells("alpn").gives(None),
    ]


# CPython's server does not refuse, so only the reference peer can.
@scenario("rfc7301:3.2:no_application_protocol", roles="client", peers="tlslite", sweep="none")
def refused_protocols_end_the_handshake(subject, peer):
    """A client whose protocols are all refused is told so, not left with a connection without one."""
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("http/1.1",)),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="no_application_protocol"),
        ),
        subject.tells("alpn").gives(None),
    ]


@scenario("rfc6066:3:server_name", "python:ssl.sni_callback:name", sweep="none")
def server_sees_the_name(client, server):
    """The name the client wants reaches the server, which picks its certificate by it."""
    return [
        server.configured(notes_name=True),
        handshake(client, server),
        server.tells("server_name").gives("localhost"),
    ]


@scenario("rfc6066:3:server_name-optional", "python:ssl.sni_callback:no-name", sweep="none")
def nameless_client_is_served(client, server):
    """A client without a name sends none and is served: whoever connects by address depends on it."""
    return [
        client.configured(server_name=None),
        server.configured(notes_name=True),
        handshake(client, server),
        server.tells("server_name").gives(None),
        *_talk(client, server),
    ]


@scenario("rfc6066:3:no-literals", roles="client", sweep="none")
def address_is_not_sent_as_name(client, server):
    """An IP address is never sent as a server name: servers may refuse a name they cannot have."""
    return [
        client.configured(server_name="127.0.0.1", verify="no"),
        server.configured(notes_name=True),
        handshake(client, server),
        server.tells("server_name").gives(None),
    ]


# -- cipher suites and versions ---------------------------------------------------------------------------


def _suites(client: Actor, server: Actor, subject: Actor, *protections: str) -> list[Step]:
    """A connection under each suite, with either kind of certificate; records around a block's size cross."""
    crossing: list[Step] = []
    for data in map(payload, (1, 15, 16, 17, 500)):
        crossing += [client.writes(data), server.reads_exactly(data)]
        crossing += [server.writes(data), client.reads_exactly(data)]
    suites = [(key, f"ECDHE-{key}-{protection}") for key in ("ECDSA", "RSA") for protection in protections]
    return in_turn(
        [
            client.configured(cipher=suite),
            server.configured(cipher=suite, certificate=key.lower()),
            handshake(client, server),
            subject.tells("cipher").gives(suite),
            *crossing,
        ]
        for key, suite in suites
    )


@scenario("rfc5289:3.2:aes-gcm", tls="1.2", sweep="none")
def tls12_aes_gcm(client, server, subject):
    """The AES-GCM suites, those of nearly every TLS 1.2 connection, complete and carry data."""
    return _suites(client, server, subject, "AES128-GCM-SHA256", "AES256-GCM-SHA384")


@scenario("rfc7905:2:chacha20", tls="1.2", sweep="none")
def tls12_chacha20(client, server, subject):
    """The ChaCha20-Poly1305 suites, with their other way to make a nonce, complete and carry data."""
    return _suites(client, server, subject, "CHACHA20-POLY1305")


@scenario("rfc5246:6.2.3.2:cbc", "rfc7366:3:encrypt-then-mac", tls="1.2", sweep="none")
def tls12_cbc_sha1(client, server, subject):
    """CBC suites with HMAC-SHA1 carry data at every padding; old servers speak nothing else."""
    return _suites(client, server, subject, "AES128-SHA", "AES256-SHA")


@scenario("rfc5246:6.2.3.2:cbc", "rfc7366:3:encrypt-then-mac", tls="1.2", sweep="none")
def tls12_cbc_sha2(client, server, subject):
    """CBC suites with HMAC-SHA256 and HMAC-SHA384 carry data at every padding."""
    return _suites(client, server, subject, "AES128-SHA256", "AES256-SHA384")


@scenario("rfc5246:7.4.1.3:handshake_failure", tls="1.2", sweep="none")
def tls12_no_shared_cipher(client, server):
    """Without a common suite the server says handshake_failure, and both ends fail rather than settle."""
    return [
        client.configured(cipher="ECDHE-ECDSA-AES128-GCM-SHA256"),
        server.configured(cipher="ECDHE-ECDSA-AES256-GCM-SHA384"),
        together(
            server.handshakes().raises(PROTOCOL_ERROR),
            client.handshakes().raises(PROTOCOL_ERROR, alert="handshake_failure"),
        ),
        client.tells("version").gives(None),
        client.tells("cipher").gives(None),
    ]


@scenario("rfc5246:7.4.2:certificate-fits-suite", tls="1.2", sweep="none")
def tls12_no_certificate_for_the_suite(client, server):
    """A server that has no key for the suites offered refuses; it never signs with a key of another kind."""
    return [
        client.configured(cipher="ECDHE-RSA-AES128-GCM-SHA256"),
        server.configured(certificate="ecdsa"),
        together(
            server.handshakes().raises(PROTOCOL_ERROR),
            client.handshakes().raises(PROTOCOL_ERROR, alert="handshake_failure"),
        ),
    ]


@scenario("rfc5246:E.1:protocol_version", tls="1.2", sweep="none")
def tls12_no_shared_version(subject, peer):
    """An end that speaks only TLS 1.2 fails against one that speaks only TLS 1.3, and both know why."""
    return _versions_differ(subject, Tls.V12, peer, Tls.V13)


@scenario("rfc8446:4.2.1:protocol_version", tls="1.3", sweep="none")
def tls13_no_shared_version(subject, peer):
    """An end that speaks only TLS 1.3 accepts no older version, whatever the other end prefers."""
    return _versions_differ(subject, Tls.V13, peer, Tls.V12)


def _versions_differ(subject: Actor, spoken: Tls, peer: Actor, other: Tls) -> list[Step]:
    return [
        subject.configured(tls=spoken),
        peer.configured(tls=other),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="protocol_version").or_raises(PROTOCOL_ERROR),
        ),
        subject.tells("version").gives(None),
    ]


def _refused_by_the_callback(what: str, alert: str, server: Actor, client: Actor) -> list[Step]:
    return [
        server.configured(name_callback=what),
        together(
            server.handshakes().raises(PROTOCOL_ERROR),
            client.handshakes().raises(PROTOCOL_ERROR, alert=alert),
        ),
    ]


@scenario("python:ssl.sni_callback:exception", roles="server", drivers="bio sockets", sweep="none")
def an_exception_in_the_name_callback_refuses_the_client(subject, peer):
    """A callback that raises ends the handshake with handshake_failure; nobody is let in by accident."""
    return _refused_by_the_callback("raises", "handshake_failure", subject, peer)


@scenario("python:ssl.sni_callback:alert", roles="server", drivers="bio sockets", sweep="none")
def the_name_callback_chooses_the_alert(subject, peer):
    """A number that the callback returns is the alert with which the client is refused."""
    return _refused_by_the_callback("refuses", "access_denied", subject, peer)


@scenario("python:ssl.sni_callback:type", roles="server", drivers="bio sockets", sweep="none")
def a_wrong_type_from_the_name_callback_refuses_the_client(subject, peer):
    """A callback that returns anything but None or a number ends the handshake with internal_error."""
    return _refused_by_the_callback("text", "internal_error", subject, peer)
