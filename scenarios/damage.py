"""Damage: what arrives is not what was sent. Nothing forged is delivered, and failure is told and final.

Conversations swept with the hostile families are judged by the rules; the other scenarios each send
one wrong thing and say what must come of it.
"""

from harness.scenario import (
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    handshake,
    payload,
    scenario,
    together,
)

_FATAL_ALERT = bytes.fromhex("15030300020250")
_CLOSE_NOTIFY = bytes.fromhex("15030300020100")
_DATA_IN_CLEAR = bytes.fromhex("1703030005") + b"HELLO"
_UNKNOWN_TYPE = bytes.fromhex("6303030040") + payload(64, "unknown")
#: Right in form, but no key protects it.
_FORGED = bytes.fromhex("1703030040") + payload(64, "forged")
_HTTP = b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"


def _record(length: int) -> bytes:
    """An application data record of this length, protected by no key."""
    return b"\x17\x03\x03" + length.to_bytes(2, "big") + bytes(length)


@scenario("rfc8446:6.2:fatal", "rfc8446:6.2:dead-after-fatal", sweep="hostile", peers="honest tlslite")
def a_damaged_handshake_fails(subject, peer):
    """No damage to the records of a handshake makes it hang, crash, or succeed with something else."""
    return [handshake(subject, peer)]


@scenario("rfc8446:5.2:deprotection", sweep="hostile", peers="honest tlslite")
def damaged_data_is_never_delivered(subject, peer):
    """No record that was changed, moved, repeated, left out or invented is delivered, in a dialogue."""
    return [
        handshake(subject, peer),
        peer.writes(b"the first of three"),
        subject.reads_exactly(b"the first of three"),
        subject.writes(b"an answer to it"),
        peer.reads_exactly(b"an answer to it"),
        peer.writes(b"the second of three"),
        peer.writes(b"the third of three"),
        subject.reads_exactly(b"the second of threethe third of three"),
    ]


@scenario(
    "rfc8446:6.1:truncation", sweep="hostile", drivers="bio sockets asyncio-streams", peers="honest tlslite"
)
def a_damaged_close_is_no_clean_end(subject, peer):
    """Data followed by a closure alert: damage to either never makes a shorter stream look complete."""
    return [
        handshake(subject, peer),
        together(
            [peer.writes(b"ten bytes."), peer.writes(b"ten more.."), peer.closes().anything()],
            subject.reads_to_end().gives(b"ten bytes.ten more.."),
        ),
    ]


# The cipher is what differs here, not the face: one driver is enough.
@scenario("rfc5246:6.2.3.2:cbc_mac", sweep="hostile", drivers="bio", tls="1.2", peers="honest tlslite")
def damage_to_cbc_records_is_found_tls12(subject, peer):
    """With a CBC suite, whatever the length of the data modulo the block, damaged records are refused."""
    return [
        subject.configured(cipher="ECDHE-ECDSA-AES128-SHA256"),
        peer.configured(cipher="ECDHE-ECDSA-AES128-SHA256"),
        handshake(subject, peer),
        *(peer.writes(payload(size)) for size in (1, 15, 16, 17)),
        subject.reads_exactly(b"".join(payload(size) for size in (1, 15, 16, 17))),
    ]


@scenario("rfc7905:2:chacha20_tag", sweep="hostile", drivers="bio", tls="1.2", peers="honest tlslite")
def damage_to_chacha20_records_is_found_tls12(subject, peer):
    """With ChaCha20-Poly1305 damaged records are refused as they are with AES."""
    return [
        subject.configured(cipher="ECDHE-ECDSA-CHACHA20-POLY1305"),
        peer.configured(cipher="ECDHE-ECDSA-CHACHA20-POLY1305"),
        handshake(subject, peer),
        *(peer.writes(payload(size)) for size in (1, 63, 64)),
        subject.reads_exactly(b"".join(payload(size) for size in (1, 63, 64))),
    ]


@scenario("rfc8446:5.2:deprotection", "rfc8446:5:unknown-type", tls="1.3", sweep="none")
def an_alert_in_clear_is_not_believed_tls13(subject, peer):
    """An unprotected alert after the handshake is not the peer's word, but a record out of place.

    unexpected_message is its name (RFC 8446 section 5); bad_record_mac is tolerated.
    """
    return [
        handshake(subject, peer),
        peer.sends_raw(_FATAL_ALERT),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100)
        .raises(PROTOCOL_ERROR, alert="unexpected_message")
        .or_raises(PROTOCOL_ERROR, alert="bad_record_mac"),
    ]


@scenario("rfc5246:7.2.2:bad_record_mac", tls="1.2", sweep="none")
def an_alert_in_clear_is_not_believed_tls12(subject, peer):
    """An unprotected alert after the handshake is a record that does not verify, and is told as one."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FATAL_ALERT),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100).raises(PROTOCOL_ERROR, alert="bad_record_mac"),
    ]


@scenario("rfc8446:6.1:truncation", "rfc8446:5.2:deprotection", peers="honest tlslite")
def a_closure_alert_in_clear_is_no_clean_end(subject, peer):
    """Anyone on the network can write an unprotected close_notify: it must not end the stream cleanly."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_CLOSE_NOTIFY),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario("rfc8446:5.2:deprotection", peers="honest tlslite")
