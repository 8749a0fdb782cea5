"""EncryptedExtensions: what may stand there, and what a client must refuse (RFC 8446 sections 4.2, 4.3.1)."""

from harness.scenario import (
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)


@wire_scenario("rfc8446:4.3.1:place", roles="client", tls="1.3")
def extensions_of_the_hello_are_refused(subject, peer):
    """Extensions that the client sends, and that belong into another message: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        [
            "encrypted_extensions.extensions += [extension(supported_versions, u16(0x0304))]",
            "encrypted_extensions.extensions += [extension(key_share, share(x25519, b'x' * 32))]",
            "encrypted_extensions.extensions += [extension(signature_algorithms, vector(2, u16(0x0403)))]",
        ],
        "illegal_parameter",
    )


@wire_scenario("rfc8446:4.3.1:place-unoffered", roles="client", tls="1.3")
def extensions_of_other_messages_are_refused(subject, peer):
    """Extensions that belong elsewhere are refused: illegal_parameter.

    unsupported_extension will do: a client need not have offered them.
    """
    elsewhere = {
        "padding": "b'\\0'",
        "extended_master_secret": "b''",
        "ec_point_formats": "vector(1, u8(0))",
        "cookie": "vector(2, b'c')",
        "session_ticket": "b''",
        "status_request": "b''",
        "psk_key_exchange_modes": "vector(1, u8(1))",
        "pre_shared_key": "u16(0)",
        "encrypt_then_mac": "b''",
        "renegotiation_info": "vector(1, b'')",
    }
    return refused_each(
        subject,
        peer,
        [
            f"encrypted_extensions.extensions += [extension({name}, {content})]"
            for name, content in elsewhere.items()
        ],
        "illegal_parameter",
        "unsupported_extension",
    )


@wire_scenario("rfc8446:4.3.1:place-of-client", roles="client", tls="1.3")
def extensions_of_the_client_alone_are_refused(subject, peer):
    """signature_algorithms_cert, certificate_authorities and post_handshake_auth are no server's to answer.

    unsupported_extension will do: a client need not have offered them.
    """
    theirs = (
        "extension(signature_algorithms_cert, vector(2, u16(0x0403)))",
        "extension(certificate_authorities, vector(2, vector(2, b'0')))",
        "extension(post_handshake_auth)",
    )
    return refused_each(
        subject,
        peer,
        [f"encrypted_extensions.extensions += [{extension}]" for extension in theirs],
        "illegal_parameter",
        "unsupported_extension",
    )


def _unless_asked(message: str, name: str, body: str) -> str:
    """The extension added to a message, one of a type that nobody knows where the client asked for it."""
    asked = f"not absent(subject.client_hello.extensions[{name}])"
    return f"{message}.extensions += [extension({name} + 0xfe00 * ({asked}), {body})]"


@wire_scenario("rfc8446:4.3.1:unsolicited", roles="client", tls="1.3")
def an_unasked_answer_is_refused(subject, peer):
    """A protocol, a limit or early data that the client did not ask for: unsupported_extension."""
    return refused_each(
        subject,
        peer,
        [
            _unless_asked("encrypted_extensions", "alpn", "vector(2, vector(1, b'h2'))"),
            _unless_asked("encrypted_extensions", "max_fragment_length", "u8(1)"),
            "encrypted_extensions.extensions += [extension(early_data)]",
            _unless_asked("encrypted_extensions", "use_srtp", "vector(2, u16(1)) + vector(1, b'')"),
        ],
        "unsupported_extension",
    )


@wire_scenario("rfc8446:4.3.1:unsolicited-unknown", roles="client", tls="1.3")
def an_unknown_extension_is_refused(subject, peer):
    """An extension nobody has heard of, so nobody asked for, is refused: unsupported_extension."""
    return refused_each(
        subject,
        peer,
        [
            "encrypted_extensions.extensions += [extension(0xfe77, b'unheard of')]",
            "encrypted_extensions.extensions += [extension(0xfe77)]",
            "encrypted_extensions.extensions += [extension(15, u8(1))]",
            "encrypted_extensions.extensions += [extension(record_size_limit, u16(16385))]",
        ],
        "unsupported_extension",
    )


@wire_scenario("rfc8446:4.2.7:server-groups", roles="client", tls="1.3")
def groups_of_the_server_are_welcome(subject, peer):
    """A server may tell the groups it prefers, and that it has used the client's server_name."""
    groups = "extension(supported_groups, vector(2, u16(secp521r1) + u16(0xfe01) + u16(x25519)))"
    return accepted_each(
        subject,
        peer,
        [
            f"encrypted_extensions.extensions = [{groups}]",
            "encrypted_extensions.extensions = [extension(server_name)]",
            f"encrypted_extensions.extensions = [extension(server_name), {groups}]",
            "encrypted_extensions.extensions = []",
        ],
    )


@wire_scenario("rfc8446:4.3.1:form", roles="client", tls="1.3")
def malformed_encrypted_extensions_are_refused(subject, peer):
    """EncryptedExtensions without its length, or with one that lies, is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "encrypted_extensions.body = b''",
            "encrypted_extensions.extensions.length += 1",
            "encrypted_extensions.body += b'\\0'",
            "encrypted_extensions.extensions += b'\\0\\0\\0'",
            "encrypted_extensions.extensions += b'\\0\\0\\0\\5'",
        ],
        "decode_error",
    )


@wire_scenario("rfc8446:4.3.1:protected", roles="client", tls="1.3")
def encrypted_extensions_in_clear_are_refused(subject, peer):
    """EncryptedExtensions that are not encrypted are refused: unexpected_message.

    bad_record_mac will do: read as a protected record, they do not decrypt.
    """
    return [
        peer.forges("unprotect(encrypted_extensions)"),
        *refused(subject, peer, "unexpected_message", "bad_record_mac"),
    ]


@wire_scenario("rfc8446:4.3.1:sent", roles="server", tls="1.3")
def encrypted_extensions_answer_what_was_asked(subject, peer):
    """A server answers in EncryptedExtensions nothing but what was asked, and nothing of other messages."""
    strangers = (
        "padding", "extended_master_secret", "encrypt_then_mac", "renegotiation_info", "key_share",
        "supported_versions", "signature_algorithms", "ec_point_formats", "session_ticket",
        "psk_key_exchange_modes", "early_data", "alpn", "max_fragment_length",
    )  # fmt: skip
    return [
        subject.configured(alpn=("h2",)),
        handshake(subject, peer),
        *(subject.never_sends(f"encrypted_extensions.extensions[{name}]") for name in strangers),
        reconnect(),
        peer.forges("client_hello.extensions[0:0] = [extension(alpn, vector(2, vector(1, b'h2')))]"),
        handshake(subject, peer),
        subject.sends("encrypted_extensions.extensions[alpn].protocols == [b'h2']"),
        reconnect(),
        peer.forges("del client_hello.extensions[record_size_limit]"),
        handshake(subject, peer),
        subject.never_sends("encrypted_extensions.extensions[record_size_limit]"),
        subject.continues(),
    ]
