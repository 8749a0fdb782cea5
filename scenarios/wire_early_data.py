"""Early data that is refused: what a server without 0-RTT must bear, and what not (RFC 8446 4.2.10)."""

from harness.scenario import (
    PROTOCOL_ERROR,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

_ASKS = "client_hello.extensions[-1:-1] = [extension(early_data)]"
_EARLY = "raw(b'\\x17\\3\\3' + u16({size}) + b'\\x5a' * {size})"


def _with_ticket(subject, peer):
    """A connection, on which the client gets its tickets, and another that will offer one."""
    return [
        handshake(subject, peer),
        subject.writes(b"tickets before it"),
        peer.reads_exactly(b"tickets before it"),
        reconnect(resume=True),
    ]


def _early(*sizes):
    items = ", ".join(_EARLY.format(size=size) for size in sizes)
    return f"after(client_hello, {items})"


@wire_scenario("rfc8446:4.2.10:skipped", roles="server", tls="1.3")
def early_data_that_is_refused_is_skipped(subject, peer):
    """Records that do not decrypt, behind a ClientHello that offers early data, are passed over."""
    return [
        *_with_ticket(subject, peer),
        peer.forges(_ASKS, _early(100, 1000, 17)),
        handshake(subject, peer),
        subject.never_sends("encrypted_extensions.extensions[early_data]"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.10:skipped-after-retry", roles="server", tls="1.3")
def early_data_before_the_second_hello_is_skipped(subject, peer):
    """Where the server asks for another ClientHello, early data that comes first is passed over."""
    return [
        *_with_ticket(subject, peer),
        peer.configured(shares=()),
        peer.forges(_ASKS, _early(100, 1000), "del client_hello_2.extensions[early_data]"),
        handshake(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.10:not-offered", roles="server", tls="1.3")
def early_data_nobody_offered_is_refused(subject, peer):
    """Records that do not decrypt, without the early_data extension: bad_record_mac or unexpected_message."""
    return [peer.forges(_early(100)), *refused(subject, peer, "bad_record_mac", "unexpected_message")]


@wire_scenario("rfc8446:4.2.10:not-announced", roles="server", tls="1.3")
def what_does_not_decrypt_behind_the_handshake_is_refused(subject, peer):
    """After a record that did decrypt nothing is passed over any more: bad_record_mac."""
    return [
        *_with_ticket(subject, peer),
        peer.forges(_ASKS),
        handshake(subject, peer),
        peer.injects("clear(application_data, b'x' * 200)"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("bad_record_mac"),
    ]


@wire_scenario("rfc8446:4.2.10:bounded", roles="server", tls="1.3")
def more_than_any_ticket_allows_is_refused(subject, peer):
    """A server that passes over 400 kB of early data has no bound: unexpected_message, or bad_record_mac."""
    return [
        *_with_ticket(subject, peer),
        peer.forges(_ASKS, _early(*[16000] * 25)),
        *refused(subject, peer, "unexpected_message", "bad_record_mac"),
    ]


@wire_scenario("rfc8446:5.1:data-before-finished", roles="server", tls="1.2")
def tls12_has_no_early_data(subject, peer):
    """Application data behind a ClientHello of TLS 1.2 is refused: unexpected_message."""
    return [peer.forges(_early(200)), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:4.5:unasked", roles="server", tls="1.3")
def an_end_of_early_data_that_was_not_accepted_is_refused(subject, peer):
    """EndOfEarlyData, where no early data was accepted, is refused: unexpected_message."""
    lies = ["before(finished, message(end_of_early_data))"]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4.2.10:form", roles="server", tls="1.3")
def an_early_data_extension_with_content_is_refused(subject, peer):
    """In a ClientHello early_data is empty: content is decode_error."""
    return [
        *_with_ticket(subject, peer),
        peer.forges("client_hello.extensions[-1:-1] = [extension(early_data, b'x')]"),
        *refused(subject, peer, "decode_error", "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.2.10:without-psk", roles="server", tls="1.3")
def early_data_without_a_psk_is_never_accepted(subject, peer):
    """early_data without pre_shared_key is not accepted; the server may go on, or refuse."""
    return [
        peer.forges("client_hello.extensions += [extension(early_data)]"),
        together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.never_sends("encrypted_extensions.extensions[early_data]"),
    ]


@wire_scenario("rfc8446:4.2.10:second-hello", roles="server", tls="1.3")
def early_data_in_the_second_hello_is_refused(subject, peer):
    """A ClientHello after a HelloRetryRequest offers no early data: illegal_parameter."""
    return [
        *_with_ticket(subject, peer),
        peer.configured(shares=()),
        peer.forges("client_hello_2.extensions[-1:-1] = [extension(early_data)]"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.2.10:never-unasked", roles="client", tls="1.3")
def a_client_sends_no_early_data_unasked(subject, peer):
    """A client that resumes does not offer early data unless its application wants to, ticket or not."""
    return [
        handshake(subject, peer),
        peer.injects(
            "message(new_session_ticket, u32(7200) + u32(1) + vector(1, b'n') + vector(2, b't' * 40)"
            " + vector(2, extension(early_data, u32(0xffffffff))))"
        ),
        peer.writes(b"tickets before it"),
        subject.reads_exactly(b"tickets before it"),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.never_sends("client_hello.extensions[early_data]"),
        subject.continues(),
    ]