def data_in_clear_is_refused(subject, peer):
    """Unprotected application data after the handshake is never delivered: anyone could have sent it."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_DATA_IN_CLEAR),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario("rfc8446:5.1:data-before-finished")
def data_before_the_handshake_is_refused(subject, peer):
    """Application data in place of the first handshake message fails the handshake and is never delivered."""
    return [peer.sends_raw(_DATA_IN_CLEAR), subject.handshakes().raises(PROTOCOL_ERROR)]


@scenario("rfc8446:5:unknown-type", sweep="none")
def a_record_of_unknown_type_is_refused(subject, peer):
    """A record whose type does not exist ends the connection, and the other end is told why.

    unexpected_message is the alert for it; whoever checks the protection first may say bad_record_mac.
    """
    return [
        handshake(subject, peer),
        peer.sends_raw(_UNKNOWN_TYPE),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100)
        .raises(PROTOCOL_ERROR, alert="unexpected_message")
        .or_raises(PROTOCOL_ERROR, alert="bad_record_mac"),
    ]


@scenario("python:ssl:garbage", sweep="none")
def a_request_in_clear_is_refused(subject, peer):
    """An HTTP request in place of a handshake fails it at once; waiting for more would hang a server."""
    return [peer.sends_raw(_HTTP), subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError")]


@scenario("python:ssl:garbage", "rfc8446:5.2:deprotection", sweep="none")
def a_request_in_clear_after_the_handshake_is_refused(subject, peer):
    """Bytes that are no TLS, behind the handshake, end the connection and are never delivered."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_HTTP),
        subject.reads(100).raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


@scenario("harness:good-before-bad", sweep="benign", peers="honest tlslite")
def a_good_record_is_delivered_before_a_bad_one(subject, peer):
    """What was verified is delivered though a forged record follows in the same piece; then comes the error.

    Otherwise it depends on the network's mood whether the last good data arrives.
    """
    return [
        handshake(subject, peer),
        peer.writes(b"good"),
        peer.sends_raw(_FORGED),
        subject.reads(100).gives(b"good"),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario("rfc8446:5.2:bad_record_mac", sweep="none")
def a_forged_record_is_answered_with_an_alert(subject, peer):
    """The other end is told bad_record_mac, so that it learns of the attack instead of a lost connection."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100).raises(PROTOCOL_ERROR, alert="bad_record_mac"),
    ]


@scenario("rfc8446:6.2:dead-after-fatal", drivers="bio sockets", sweep="none")
def a_connection_is_dead_after_a_forged_record(subject, peer):
    """After a forged record nothing works any more, though good data follows it."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        peer.writes(b"good, but too late"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.writes_once(b"too late as well").raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
    ]


@scenario("rfc8446:6.2:alert-received", sweep="none")
def a_fatal_alert_is_told(subject, peer):
    """When the other end gives up, the read says with which alert."""
    return [
        handshake(subject, peer),
        subject.sends_raw(_FORGED),
        peer.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, alert="bad_record_mac"),
    ]


@scenario("rfc8446:6.2:dead-after-fatal", "rfc8446:6.1:truncation", drivers="bio sockets", sweep="none")
def a_fatal_alert_is_final(subject, peer):
    """After a fatal alert no read ends cleanly: asking twice must not make a broken stream look complete."""
    return [
        handshake(subject, peer),
        subject.sends_raw(_FORGED),
        peer.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.reads(100).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
    ]


@scenario("rfc8446:5.2:record_overflow", tls="1.3", sweep="none")
def a_record_over_the_limit_is_refused_tls13(subject, peer):
    """A record of 2^14+257 bytes, one more than allowed, ends the connection with record_overflow."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_record(2**14 + 257)),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100).raises(PROTOCOL_ERROR, alert="record_overflow"),
    ]


@scenario("rfc5246:6.2.3:record_overflow", tls="1.2", sweep="none")
def a_record_over_the_limit_is_refused_tls12(subject, peer):
    """A record of 2^14+2049 bytes, one more than allowed, ends the connection with record_overflow."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_record(2**14 + 2049)),
        subject.reads(100).raises(PROTOCOL_ERROR),
        peer.reads(100).raises(PROTOCOL_ERROR, alert="record_overflow"),
    ]


@scenario("rfc8446:5.2:record_overflow", sweep="none")
def the_largest_length_is_refused(subject, peer):
    """A record of 65535 bytes is refused: whoever accepts it lets strangers decide what it stores."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_record(65535)),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


# The clause does not say when the length is judged: waiting for the rest of the record is tolerated.
@scenario("rfc8446:5.2:record_overflow", sweep="none")
def an_announced_length_is_judged_by_itself(subject, peer):
    """The header alone tells that a record is too long: there is nothing to wait for."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_record(65535)[:5]),
        subject.reads(100).raises(PROTOCOL_ERROR).or_wants(READ),
    ]


@scenario("rfc8446:6.2:dead-after-fatal", drivers="bio", sweep="none")
def closing_after_a_failure_does_not_succeed(subject, peer):
    """A connection that failed cannot be closed cleanly: unwrap() does not vouch for its stream."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.closes().raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR),
    ]
