"""The extensions of a ServerHello: what was not asked for, stands elsewhere, comes twice or is malformed."""

from harness.scenario import (
    PROTOCOL_ERROR,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

# -- what was not asked for --------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2:unsolicited", roles="client", tls="1.3")
def tls13_an_unasked_answer_is_refused(subject, peer):
    """A pre-shared key selected of none, or a protocol chosen of none: unsupported_extension.

    illegal_parameter will do for the protocol, which has no place in this message either.
    """
    return [
        peer.forges("server_hello.extensions += [extension(pre_shared_key, u16(0))]"),
        *refused(subject, peer, "unsupported_extension"),
        reconnect(),
        peer.forges("server_hello.extensions += [extension(alpn, vector(2, vector(1, b'h2')))]"),
        *refused(subject, peer, "unsupported_extension", "illegal_parameter"),
    ]


def _unless_asked(message: str, name: str, body: str) -> str:
    """The extension added to a message, one of a type that nobody knows where the client asked for it."""
    asked = f"not absent(subject.client_hello.extensions[{name}])"
    return f"{message}.extensions += [extension({name} + 0xfe00 * ({asked}), {body})]"


@wire_scenario("rfc5246:7.4.1.4:unsolicited", roles="client", tls="1.2")
def tls12_an_unasked_answer_is_refused(subject, peer):
    """A ServerHello that answers what the client did not ask is refused: unsupported_extension."""
    return refused_each(
        subject,
        peer,
        [
            _unless_asked("server_hello", "alpn", "vector(2, vector(1, b'h2'))"),
            _unless_asked("server_hello", "max_fragment_length", "u8(1)"),
            _unless_asked("server_hello", "use_srtp", "vector(2, u16(1)) + vector(1, b'')"),
        ],
        "unsupported_extension",
    )


@wire_scenario("rfc8446:4.2:unsolicited-unknown", roles="client")
def an_unknown_extension_is_refused(subject, peer):
    """A ServerHello with an extension nobody has heard of is refused: unsupported_extension.

    A client that does not know a type has not asked for it.
    """
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions += [extension(0xfe77, b'unheard of')]",
            "server_hello.extensions[0:0] = [extension(0xfe77)]",
            "server_hello.extensions += [extension(0xff77, u16(16385))]",
        ],
        "unsupported_extension",
    )


# -- what stands in the wrong place ------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2:place-refused", roles="client", tls="1.3")
def tls13_extensions_of_other_messages_are_refused(subject, peer):
    """Extensions that the client asked for and belong into EncryptedExtensions: illegal_parameter."""
    return [
        subject.configured(alpn=("h2",)),
        *refused_each(
            subject,
            peer,
            [
                "server_hello.extensions += [extension(server_name)]",
                "server_hello.extensions += [extension(alpn, vector(2, vector(1, b'h2')))]",
                "server_hello.extensions += [extension(supported_groups, vector(2, u16(x25519)))]",
                "server_hello.extensions += [extension(signature_algorithms, vector(2, u16(0x0403)))]",
            ],
            "illegal_parameter",
        ),
    ]


@wire_scenario("rfc8446:4.2:older-extensions", roles="client", tls="1.3")
def tls13_older_extensions_are_refused(subject, peer):
    """What TLS 1.2 answers in its ServerHello has no place in one of TLS 1.3: illegal_parameter.

    unsupported_extension will do: a client of TLS 1.3 alone need not have offered them.
    """
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions += [extension(extended_master_secret)]",
            "server_hello.extensions += [extension(renegotiation_info, vector(1, b''))]",
            "server_hello.extensions += [extension(session_ticket)]",
            "server_hello.extensions += [extension(ec_point_formats, vector(1, u8(0)))]",
            "server_hello.extensions += [extension(encrypt_then_mac)]",
            "server_hello.extensions += [extension(psk_key_exchange_modes, vector(1, u8(1)))]",
            "server_hello.extensions += [extension(cookie, vector(2, b'c'))]",
        ],
        "illegal_parameter",
        "unsupported_extension",
    )


@wire_scenario("rfc8446:4.2:newer-extensions", roles="client", tls="1.2")
def tls12_newer_extensions_are_refused(subject, peer):
    """key_share, early_data or a cookie in a ServerHello of TLS 1.2 is refused: unsupported_extension.

    illegal_parameter will do for what belongs elsewhere.
    """
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions += [extension(key_share, share(x25519, b'x' * 32))]",
            "server_hello.extensions += [extension(early_data)]",
            "server_hello.extensions += [extension(cookie, vector(2, b'c'))]",
            "server_hello.extensions += [extension(pre_shared_key, u16(0))]",
        ],
        "unsupported_extension",
        "illegal_parameter",
    )


@wire_scenario("rfc5246:7.4.1.4.1:never-sent", roles="client", tls="1.2")
def signature_algorithms_are_no_answer(subject, peer):
    """signature_algorithms in a ServerHello, where no server may send it, is refused."""
    return [
        peer.forges("server_hello.extensions += [extension(signature_algorithms, vector(2, u16(0x0403)))]"),
        *refused(subject, peer, "illegal_parameter", "unsupported_extension"),
    ]


