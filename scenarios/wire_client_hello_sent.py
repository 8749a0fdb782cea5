"""What a client on trial says in its ClientHello, and that it can do what it offers.

Most of it is judged by the rules on negotiation, in every run.
"""

from harness.names import Tls
from harness.scenario import handshake, reconnect, wire_scenario


@wire_scenario("rfc8446:4.1.2:sent", roles="client", tls="1.3")
def tls13_client_hellos_say_what_they_must(subject, peer):
    """A ClientHello of TLS 1.3 alone is one of TLS 1.2 in its fields, and TLS 1.3 in supported_versions."""
    return [
        subject.configured(tls=Tls.V13),
        handshake(subject, peer),
        subject.sends("client_hello.legacy_version == 0x0303"),
        subject.sends("client_hello.compressions == [0]"),
        subject.sends("len(client_hello.session_id) == 32 or len(client_hello.session_id) == 0"),
        subject.sends("0x0304 in client_hello.extensions[supported_versions].versions"),
        subject.sends("0x0303 not in client_hello.extensions[supported_versions].versions"),
        subject.sends("len(client_hello.extensions[signature_algorithms].schemes) > 0"),
        subject.never_sends("client_hello.extensions[cookie]"),
        subject.never_sends("client_hello.extensions[early_data]"),
        subject.never_sends("client_hello.extensions[alpn]"),
    ]


@wire_scenario("rfc5246:7.4.1.2:sent", roles="client", tls="1.2")
def tls12_client_hellos_say_what_they_must(subject, peer):
    """A ClientHello of TLS 1.2 alone offers no other version, no compression and no fallback."""
    return [
        subject.configured(tls=Tls.V12),
        handshake(subject, peer),
        subject.sends("client_hello.legacy_version == 0x0303"),
        subject.sends("client_hello.compressions == [0]"),
        subject.sends("TLS_AES_128_GCM_SHA256 not in client_hello.cipher_suites"),
        subject.sends("TLS_FALLBACK_SCSV not in client_hello.cipher_suites"),
        subject.sends("len(client_hello.extensions[signature_algorithms].schemes) > 0"),
        subject.sends("len(client_hello.extensions[supported_groups].groups) > 0"),
        subject.never_sends("client_hello.extensions[early_data]"),
        subject.never_sends("client_hello.extensions[alpn]"),
    ]


@wire_scenario("rfc6066:3:sent", roles="client")
def a_name_is_sent_as_it_is(subject, peer):
    """The name of the server is sent as one host name of its letters; without one nothing is sent."""
    return [
        handshake(subject, peer),
        subject.sends(
            "client_hello.extensions[server_name].data == vector(2, u8(0) + vector(2, b'localhost'))"
        ),
        reconnect(),
        subject.configured(server_name=None),
        handshake(subject, peer),
        subject.never_sends("client_hello.extensions[server_name]"),
    ]


@wire_scenario("rfc7301:3.1:sent", roles="client")
def protocols_are_sent_in_order(subject, peer):
    """The protocols of an application are sent as they are, in its order."""
    return [
        subject.configured(alpn=("spdy/3", "h2", "H2")),
        handshake(subject, peer),
        subject.sends("client_hello.extensions[alpn].protocols == [b'spdy/3', b'h2', b'H2']"),
    ]


@wire_scenario("rfc8446:9.1:groups", roles="client", tls="1.3")
def the_mandatory_group_is_at_hand(subject, peer):
    """A server that has secp256r1 alone, which everyone must support, is served, by a retry if need be."""
    return [
        peer.configured(groups=("secp256r1",)),
        handshake(subject, peer),
        subject.sends("secp256r1 in client_hello.extensions[supported_groups].groups"),
        subject.continues(),
    ]
