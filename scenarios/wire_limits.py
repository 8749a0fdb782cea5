"""How much an end puts up with: a little of what is odd but allowed, and never without bound."""

from harness.scenario import (
    PROTOCOL_ERROR,
    READ,
    handshake,
    in_turn,
    together,
    wire_scenario,
)

_USER_CANCELED = "alert(warning, user_canceled)"
_EMPTY = "record(application_data, b'')"


@wire_scenario("rfc8446:5.1:zero-length")
def a_few_empty_records_are_passed_over(subject, peer):
    """Sixteen empty records of application data in a row are put up with, and data behind them is read."""
    return [handshake(subject, peer), peer.injects(*[_EMPTY] * 16), subject.continues()]


@wire_scenario("rfc8446:5.1:zero-length", tls="1.3")
def tls13_a_few_records_of_padding_are_passed_over(subject, peer):
    """The same of records that hold padding alone."""
    return [
        handshake(subject, peer),
        peer.injects(*["inner(b'\\x17' + b'\\0' * 50)"] * 16),
        subject.continues(),
    ]


@wire_scenario("harness:bounded", sweep="none")
def endless_empty_records_cost_no_more_than_they_are(subject, peer):
    """A thousand empty records are refused at some point, or read in one call that then waits."""
    return [
        handshake(subject, peer),
        peer.injects(*[_EMPTY] * 1000),
        subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ),
    ]


@wire_scenario("rfc8446:6.1:user_canceled", tls="1.3")
def tls13_warnings_between_data_are_passed_over(subject, peer):
    """user_canceled a few times, with data between, is put up with each time."""
    steps = [handshake(subject, peer)]
    for _ in range(5):
        steps += [peer.injects(_USER_CANCELED), subject.continues()]
    return steps


@wire_scenario("harness:bounded", sweep="none")
def endless_warnings_cost_no_more_than_they_are(subject, peer):
    """A hundred warnings are refused at some point, or read in one call that then waits."""
    return [
        handshake(subject, peer),
        peer.injects(*[_USER_CANCELED] * 100),
        subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ),
    ]


@wire_scenario("harness:bounded", sweep="none")
def endless_warnings_between_empty_records_end(subject, peer):
    """Warnings and empty records in turn are refused at some point, or read in one call that then waits."""
    return [
        handshake(subject, peer),
        peer.injects(*[_USER_CANCELED, _EMPTY] * 100),
        subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ),
    ]


@wire_scenario("rfc8446:4.6.3:key_update", tls="1.3")
def tls13_many_updates_of_keys_are_followed(subject, peer):
    """Sixteen KeyUpdates in a row are followed, and data under the last keys is read."""
    return [
        handshake(subject, peer),
        *[peer.updates_keys() for _ in range(16)],
        peer.writes(b"under the last keys"),
        subject.reads_exactly(b"under the last keys"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5:a-few-ccs", tls="1.3")
def tls13_a_few_change_cipher_specs_are_dropped(subject, peer):
    """Five change_cipher_spec records before the peer's Finished are dropped without a word."""
    return [
        peer.forges("before(finished, ccs(), ccs(), ccs(), ccs(), ccs())"),
        handshake(subject, peer),
        subject.continues(),
    ]


@wire_scenario("harness:bounded", tls="1.3", sweep="none")
def tls13_endless_change_cipher_specs_cost_no_more_than_they_are(subject, peer):
    """31, 32, 40 or a thousand change_cipher_spec records are dropped, or refused: unexpected_message.

    RFC 8446 has each of them dropped, and bounds nothing: an end that tires of them is forgiven.
    """
    opening = subject.handshakes().or_raises(PROTOCOL_ERROR)
    return in_turn(
        [
            peer.forges(f"before(finished{', ccs()' * count})"),
            together(opening, peer.handshakes().anything()),
            subject.alerts(None, "unexpected_message"),
        ]
        for count in (31, 32, 40, 1000)
    )


@wire_scenario("harness:bounded", sweep="none")
def an_announced_length_is_not_believed(subject, peer):
    """A first message that announces 2^24 - 1 bytes and has 100 is refused, or waited for."""
    return [
        peer.injects("clear(handshake, b'\\1' + b'\\xff\\xff\\xff' + b'\\0' * 100)"),
        subject.handshakes().raises(PROTOCOL_ERROR).or_wants(READ),
    ]


@wire_scenario("rfc8446:4.6.1:tickets", roles="client", tls="1.3")
def tls13_many_tickets_are_taken(subject, peer):
    """A hundred tickets in a row do not disturb the data behind them."""
    body = "u32(7200) + u32(1) + vector(1, b'nonce') + vector(2, b'ticket' * 20) + u16(0)"
    return [
        handshake(subject, peer),
        peer.injects(*[f"message(new_session_ticket, {body})"] * 100),
        subject.continues(),
    ]


@wire_scenario("harness:bounded", roles="client", tls="1.2", sweep="none")
def tls12_many_hello_requests_begin_one_handshake(subject, peer):
    """A hundred HelloRequests are answered with one ClientHello at most."""
    return [
        handshake(subject, peer),
        peer.injects(*["message(hello_request)"] * 100),
        subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ),
        subject.never_sends("client_hello_3"),
    ]


@wire_scenario("harness:bounded", sweep="none")
def a_long_wait_for_a_record_is_no_error(subject, peer):
    """A header that announces a long record and then nothing is waited for, in the handshake and after."""
    return [
        handshake(subject, peer),
        peer.injects("raw(b'\\x17\\x03\\x03\\x40\\x10')"),
        subject.reads(100).wants(READ),
    ]
