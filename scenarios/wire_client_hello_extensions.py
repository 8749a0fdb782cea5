"""What a ClientHello's own extensions may not be: versions, groups, key shares, schemes, point formats."""

from harness.scenario import (
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

# -- versions ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.1:form", roles="server", tls="1.3")
def an_empty_list_of_versions_is_refused(subject, peer):
    """supported_versions without a version is no list of versions: decode_error."""
    return [
        peer.forges("client_hello.extensions[supported_versions].versions = []"),
        *refused(subject, peer, "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.1:form", roles="server", tls="1.3")
def a_malformed_list_of_versions_is_refused(subject, peer):
    """supported_versions that is cut short, of odd length, or with a byte behind: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[supported_versions].versions.length += 2",
            "client_hello.extensions[supported_versions].data += b'\\0'",
            "client_hello.extensions[supported_versions].data = b''",
            "client_hello.extensions[supported_versions].versions += b'\\x03'",
        ],
        "decode_error",
    )


@wire_scenario("rfc8446:4.2.1:unknown-versions", roles="server", tls="1.3")
def unknown_versions_are_passed_over(subject, peer):
    """Versions that do not exist, in any place of supported_versions, are passed over."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.extensions[supported_versions].versions[0:0] = [0x0305, 0x7f1c, 0xfefe]",
            "client_hello.extensions[supported_versions].versions += [0x0305, 0x0200, 0x0300]",
        ],
    )


@wire_scenario("rfc8446:4.2.1:legacy-version-ignored", roles="server", tls="1.3")
def legacy_version_is_passed_over(subject, peer):
    """Beside supported_versions a server makes nothing of legacy_version, be it lower or higher."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.legacy_version = 0x0304",
            "client_hello.legacy_version = 0x03fe",
            "client_hello.legacy_version = 0x0301",
        ],
    )


@wire_scenario("rfc5246:E.1:higher-version", roles="server", tls="1.2")
def a_higher_version_gets_the_highest(subject, peer):
    """A client of a version still to come is answered with TLS 1.2, the highest the server has."""
    return [
        peer.forges("client_hello.legacy_version = 0x03fe"),
        together(subject.handshakes().anything(), peer.handshakes().anything()),
        subject.sends("server_hello.legacy_version == 0x0303"),
    ]


@wire_scenario("rfc8446:D.5:ssl3", roles="server")
def a_client_hello_of_ssl3_is_refused(subject, peer):
    """A ClientHello whose version is SSL 3.0 is refused with protocol_version, whatever else it says."""
    return [
        peer.forges("client_hello.legacy_version = 0x0300"),
        *refused(subject, peer, "protocol_version"),
    ]


@wire_scenario("rfc8446:D.5:older", roles="server", tls="1.2")
def a_client_hello_of_sslv2_is_refused(subject, peer):
    """A ClientHello whose version is SSL 2.0, or none that ever was, is refused with protocol_version."""
    return refused_each(
        subject,
        peer,
        ["client_hello.legacy_version = 0x0200", "client_hello.legacy_version = 0x0002"],
        "protocol_version",
    )


# -- extensions that must be there -------------------------------------------------------------------------


@wire_scenario("rfc8446:9.2:missing", roles="server", tls="1.3")
def missing_extensions_are_told(subject, peer):
    """A ClientHello without groups, shares, or either, and without a pre-shared key: missing_extension."""
    return [
        *refused_each(
            subject,
            peer,
            [
                "del client_hello.extensions[key_share]",
                "del client_hello.extensions[supported_groups]",
                "del client_hello.extensions[signature_algorithms]",
            ],
            "missing_extension",
        ),
        reconnect(),
        peer.forges(
            "del client_hello.extensions[key_share]", "del client_hello.extensions[supported_groups]"
        ),
        *refused(subject, peer, "missing_extension"),
    ]


@wire_scenario("rfc8446:4.2.2:no-bypass", roles="server", tls="1.3")
def a_made_up_cookie_replaces_nothing(subject, peer):
    """A cookie the server never gave makes no ClientHello good: key_share is missed all the same.

    Refusing the cookie itself, as illegal_parameter or unsupported_extension, is as good.
    """
    return [
        peer.forges(
            "client_hello.extensions[0:0] = [extension(cookie, vector(2, b'made up'))]",
            "del client_hello.extensions[key_share]",
        ),
        *refused(subject, peer, "missing_extension", "illegal_parameter", "unsupported_extension"),
    ]


# -- groups ------------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.7:form", roles="server")
def a_malformed_list_of_groups_is_refused(subject, peer):
    """supported_groups that is empty, of odd length, or with a byte behind it is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[supported_groups].groups = []",
            "client_hello.extensions[supported_groups].groups += b'\\0'",
            "client_hello.extensions[supported_groups].data += b'\\0'",
            "client_hello.extensions[supported_groups].data = b''",
        ],
        "decode_error",
    )


@wire_scenario("rfc8446:4.1.1:no-common-group", roles="server", tls="1.3")
def no_common_group_is_refused(subject, peer):
    """Groups that do not exist, with a share for one of them: handshake_failure, never another try."""
    return [
        peer.forges(
            "client_hello.extensions[supported_groups].groups = [0xfe01, 0xfe02]",
            "client_hello.extensions[key_share].shares = [share(0xfe01, b'x' * 32)]",
        ),
        *refused(subject, peer, "handshake_failure", "insufficient_security"),
        subject.never_sends("hello_retry_request"),
    ]


