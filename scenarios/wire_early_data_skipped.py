"""0-RTT to a server that has none: it passes over what it cannot read, within bounds (RFC 8446 4.2.10)."""

from harness.scenario import PROTOCOL_ERROR, handshake, reconnect, refused, refused_each, wire_scenario

OFFER = "client_hello.extensions[0:0] = [extension(early_data)]"


def _resumed(subject, peer, *lies):
    """A first connection for its ticket, and a second one that begins with lies."""
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges(*lies),
    ]


def _early(size, count=1):
    """`count` records that nobody can decrypt, behind the ClientHello."""
    records = ", ".join([f"clear(application_data, b'x' * {size})"] * count)
    return f"after(client_hello, {records})"


@wire_scenario("rfc8446:4.2.10:passed-over", roles="server", tls="1.3")
def what_was_announced_is_passed_over(subject, peer):
    """Early data with a pre-shared key, to a server that takes none, is passed over."""
    return [
        *_resumed(subject, peer, OFFER, _early(200, 5)),
        handshake(subject, peer),
        subject.never_sends("encrypted_extensions.extensions[early_data]"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.10:bounded", roles="server", tls="1.3")
def more_than_any_ticket_allows_is_refused(subject, peer):
    """A server that passes over 400 kB of early data has no bound: unexpected_message, or bad_record_mac."""
    return [
        *_resumed(subject, peer, OFFER, _early(16000, 25)),
        *refused(subject, peer, "unexpected_message", "bad_record_mac"),
    ]


@wire_scenario("rfc8446:4.2.10:not-announced", roles="server", tls="1.3")
def what_was_not_announced_is_refused(subject, peer):
    """Records that do not decrypt, and no early_data in the ClientHello: bad_record_mac.

    unexpected_message will do, since these are data before their time.
    """
    return refused_each(subject, peer, [_early(200)], "bad_record_mac", "unexpected_message")


@wire_scenario("rfc8446:5.1:data-before-finished", roles="server", tls="1.2")
def tls12_has_no_early_data(subject, peer):
    """Application data behind a ClientHello of TLS 1.2 is refused: unexpected_message."""
    return refused_each(subject, peer, [_early(200)], "unexpected_message")


@wire_scenario("rfc8446:4.2.10:not-announced", roles="server", tls="1.3")
def what_does_not_decrypt_behind_the_handshake_is_refused(subject, peer):
    """After a record that did decrypt nothing is passed over any more: bad_record_mac."""
    return [
        *_resumed(subject, peer, OFFER),
        handshake(subject, peer),
        peer.injects("clear(application_data, b'x' * 200)"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("bad_record_mac"),
    ]


@wire_scenario("rfc8446:4.5:unasked", roles="server", tls="1.3")
def an_end_of_what_was_not_accepted_is_refused(subject, peer):
    """EndOfEarlyData, where no early data was accepted, is refused: unexpected_message."""
    lies = ["before(finished, message(end_of_early_data))"]
    return refused_each(subject, peer, lies, "unexpected_message")
