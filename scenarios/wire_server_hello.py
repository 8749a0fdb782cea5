"""ServerHellos on the wire: what a client must check before it goes on (RFC 8446 4.1.3, RFC 5246 7.4.1.3)."""

from harness.scenario import (
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

# -- the fields --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.3:suite", roles="client")
def a_suite_that_was_not_offered_is_refused(subject, peer):
    """A ServerHello that selects a suite nobody offered, or that does not exist: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.cipher_suite = 0xfefe",
            "server_hello.cipher_suite = TLS_NULL_WITH_NULL_NULL",
            "server_hello.cipher_suite = TLS_RSA_WITH_RC4_128_SHA",
            "server_hello.cipher_suite = TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
            "server_hello.cipher_suite = TLS_FALLBACK_SCSV",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.1.3:suite-of-version", roles="client", tls="1.3")
def tls13_with_an_older_suite_is_refused(subject, peer):
    """A ServerHello of TLS 1.3 that selects a suite of TLS 1.2 is refused: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.cipher_suite = TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "server_hello.cipher_suite = TLS_RSA_WITH_AES_128_CBC_SHA",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:B.4:suite-of-version", roles="client", tls="1.2")
def tls12_with_a_newer_suite_is_refused(subject, peer):
    """A ServerHello of TLS 1.2 that selects a suite of TLS 1.3 is refused: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.cipher_suite = TLS_AES_128_GCM_SHA256",
            "server_hello.cipher_suite = TLS_AES_256_GCM_SHA384",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.1.3:compression-chosen", roles="client")
def compression_is_refused(subject, peer):
    """A ServerHello that selects a compression method nobody offered is refused: illegal_parameter."""
    return refused_each(
        subject, peer, ["server_hello.compression = 1", "server_hello.compression = 64"], "illegal_parameter"
    )


@wire_scenario("rfc8446:4.1.3:session-id-checked", roles="client", tls="1.3")
def another_session_id_is_refused(subject, peer):
    """legacy_session_id_echo that is not what the client sent is refused: illegal_parameter.

    What a client without one (RFC 8446 section 4.1.2) has sent is none, and any is another.
    """
    sent = "subject.client_hello.session_id"
    return refused_each(
        subject,
        peer,
        [
            "server_hello.session_id = b'0' * 32",
            f"server_hello.session_id = u8(number({sent}[0:1]) ^ 1) + {sent}[1:]",
            f"server_hello.session_id = {sent}[:-1] + b'00' * (len({sent}) == 0)",
            f"server_hello.session_id = b'0' * (len({sent}) == 0)",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.1.3:session-id-too-long", roles="client")
def a_session_id_that_is_too_long_is_refused(subject, peer):
    """A session ID of 33 bytes does not fit its field: decode_error; illegal_parameter will do.

    In TLS 1.3 it is no echo either, for which RFC 8446 names illegal_parameter.
    """
    return [
        peer.forges("server_hello.session_id = b'x' * 33"),
        *refused(subject, peer, "decode_error", "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.1.3:malformed", roles="client")
def a_server_hello_that_does_not_parse_is_refused(subject, peer):
    """A ServerHello with bytes behind it, or extensions longer than it, is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.body += b'\\0'",
            "server_hello.extensions.length += 1",
            "server_hello.extensions.length -= 1",
            "server_hello.session_id.length = 255",
            "server_hello.extensions += b'\\0'",
        ],
        "decode_error",
    )


# -- versions ----------------------------------------------------------------------------------------------


@wire_scenario("rfc5246:E.1:server-version", roles="client", tls="1.2")
def versions_below_the_lowest_are_refused(subject, peer):
    """A server that selects SSL 3.0, TLS 1.0 or TLS 1.1, none of which is allowed: protocol_version."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.legacy_version = 0x0302",
            "server_hello.legacy_version = 0x0301",
            "server_hello.legacy_version = 0x0300",
        ],
        "protocol_version",
    )


@wire_scenario("rfc5246:E.1:version-too-high", roles="client", tls="1.2")
def versions_that_were_not_offered_are_refused(subject, peer):
    """A ServerHello of a version above TLS 1.2, without supported_versions: protocol_version.

    illegal_parameter will do: the field is not what it may be.
    """
    return refused_each(
        subject,
        peer,
        [
            "server_hello.legacy_version = 0x0304",
            "server_hello.legacy_version = 0x0305",
            "server_hello.legacy_version = 0xfefd",
        ],
        "protocol_version",
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.2.1:tls12-answer", roles="client", tls="1.3")
def without_supported_versions_it_is_no_tls13(subject, peer):
    """A ServerHello without supported_versions is one of TLS 1.2, which was not offered: protocol_version."""
    return [
        peer.forges("del server_hello.extensions[supported_versions]"),
        *refused(subject, peer, "protocol_version", "illegal_parameter", "unsupported_extension"),
    ]


@wire_scenario("rfc8446:4.2.1:selected-unoffered", roles="client", tls="1.3")
def selected_versions_that_cannot_be_are_refused(subject, peer):
    """supported_versions that selects what was not offered, or less than TLS 1.3: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions[supported_versions].version = 0x0303",
            "server_hello.extensions[supported_versions].version = 0x0305",
            "server_hello.extensions[supported_versions].version = 0x7f1c",
            "server_hello.extensions[supported_versions].version = 0x0300",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.2.1:selected-form", roles="client", tls="1.3")