# -- key shares --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.8:no-shares", roles="server", tls="1.3")
def no_shares_are_asked_for(subject, peer):
    """An empty list of key shares asks the server to choose a group: it answers HelloRetryRequest."""
    return [
        peer.configured(shares=()),
        handshake(subject, peer),
        subject.sends("hello_retry_request.extensions[key_share].group"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.8:unknown-shares", roles="server", tls="1.3")
def shares_of_unknown_groups_are_passed_over(subject, peer):
    """Key shares of unknown groups alone, and a common group without one: HelloRetryRequest."""
    return [
        peer.configured(shares=()),
        peer.forges(
            "client_hello.extensions[supported_groups].groups[0:0] = [0xfe01, 0xfe02]",
            "client_hello.extensions[key_share].shares = [share(0xfe01, b'x'), share(0xfe02, b'y' * 99)]",
        ),
        handshake(subject, peer),
        subject.sends("hello_retry_request.extensions[key_share].group < 0xfe01"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.8:subset", roles="server", tls="1.3")
def a_share_for_a_later_group_will_do(subject, peer):
    """Shares may be for any of the client's groups, not only the first: secp256r1, or one unknown before."""
    return [
        peer.configured(shares=("secp256r1",)),
        handshake(subject, peer),
        subject.continues(),
        reconnect(),
        peer.forges(
            "client_hello.extensions[supported_groups].groups[0:0] = [0xfe01]",
            "client_hello.extensions[key_share].shares[0:0] = [share(0xfe01, b'x' * 32)]",
        ),
        handshake(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.8:share-form", roles="server", tls="1.3")
def malformed_shares_are_refused(subject, peer):
    """A share without a key, cut short, or with bytes behind the list is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[key_share].shares[0].key = b''",
            "client_hello.extensions[key_share].shares[0].key.length += 1",
            "client_hello.extensions[key_share].data += b'\\0'",
            "client_hello.extensions[key_share].shares += b'\\0\\x1d'",
            "client_hello.extensions[key_share].data = b''",
        ],
        "decode_error",
    )


# -- signature schemes -------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.3:no-common-scheme", roles="server")
def unknown_schemes_alone_are_refused(subject, peer):
    """A client that verifies no signature the server can make is refused: handshake_failure."""
    return [
        peer.forges("client_hello.extensions[signature_algorithms].schemes = [0xfe01, 0x0f0f]"),
        *refused(subject, peer, "handshake_failure", "insufficient_security"),
    ]


@wire_scenario("rfc9155:2:absent", roles="server", tls="1.2")
def tls12_without_schemes_is_refused(subject, peer):
    """A client that leaves out signature_algorithms would be signed for with SHA-1: handshake_failure."""
    return [
        peer.forges("del client_hello.extensions[signature_algorithms]"),
        *refused(subject, peer, "handshake_failure"),
    ]


@wire_scenario("rfc8446:4.2.3:form", roles="server")
def a_malformed_list_of_schemes_is_refused(subject, peer):
    """signature_algorithms that is empty, of odd length, or with a byte behind it: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[signature_algorithms].schemes = []",
            "client_hello.extensions[signature_algorithms].schemes += b'\\4'",
            "client_hello.extensions[signature_algorithms].data += b'\\0'",
        ],
        "decode_error",
    )


# -- TLS 1.2 -----------------------------------------------------------------------------------------------


@wire_scenario("rfc8422:5.1.2:no-uncompressed", roles="server", tls="1.2")
def point_formats_without_the_uncompressed_are_refused(subject, peer):
    """ec_point_formats that lacks the uncompressed format is refused: illegal_parameter."""
    return [
        peer.forges("client_hello.extensions[ec_point_formats].formats = [1, 2]"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8422:5.1.2:unknown-formats", roles="server", tls="1.2")
def unknown_point_formats_are_passed_over(subject, peer):
    """Point formats besides the uncompressed, known and unknown, change nothing."""
    return accepted_each(
        subject, peer, ["client_hello.extensions[ec_point_formats].formats = [2, 99, 0, 248]"]
    )


@wire_scenario("rfc8422:5.1.2:form", roles="server", tls="1.2")
def malformed_point_formats_are_refused(subject, peer):
    """ec_point_formats that is empty or longer than it says is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[ec_point_formats].formats = []",
            "client_hello.extensions[ec_point_formats].data += b'\\0'",
        ],
        "decode_error",
    )


@wire_scenario("rfc5246:7.4.1.2:no-extensions", roles="server", tls="1.2")
def no_extensions_are_no_fault_of_form(subject, peer):
    """A ClientHello of TLS 1.2 may end behind its compression methods, or hold an empty block.

    A server that insists on extensions refuses with handshake_failure; decode_error would be wrong.
    """
    opened = together(subject.handshakes().anything(), peer.handshakes().anything())
    return [
        peer.forges("del client_hello.extensions"),
        opened,
        subject.alerts("handshake_failure", "insufficient_security", None),
        reconnect(),
        peer.forges("client_hello.extensions = []"),
        opened,
        subject.alerts("handshake_failure", "insufficient_security", None),
    ]


@wire_scenario("rfc8446:4.2.2:client-form", roles="server", tls="1.3")
def an_empty_cookie_is_refused(subject, peer):
    """A cookie of no bytes does not parse: decode_error.

    Whoever gave none may say so instead: illegal_parameter, or unsupported_extension.
    """
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[0:0] = [extension(cookie, vector(2, b''))]",
            "client_hello.extensions[0:0] = [extension(cookie)]",
        ],
        "decode_error",
        "illegal_parameter",
        "unsupported_extension",
    )
