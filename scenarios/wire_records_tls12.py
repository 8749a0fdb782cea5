"""Records of TLS 1.2: block ciphers with the MAC before and behind encryption, AEAD, empty records."""

from harness.scenario import (
    PROTOCOL_ERROR,
    READ,
    Actor,
    Step,
    handshake,
    in_turn,
    payload,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

#: Suites with CBC encryption, and with a MAC of SHA-1 and of SHA-256.
_CBC = ("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256")
_CCM = "ECDHE-ECDSA-AES128-CCM"
_CHACHA20 = "ECDHE-ECDSA-CHACHA20-POLY1305"


def _with(subject: Actor, peer: Actor, cipher: str) -> list[Step]:
    return [subject.configured(cipher=cipher), peer.configured(cipher=cipher)]


def _damaged_each(
    subject: Actor, peer: Actor, lies: list[tuple[str]] | list[tuple[str, ...]], *first: str
) -> list[Step]:
    """Data told with these edits, each time in a new connection begun with `first`: bad_record_mac."""
    return in_turn(
        [
            *([peer.forges(*first)] if first else []),
            handshake(subject, peer),
            peer.forges(*lie),
            peer.writes(payload(100)),
            subject.reads(100).raises(PROTOCOL_ERROR),
            subject.alerts("bad_record_mac"),
        ]
        for lie in lies
    )


#: What keeps the MAC before encryption: the other way is not offered, or not taken up.
_MAC_FIRST_AS_CLIENT = "del client_hello.extensions[encrypt_then_mac]"

_PADDINGS: list[tuple[str]] | list[tuple[str, ...]] = [
    ("damage_padding(application_data, 0, mask=1)",),
    ("pad(application_data, 255)", "damage_padding(application_data, 0, mask=1)"),
    ("pad(application_data, 255)", "damage_padding(application_data, 100, mask=128)"),
]


@wire_scenario("rfc5246:6.2.3.2:cbc_mac", tls="1.2")
def a_wrong_mac_is_refused(subject, peer):
    """With a block cipher a record whose MAC alone is wrong is refused: bad_record_mac."""
    return [
        *_with(subject, peer, _CBC[0]),
        *_damaged_each(subject, peer, [("damage_mac(application_data)",)]),
    ]


@wire_scenario("rfc5246:6.2.3.2:cbc_mac", tls="1.2", roles="server")
def a_wrong_mac_before_encryption_is_refused(subject, peer):
    """The same with the MAC inside what is encrypted: bad_record_mac."""
    lies = [("damage_mac(application_data)",)]
    return [*_with(subject, peer, _CBC[0]), *_damaged_each(subject, peer, lies, _MAC_FIRST_AS_CLIENT)]


@wire_scenario("rfc5246:6.2.3.2:cbc_mac", tls="1.2", roles="server")
def wrong_padding_is_refused(subject, peer):
    """Wrong padding under a right MAC is told as a wrong MAC is, never as a failed decryption."""
    return [*_with(subject, peer, _CBC[0]), *_damaged_each(subject, peer, _PADDINGS, _MAC_FIRST_AS_CLIENT)]


@wire_scenario("rfc5246:6.2.3.2:padding-under-mac", tls="1.2")
def wrong_padding_under_a_mac_of_all_is_refused(subject, peer):
    """Where the MAC covers what is encrypted the padding is checked all the same: bad_record_mac."""
    return [*_with(subject, peer, _CBC[0]), *_damaged_each(subject, peer, _PADDINGS)]


@wire_scenario("rfc5246:6.2.3.2:max-padding", tls="1.2")
def the_longest_padding_is_removed(subject, peer):
    """Padding of any length up to 255 bytes is right."""
    return [
        *_with(subject, peer, _CBC[0]),
        handshake(subject, peer),
        peer.forges("pad(application_data, 255)"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:6.2.3.2:max-padding", tls="1.2", roles="server")
def the_longest_padding_is_removed_before_the_mac(subject, peer):
    """The same with the MAC inside what is encrypted."""
    return [
        *_with(subject, peer, _CBC[1]),
        peer.forges(_MAC_FIRST_AS_CLIENT),
        handshake(subject, peer),
        peer.forges("pad(application_data, 255)"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.2.2:bad_record_mac", tls="1.2")
def a_part_of_a_block_is_refused(subject, peer):
    """A record of a block cipher that is no whole number of blocks is refused: bad_record_mac."""
    lies = [("truncate(application_data, 1)",), ("truncate(application_data, 15)",)]
    return [*_with(subject, peer, _CBC[0]), *_damaged_each(subject, peer, lies)]


@wire_scenario("rfc5246:7.2.2:bad_record_mac", tls="1.2", roles="server")
def a_part_of_a_block_is_refused_before_the_mac(subject, peer):
    """The same with the MAC inside what is encrypted."""
    lies = [("truncate(application_data, 1)",), ("truncate(application_data, 15)",)]
    return [*_with(subject, peer, _CBC[0]), *_damaged_each(subject, peer, lies, _MAC_FIRST_AS_CLIENT)]


@wire_scenario("rfc7366:3:mac-of-ciphertext", tls="1.2")
def the_mac_covers_what_is_encrypted(subject, peer):
    """With encrypt-then-MAC a wrong bit of the IV, or of what is encrypted, is found: bad_record_mac."""
    lies = [(f"damage(application_data, {at}, mask=1)",) for at in (5, 21, 45)]
    return [
        *_with(subject, peer, _CBC[1]),
        *_damaged_each(subject, peer, lies),
    ]


@wire_scenario("rfc7905:2:chacha20_tag", tls="1.2")
def damaged_records_of_chacha20_are_refused(subject, peer):
    """With ChaCha20-Poly1305 a wrong bit anywhere, or a lost byte, is found: bad_record_mac."""
    lies = [
        ("damage(application_data, -1, mask=1)",),
        ("damage(application_data, 5, mask=1)",),
        ("truncate(application_data, 1)",),
    ]
    return [*_with(subject, peer, _CHACHA20), *_damaged_each(subject, peer, lies)]


@wire_scenario("rfc6655:3:ccm_tag", tls="1.2")
def damaged_records_of_ccm_are_refused(subject, peer):
    """With AES-CCM a wrong bit of the nonce, data or tag, or a lost byte, is found: bad_record_mac."""
    lies = [(f"damage(application_data, {at}, mask=1)",) for at in (-1, 5, 13, 60)]
    damaged = _damaged_each(subject, peer, [*lies, ("truncate(application_data, 1)",)])
    whole = [reconnect(), handshake(subject, peer), subject.continues()]
    return [*_with(subject, peer, _CCM), *damaged, *whole]


@wire_scenario("rfc5246:7.2.2:bad_record_mac", tls="1.2")
def a_finished_in_clear_is_refused(subject, peer):
    """A Finished in clear behind ChangeCipherSpec does not verify: bad_record_mac."""
    return [peer.forges("unprotect(finished)"), *refused(subject, peer, "bad_record_mac")]


@wire_scenario("rfc5246:7.2.2:bad_record_mac", tls="1.2")
def an_alert_in_clear_is_not_believed(subject, peer):
    """An alert in clear behind ChangeCipherSpec does not verify: bad_record_mac."""
    lies = ["before(finished, clear(alert, b'\\2\\x28'))", "before(finished, clear(alert, b'\\1\\0'))"]
    return refused_each(subject, peer, lies, "bad_record_mac")


@wire_scenario("rfc5246:6.2.3:record_overflow", tls="1.2")
def a_record_over_the_limit_fails_the_handshake(subject, peer):
    """A protected record of 2^14 + 2049 bytes before Finished is refused: record_overflow."""
    lie = "before(finished, raw(b'\\x16\\x03\\x03\\x48\\x01' + b'\\0' * 18433))"
    return [peer.forges(lie), *refused(subject, peer, "record_overflow")]


@wire_scenario("rfc8446:5.1:zero-length", tls="1.2")
def empty_data_is_passed_over(subject, peer):
    """Application data without content is neither data nor an end: reads go on waiting."""
    return [
        handshake(subject, peer),
        peer.injects("record(application_data, b'')", "record(application_data, b'')"),
        subject.reads(100).wants(READ),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5.1:zero-length", tls="1.2")
def empty_data_of_a_block_cipher_is_passed_over(subject, peer):
    """The same with a block cipher, where old implementations send such records before others."""
    return [
        *_with(subject, peer, _CBC[0]),
        handshake(subject, peer),
        peer.injects("record(application_data, b'')", "record(application_data, b'data')"),
        subject.reads(100).gives(b"data"),
        subject.continues(),
    ]