def a_malformed_selected_version_is_refused(subject, peer):
    """supported_versions of a ServerHello holds two bytes, no more and no less: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions[supported_versions].data += b'\\0'",
            "server_hello.extensions[supported_versions].data = b'\\3'",
            "server_hello.extensions[supported_versions].data = b'\\2\\3\\4'",
        ],
        "decode_error",
    )


@wire_scenario("rfc8446:4.2.1:server-legacy-version", roles="client", tls="1.3")
def legacy_version_is_passed_over(subject, peer):
    """Beside supported_versions a client makes nothing of the server's legacy_version."""
    return accepted_each(
        subject, peer, ["server_hello.legacy_version = 0x0304", "server_hello.legacy_version = 0x0301"]
    )


@wire_scenario("rfc8446:D.5:ssl3-answer", roles="client", tls="1.3")
def a_server_hello_of_ssl3_is_refused(subject, peer):
    """A ServerHello whose legacy_version is SSL 3.0 is refused, supported_versions or not."""
    return [
        peer.forges("server_hello.legacy_version = 0x0300"),
        *refused(subject, peer, "protocol_version"),
    ]


# -- key shares --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:9.2:server-share", roles="client", tls="1.3")
def a_server_hello_without_a_key_is_refused(subject, peer):
    """A ServerHello with neither key_share nor a pre-shared key is refused: missing_extension.

    illegal_parameter and handshake_failure will do: RFC 8446 fixes the alert for ClientHellos alone.
    """
    return [
        peer.forges("del server_hello.extensions[key_share]"),
        *refused(subject, peer, "missing_extension", "illegal_parameter", "handshake_failure"),
    ]


@wire_scenario("rfc8446:4.2.8:server-share-form", roles="client", tls="1.3")
def malformed_server_shares_are_refused(subject, peer):
    """key_share with a byte behind it, without a key, or in the form of a retry is refused: decode_error."""
    lies = [
        "server_hello.extensions[key_share].data += b'\\0'",
        "server_hello.extensions[key_share].data = u16(x25519)",
        "server_hello.extensions[key_share].key.length += 1",
        "server_hello.extensions[key_share].data = b''",
    ]
    return [peer.configured(groups=("x25519",)), *refused_each(subject, peer, lies, "decode_error")]


@wire_scenario("rfc8446:4.2.8:server-group", roles="client", tls="1.3")
def a_share_for_a_group_without_one_is_refused(subject, peer):
    """The server's share is for a group the client sent a share for, or is refused: illegal_parameter.

    Neither a group that was merely listed will do, nor one that was not, nor one that does not exist.
    """
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions[key_share].group = secp521r1",
            "server_hello.extensions[key_share].group = secp192r1",
            "server_hello.extensions[key_share].group = 0xfe01",
        ],
        "illegal_parameter",
    )


# -- what a server on trial says ---------------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.3:sent", roles="server", tls="1.3")
def tls13_server_hellos_say_what_they_must(subject, peer):
    """A ServerHello of TLS 1.3 repeats what it must, and holds the extensions of its key exchange alone."""
    return [
        peer.configured(groups=("x25519",)),
        handshake(subject, peer),
        subject.sends("server_hello.legacy_version == 0x0303"),
        subject.sends("server_hello.session_id == peer.client_hello.session_id"),
        subject.sends("server_hello.cipher_suite in peer.client_hello.cipher_suites"),
        subject.sends("server_hello.compression == 0"),
        subject.sends("server_hello.extensions[supported_versions].version == 0x0304"),
        subject.sends("server_hello.extensions[key_share].group == x25519"),
        subject.sends("len(server_hello.extensions) == 2"),
        subject.sends("server_hello.random != peer.client_hello.random"),
        subject.sends("server_hello.random[24:31] != b'DOWNGRD'"),
    ]


@wire_scenario("rfc5246:7.4.1.3:sent", roles="server", tls="1.2")
def tls12_server_hellos_say_what_they_must(subject, peer):
    """A ServerHello of TLS 1.2 selects from what was offered, and has no part of TLS 1.3."""
    return [
        handshake(subject, peer),
        subject.sends("server_hello.legacy_version == 0x0303"),
        subject.sends("server_hello.cipher_suite in peer.client_hello.cipher_suites"),
        subject.sends("server_hello.compression == 0"),
        subject.sends("server_hello.random != peer.client_hello.random"),
        subject.never_sends("server_hello.extensions[supported_versions]"),
        subject.never_sends("server_hello.extensions[key_share]"),
        subject.never_sends("server_hello.extensions[signature_algorithms]"),
        reconnect(),
        peer.forges("del client_hello.extensions[extended_master_secret]"),
        handshake(subject, peer),
        subject.never_sends("server_hello.extensions[extended_master_secret]"),
    ]
