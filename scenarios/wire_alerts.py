"""Alerts and closure on the wire: of any level, any description and any form, and what is behind them."""

from harness.scenario import (
    CLEAN_CLOSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Actor,
    Step,
    ended_each,
    handshake,
    in_turn,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

_CLOSE = "alert(warning, close_notify)"


def _closed(subject: Actor, peer: Actor, *items: str) -> list[Step]:
    """close_notify with these items behind it is a clean end, and stays one."""
    return [
        handshake(subject, peer),
        peer.injects(_CLOSE, *items),
        subject.reads(100).raises(CLEAN_CLOSE).or_ends(),
        subject.reads(100).raises(CLEAN_CLOSE).or_ends(),
    ]


# -- fatal -------------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:6.2:alert-received")
def a_fatal_alert_fails_the_handshake(subject, peer):
    """handshake_failure in place of the peer's Finished fails the handshake, and is not answered."""
    return [peer.forges("instead(finished, alert(fatal, handshake_failure))"), *refused(subject, peer, None)]


@wire_scenario("rfc8446:6.2:alert-received", roles="client")
def a_fatal_alert_in_place_of_a_server_hello_fails_the_handshake(subject, peer):
    """handshake_failure as the server's first word fails the handshake, and is not answered."""
    return [peer.injects("alert(fatal, handshake_failure)"), *refused(subject, peer, None)]


@wire_scenario("rfc8446:6:first-record", roles="server")
def an_alert_in_place_of_a_client_hello_is_refused(subject, peer):
    """An alert before anything else fails the handshake: unexpected_message, or without a word."""
    lies = ["alert(fatal, handshake_failure)", "alert(warning, user_canceled)"]
    return in_turn([peer.injects(lie), *refused(subject, peer, "unexpected_message", None)] for lie in lies)


@wire_scenario("rfc8446:6.2:alert-received", "rfc8446:6.2:dead-after-fatal")
def a_fatal_alert_ends_the_connection(subject, peer):
    """internal_error after the handshake ends it at once: nothing is answered, read or written any more."""
    return [
        handshake(subject, peer),
        peer.injects("alert(fatal, internal_error)", "record(application_data, b'too late')"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.writes_once(b"too late").raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.alerts(None),
    ]


@wire_scenario("rfc8446:6:level-ignored", tls="1.3")
def tls13_errors_are_fatal_at_any_level(subject, peer):
    """An error alert of level warning, or of no level there is, ends the connection all the same."""
    lies = [
        "alert(warning, handshake_failure)",
        "alert(warning, illegal_parameter)",
        "alert(warning, decode_error)",
        "alert(42, handshake_failure)",
    ]
    return ended_each(subject, peer, lies, None, "illegal_parameter", "decode_error")


@wire_scenario("rfc8446:6:level-ignored", tls="1.3")
def tls13_errors_of_level_warning_fail_the_handshake(subject, peer):
    """An error alert of level warning in place of the peer's Finished fails the handshake."""
    return refused_each(
        subject,
        peer,
        [
            "instead(finished, alert(warning, handshake_failure))",
            "instead(finished, alert(warning, decode_error))",
        ],
        None,
    )


@wire_scenario("rfc8446:6:unknown-description", tls="1.3")
def tls13_unknown_alerts_are_errors(subject, peer):
    """An alert of a description nobody knows is an error, of whatever level."""
    lies = ["alert(fatal, 200)", "alert(warning, 200)"]
    return ended_each(subject, peer, lies, None, "illegal_parameter", "decode_error")


# -- warnings ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:6.1:user_canceled", tls="1.3")
def tls13_user_canceled_changes_nothing(subject, peer):
    """user_canceled announces a close_notify and is nothing by itself: data before that is read."""
    return [
        handshake(subject, peer),
        peer.injects("alert(warning, user_canceled)"),
        subject.reads(100).wants(READ),
        subject.continues(),
        peer.injects(_CLOSE),
        subject.reads(100).raises(CLEAN_CLOSE).or_ends(),
    ]


@wire_scenario("rfc5246:7.2:level", tls="1.2")
def tls12_an_alert_of_no_level_is_refused(subject, peer):
    """An alert of level 42 is none: a field out of its range is decode_error.

    illegal_parameter is tolerated: it says the same of a message of the handshake.
    """
    lies = ["alert(42, handshake_failure)", "alert(0, handshake_failure)"]
    return ended_each(subject, peer, lies, "decode_error", "illegal_parameter")


# -- form --------------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.1:alert-form", tls="1.3")
def tls13_alerts_in_pieces_or_in_heaps_are_refused(subject, peer):
    """An alert cut in two records, two in one record, or three bytes: unexpected_message, or decode_error."""
    lies = [
        "record(alert, b'\\1'), record(alert, b'\\x5a')",
        "record(alert, b'\\1\\x5a\\1\\x5a')",
        "record(alert, b'\\1\\x5a\\1')",
    ]
    return ended_each(subject, peer, lies, "unexpected_message", "decode_error")


@wire_scenario("rfc8446:5.1:alert-form", tls="1.3")
def tls13_a_longer_close_notify_says_no_goodbye(subject, peer):
    """A close_notify of six bytes in place of the first message is refused: decode_error.

    unexpected_message is tolerated: the record holds more than one alert.
    """
    return [
        peer.injects("clear(alert, u8(1) + u8(0) + b'more')"),
        *refused(subject, peer, "decode_error", "unexpected_message"),
    ]


@wire_scenario("rfc5246:6.2.1:alert-form", tls="1.2")
def tls12_an_alert_in_pieces_is_one_or_refused(subject, peer):
    """A fatal alert cut in two records is taken for what it is, or refused; it is never another one."""
    lies = ["record(alert, b'\\2'), record(alert, b'\\x28')"]
    return ended_each(subject, peer, lies, None, "unexpected_message", "decode_error")


@wire_scenario("rfc8446:5.1:empty-fragments", tls="1.3")
def tls13_an_empty_alert_is_refused(subject, peer):
    """A record of type alert without content, padded or not, ends the connection: unexpected_message."""
    return ended_each(
        subject, peer, ["inner(b'\\x15')", "inner(b'\\x15' + b'\\0' * 20)"], "unexpected_message"
    )


@wire_scenario("rfc8446:5.1:empty-fragments", tls="1.3")
def tls13_an_empty_alert_fails_the_handshake(subject, peer):
    """The same before the peer's Finished: unexpected_message."""
    return [peer.forges("before(finished, inner(b'\\x15'))"), *refused(subject, peer, "unexpected_message")]


# -- in clear ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5:unprotected", roles="client", tls="1.3")
def tls13_an_alert_in_clear_behind_server_hello_is_refused(subject, peer):
    """An alert in clear where EncryptedExtensions is due is not believed: unexpected_message."""
    return refused_each(
        subject,
        peer,
        [
            "before(encrypted_extensions, clear(alert, b'\\2\\x28'))",
            "before(encrypted_extensions, clear(alert, b'\\1\\x5a'))",
        ],
        "unexpected_message",
        "bad_record_mac",
    )


@wire_scenario("rfc8446:6.2:alert-received", roles="server", tls="1.3")
def tls13_an_alert_in_clear_of_a_client_fails_the_handshake(subject, peer):
    """A fatal alert in clear in place of the client's Finished, which may lack keys, is an end or refused."""
    lie = "instead(finished, clear(alert, b'\\2\\x28'))"
    return [peer.forges(lie), *refused(subject, peer, None, "unexpected_message", "bad_record_mac")]


# -- closure -----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:6.1:close-in-handshake")
def closing_in_place_of_finished_fails_the_handshake(subject, peer):
    """close_notify in place of the peer's Finished: the handshake does not succeed, nor wait."""
    failing = subject.handshakes().raises(PROTOCOL_ERROR, CLEAN_CLOSE, RAGGED_EOF)
    return [
        peer.forges(f"instead(finished, {_CLOSE})"),
        together(failing, peer.handshakes().anything()),
    ]


@wire_scenario("rfc8446:6.1:close-in-handshake")
def closing_as_the_first_word_fails_the_handshake(subject, peer):
    """close_notify before anything else: the handshake does not succeed, nor wait."""
    failing = subject.handshakes().raises(PROTOCOL_ERROR, CLEAN_CLOSE, RAGGED_EOF)
    return [peer.injects(_CLOSE), together(failing, peer.handshakes().anything())]


@wire_scenario("rfc8446:6.1:ignored-after-close")
def data_behind_close_notify_is_ignored(subject, peer):
    """Application data behind close_notify is never delivered, and is no error."""
    return _closed(subject, peer, "record(application_data, b'too late')")


@wire_scenario("rfc8446:6.1:ignored-after-close")
def garbage_behind_close_notify_is_ignored(subject, peer):
    """What does not verify, or is no record at all, behind close_notify changes nothing."""
    forged = "raw(b'\\x17\\x03\\x03\\0\\x40' + b'\\x5a' * 64)"
    return [*_closed(subject, peer, forged), reconnect(), *_closed(subject, peer, "raw(b'GET / HTTP/1.0')")]


@wire_scenario("rfc8446:6.1:ignored-after-close", tls="1.3")
def tls13_a_key_update_behind_close_notify_is_ignored(subject, peer):
    """A KeyUpdate behind close_notify, and a fatal alert, change nothing."""
    late = ("message(key_update, b'\\0')", "alert(fatal, internal_error)")
    return _closed(subject, peer, *late)


@wire_scenario("rfc8446:6.1:half-close", tls="1.3")
def tls13_a_closed_direction_leaves_the_other_open(subject, peer):
    """After the peer's close_notify the subject can still write, and the peer reads it."""
    return [
        handshake(subject, peer),
        peer.injects(_CLOSE),
        subject.reads(100).raises(CLEAN_CLOSE).or_ends(),
        subject.writes(b"still open this way"),
        peer.reads_exactly(b"still open this way"),
    ]


@wire_scenario("rfc8446:6.1:close_notify")
def closing_sends_one_close_notify(subject, peer):
    """A side that closes sends one close_notify, of level warning, and no alert besides."""
    return [
        handshake(subject, peer),
        together(subject.closes(), peer.injects(_CLOSE)),
        subject.alerts("close_notify", level="warning"),
    ]


@wire_scenario("rfc8446:6.1:truncation", "rfc8446:6.1:close_notify", sweep="none")
def an_end_within_a_record_is_truncation(subject, peer):
    """The end of the stream within a header, or a body, is no clean end, and stays none."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.injects(part),
            peer.cuts_wire(),
            subject.reads(100).raises(RAGGED_EOF, PROTOCOL_ERROR),
            subject.reads(100).raises(RAGGED_EOF, PROTOCOL_ERROR, OS_ERROR),
        ]
        for part in ("raw(b'\\x17\\x03')", "raw(b'\\x17\\x03\\x03\\0\\x40' + b'\\x5a' * 30)")
    )
