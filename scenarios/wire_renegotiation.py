"""Renegotiation in TLS 1.2: the binding of RFC 5746, and requests that need not be met (RFC 5246 7.4.1.1).

Nobody has to renegotiate: an answer of no_renegotiation is tolerated, and so is a client that pays no heed.
Who does renegotiate must do it safely. `wire_renegotiation_client.py` and `wire_renegotiation_server.py`
have what happens within; here are first handshakes, and requests.
"""

from harness.scenario import READ, handshake, refused, together, wire_scenario

_INFO = "extensions[renegotiation_info]"


@wire_scenario("rfc5746:3.6:initial", roles="server", tls="1.2")
def a_clients_first_hello_with_verify_data_is_refused(subject, peer):
    """renegotiation_info of an initial ClientHello is empty: with content, handshake_failure."""
    lie = "client_hello.extensions += [extension(renegotiation_info, vector(1, b'twelve bytes'))]"
    return [peer.forges(lie), *refused(subject, peer, "handshake_failure")]


@wire_scenario("rfc5746:3.4:initial", roles="client", tls="1.2")
def a_servers_first_hello_with_verify_data_is_refused(subject, peer):
    """renegotiation_info of an initial ServerHello is empty: with content, handshake_failure."""
    return [
        peer.forges(f"server_hello.{_INFO} = vector(1, b'twelve bytes and twelve.')"),
        *refused(subject, peer, "handshake_failure"),
    ]


@wire_scenario("rfc5746:3.6:scsv", roles="server", tls="1.2")
def the_signal_is_answered(subject, peer):
    """TLS_EMPTY_RENEGOTIATION_INFO_SCSV is answered by an empty renegotiation_info."""
    return [
        peer.forges("split(client_hello, 200)"),
        handshake(subject, peer),
        subject.sends("TLS_EMPTY_RENEGOTIATION_INFO_SCSV in peer.client_hello.cipher_suites"),
        subject.sends(f"server_hello.{_INFO}.verify_data == b''"),
        subject.continues(),
    ]


@wire_scenario("rfc5746:3.6:form", roles="server", tls="1.2")
def a_malformed_renegotiation_info_is_refused(subject, peer):
    """renegotiation_info that is not one vector is refused: decode_error, or handshake_failure."""
    lie = "client_hello.extensions += [extension(renegotiation_info, b'\\5')]"
    return [
        peer.forges(lie),
        *refused(subject, peer, "decode_error", "handshake_failure", "illegal_parameter"),
    ]


@wire_scenario("rfc5246:7.4.1.1:bounded", roles="client", tls="1.2")
def many_requests_make_no_loop(subject, peer):
    """A hundred HelloRequests: a client may begin a handshake, refuse, or ignore them, but only so often."""
    return [
        handshake(subject, peer),
        peer.injects("record(handshake, b'\\0\\0\\0\\0' * 100)"),
        subject.reads(100).wants(READ),
        subject.never_sends("client_hello_3"),
    ]


@wire_scenario("rfc5246:7.4.1.1:bounded", roles="client", tls="1.2")
def many_requests_lead_to_one_handshake(subject, peer):
    """A hundred HelloRequests and a server that serves the answer: one handshake, and the data goes on."""
    return [
        handshake(subject, peer),
        peer.forges("before(hello_request, record(handshake, b'\\0\\0\\0\\0' * 99))"),
        together(peer.renegotiates().or_gives(value=False).or_wants(READ), subject.reads(100).wants(READ)),
        subject.never_sends("client_hello_3"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.4.1.1:while-negotiating", roles="client", tls="1.2")
def a_request_within_a_renegotiation_is_ignored(subject, peer):
    """A HelloRequest to a client that is negotiating already is ignored, and not hashed."""
    return [
        handshake(subject, peer),
        peer.forges(
            "before(server_hello, message(hello_request))",
            "before(server_hello_done, message(hello_request))",
        ),
        together(peer.renegotiates().or_gives(value=False).or_wants(READ), subject.reads(100).wants(READ)),
        subject.never_sends("client_hello_3"),
        subject.continues(),
    ]
