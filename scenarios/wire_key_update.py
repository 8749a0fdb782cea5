"""KeyUpdate: both directions, many, malformed, and where it must not be (RFC 8446 section 4.6.3)."""

from harness.scenario import PROTOCOL_ERROR, Step, handshake, reconnect, refused, wire_scenario

_SILENT, _ASKING = "message(key_update, b'\\0'), keys(next)", "message(key_update, b'\\1'), keys(next)"


def _dies_each(subject, peer, lies, strict, *tolerated):
    """After a handshake each, the peer injects something, and the subject's next read ends the connection."""
    steps: list[Step] = []
    for lie in lies:
        steps += [*([reconnect()] if steps else []), handshake(subject, peer), peer.injects(lie)]
        steps += [subject.reads(100).raises(PROTOCOL_ERROR), subject.alerts(strict, *tolerated)]
    return steps


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
    """Five requests while the subject is silent: at least one answer, none of which asks for another."""
    return [
        handshake(subject, peer),
        peer.injects(", ".join([_ASKING] * 5), "record(application_data, b'please')"),
        subject.reads_exactly(b"please"),
        subject.continues(),
        subject.sends("key_update.request == update_not_requested"),
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
    return _dies_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.6.3:old-keys", tls="1.3")
def data_under_the_old_keys_is_refused(subject, peer):
    """After a KeyUpdate a record under the keys before it does not verify: bad_record_mac."""
    lie = f"{_SILENT}, keys(old), record(application_data, b'too late')"
    return _dies_each(subject, peer, [lie], "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:new-keys-early", tls="1.3")
def data_under_keys_to_come_is_refused(subject, peer):
    """Without a KeyUpdate a record under the next keys does not verify: bad_record_mac."""
    return _dies_each(subject, peer, ["keys(next), record(application_data, b'too early')"], "bad_record_mac")


@wire_scenario("rfc8446:4.6.3:before-finished", tls="1.3")
def an_update_before_finished_is_refused(subject, peer):
    """A KeyUpdate within the handshake is refused: unexpected_message."""
    lie = "before(finished, message(key_update, b'\\0'))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:4.6.3:split", tls="1.3")
def an_update_may_be_split(subject, peer):
    """A KeyUpdate in records of one byte is put together like any message."""
    pieces = ", ".join(f"record(handshake, b'{byte}')" for byte in ("\\x18", "\\0", "\\0", "\\1", "\\0"))
    return [
        handshake(subject, peer),
        peer.injects(f"{pieces}, keys(next), record(application_data, b'new')"),
        subject.reads_exactly(b"new"),
        subject.continues(),
    ]
