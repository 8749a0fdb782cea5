"""Records that no honest end sends: empty, too long, damaged, of the wrong type, in clear, out of order."""

from harness.scenario import (
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Actor,
    Step,
    accepted_each,
    closing,
    ended_each,
    handshake,
    in_turn,
    payload,
    refused,
    refused_each,
    wire_scenario,
)


def _damaged_each(subject: Actor, peer: Actor, lies: list[str]) -> list[Step]:
    """Application data with one damage after the other: bad_record_mac, and none of it is delivered."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.forges(lie),
            peer.writes(payload(100)),
            subject.reads(100).raises(PROTOCOL_ERROR),
            subject.alerts("bad_record_mac"),
        ]
        for lie in lies
    )


# -- what stands inside ------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.1:empty-fragments", tls="1.3")
def tls13_an_empty_handshake_fragment_is_refused(subject, peer):
    """A record of type handshake without content, padded or not, ends the connection: unexpected_message."""
    return ended_each(
        subject, peer, ["inner(b'\\x16')", "inner(b'\\x16' + b'\\0' * 20)"], "unexpected_message"
    )


@wire_scenario("rfc8446:5.1:empty-fragments", tls="1.3")
def tls13_an_empty_handshake_fragment_fails_the_handshake(subject, peer):
    """The same before the peer's Finished: unexpected_message."""
    return refused_each(
        subject,
        peer,
        ["before(finished, inner(b'\\x16'))", "before(finished, inner(b'\\x16' + b'\\0' * 20))"],
        "unexpected_message",
    )


