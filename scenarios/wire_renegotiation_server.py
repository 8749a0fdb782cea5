"""Renegotiation in TLS 1.2, of a server to which the peer sends a second ClientHello (RFC 5746 section 3.7).

A server that would rather not says no_renegotiation, and the connection goes on as it was.
"""

from harness.scenario import (
    PROTOCOL_ERROR,
    READ,
    agree,
    handshake,
    in_turn,
    together,
    wire_scenario,
)

_INFO = "extensions[renegotiation_info]"
_DECLINED = "warning no_renegotiation"


def _renegotiated(subject, peer):
    """A second handshake, or a refusal; the subject does nothing but read."""
    return together(peer.renegotiates().or_gives(value=False), subject.reads(100).wants(READ))


def _each_refused(subject, peer, lies, *alerts):
    """The second ClientHello is a lie, and the subject aborts the handshake, or had declined."""
    reads = subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ)
    return in_turn(
        [
            handshake(subject, peer),
            peer.forges(lie),
            together(peer.renegotiates().anything(), reads),
            subject.never_sends("server_hello_2"),
            subject.alerts(*alerts, _DECLINED),
        ]
        for lie in lies
    )


@wire_scenario("rfc5246:7.2.2:no-renegotiation", roles="server", tls="1.2")
def a_second_hello_is_served_or_declined(subject, peer):
    """A second ClientHello leads to a handshake, or to a warning; either way the connection goes on."""
    return [
        handshake(subject, peer),
        _renegotiated(subject, peer),
        subject.continues(),
        _renegotiated(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.2.2:no-renegotiation", roles="server", tls="1.2")
def a_second_hello_in_many_records_is_served_or_declined(subject, peer):
    """A second ClientHello in records of one byte is no other than a whole one."""
    return [
        handshake(subject, peer),
        peer.forges("split(every_message, 1)"),
        _renegotiated(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc5246:6.2.1:interleaved", roles="server", tls="1.2")
def data_behind_a_second_hello_is_read(subject, peer):
    """Data right behind a second ClientHello is read, whatever becomes of that."""
    return [
        handshake(subject, peer),
        peer.forges("after(client_hello, record(application_data, b'between'))"),
        together(
            peer.renegotiates().or_gives(value=False),
            [subject.reads(100).gives(b"between"), subject.reads(100).wants(READ)],
        ),
        subject.continues(),
    ]


@wire_scenario("rfc5746:3.7:server-hello", roles="server", tls="1.2")
def a_servers_second_hello_is_bound_to_the_first_handshake(subject, peer):
    """renegotiation_info of a second ServerHello is the verify_data of both, the client's first."""
    both = "peer.finished.verify_data + finished.verify_data"
    return [
        handshake(subject, peer),
        _renegotiated(subject, peer),
        subject.sends(f"absent(server_hello_2) or server_hello_2.{_INFO}.verify_data == {both}"),
        subject.continues(),
    ]


@wire_scenario("rfc5929:3.1:latest", roles="server", tls="1.2")
def tls_unique_is_of_the_latest_handshake(subject, peer):
    """tls-unique is the first Finished of the latest handshake, be it the first; both ends agree on it."""
    return [
        handshake(subject, peer),
        agree("channel_binding"),
        _renegotiated(subject, peer),
        agree("channel_binding"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.4.1.1:stays", roles="server", tls="1.2")
def a_second_hello_that_offers_more_keeps_the_version(subject, peer):
    """A ClientHello of a renegotiation that offers TLS 1.3 as well does not lead there."""
    versions = "extension(supported_versions, vector(1, u16(0x0304) + u16(0x0303)))"
    shares = "extension(key_share, vector(2, share(x25519, b'\\x09' * 32)))"
    lie = f"client_hello.extensions += [{versions}, {shares}]"
    return [
        handshake(subject, peer),
        peer.forges(lie),
        _renegotiated(subject, peer),
        subject.sends("absent(server_hello_2) or server_hello_2.legacy_version == 0x0303"),
        subject.never_sends("server_hello_2.extensions[supported_versions]"),
        subject.continues(),
    ]


@wire_scenario("rfc5746:3.7:verify-data", roles="server", tls="1.2")
def a_second_client_hello_without_the_binding_is_refused(subject, peer):
    """A ClientHello of a renegotiation without renegotiation_info, or with an empty one, ends it.

    illegal_parameter tolerated: section 3.7 names no alert.
    """
    lies = [f"del client_hello.{_INFO}", f"client_hello.{_INFO}.verify_data = b''"]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5746:3.7:verify-data", roles="server", tls="1.2")
def a_second_client_hello_bound_to_another_is_refused(subject, peer):
    """renegotiation_info that is not the client's verify_data, or only begins so: handshake_failure.

    illegal_parameter tolerated: section 3.7 names no alert.
    """
    lies = [
        f"client_hello.{_INFO}.verify_data[0] ^= 1",
        f"client_hello.{_INFO}.verify_data[-1] ^= 128",
        f"del client_hello.{_INFO}.verify_data[-1:]",
        f"client_hello.{_INFO}.verify_data += subject.finished.verify_data",
    ]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5746:3.7:scsv", roles="server", tls="1.2")
def a_second_client_hello_with_the_signal_is_refused(subject, peer):
    """TLS_EMPTY_RENEGOTIATION_INFO_SCSV belongs to first handshakes: in a second, handshake_failure.

    illegal_parameter tolerated: section 3.7 names no alert.
    """
    lies = ["client_hello.cipher_suites += [TLS_EMPTY_RENEGOTIATION_INFO_SCSV]"]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5246:7.4.1.1:by-client", roles="server", tls="1.2")
def a_request_of_a_client_is_refused(subject, peer):
    """HelloRequest is a server's to send: from a client it is an unexpected_message."""
    return [
        handshake(subject, peer),
        peer.injects("message(hello_request)"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message"),
    ]
