"""ClientHellos on the wire: what a server must pass over, and what it must refuse (RFC 8446 4.1.2)."""

from harness.scenario import (
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

# -- what is not known is passed over ----------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.2:unknown-suites", roles="server")
def unknown_suites_are_passed_over(subject, peer):
    """Cipher suites nobody has heard of, before and behind the known ones, change nothing."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.cipher_suites[0:0] = [0xfefe, 0x00fe, 0xd0fe]",
            "client_hello.cipher_suites += [0xfefe, 0x00fe, 0xd0fe]",
        ],
    )


@wire_scenario("rfc8446:4.1.2:unknown-extensions", roles="server")
def unknown_extensions_are_passed_over(subject, peer):
    """Extensions nobody has heard of, empty or not, are passed over and not answered."""
    return [
        peer.forges(
            "client_hello.extensions[0:0] = [extension(0xfe77), extension(0xfe78, b'unheard of')]",
            "client_hello.extensions += [extension(0xfe79, b'x')]",
        ),
        handshake(subject, peer),
        subject.never_sends("server_hello.extensions[0xfe77]"),
        subject.never_sends("server_hello.extensions[0xfe78]"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:9.3:unknown-values", roles="server")
def unknown_groups_and_schemes_are_passed_over(subject, peer):
    """Groups and signature schemes nobody has heard of come before the known ones and are passed over."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.extensions[supported_groups].groups[0:0] = [0xfe01, 0x3fff]",
            "client_hello.extensions[signature_algorithms].schemes[0:0] = [0xfe01, 0x0f0f]",
        ],
    )


@wire_scenario("rfc8446:4.2:any-order", roles="server")
def extensions_come_in_any_order(subject, peer):
    """The extensions of a ClientHello may come in any order: here from the last to the first."""
    return accepted_each(subject, peer, ["reverse(client_hello.extensions)"])


@wire_scenario("rfc8446:4.1.2:large", roles="server", sweep="none")
def a_large_client_hello_is_read(subject, peer):
    """A well-formed ClientHello of 60 kB, over several records, is read like a small one."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.extensions[0:0] = [extension(0xfe77, b'x' * 60000)]",
            "client_hello.extensions[0:0] = [extension(0xfe77, b'x' * 30000), extension(0xfe78, b'y' * 9)]",
        ],
    )


@wire_scenario("rfc8446:4.1.2:large", roles="server", sweep="none")
def a_client_hello_of_many_parts_is_read(subject, peer):
    """A hundred unknown extensions, a thousand unknown suites and as many schemes are passed over.

    Unknown are those that nobody has assigned, as 0xfd00 is (RFC 9849 section 5.1).
    """
    many = ", ".join(f"extension({number:#x})" for number in range(0xFD80, 0xFDE4))
    numbers = ", ".join(f"{number:#x}" for number in range(0xE000, 0xE3E8))
    return accepted_each(
        subject,
        peer,
        [
            f"client_hello.extensions[0:0] = [{many}]",
            f"client_hello.cipher_suites[0:0] = [{numbers}]",
            f"client_hello.extensions[signature_algorithms].schemes[0:0] = [{numbers}]",
        ],
    )


@wire_scenario("rfc8446:4.1.2:extensions-malformed", roles="server")
def extensions_that_do_not_parse_are_refused(subject, peer):
    """A block of extensions longer than the message, shorter, or cut within an extension: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.body += b'\\0'",
            "client_hello.extensions.length += 1",
            "client_hello.extensions.length -= 1",
            "client_hello.extensions += b'\\0'",
            "client_hello.extensions += b'\\xfe\\x77\\0\\1'",
            "client_hello.session_id.length = 255",
        ],
        "decode_error",
    )


# -- extensions twice --------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2:duplicate", roles="server")
def an_extension_twice_is_refused(subject, peer):
    """A ClientHello with a known extension twice is refused: illegal_parameter; decode_error will do.

    RFC 8446 forbids it without naming the alert.
    """
    return refused_each(
        subject,
        peer,
        [
            "repeat(client_hello.extensions[supported_groups])",
            "repeat(client_hello.extensions[signature_algorithms])",
            "repeat(client_hello.extensions[server_name])",
        ],
        "illegal_parameter",
        "decode_error",
    )


@wire_scenario("rfc8446:4.2:duplicate-key-fields", roles="server", tls="1.3")
def an_extension_of_tls13_twice_is_refused(subject, peer):
    """supported_versions or key_share twice in one ClientHello is refused, whichever the server reads."""
    return refused_each(
        subject,
        peer,
        [
            "repeat(client_hello.extensions[supported_versions])",
            "repeat(client_hello.extensions[key_share])",
        ],
        "illegal_parameter",
        "decode_error",
    )


@wire_scenario("rfc8446:4.2:duplicate-unknown", roles="server")
def an_unknown_extension_twice_is_refused(subject, peer):
    """There may be no two extensions of one type in a ClientHello, even of a type nobody has heard of."""
    return [
        peer.forges("client_hello.extensions[0:0] = [extension(0xfe77), extension(0xfe77)]"),
        *refused(subject, peer, "illegal_parameter", "decode_error"),
    ]


