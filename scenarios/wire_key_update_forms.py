"""KeyUpdate: asked for, malformed, and where it has no place (RFC 8446 section 4.6.3)."""

from harness.scenario import PROTOCOL_ERROR, Step, handshake, reconnect, refused_each, wire_scenario


def _ends_with(subject, peer, lies, *alerts):
    """Each lie, told in an open connection of its own, ends it with one of the alerts."""
    steps: list[Step] = []
    for lie in lies:
        steps += [
            *([reconnect()] if steps else []),
            handshake(subject, peer),
            peer.injects(*lie),
            subject.reads(100).raises(PROTOCOL_ERROR),
            subject.alerts(*alerts),
        ]
    return steps


@wire_scenario("rfc8446:4.6.3:no-request-back", tls="1.3")
def requests_are_answered_and_ask_nothing(subject, peer):
    """Five KeyUpdates that ask for one are answered, by KeyUpdates that ask for none."""
    return [
        handshake(subject, peer),
        *[peer.updates_keys(request=True) for _ in range(5)],
        subject.continues(),
        subject.sends("key_update.request == 0"),
        subject.never_sends("key_update_6"),
    ]


@wire_scenario("rfc8446:5.1:fragmentation", tls="1.3")
def one_in_pieces_is_followed(subject, peer):
    """A KeyUpdate in records of a byte each is followed."""
    return [
        handshake(subject, peer),
        peer.forges("split(key_update, 1)"),
        peer.updates_keys(),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.6.3:one-byte", tls="1.3")
def one_of_another_length_is_refused(subject, peer):
    """A KeyUpdate that is empty, or of two bytes, ends the connection: decode_error."""
    lies = [("message(key_update)",), ("message(key_update, b'\\0\\0')",)]
    return _ends_with(subject, peer, lies, "decode_error")


@wire_scenario("rfc8446:4.6.3:other-values", tls="1.3")
def one_that_asks_something_else_is_refused(subject, peer):
    """request_update other than 0 and 1 ends the connection: illegal_parameter."""
    lies = [("message(key_update, b'\\2')",), ("message(key_update, b'\\xff')",)]
    return _ends_with(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.6.3:too-early", tls="1.3")
def one_before_finished_is_refused(subject, peer):
    """A KeyUpdate before the peer's Finished is refused: unexpected_message."""
    lies = [f"before(finished, message(key_update, b'\\{asks}'))" for asks in (0, 1)]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4.6.3:in-clear", tls="1.3")
def one_in_clear_is_refused(subject, peer):
    """A KeyUpdate in an unprotected record ends the connection: unexpected_message.

    bad_record_mac is tolerated: who takes it for a protected record finds that it does not verify.
    """
    lies = [("clear(handshake, message(key_update, b'\\0'))",)]
    return _ends_with(subject, peer, lies, "unexpected_message", "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:replaced-keys", tls="1.3")
def the_old_keys_are_over(subject, peer):
    """What comes under the old keys behind a KeyUpdate ends the connection: bad_record_mac."""
    lies = [("message(key_update, b'\\0')", "record(application_data, b'old')")]
    return _ends_with(subject, peer, lies, "bad_record_mac")
