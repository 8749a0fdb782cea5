"""Downgrade protection: marks in the server's random, TLS_FALLBACK_SCSV, and the lowest version allowed."""

from harness.names import Tls
from harness.scenario import (
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

# -- the mark in the server's random -----------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.3:mark", roles="server", tls="1.2")
def a_server_of_both_versions_marks_the_lower(subject, peer):
    """A server that has TLS 1.3 and answers TLS 1.2 ends its random in the mark for that."""
    return [
        subject.configured(also=Tls.V13),
        handshake(subject, peer),
        subject.sends("server_hello.legacy_version == 0x0303"),
        subject.sends("server_hello.random[24:32] == b'DOWNGRD\\x01'"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.1.3:no-mark", roles="server", tls="1.2")
def a_server_of_one_version_marks_nothing(subject, peer):
    """A server of TLS 1.2 alone has not been talked down, and does not say so."""
    return [
        subject.configured(tls=Tls.V12),
        handshake(subject, peer),
        subject.sends("server_hello.random[24:31] != b'DOWNGRD'"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.1.3:mark-checked", roles="client", tls="1.2")
def a_client_of_both_versions_heeds_the_mark(subject, peer):
    """A client that offered TLS 1.3 refuses a ServerHello of TLS 1.2 with either mark: illegal_parameter."""
    return [
        subject.configured(also=Tls.V13),
        handshake(subject, peer),
        subject.continues(),
        reconnect(),
        *refused_each(
            subject,
            peer,
            [
                "server_hello.random[24:32] = b'DOWNGRD\\x01'",
                "server_hello.random[24:32] = b'DOWNGRD\\x00'",
            ],
            "illegal_parameter",
        ),
    ]


@wire_scenario("rfc8446:4.1.3:mark-is-random", roles="client", tls="1.2")
def a_client_of_tls12_alone_does_not_heed_the_mark(subject, peer):
    """To a client of TLS 1.2 alone the mark is what servers of both versions send, no reason to fail."""
    marked = "server_hello.random[24:32] = b'DOWNGRD\\x01'"
    return [subject.configured(tls=Tls.V12), *accepted_each(subject, peer, [marked])]


# -- TLS_FALLBACK_SCSV -------------------------------------------------------------------------------------


@wire_scenario("rfc7507:3:inappropriate", roles="server", tls="1.2")
def a_fallback_below_the_highest_version_is_refused(subject, peer):
    """A client that falls back to TLS 1.2 from a server of TLS 1.3 is told: inappropriate_fallback."""
    return [
        subject.configured(also=Tls.V13),
        *refused_each(
            subject,
            peer,
            [
                "client_hello.cipher_suites += [TLS_FALLBACK_SCSV]",
                "client_hello.cipher_suites[0:0] = [TLS_FALLBACK_SCSV]",
                "client_hello.cipher_suites[2:2] = [TLS_FALLBACK_SCSV]",
            ],
            "inappropriate_fallback",
        ),
    ]


@wire_scenario("rfc7507:3:highest", roles="server")
def a_fallback_to_the_highest_version_is_none(subject, peer):
    """TLS_FALLBACK_SCSV in a ClientHello of the server's highest version changes nothing."""
    return accepted_each(
        subject,
        peer,
        [
            "client_hello.cipher_suites += [TLS_FALLBACK_SCSV]",
            "client_hello.cipher_suites[0:0] = [TLS_FALLBACK_SCSV]",
        ],
    )


@wire_scenario("rfc7507:4:not-sent", roles="client")
def a_first_try_is_no_fallback(subject, peer):
    """A client that tries its highest version sends no TLS_FALLBACK_SCSV."""
    return [
        handshake(subject, peer),
        subject.sends("TLS_FALLBACK_SCSV not in client_hello.cipher_suites"),
        subject.continues(),
    ]


# -- versions ----------------------------------------------------------------------------------------------


@wire_scenario("rfc8996:4:server", roles="server", tls="1.2")
def old_versions_alone_are_refused(subject, peer):
    """A client of TLS 1.0 or TLS 1.1 at most, which the server does not allow: protocol_version."""
    return refused_each(
        subject,
        peer,
        ["client_hello.legacy_version = 0x0302", "client_hello.legacy_version = 0x0301"],
        "protocol_version",
    )


@wire_scenario("rfc8446:4.2.1:none-in-common", roles="server", tls="1.3")
def versions_that_are_not_allowed_are_refused(subject, peer):
    """supported_versions with old versions alone, or TLS 1.2 for a server without it: protocol_version."""
    lies = [
        "client_hello.extensions[supported_versions].versions = [0x0302, 0x0301]",
        "client_hello.extensions[supported_versions].versions = [0x0303]",
        "client_hello.extensions[supported_versions].versions = [0x7f1c]",
        "del client_hello.extensions[supported_versions]",
    ]
    return [subject.configured(tls=Tls.V13), *refused_each(subject, peer, lies, "protocol_version")]


@wire_scenario("rfc8446:4.2.1:none-in-common", roles="server", tls="1.2")
def legacy_version_decides_nothing_beside_supported_versions(subject, peer):
    """supported_versions without a version in common, beside a legacy_version that is: protocol_version."""
    listed = "vector(1, u16(0x0302) + u16(0x0301))"
    return [
        subject.configured(also=Tls.V13),
        peer.forges(f"client_hello.extensions += [extension(43, {listed})]"),
        *refused(subject, peer, "protocol_version"),
    ]


@wire_scenario("rfc8446:4.2.1:without-tls13", roles="server", tls="1.2")
def supported_versions_may_lack_the_highest(subject, peer):
    """supported_versions decides even where it holds TLS 1.2 alone, and is not answered then."""
    listed = "vector(1, u16(0x0a0a) + u16(0x0303) + u16(0x0302))"
    return [
        subject.configured(also=Tls.V13),
        peer.forges(f"client_hello.extensions += [extension(43, {listed})]"),
        handshake(subject, peer),
        subject.sends("server_hello.legacy_version == 0x0303"),
        subject.never_sends("server_hello.extensions[supported_versions]"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.1:all-listed", roles="client", tls="1.2")
def both_versions_are_offered(subject, peer):
    """A client of both versions lists them in supported_versions, with legacy_version TLS 1.2."""
    return [
        subject.configured(also=Tls.V13),
        handshake(subject, peer),
        subject.sends("client_hello.legacy_version == 0x0303"),
        subject.sends("0x0304 in client_hello.extensions[supported_versions].versions"),
        subject.sends("0x0303 in client_hello.extensions[supported_versions].versions"),
        subject.sends("0x0302 not in client_hello.extensions[supported_versions].versions"),
        subject.sends("0x0300 not in client_hello.extensions[supported_versions].versions"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.1:never-answered", roles="client", tls="1.2")
def supported_versions_of_tls12_is_refused(subject, peer):
    """A ServerHello whose supported_versions selects TLS 1.2 or below is refused: illegal_parameter.

    unsupported_extension will do for a client of TLS 1.2 alone, but this one offered TLS 1.3 as well.
    """
    return [
        subject.configured(also=Tls.V13),
        *refused_each(
            subject,
            peer,
            [
                "server_hello.extensions += [extension(supported_versions, u16(0x0303))]",
                "server_hello.extensions += [extension(supported_versions, u16(0x0302))]",
                "server_hello.extensions += [extension(supported_versions, u16(0x0305))]",
            ],
            "illegal_parameter",
        ),
    ]


@wire_scenario("rfc8996:4:client", roles="client", tls="1.2")
def a_server_of_an_old_version_is_refused(subject, peer):
    """A client of TLS 1.2 and TLS 1.3 refuses a server that selects what lies below: protocol_version."""
    return [
        subject.configured(also=Tls.V13),
        *refused_each(
            subject,
            peer,
            [
                "server_hello.legacy_version = 0x0302",
                "server_hello.legacy_version = 0x0301",
                "server_hello.legacy_version = 0x0300",
            ],
            "protocol_version",
        ),
        reconnect(),
        peer.forges("server_hello.legacy_version = 0x0304"),
        *refused(subject, peer, "protocol_version", "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.2.1:one-or-the-other", roles="client", tls="1.3")
def a_client_of_both_versions_does_not_mix_them(subject, peer):
    """A ServerHello of TLS 1.3 that lost its supported_versions is no good one of TLS 1.2: illegal_parameter.

    Its suite is one of TLS 1.3, and key_share has no place there: unsupported_extension or
    protocol_version will do.
    """
    return [
        subject.configured(also=Tls.V12),
        peer.forges("del server_hello.extensions[supported_versions]"),
        *refused(subject, peer, "illegal_parameter", "unsupported_extension", "protocol_version"),
    ]


@wire_scenario("rfc8446:4.1.4:version-kept", roles="client", tls="1.3")
def a_retry_is_not_the_way_down(subject, peer):
    """A client of both versions that was asked for another hello does not take TLS 1.2 behind it.

    illegal_parameter; where supported_versions is gone altogether, others will do.
    """
    return [
        subject.configured(also=Tls.V12),
        peer.configured(groups=("secp384r1",)),
        peer.forges("server_hello.extensions[supported_versions].version = 0x0303"),
        *refused(subject, peer, "illegal_parameter"),
        reconnect(),
        peer.forges(
            "del server_hello.extensions[supported_versions]", "del server_hello.extensions[key_share]"
        ),
        *refused(subject, peer, "illegal_parameter", "protocol_version", "missing_extension"),
    ]


@wire_scenario("rfc8446:4.1.4:second-hello", roles="server", tls="1.3")
def a_second_hello_is_not_the_way_down(subject, peer):
    """A server of both versions that asked for another hello of TLS 1.3 does not go on with TLS 1.2.

    illegal_parameter; protocol_version and missing_extension say it too.
    """
    return [
        subject.configured(also=Tls.V12),
        peer.configured(shares=()),
        *refused_each(
            subject,
            peer,
            [
                "client_hello_2.extensions[supported_versions].versions = [0x0303]",
                "del client_hello_2.extensions[supported_versions]",
            ],
            "illegal_parameter",
            "protocol_version",
            "missing_extension",
            "handshake_failure",
        ),
    ]