# -- cipher suites -----------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.2:no-suites", roles="server")
def an_empty_list_of_suites_is_refused(subject, peer):
    """cipher_suites has at least one entry: an empty one is refused, with decode_error.

    illegal_parameter will do: it is the value of the list that is wrong, if one reads it so.
    """
    return [
        peer.forges("client_hello.cipher_suites = []"),
        *refused(subject, peer, "decode_error", "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.1.2:suites-malformed", roles="server")
def a_list_of_suites_that_does_not_parse_is_refused(subject, peer):
    """A list of suites of odd length, or longer than the message, is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.cipher_suites += b'\\x13'",
            "client_hello.cipher_suites.length = 0xfffe",
            "client_hello.cipher_suites.length += 0x1000",
        ],
        "decode_error",
    )


@wire_scenario("rfc8446:4.1.1:no-common-suite", roles="server", tls="1.3")
def tls13_without_a_common_suite_is_refused(subject, peer):
    """A client of TLS 1.3 with unknown suites, or those of TLS 1.2 alone, is refused: handshake_failure."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.cipher_suites = [0xfefe]",
            "client_hello.cipher_suites = [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]",
            "client_hello.cipher_suites = [TLS_EMPTY_RENEGOTIATION_INFO_SCSV]",
        ],
        "handshake_failure",
        "insufficient_security",
    )


@wire_scenario("rfc5246:7.4.1.3:no-common-suite", roles="server", tls="1.2")
def tls12_without_a_common_suite_is_refused(subject, peer):
    """A client of TLS 1.2 with unknown suites, or those of TLS 1.3 alone, is refused: handshake_failure."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.cipher_suites = [0xfefe]",
            "client_hello.cipher_suites = [TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384]",
            "client_hello.cipher_suites = [TLS_EMPTY_RENEGOTIATION_INFO_SCSV]",
        ],
        "handshake_failure",
        "insufficient_security",
    )


@wire_scenario("rfc7465:2:refused", roles="server", tls="1.2")
def broken_suites_alone_are_refused(subject, peer):
    """A client that offers RC4, NULL, EXPORT or anonymous suites alone is refused."""
    return [
        subject.configured(certificate="rsa"),
        *refused_each(
            subject,
            peer,
            [
                "client_hello.cipher_suites = [TLS_RSA_WITH_RC4_128_SHA, 0xc011]",
                "client_hello.cipher_suites = [TLS_RSA_WITH_NULL_SHA, TLS_NULL_WITH_NULL_NULL]",
                "client_hello.cipher_suites = [TLS_RSA_EXPORT_WITH_RC4_40_MD5]",
                "client_hello.cipher_suites = [TLS_DH_anon_WITH_AES_128_CBC_SHA, 0xc018]",
            ],
            "handshake_failure",
            "insufficient_security",
        ),
    ]


# -- compression -------------------------------------------------------------------------------------------


@wire_scenario("rfc5246:7.4.1.2:compression-ignored", roles="server", tls="1.2")
def tls12_compression_is_never_chosen(subject, peer):
    """A client of TLS 1.2 that can compress as well is served, without compression."""
    return [
        peer.forges("client_hello.compressions = [1, 64, 0]"),
        handshake(subject, peer),
        subject.sends("server_hello.compression == 0"),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.4.1.2:null-compression", roles="server", tls="1.2")
def tls12_without_null_compression_is_refused(subject, peer):
    """A client that does not offer the null method is refused: illegal_parameter.

    decode_error will do: RFC 5246 says that null must be there, and names no alert.
    """
    return refused_each(
        subject,
        peer,
        ["client_hello.compressions = [1]", "client_hello.compressions = [64, 1]"],
        "illegal_parameter",
        "decode_error",
    )


@wire_scenario("rfc8446:4.1.2:one-compression", roles="server", tls="1.3")
def tls13_other_compressions_are_refused(subject, peer):
    """A ClientHello of TLS 1.3 names null and nothing else, or is refused: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.compressions = [1, 0]",
            "client_hello.compressions = [0, 0]",
            "client_hello.compressions = [1]",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.1.2:no-compressions", roles="server")
def no_compressions_at_all_are_refused(subject, peer):
    """The list of compression methods has at least one entry: an empty one is refused.

    decode_error, or illegal_parameter, which RFC 8446 demands for any list but that of null alone.
    """
    return [
        peer.forges("client_hello.compressions = []"),
        *refused(subject, peer, "decode_error", "illegal_parameter"),
    ]


# -- session IDs -------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.2:session-id-length", roles="server")
def session_ids_have_any_length(subject, peer):
    """A session ID that was never given out may be empty, or have up to 32 bytes; the server goes on."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.session_id = b''",
            "client_hello.session_id = b'abc'",
            "client_hello.session_id = b'0123456789abcdef0123456789abcdef'",
        ],
    )


@wire_scenario("rfc8446:4.1.3:session-id-repeated", roles="server", tls="1.3")
def tls13_session_ids_are_repeated(subject, peer):
    """A server of TLS 1.3 repeats legacy_session_id, whatever its length."""
    same = subject.sends("server_hello.session_id == peer.client_hello.session_id")
    return [
        peer.forges("client_hello.session_id = b'abc'"),
        handshake(subject, peer),
        same,
        reconnect(),
        peer.forges("client_hello.session_id = b''"),
        handshake(subject, peer),
        same,
    ]


@wire_scenario("rfc8446:4.1.2:session-id-too-long", roles="server")
def a_session_id_that_is_too_long_is_refused(subject, peer):
    """A session ID of 33 bytes does not fit its field: decode_error."""
    return [
        peer.forges("client_hello.session_id = b'x' * 33"),
        *refused(subject, peer, "decode_error"),
    ]
