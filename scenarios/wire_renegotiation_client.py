"""Renegotiation in TLS 1.2, of a client that the peer asks for it (RFC 5246 section 7.4.1.1, RFC 5746).

Who would rather not may say no_renegotiation, or pay no heed; nothing else is then asked.
"""

from harness.names import Tls
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


def _renegotiated(subject, peer, *, resume=False):
    """A second handshake, or none; the subject does nothing but read."""
    return together(
        peer.renegotiates(resume=resume).or_gives(value=False).or_wants(READ), subject.reads(100).wants(READ)
    )


def _ended(subject, peer):
    """A second handshake that the subject aborts, or had declined."""
    reads = subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ)
    return together(peer.renegotiates().anything(), reads)


def _with_data(subject, peer, lie):
    """A second handshake into which the peer puts data, which is read, and then the handshake goes on."""
    reads = subject.reads(100).gives(b"between")
    return [
        handshake(subject, peer),
        peer.forges(lie),
        together(
            peer.renegotiates().or_gives(value=False).or_wants(READ),
            [reads if "hello_request" in lie else reads.or_wants(READ), subject.reads(100).wants(READ)],
        ),
        subject.sends("absent(client_hello_2) or finished_2.verify_data != finished.verify_data"),
        subject.continues(),
    ]


def _each_refused(subject, peer, lies, *alerts):
    """The second handshake is a lie, and the subject aborts it, or had declined."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.forges(lie),
            _ended(subject, peer),
            subject.never_sends("finished_2"),
            subject.sends("absent(client_hello_2) or len(alert) == 1"),
            subject.alerts(*alerts, "warning no_renegotiation", None),
        ]
        for lie in lies
    )


# -- how it goes --------------------------------------------------------------------------------------------


@wire_scenario("rfc5746:3.5:client-hello", roles="client", tls="1.2")
def a_clients_second_hello_is_bound_to_the_first_handshake(subject, peer):
    """renegotiation_info of a second ClientHello is the client's verify_data, and the SCSV is not there."""
    bound = f"client_hello_2.{_INFO}.verify_data == finished.verify_data"
    scsv = "TLS_EMPTY_RENEGOTIATION_INFO_SCSV not in client_hello_2.cipher_suites"
    return [
        handshake(subject, peer),
        _renegotiated(subject, peer),
        subject.sends(f"absent(client_hello_2) or {bound}"),
        subject.sends(f"absent(client_hello_2) or {scsv}"),
        subject.continues(),
    ]


@wire_scenario("rfc5746:3.5:client-hello", roles="client", tls="1.2")
def a_clients_third_hello_is_bound_to_the_second_handshake(subject, peer):
    """The verify_data in a third ClientHello is that of the second handshake, not of the first."""
    bound = f"client_hello_3.{_INFO}.verify_data == finished_2.verify_data"
    return [
        handshake(subject, peer),
        _renegotiated(subject, peer),
        subject.continues(),
        _renegotiated(subject, peer),
        subject.sends(f"absent(client_hello_3) or {bound}"),
        subject.continues(),
    ]


