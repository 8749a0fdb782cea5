"""What a resumption leaves out is the certificate: the rest is agreed on and checked as in a full one."""

from harness.names import Tls
from harness.scenario import (
    handshake,
    in_turn,
    payload,
    reconnect,
    refused,
    together,
    wire_scenario,
    with_ticket,
)

_MARKS = (r"b'DOWNGRD\x01'", r"b'DOWNGRD\x00'")
_VERIFY_DATA = "extension(renegotiation_info, vector(1, b'twelve bytes'))"
_LIMIT = "client_hello.extensions[record_size_limit].limit = 100"


def _resumed(subject, peer):
    return [handshake(subject, peer), subject.tells("session_reused").gives(True)]


@wire_scenario("rfc8446:4.4.4:verify-data", tls="1.3")
def tls13_a_wrong_finished_of_a_resumption_is_refused(subject, peer):
    """A Finished that does not verify is refused where no certificate was shown either: decrypt_error."""
    return in_turn(
        [*with_ticket(subject, peer), peer.forges(lie), *refused(subject, peer, "decrypt_error")]
        for lie in ("finished.verify_data ^= 1", "finished.verify_data[0] ^= 0x80")
    )


@wire_scenario("rfc8446:4.2.11:binder", "rfc8446:4.2.11.2:retry", roles="server", tls="1.3")
def tls13_a_wrong_binder_behind_a_retry_is_refused(subject, peer):
    """The binder of a second ClientHello, made anew, is verified anew; decrypt_error at best."""
    return [
        *with_ticket(subject, peer),
        peer.configured(shares=()),
        peer.forges("client_hello_2.extensions[pre_shared_key].binders[0] ^= 1"),
        *refused(subject, peer, "decrypt_error", "illegal_parameter"),
    ]


@wire_scenario("rfc5746:3.6:initial", roles="server", tls="1.2")
def tls12_verify_data_in_the_hello_of_a_resumption_is_refused(subject, peer):
    """A connection that resumes a session is a new one: with verify_data in its hello, handshake_failure."""
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges(f"client_hello.extensions += [{_VERIFY_DATA}]"),
        *refused(subject, peer, "handshake_failure"),
    ]


@wire_scenario("rfc8446:4.1.3:mark-checked", roles="client", tls="1.2")
def tls12_the_mark_counts_in_a_resumption(subject, peer):
    """A client that offered TLS 1.3 refuses a ServerHello that resumes TLS 1.2 with either mark."""
    marked = in_turn(
        [
            handshake(subject, peer),
            subject.continues(),
            reconnect(resume=True),
            peer.forges(f"server_hello.random[24:32] = {mark}"),
            *refused(subject, peer, "illegal_parameter"),
        ]
        for mark in _MARKS
    )
    return [subject.configured(also=Tls.V13), *marked]


@wire_scenario("rfc8446:4.1.3:mark", roles="server", tls="1.2")
def tls12_a_server_of_both_versions_marks_a_resumption_too(subject, peer):
    """A server that has TLS 1.3 and resumes TLS 1.2 ends its random in the mark for that."""
    return [
        subject.configured(also=Tls.V13),
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        *_resumed(subject, peer),
        subject.sends(f"server_hello.random[24:32] == {_MARKS[0]}"),
        subject.continues(),
    ]


@wire_scenario("rfc8449:4:limit-sent", roles="server", tls="1.2")
def tls12_a_limit_of_records_holds_in_a_resumption(subject, peer):
    """A client takes records of at most 100 bytes: a server that resumes, and has one too, heeds it."""
    long = payload(3000)
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges(_LIMIT),
        *_resumed(subject, peer),
        together(subject.writes(long), peer.reads_exactly(long)),
        subject.sends(
            "absent(server_hello.extensions[record_size_limit]) or max(lengths(application_data)) <= 100"
        ),
    ]


@wire_scenario("rfc7301:3.1:connection", roles="server", tls="1.2")
def tls12_a_protocol_is_agreed_on_anew(subject, peer):
    """A client that resumes, by ticket or by ID, with another list of protocols gets one of these."""
    agreed = in_turn(
        [
            peer.configured(alpn=("h2",)),
            *lies,
            handshake(subject, peer),
            subject.tells("alpn").gives("h2"),
            subject.continues(),
            reconnect(resume=True),
            peer.configured(alpn=("http/1.1",)),
            handshake(subject, peer),
            subject.tells("alpn").gives("http/1.1"),
            subject.continues(),
        ]
        for lies in ([], [peer.forges("del client_hello.extensions[session_ticket]")])
    )
    return [subject.configured(alpn=("h2", "http/1.1")), *agreed]


@wire_scenario("rfc7301:3.1:connection", roles="client")
def the_protocol_of_a_resumption_is_the_one_of_its_hello(subject, peer):
    """A server that chooses another protocol, or none, in a resumption is heard."""
    return [
        subject.configured(alpn=("h2", "http/1.1")),
        peer.configured(alpn=("h2",)),
        *with_ticket(subject, peer),
        peer.configured(alpn=("http/1.1",)),
        *_resumed(subject, peer),
        subject.tells("alpn").gives("http/1.1"),
        subject.continues(),
        reconnect(resume=True),
        peer.configured(alpn=()),
        *_resumed(subject, peer),
        subject.tells("alpn").gives(None),
        subject.continues(),
    ]