@wire_scenario("rfc8446:5.1:zero-length", tls="1.3")
def tls13_empty_data_is_passed_over(subject, peer):
    """Application data without content, padded or not, is neither data nor an end: reads go on waiting."""
    return [
        handshake(subject, peer),
        peer.injects("inner(b'\\x17')", "inner(b'\\x17' + b'\\0' * 100)"),
        subject.reads(100).wants(READ),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5.4:no-content-type", tls="1.3")
def tls13_a_record_of_zeros_is_refused(subject, peer):
    """A record that holds nothing but zeros has no content type: unexpected_message."""
    return ended_each(subject, peer, ["inner(b'\\0')", "inner(b'\\0' * 16)"], "unexpected_message")


@wire_scenario("rfc8446:5.4:no-content-type", tls="1.3")
def tls13_a_record_of_zeros_fails_the_handshake(subject, peer):
    """The same before the peer's Finished: unexpected_message."""
    return refused_each(
        subject,
        peer,
        ["before(finished, inner(b'\\0'))", "before(finished, inner(b'\\0' * 16))"],
        "unexpected_message",
    )


@wire_scenario("rfc8446:5.4:padding", tls="1.3")
def tls13_padding_is_removed(subject, peer):
    """Zeros behind the content type of handshake messages, data and alerts are no part of the content."""
    return [
        peer.forges("pad(every_message, 200)", "pad(application_data, 300)", "pad(alert, 100)"),
        handshake(subject, peer),
        subject.continues(),
        closing(peer, subject),
    ]


@wire_scenario("rfc8446:5.4:padding", tls="1.3")
def tls13_padding_up_to_the_limit_is_removed(subject, peer):
    """A TLSInnerPlaintext of 2^14 + 1 bytes, nearly all of it padding, is a good record."""
    return [
        handshake(subject, peer),
        peer.forges("pad(application_data, 16379)"),
        peer.writes(b"hello"),
        subject.reads(100).gives(b"hello"),
        peer.writes(b"again"),
        subject.reads(100).gives(b"again"),
    ]


@wire_scenario("rfc8446:5.1:fragmentation", tls="1.2 1.3")
def the_longest_record_is_read(subject, peer):
    """2^14 bytes of application data in one record are good, and so is a record of one byte behind it."""
    return [
        handshake(subject, peer),
        peer.forges("split(application_data, [16384, 1])"),
        peer.writes(payload(16385)),
        subject.reads_exactly(payload(16385)),
    ]


# -- too long ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.1:record_overflow")
def content_over_the_limit_is_refused(subject, peer):
    """A record that decrypts to 2^14 + 1 bytes of application data is refused: record_overflow."""
    return ended_each(subject, peer, ["record(application_data, b'x' * 16385)"], "record_overflow")


@wire_scenario("rfc8446:5.1:record_overflow")
def a_first_record_over_the_limit_is_refused(subject, peer):
    """An unprotected record of 2^14 + 1 bytes in place of the first message is refused: record_overflow."""
    first = "raw(b'\\x16\\x03\\x03\\x40\\x01' + b'\\x0e' * 16385)"
    return [peer.injects(first), *refused(subject, peer, "record_overflow")]


@wire_scenario("rfc8446:5.2:record_overflow", tls="1.3")
def tls13_a_record_over_the_limit_fails_the_handshake(subject, peer):
    """A protected record of 2^14 + 257 bytes before the peer's Finished is refused: record_overflow."""
    lie = "before(finished, raw(b'\\x17\\x03\\x03\\x41\\x01' + b'\\0' * 16641))"
    return [peer.forges(lie), *refused(subject, peer, "record_overflow")]


# -- that do not verify ------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.2:bad-record")
def damaged_records_are_refused(subject, peer):
    """A record with one wrong bit, at its end, its start or within, or cut by a byte: bad_record_mac."""
    return _damaged_each(
        subject,
        peer,
        [
            "damage(application_data, -1, mask=1)",
            "damage(application_data, 5, mask=128)",
            "damage(application_data, 50, mask=16)",
            "truncate(application_data, 1)",
        ],
    )


@wire_scenario("rfc8446:5.2:bad-record")
def a_damaged_record_fails_the_handshake(subject, peer):
    """A Finished whose record does not verify fails the handshake: bad_record_mac."""
    return refused_each(
        subject,
        peer,
        ["damage(finished, -1, mask=1)", "damage(finished, 5, mask=1)", "truncate(finished, 1)"],
        "bad_record_mac",
    )


@wire_scenario("rfc8446:5.2:short-record")
def a_record_shorter_than_its_tag_is_refused(subject, peer):
    """A protected record too short for its nonce and tag is refused: bad_record_mac, or decode_error."""
    lies = [
        f"raw(b'\\x17\\x03\\x03' + u16({size}) + b'\\0' * {size})" for size in (0, 1, 7, 8, 15, 16, 23, 24)
    ]
    return ended_each(subject, peer, lies, "bad_record_mac", "decode_error")


@wire_scenario("rfc8446:5.3:sequence")
def records_out_of_sequence_are_refused(subject, peer):
    """A record under a sequence number that was used, or is not yet due, does not verify: bad_record_mac."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.writes(b"first"),
            subject.reads(100).gives(b"first"),
            peer.writes(b"second"),
            subject.reads(100).gives(b"second"),
            peer.injects(f"sequence({number})", "record(application_data, b'third')"),
            subject.reads(100).raises(PROTOCOL_ERROR),
            subject.alerts("bad_record_mac"),
        ]
        for number in (0, 9, 1 << 40)
    )


@wire_scenario("rfc8446:6.2:fatal", "rfc8446:6.2:dead-after-fatal")
def one_bad_record_ends_everything(subject, peer):
    """What stands before a bad record is delivered, nothing behind it ever is, and one alert is sent."""
    return [
        handshake(subject, peer),
        peer.writes(b"good"),
        peer.injects(
            "raw(b'\\x17\\x03\\x03\\0\\x40' + b'\\x5a' * 64)",
            "record(application_data, b'too late')",
        ),
        subject.reads(100).gives(b"good"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.writes_once(b"too late as well").raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.alerts("bad_record_mac"),
    ]


# -- of the wrong type, or in clear ------------------------------------------------------------------------


@wire_scenario("rfc8446:5:unknown-type", seeds=3)
def a_protected_record_of_unknown_type_is_refused(subject, peer, dice):
    """A record that verifies, and is of a type nobody knows: unexpected_message."""
    lies = [f"record({kind}, b'data')" for kind in (99, 255, dice.randrange(27, 255))]
    return ended_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:5:unknown-type", seeds=3)
def a_first_record_of_unknown_type_is_refused(subject, peer, dice):
    """An unprotected record of a type nobody knows in place of the first message: unexpected_message."""
    return [
        peer.injects(f"clear({dice.randrange(27, 128)}, b'\\0' * 32)"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc8446:5:protected-ccs", tls="1.3")
def tls13_a_protected_change_cipher_spec_is_refused(subject, peer):
    """change_cipher_spec inside a protected record ends the connection: unexpected_message."""
    return ended_each(subject, peer, ["inner(b'\\1\\x14')"], "unexpected_message")


@wire_scenario("rfc6520:2:not-negotiated")
def a_heartbeat_is_refused(subject, peer):
    """A heartbeat that nobody negotiated, with a length that lies, is refused: unexpected_message."""
    return ended_each(subject, peer, ["record(24, b'\\1\\x40\\0ping')"], "unexpected_message")


@wire_scenario("rfc6520:2:not-negotiated")
def a_heartbeat_in_clear_fails_the_handshake(subject, peer):
    """A heartbeat in place of the first message is refused, and not answered: unexpected_message."""
    return [
        peer.injects("clear(24, b'\\1\\x40\\0ping')"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc8446:5:unprotected", tls="1.3")
def tls13_records_in_clear_are_refused(subject, peer):
    """A KeyUpdate or an alert in clear after the handshake is not believed: unexpected_message.

    bad_record_mac is tolerated of who takes every record for a protected one.
    """
    lies = ["clear(handshake, b'\\x18\\0\\0\\1\\0')", "clear(alert, b'\\2\\x28')", "clear(alert, b'\\1\\0')"]
    return ended_each(subject, peer, lies, "unexpected_message", "bad_record_mac")


@wire_scenario("rfc8446:5.2:bad-record")
def data_in_clear_is_refused(subject, peer):
    """Application data in clear after the handshake does not verify: bad_record_mac, or decode_error."""
    return ended_each(
        subject, peer, ["clear(application_data, b'in clear')"], "bad_record_mac", "decode_error"
    )


@wire_scenario("rfc8446:5:unprotected", roles="client", tls="1.3")
def tls13_messages_of_the_server_in_clear_are_refused(subject, peer):
    """EncryptedExtensions or CertificateVerify in clear: unexpected_message, or bad_record_mac."""
    return refused_each(
        subject,
        peer,
        ["unprotect(encrypted_extensions)", "unprotect(certificate_verify)"],
        "unexpected_message",
        "bad_record_mac",
    )


# -- versions ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.1:version-ignored", roles="server")
def the_version_of_the_first_record_is_ignored(subject, peer):
    """A ClientHello in a record of any version 0x03XX is answered as it would be in any other."""
    return accepted_each(
        subject,
        peer,
        [
            f"reversion(client_hello, {version})"
            for version in ("0x0300", "0x0302", "0x0303", "0x0304", "0x03ff")
        ],
    )


@wire_scenario("rfc8446:5.1:version-ignored", roles="client", tls="1.3")
def tls13_the_version_of_a_server_hello_record_is_ignored(subject, peer):
    """A ServerHello of TLS 1.3 in a record of version 0x0301 or 0x0302 is read like any other."""
    lies = [f"reversion(server_hello, {version})" for version in ("0x0301", "0x0302")]
    return accepted_each(subject, peer, lies)


# -- that are none -----------------------------------------------------------------------------------------


@wire_scenario("python:ssl:garbage", seeds=5)
def random_bytes_are_refused(subject, peer, dice):
    """Random bytes in place of the first message fail the handshake at once; an alert may be sent."""
    noise = bytes([dice.choice([0x47, 0xFF, 0x00]), *dice.randbytes(63)])
    return [
        peer.injects(f"raw({noise!r})"),
        subject.handshakes().raises(PROTOCOL_ERROR),
    ]


@wire_scenario("rfc8446:6.1:truncation", sweep="none")
def one_byte_and_an_end_fail_the_handshake(subject, peer):
    """One byte of a record and the end of the stream fail the handshake, and are no clean end."""
    return [
        peer.injects("raw(b'\\x16')"),
        peer.cuts_wire(),
        subject.handshakes().raises(RAGGED_EOF, PROTOCOL_ERROR, OS_ERROR),
    ]