@wire_scenario("rfc5746:3.5:client-hello", roles="client", tls="1.2")
def an_abbreviated_renegotiation_is_bound_too(subject, peer):
    """A renegotiation that resumes the session, if the client offers it, is bound as a whole one is."""
    bound = f"client_hello_2.{_INFO}.verify_data == finished.verify_data"
    return [
        handshake(subject, peer),
        _renegotiated(subject, peer, resume=True),
        subject.sends(f"absent(client_hello_2) or {bound}"),
        subject.continues(),
        _renegotiated(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc5929:3.1:latest", roles="client", tls="1.2")
def tls_unique_is_of_the_latest_handshake(subject, peer):
    """tls-unique is the first Finished of the latest handshake; both ends agree on it."""
    return [
        handshake(subject, peer),
        agree("channel_binding"),
        _renegotiated(subject, peer),
        agree("channel_binding"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.4.1.1:continuity", roles="client", tls="1.2")
def a_client_keeps_the_version(subject, peer):
    """A client that could do TLS 1.3 and has negotiated TLS 1.2 renegotiates TLS 1.2."""
    return [
        subject.configured(also=Tls.V13),
        handshake(subject, peer),
        _renegotiated(subject, peer),
        subject.sends("absent(client_hello_2) or client_hello_2.legacy_version == 0x0303"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:6.2.1:fragmented-again", roles="client", tls="1.2")
def a_renegotiation_in_many_records_is_done(subject, peer):
    """Every message of the second handshake in records of one byte, the HelloRequest too."""
    return [
        handshake(subject, peer),
        peer.forges("split(every_message, 1)"),
        _renegotiated(subject, peer),
        subject.continues(),
    ]


# -- data between -------------------------------------------------------------------------------------------


@wire_scenario("rfc5246:7.4.1.1:continuity", roles="client", tls="1.2")
def data_before_the_second_server_hello_is_read(subject, peer):
    """Data between HelloRequest and ServerHello is read: it was sent before the server knew of the other."""
    return _with_data(subject, peer, "before(server_hello, record(application_data, b'between'))")


@wire_scenario("rfc5246:7.4.1.1:continuity", roles="client", tls="1.2")
def data_behind_the_request_is_read(subject, peer):
    """Data right behind the HelloRequest is read."""
    return _with_data(subject, peer, "after(hello_request, record(application_data, b'between'))")


@wire_scenario("rfc5246:6.2.1:interleaved", roles="client", tls="1.2")
def data_between_the_second_servers_messages_is_read(subject, peer):
    """Data between ServerHello and Certificate is read: a handshake after the first holds up no data."""
    return _with_data(subject, peer, "after(server_hello, record(application_data, b'between'))")


@wire_scenario("rfc5246:6.2.1:interleaved", roles="client", tls="1.2")
def data_before_the_second_change_cipher_spec_is_read(subject, peer):
    """Data before the server's change_cipher_spec, still under the old keys, is read."""
    return _with_data(subject, peer, "before(change_cipher_spec, record(application_data, b'between'))")


@wire_scenario("rfc5246:6.2.1:unfinished", roles="client", tls="1.2")
def data_under_keys_that_are_not_finished_is_refused(subject, peer):
    """Data behind the server's change_cipher_spec and before its Finished is an unexpected_message."""
    lie = "before(finished, record(application_data, b'between'))"
    return [
        handshake(subject, peer),
        peer.forges(lie),
        _ended(subject, peer),
        subject.sends("absent(client_hello_2) or len(alert) == 1"),
        subject.alerts("unexpected_message", "warning no_renegotiation", None),
    ]


# -- a server that is not bound, or another -----------------------------------------------------------------


@wire_scenario("rfc5746:3.5:verify-data", roles="client", tls="1.2")
def a_second_server_hello_without_the_binding_is_refused(subject, peer):
    """A ServerHello of a renegotiation without renegotiation_info, or with an empty one, ends it.

    illegal_parameter tolerated: sections 3.5 and 3.7 name no alert. handshake_failure is that of 3.4.
    """
    lies = [f"del server_hello.{_INFO}", f"server_hello.{_INFO}.verify_data = b''"]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5746:3.5:verify-data", roles="client", tls="1.2")
def a_second_server_hello_bound_to_another_client_is_refused(subject, peer):
    """The first half of renegotiated_connection is not the client's verify_data: handshake_failure.

    illegal_parameter tolerated: section 3.5 names no alert.
    """
    lies = [f"server_hello.{_INFO}.verify_data[0] ^= 1", f"server_hello.{_INFO}.verify_data[11] ^= 128"]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5746:3.5:verify-data", roles="client", tls="1.2")
def a_second_server_hello_bound_to_another_server_is_refused(subject, peer):
    """The second half of renegotiated_connection is not the server's verify_data: handshake_failure.

    illegal_parameter tolerated: section 3.5 names no alert.
    """
    lies = [
        f"server_hello.{_INFO}.verify_data[12] ^= 1",
        f"server_hello.{_INFO}.verify_data[-1] ^= 128",
        f"del server_hello.{_INFO}.verify_data[12:]",
    ]
    return _each_refused(subject, peer, lies, "handshake_failure", "illegal_parameter")


@wire_scenario("rfc5246:7.4.1.1:version", roles="client", tls="1.2")
def a_second_server_hello_of_an_earlier_version_is_refused(subject, peer):
    """A ServerHello of a renegotiation that selects TLS 1.1 ends it: protocol_version.

    illegal_parameter tolerated: to change a version that was negotiated is no question of support alone.
    """
    lies = ["server_hello.legacy_version = 0x0302"]
    return _each_refused(subject, peer, lies, "protocol_version", "illegal_parameter")


@wire_scenario("rfc5246:7.4.1.1:version", roles="client", tls="1.2")
def a_second_server_hello_of_a_later_version_is_refused(subject, peer):
    """A client that could do TLS 1.3 does not let a renegotiation of TLS 1.2 lead there.

    Any of unsupported_extension, illegal_parameter, protocol_version, unexpected_message and
    handshake_failure: whether supported_versions was offered again depends on the client.
    """
    lies = ["server_hello.extensions += [extension(supported_versions, u16(0x0304))]"]
    return [
        subject.configured(also=Tls.V13),
        *_each_refused(
            subject, peer, lies, "illegal_parameter", "unsupported_extension", "protocol_version",
            "unexpected_message", "handshake_failure",
        ),
    ]  # fmt: skip


@wire_scenario("rfc5246:7.4.9:again", roles="client", tls="1.2")
def a_second_finished_that_is_false_is_refused(subject, peer):
    """Finished of a renegotiation is verified too: decrypt_error."""
    return [
        handshake(subject, peer),
        peer.forges("finished.verify_data[0] ^= 1"),
        _ended(subject, peer),
        subject.sends("absent(client_hello_2) or len(alert) == 1"),
        subject.alerts("decrypt_error", "warning no_renegotiation", None),
    ]