# -- what comes twice --------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2:duplicate-answer", roles="client", tls="1.3")
def tls13_an_answer_twice_is_refused(subject, peer):
    """The same extension twice in a ServerHello or in EncryptedExtensions is refused.

    RFC 8446 forbids it without naming the alert: illegal_parameter, or decode_error.
    """
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        *refused_each(
            subject,
            peer,
            [
                "repeat(server_hello.extensions[supported_versions])",
                "repeat(server_hello.extensions[key_share])",
                "repeat(encrypted_extensions.extensions[alpn])",
            ],
            "illegal_parameter",
            "decode_error",
        ),
    ]


@wire_scenario("rfc5246:7.4.1.4:duplicate-answer", roles="client", tls="1.2")
def tls12_an_answer_twice_is_refused(subject, peer):
    """The same extension twice in a ServerHello is refused: illegal_parameter, or decode_error."""
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        *refused_each(
            subject,
            peer,
            [
                "repeat(server_hello.extensions[renegotiation_info])",
                "repeat(server_hello.extensions[extended_master_secret])",
                "repeat(server_hello.extensions[alpn])",
            ],
            "illegal_parameter",
            "decode_error",
        ),
    ]


@wire_scenario("rfc8446:4.2:duplicate-in-request", roles="client", tls="1.3")
def tls13_a_request_with_an_extension_twice_is_refused(subject, peer):
    """A CertificateRequest, or an entry of a Certificate, with the same extension twice is refused."""
    timestamp = "extension(signed_certificate_timestamp, vector(2, vector(2, b'x')))"
    return [
        peer.configured(verify="optional"),
        peer.forges("repeat(certificate_request.extensions[signature_algorithms])"),
        *refused(subject, peer, "illegal_parameter", "decode_error"),
        reconnect(),
        peer.forges(f"certificate.entries[0].extensions = [{timestamp}, {timestamp}]"),
        *refused(subject, peer, "illegal_parameter", "decode_error", "unsupported_extension"),
    ]


@wire_scenario("rfc8446:4.2:duplicate-in-ticket", roles="client", tls="1.3")
def tls13_a_ticket_with_an_extension_twice_is_refused(subject, peer):
    """A NewSessionTicket with early_data twice ends the connection: illegal_parameter, or decode_error."""
    early = "extension(early_data, u32(16384))"
    return [
        peer.forges(f"new_session_ticket.extensions = [{early}, {early}]"),
        handshake(subject, peer),
        peer.writes(b"behind the ticket"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("illegal_parameter", "decode_error"),
    ]


# -- flags and lists of TLS 1.2 ----------------------------------------------------------------------------


@wire_scenario("rfc7627:5.1:empty", roles="client", tls="1.2")
def a_master_secret_flag_with_content_is_refused(subject, peer):
    """extended_master_secret is empty: with a byte in it, it does not parse, so decode_error."""
    return [
        peer.forges("server_hello.extensions[extended_master_secret].data = b'\\0'"),
        *refused(subject, peer, "decode_error"),
    ]


@wire_scenario("rfc7366:3:not-applied", roles="client", tls="1.2")
def encrypt_then_mac_does_not_touch_an_aead(subject, peer):
    """encrypt_then_mac answered beside an AEAD suite, as no server may: it is refused or without effect."""
    opened = together(subject.handshakes().anything(), peer.handshakes().anything())
    return [
        peer.forges("server_hello.extensions += [extension(encrypt_then_mac)]"),
        opened,
        subject.alerts(None, "illegal_parameter", "unsupported_extension", "handshake_failure"),
    ]


@wire_scenario("rfc8422:5.2:no-uncompressed", roles="client", tls="1.2")
def point_formats_without_the_uncompressed_are_refused(subject, peer):
    """A server whose ec_point_formats lack the uncompressed format is refused: illegal_parameter."""
    return [
        peer.forges("server_hello.extensions[ec_point_formats].formats = [1, 2]"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8422:5.2:point-formats-form", roles="client", tls="1.2")
def malformed_point_formats_are_refused(subject, peer):
    """ec_point_formats of a server that are empty or longer than they say are refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions[ec_point_formats].data += b'\\0'",
            "server_hello.extensions[ec_point_formats].formats.length += 1",
            "server_hello.extensions[ec_point_formats].data = b''",
            "server_hello.extensions[ec_point_formats].formats = []",
        ],
        "decode_error",
    )


@wire_scenario("rfc7627:5.2:only-answered", roles="server", tls="1.2")
def the_extended_master_secret_is_answered(subject, peer):
    """A server that knows extended_master_secret answers it; the flag is empty."""
    return [
        handshake(subject, peer),
        subject.sends("len(server_hello.extensions[extended_master_secret].data) == 0"),
        subject.continues(),
    ]
