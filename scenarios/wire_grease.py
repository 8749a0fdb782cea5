"""GREASE (RFC 8701): reserved values change nothing where they are offered, and nobody may choose them."""

from harness.scenario import (
    Actor,
    Step,
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

#: The sixteen values for suites, extensions, groups, schemes and versions; those for PSK modes.
_VALUES = [0x0A0A + 0x1010 * number for number in range(16)]
_MODES = [0x0B + 0x1F * number for number in range(8)]

# -- offered by a client -----------------------------------------------------------------------------------


@wire_scenario("rfc8701:3.2:ignored", roles="server", seeds=3)
def reserved_values_in_lists_are_passed_over(subject, peer, dice):
    """GREASE among suites, groups and schemes, in any place, is passed over and never chosen."""
    value, other = dice.sample(_VALUES, 2)
    return accepted_each(
        subject,
        peer,
        [
            f"client_hello.cipher_suites[0:0] = [{value:#06x}, {other:#06x}]",
            f"client_hello.cipher_suites += [{value:#06x}]",
            f"client_hello.extensions[supported_groups].groups[0:0] = [{value:#06x}]",
            f"client_hello.extensions[supported_groups].groups += [{other:#06x}]",
            f"client_hello.extensions[signature_algorithms].schemes[0:0] = [{value:#06x}, {other:#06x}]",
        ],
    )


@wire_scenario("rfc8701:3.2:extensions", roles="server", seeds=3)
def reserved_extensions_are_passed_over(subject, peer, dice):
    """GREASE extensions, empty and with a byte, first and last, are passed over and not answered."""
    value, other = dice.sample(_VALUES, 2)
    return [
        peer.forges(
            f"client_hello.extensions[0:0] = [extension({value:#06x})]",
            f"client_hello.extensions += [extension({other:#06x}, b'\\0')]",
        ),
        handshake(subject, peer),
        subject.never_sends(f"server_hello.extensions[{value:#06x}]"),
        subject.never_sends(f"server_hello.extensions[{other:#06x}]"),
        subject.continues(),
    ]


@wire_scenario("rfc8701:3.2:tls13", roles="server", tls="1.3", seeds=3)
def tls13_reserved_values_are_passed_over(subject, peer, dice):
    """GREASE among versions and PSK modes, and as a group with a key share of one byte, changes nothing."""
    value, mode = dice.choice(_VALUES), dice.choice(_MODES)
    steps = accepted_each(
        subject,
        peer,
        [
            f"client_hello.extensions[supported_versions].versions[0:0] = [{value:#06x}]",
            f"client_hello.extensions[supported_versions].versions += [{value:#06x}]",
            f"client_hello.extensions[psk_key_exchange_modes].modes[0:0] = [{mode:#04x}]",
        ],
    )
    return [
        *steps,
        reconnect(),
        peer.forges(
            f"client_hello.extensions[supported_groups].groups[0:0] = [{value:#06x}]",
            f"client_hello.extensions[key_share].shares[0:0] = [share({value:#06x}, b'\\0')]",
        ),
        handshake(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc8701:3.2:alpn", roles="server", seeds=3)
def reserved_protocols_are_passed_over(subject, peer, dice):
    """A GREASE name among the protocols is passed over, and the next one chosen."""
    value = dice.choice(_VALUES)
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        peer.forges(f"client_hello.extensions[alpn].protocols[0:0] = [u16({value:#06x})]"),
        handshake(subject, peer),
        subject.tells("alpn").gives("h2"),
        subject.continues(),
    ]


# -- chosen by a server ------------------------------------------------------------------------------------


@wire_scenario("rfc8701:3.1:suite", roles="client", seeds=3)
def a_reserved_suite_is_refused(subject, peer, dice):
    """A ServerHello that selects a GREASE suite is refused: illegal_parameter."""
    return [
        peer.forges(f"server_hello.cipher_suite = {dice.choice(_VALUES):#06x}"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8701:3.1:version", roles="client", tls="1.3")
def tls13_a_reserved_version_is_refused(subject, peer):
    """supported_versions of a ServerHello or a retry that selects GREASE is refused: illegal_parameter."""
    return [
        peer.configured(groups=("secp384r1",)),
        peer.forges("server_hello.extensions[supported_versions].version = GREASE"),
        *refused(subject, peer, "illegal_parameter"),
        reconnect(),
        peer.forges("hello_retry_request.extensions[supported_versions].version = GREASE2"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8701:3.1:version", roles="client", tls="1.2")
def tls12_a_reserved_version_is_refused(subject, peer):
    """A ServerHello of a GREASE version is refused: protocol_version, or illegal_parameter."""
    return [
        peer.forges("server_hello.legacy_version = GREASE"),
        *refused(subject, peer, "protocol_version", "illegal_parameter"),
    ]


@wire_scenario("rfc8701:3.1:group", roles="client", tls="1.3")
def tls13_a_reserved_group_is_refused(subject, peer):
    """A share for a GREASE group, or a retry that asks for one, is refused: illegal_parameter."""
    return [
        peer.forges("server_hello.extensions[key_share].group = GREASE"),
        *refused(subject, peer, "illegal_parameter"),
        reconnect(),
        peer.configured(groups=("secp384r1",)),
        peer.forges("hello_retry_request.extensions[key_share].group = GREASE"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8701:3.1:signed", roles="client", tls="1.2")
def tls12_reserved_values_in_the_signed_share_are_refused(subject, peer):
    """A ServerKeyExchange on a GREASE group, or signed with a GREASE scheme: illegal_parameter."""
    return refused_each(
        subject,
        peer,
        ["server_key_exchange.scheme = GREASE", "server_key_exchange.group = GREASE"],
        "illegal_parameter",
        "handshake_failure",
    )


@wire_scenario("rfc8701:3.1:signed", roles="client", tls="1.3")
def tls13_a_reserved_scheme_is_refused(subject, peer):
    """A CertificateVerify signed with a GREASE scheme is refused: illegal_parameter."""
    return [
        peer.forges("certificate_verify.scheme = GREASE"),
        *refused(subject, peer, "illegal_parameter", "handshake_failure", "decrypt_error"),
    ]


@wire_scenario("rfc8701:3.1:extension", roles="client")
def a_reserved_extension_of_the_server_is_refused(subject, peer):
    """A GREASE extension in a ServerHello, which nobody asked for, is refused: unsupported_extension."""
    return refused_each(
        subject,
        peer,
        [
            "server_hello.extensions += [extension(GREASE)]",
            "server_hello.extensions[0:0] = [extension(GREASE2, b'\\0')]",
        ],
        "unsupported_extension",
    )


@wire_scenario("rfc8701:3.1:extension", roles="client", tls="1.3")
def tls13_a_reserved_extension_in_encrypted_extensions_is_refused(subject, peer):
    """A GREASE extension in EncryptedExtensions is refused: unsupported_extension."""
    return [
        peer.forges("encrypted_extensions.extensions += [extension(GREASE)]"),
        *refused(subject, peer, "unsupported_extension"),
    ]


@wire_scenario("rfc8701:3.1:extension", roles="client", tls="1.3")
def tls13_a_reserved_extension_in_a_retry_is_refused(subject, peer):
    """A GREASE extension in a HelloRetryRequest is refused: unsupported_extension."""
    return [
        peer.configured(groups=("secp384r1",)),
        peer.forges("hello_retry_request.extensions += [extension(GREASE)]"),
        *refused(subject, peer, "unsupported_extension"),
    ]


@wire_scenario("rfc8701:3.1:extension", roles="client", tls="1.3")
def tls13_a_reserved_extension_of_a_certificate_is_refused(subject, peer):
    """A GREASE extension of the server's certificate is refused: unsupported_extension."""
    return [
        peer.forges("certificate.entries[0].extensions += [extension(GREASE)]"),
        *refused(subject, peer, "unsupported_extension"),
    ]


def _reserved_protocol(subject: Actor, peer: Actor, message: str) -> list[Step]:
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        peer.forges(f"{message}.extensions[alpn].protocols = [u16(GREASE)]"),
        *refused(
            subject, peer, "illegal_parameter", "decode_error", "no_application_protocol", "handshake_failure"
        ),
    ]


@wire_scenario("rfc8701:3.1:alpn", roles="client", tls="1.2")
def tls12_a_reserved_protocol_is_refused(subject, peer):
    """A GREASE name chosen in a ServerHello, of protocols that do not hold it: illegal_parameter.

    RFC 7301 names no alert: decode_error and no_application_protocol will do, and handshake_failure,
    which is for parameters that are not acceptable (RFC 5246 section 7.2.2, RFC 8446 section 6.2).
    """
    return _reserved_protocol(subject, peer, "server_hello")


@wire_scenario("rfc8701:3.1:alpn", roles="client", tls="1.3")
def tls13_a_reserved_protocol_is_refused(subject, peer):
    """A GREASE name chosen in EncryptedExtensions, of protocols that do not hold it: illegal_parameter.

    RFC 7301 names no alert: decode_error and no_application_protocol will do, and handshake_failure,
    which is for parameters that are not acceptable (RFC 5246 section 7.2.2, RFC 8446 section 6.2).
    """
    return _reserved_protocol(subject, peer, "encrypted_extensions")


# -- offered by a server -----------------------------------------------------------------------------------


@wire_scenario("rfc8701:4.2:ticket", roles="client", tls="1.3")
def a_reserved_extension_of_a_ticket_is_passed_over(subject, peer):
    """GREASE extensions of a NewSessionTicket are passed over by the client."""
    return accepted_each(
        subject,
        peer,
        [
            "new_session_ticket.extensions += [extension(GREASE)]",
            "new_session_ticket.extensions[0:0] = [extension(GREASE, b'\\0'), extension(GREASE2)]",
        ],
    )


@wire_scenario("rfc8701:4.2:certificate-request", roles="client", tls="1.3")
def reserved_values_of_a_certificate_request_are_passed_over(subject, peer):
    """A GREASE extension or scheme of a CertificateRequest is passed over by the client, which answers it."""
    return [
        subject.configured(certificate="client"),
        peer.configured(verify="required"),
        *accepted_each(
            subject,
            peer,
            [
                "certificate_request.extensions += [extension(GREASE, b'\\0')]",
                "certificate_request.extensions[signature_algorithms].schemes[0:0] = [GREASE, GREASE2]",
            ],
        ),
        subject.sends("certificate_verify"),
    ]
