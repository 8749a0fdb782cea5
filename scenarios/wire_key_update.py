"""KeyUpdate: both directions, many, malformed, and where it must not be (RFC 8446 section 4.6.3)."""

from harness.scenario import (
    Step,
    ended_each,
    handshake,
    refused_each,
    wire_scenario,
)

_SILENT, _ASKING = "message(key_update, b'\\0'), keys(next)", "message(key_update, b'\\1'), keys(next)"


@wire_scenario("rfc8446:4.6.3:followed", tls="1.3")
def keys_that_are_updated_are_followed(subject, peer):
    """After a KeyUpdate everything is under the next keys: once, and again, the data goes on."""
    data = b"under new keys"
    again = [peer.injects(f"{_SILENT}, record(application_data, {data!r})"), subject.reads_exactly(data)]
    return [handshake(subject, peer), *again, *again, *again, subject.continues()]


@wire_scenario("rfc8446:4.6.3:answered", tls="1.3")
def a_request_is_answered_once(subject, peer):
    """update_requested is answered with a KeyUpdate of its own, which asks for nothing, before more data."""
    return [
        handshake(subject, peer),
        peer.injects(f"{_ASKING}, record(application_data, b'please')"),
        subject.reads_exactly(b"please"),
        subject.continues(),
        subject.sends("key_update.request == update_not_requested"),
        subject.never_sends("key_update_2"),
    ]


@wire_scenario("rfc8446:4.6.3:many-requests", tls="1.3")
def requests_in_a_row_are_answered(subject, peer):
    """Five requests while the subject is silent: one answer at least, five at most, none asks for another."""
    return [
        handshake(subject, peer),
        peer.injects(", ".join([_ASKING] * 5), "record(application_data, b'please')"),
        subject.reads_exactly(b"please"),
        subject.continues(),
        subject.sends("key_update.request == update_not_requested"),
        subject.never_sends("key_update_6"),
    ]


@wire_scenario("rfc8446:4.6.3:answered", tls="1.3")
def each_request_is_answered_before_more_data(subject, peer):
    """A request behind each answer: there is another answer before the next data."""
    steps: list[Step] = [handshake(subject, peer)]
    for answer in ("key_update", "key_update_2", "key_update_3"):
        steps += [peer.injects(f"{_ASKING}, record(application_data, b'please')")]
        steps += [subject.reads_exactly(b"please"), subject.continues(), subject.sends(answer)]
    return steps


@wire_scenario("rfc8446:4.6.3:crossing", tls="1.3")
def requests_that_cross_are_both_answered(subject, peer):
    """Both ends ask at once: the other's request is no answer to one's own, and is answered as well."""
    return [
        handshake(subject, peer),
        subject.updates_keys(request=True),
        peer.injects(f"{_ASKING}, record(application_data, b'crossed')"),
        subject.reads_exactly(b"crossed"),
        subject.continues(),
        subject.sends("key_update_2.request == update_not_requested"),
        subject.never_sends("key_update_3"),
    ]


@wire_scenario("rfc8446:4.6.3:unasked", tls="1.3")
def an_update_that_asks_nothing_is_not_answered(subject, peer):
    """update_not_requested calls for no answer."""
    return [
        handshake(subject, peer),
        peer.injects(f"{_SILENT}, record(application_data, b'no need')"),
        subject.reads_exactly(b"no need"),
        subject.continues(),
        subject.never_sends("key_update"),
    ]


@wire_scenario("rfc8446:4.6.3:value", tls="1.3")
def an_unknown_request_is_refused(subject, peer):
    """request_update is 0 or 1: another value is illegal_parameter."""
    lies = ["message(key_update, b'\\2')", "message(key_update, b'\\xff')"]
    return ended_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.6.3:old-keys", tls="1.3")
def data_under_the_old_keys_is_refused(subject, peer):
    """After a KeyUpdate a record under the keys before it does not verify: bad_record_mac."""
    lie = f"{_SILENT}, keys(old), record(application_data, b'too late')"
    return ended_each(subject, peer, [lie], "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:new-keys-early", tls="1.3")
def data_under_keys_to_come_is_refused(subject, peer):
    """Without a KeyUpdate a record under the next keys does not verify: bad_record_mac."""
    return ended_each(subject, peer, ["keys(next), record(application_data, b'too early')"], "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:before-finished", tls="1.3")
def an_update_before_finished_is_refused(subject, peer):
    """A KeyUpdate before the peer's Finished, whatever it asks for, is refused: unexpected_message."""
    lies = [f"before(finished, message(key_update, b'\\{asks}'))" for asks in (0, 1)]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4.6.3:one-byte", tls="1.3")
def an_update_of_another_length_is_refused(subject, peer):
    """A KeyUpdate that is empty, or of two bytes, ends the connection: decode_error."""
    lies = ["message(key_update)", "message(key_update, b'\\0\\0')"]
    return ended_each(subject, peer, lies, "decode_error")


@wire_scenario("rfc8446:4.6.3:in-clear", tls="1.3")
def an_update_in_clear_is_refused(subject, peer):
    """A KeyUpdate in an unprotected record ends the connection: unexpected_message.

    bad_record_mac is tolerated: who takes it for a protected record finds that it does not verify.
    """
    lie = "clear(handshake, message(key_update, b'\\0'))"
    return ended_each(subject, peer, [lie], "unexpected_message", "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:split", "rfc8446:5.1:fragmentation", tls="1.3")
def an_update_may_be_split(subject, peer):
    """A KeyUpdate in records of one byte is put together like any message."""
    pieces = ", ".join(f"record(handshake, b'{byte}')" for byte in ("\\x18", "\\0", "\\0", "\\1", "\\0"))
    return [
        handshake(subject, peer),
        peer.injects(f"{pieces}, keys(next), record(application_data, b'new')"),
        subject.reads_exactly(b"new"),
        subject.continues(),
    ]
