"""HelloRetryRequest on the wire: what a client checks, and what a server goes on with (RFC 8446 4.1.4).

The reference peer's holds a group and a cookie.
"""

from harness.scenario import (
    Actor,
    Step,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

#: A server of this one group asks for it, of any client that sends shares for the usual ones.
_RETRIES = {"groups": ("secp384r1",)}
_GIVEN = "peer.hello_retry_request.extensions[cookie]"


def _asked(subject: Actor, peer: Actor, lies: list[str], strict: str, *tolerated: str) -> list[Step]:
    return [peer.configured(**_RETRIES), *refused_each(subject, peer, lies, strict, *tolerated)]


# -- a client is asked for another hello -------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.2:after-retry", "rfc8446:2.1:hello_retry_request", roles="client", tls="1.3")
def the_second_hello_differs_in_its_share_alone(subject, peer):
    """Asked for another group, a client sends the same ClientHello with one share, for that group."""
    same = ("legacy_version", "random", "session_id", "cipher_suites", "compressions")
    extensions = ("supported_groups", "signature_algorithms", "supported_versions", "server_name")
    return [
        peer.configured(**_RETRIES),
        handshake(subject, peer),
        *(subject.sends(f"client_hello_2.{name} == client_hello.{name}") for name in same),
        *(
            subject.sends(f"client_hello_2.extensions[{name}] == client_hello.extensions[{name}]")
            for name in extensions
        ),
        subject.sends("len(client_hello_2.extensions[key_share].shares) == 1"),
        subject.sends("client_hello_2.extensions[key_share].shares[0].group == secp384r1"),
        subject.sends(f"client_hello_2.extensions[cookie] == {_GIVEN}"),
        subject.continues(),
        reconnect(),
        peer.forges("del hello_retry_request.extensions[cookie]"),
        together(subject.handshakes().anything(), peer.handshakes().anything()),
        subject.sends("client_hello_2"),
        subject.never_sends("client_hello_2.extensions[cookie]"),
    ]


@wire_scenario("rfc8446:4.2.2:copied", roles="client", tls="1.3")
def a_cookie_is_copied(subject, peer):
    """The cookie of a retry, be it of 1, 1000 or 60000 bytes, is in the next ClientHello as it was given."""
    steps = [peer.configured(**_RETRIES)]
    for size in (1, 1000, 60000):
        steps += [
            peer.forges(f"hello_retry_request.extensions[cookie].cookie = b'c' * {size}"),
            handshake(subject, peer),
            subject.sends(f"client_hello_2.extensions[cookie].cookie == b'c' * {size}"),
            subject.continues(),
            reconnect(),
        ]
    return steps[:-1]


@wire_scenario("rfc8446:4.2.2:copied", roles="client", tls="1.3", sweep="none")
def a_cookie_alone_is_reason_enough(subject, peer):
    """A retry that gives a cookie and asks for no group is answered: with the same shares, and the cookie."""
    return [
        peer.configured(**_RETRIES),
        peer.forges(
            "hello_retry_request.extensions[cookie].cookie = b'only this'",
            "del hello_retry_request.extensions[key_share]",
        ),
        together(subject.handshakes().anything(), peer.handshakes().anything()),
        subject.sends("client_hello_2.extensions[cookie].cookie == b'only this'"),
        subject.sends("client_hello_2.extensions[key_share] == client_hello.extensions[key_share]"),
    ]


@wire_scenario("rfc8446:4.2.2:form", roles="client", tls="1.3")
def an_empty_cookie_is_refused(subject, peer):
    """A cookie has at least one byte: an empty one is refused, with decode_error."""
    lies = [
        "hello_retry_request.extensions[cookie].data += b'c'",
        "hello_retry_request.extensions[cookie].data = b''",
        "hello_retry_request.extensions[cookie].cookie = b''",
    ]
    return _asked(subject, peer, lies, "decode_error")


# -- a retry that a client must refuse ---------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.4:second-retry", roles="client", tls="1.3")
def a_second_retry_is_refused(subject, peer):
    """Two HelloRetryRequests, one behind the other, in two records or in one: unexpected_message."""
    lies = [
        "repeat(hello_retry_request)",
        "replace(hello_retry_request, record(handshake, original + original))",
    ]
    return _asked(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4.1.4:second-retry", roles="client", tls="1.3")
def a_retry_for_the_second_hello_is_refused(subject, peer):
    """A HelloRetryRequest in answer to the second ClientHello: unexpected_message.

    The client may be asked for one more group, or for a cookie, but only once in all.
    """
    sent = "peer.hello_retry_request"
    head = f"u16({sent}.legacy_version) + {sent}.random + vector(1, {sent}.session_id)"
    extensions = "extension(supported_versions, u16(0x0304)) + extension(cookie, vector(2, b'c'))"
    body = f"{head} + u16({sent}.cipher_suite) + u8(0) + vector(2, {extensions})"
    retry = f"message(server_hello, {body})"
    return _asked(subject, peer, [f"before(server_hello, {retry})"], "unexpected_message")


@wire_scenario("rfc8446:4.1.4:suite", roles="client", tls="1.3")
def a_retry_with_another_suite_is_refused(subject, peer):
    """A retry with a suite that was not offered, or of TLS 1.2: illegal_parameter."""
    lies = [
        "hello_retry_request.cipher_suite = 0xfefe",
        "hello_retry_request.cipher_suite = TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "hello_retry_request.cipher_suite = TLS_NULL_WITH_NULL_NULL",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:fields", roles="client", tls="1.3")
def a_retry_with_wrong_fields_is_refused(subject, peer):
    """A retry that compresses, or repeats another session ID: illegal_parameter.

    A client may have none (RFC 8446 section 4.1.2); to that one the retry repeats one.
    """
    sent = "subject.client_hello.session_id"
    lies = [
        "hello_retry_request.compression = 1",
        f"hello_retry_request.session_id = u8(number({sent}[0:1]) ^ 1) + {sent}[1:]",
        f"hello_retry_request.session_id = b'0' * (len({sent}) == 0)",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:version", roles="client", tls="1.3")
def a_retry_of_another_version_is_refused(subject, peer):
    """A retry that selects TLS 1.2, or a version not offered: illegal_parameter."""
    lies = [
        "hello_retry_request.extensions[supported_versions].version = 0x0303",
        "hello_retry_request.extensions[supported_versions].version = 0x0305",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:versions-needed", roles="client", tls="1.3")
def without_supported_versions_it_is_no_retry(subject, peer):
    """A retry without supported_versions is a ServerHello of TLS 1.2 at best, and is not obeyed.

    RFC 8446 names no alert: protocol_version, as for that ServerHello; or missing_extension, or
    illegal_parameter.
    """
    lies = ["del hello_retry_request.extensions[supported_versions]"]
    tolerated = ("missing_extension", "illegal_parameter", "unsupported_extension", "unexpected_message")
    return [
        *_asked(subject, peer, lies, "protocol_version", *tolerated),
        subject.never_sends("client_hello_2"),
    ]


@wire_scenario("rfc8446:4.1.4:unsolicited", roles="client", tls="1.3")
def a_retry_with_an_unknown_extension_is_refused(subject, peer):
    """A retry with an extension nobody has heard of: unsupported_extension. Only a cookie comes unasked."""
    lies = [
        "hello_retry_request.extensions += [extension(0xfe77, b'unheard of')]",
        "hello_retry_request.extensions[0:0] = [extension(0xfe77)]",
    ]
    return _asked(subject, peer, lies, "unsupported_extension")


@wire_scenario("rfc8446:4.1.4:place", roles="client", tls="1.3")
def a_retry_with_extensions_of_other_messages_is_refused(subject, peer):
    """A retry with extensions that the client sent, but that have no place in it: illegal_parameter."""
    lies = [
        "hello_retry_request.extensions += [extension(server_name)]",
        "hello_retry_request.extensions += [extension(supported_groups, vector(2, u16(secp384r1)))]",
        "hello_retry_request.extensions += [extension(signature_algorithms, vector(2, u16(0x0403)))]",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:duplicate", roles="client", tls="1.3")
def a_retry_with_an_extension_twice_is_refused(subject, peer):
    """The same extension twice in a retry: illegal_parameter, or decode_error."""
    lies = [
        "repeat(hello_retry_request.extensions[key_share])",
        "repeat(hello_retry_request.extensions[supported_versions])",
        "repeat(hello_retry_request.extensions[cookie])",
    ]
    return _asked(subject, peer, lies, "illegal_parameter", "decode_error")


@wire_scenario("rfc8446:4.2.8:retry-group", roles="client", tls="1.3")
def a_retry_for_an_impossible_group_is_refused(subject, peer):
    """A retry for a group that was not offered, or whose share was there already: illegal_parameter."""
    there = "number(subject.client_hello.extensions[key_share].data[2:4])"
    lies = [
        "hello_retry_request.extensions[key_share].group = 0xfe01",
        "hello_retry_request.extensions[key_share].group = secp192r1",
        "hello_retry_request.extensions[key_share].group = x25519mlkem768",
        f"hello_retry_request.extensions[key_share].group = {there}",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:no-change", roles="client", tls="1.3")
def a_retry_that_changes_nothing_is_refused(subject, peer):
    """A retry with neither group nor cookie would bring the same ClientHello again: illegal_parameter."""
    return [
        peer.configured(**_RETRIES),
        peer.forges(
            "del hello_retry_request.extensions[key_share]", "del hello_retry_request.extensions[cookie]"
        ),
        *refused(subject, peer, "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.1.4:malformed", roles="client", tls="1.3")
def a_malformed_retry_is_refused(subject, peer):
    """A retry with bytes behind it, or whose key_share is not two bytes: decode_error."""
    lies = [
        "hello_retry_request.body += b'\\0'",
        "hello_retry_request.extensions[key_share].data += b'\\0'",
        "hello_retry_request.extensions[key_share].data = share(secp384r1, b'\\4' * 97)",
        "hello_retry_request.extensions[key_share].data = b'\\0'",
        "hello_retry_request.extensions[supported_versions].data += b'\\0'",
    ]
    return _asked(subject, peer, lies, "decode_error")


# -- a ServerHello that does not keep to the retry ---------------------------------------------------------


@wire_scenario("rfc8446:4.1.4:suite-kept", roles="client", tls="1.3")
def another_suite_after_the_retry_is_refused(subject, peer):
    """A ServerHello with another suite than the retry, offered though it was: illegal_parameter."""
    lies = ["server_hello.cipher_suite ^= 3"]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.2.8:group-kept", roles="client", tls="1.3")
def another_group_after_the_retry_is_refused(subject, peer):
    """A ServerHello with a share for another group than the retry asked for: illegal_parameter."""
    lies = [
        "server_hello.extensions[key_share].group = x25519",
        "server_hello.extensions[key_share].group = secp256r1",
    ]
    return _asked(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:version-kept", roles="client", tls="1.3")
def another_version_after_the_retry_is_refused(subject, peer):
    """A ServerHello of TLS 1.2 behind a retry of TLS 1.3: illegal_parameter.

    Where supported_versions is gone altogether, protocol_version and missing_extension will do.
    """
    return [
        *_asked(
            subject,
            peer,
            ["server_hello.extensions[supported_versions].version = 0x0303"],
            "illegal_parameter",
        ),
        reconnect(),
        peer.forges("del server_hello.extensions[supported_versions]"),
        *refused(subject, peer, "illegal_parameter", "protocol_version", "missing_extension"),
    ]


# -- a server asks -----------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.1.4:sent", "rfc8446:2.1:hello_retry_request", roles="server", tls="1.3")
def a_retry_says_what_it_must(subject, peer):
    """A HelloRetryRequest names one group, repeats the session ID, and the ServerHello keeps to it."""
    return [
        peer.configured(shares=()),
        handshake(subject, peer),
        subject.sends("hello_retry_request.legacy_version == 0x0303"),
        subject.sends("hello_retry_request.session_id == peer.client_hello.session_id"),
        subject.sends("hello_retry_request.cipher_suite in peer.client_hello.cipher_suites"),
        subject.sends("hello_retry_request.compression == 0"),
        subject.sends("hello_retry_request.extensions[supported_versions].version == 0x0304"),
        subject.sends(
            "hello_retry_request.extensions[key_share].group"
            " in peer.client_hello.extensions[supported_groups].groups"
        ),
        subject.sends("server_hello.cipher_suite == hello_retry_request.cipher_suite"),
        subject.sends(
            "server_hello.extensions[key_share].group == hello_retry_request.extensions[key_share].group"
        ),
        subject.sends("server_hello.extensions[supported_versions].version == 0x0304"),
        subject.never_sends("hello_retry_request_2"),
    ]


@wire_scenario("rfc8446:4.4.1:message_hash", roles="server", tls="1.3")
def a_retry_is_hashed_as_its_suite_says(subject, peer):
    """The first ClientHello goes into the transcript as a hash of the suite's length, SHA-384's too."""
    suites = "[TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256]"
    return [
        peer.configured(shares=()),
        peer.forges(f"client_hello.cipher_suites = {suites}", f"client_hello_2.cipher_suites = {suites}"),
        handshake(subject, peer),
        subject.sends("hello_retry_request"),
        subject.continues(),
    ]


def _answered(subject: Actor, peer: Actor, lies: list[str], strict: str, *tolerated: str) -> list[Step]:
    steps: list[Step] = [peer.configured(shares=())]
    for lie in lies:
        steps += [peer.forges(lie), *refused(subject, peer, strict, *tolerated)]
        steps += [subject.never_sends("hello_retry_request_2"), reconnect()]
    return steps[:-1]


@wire_scenario("rfc8446:4.2.8:second-share", roles="server", tls="1.3")
def a_second_hello_with_the_wrong_share_is_refused(subject, peer):
    """A second ClientHello whose share is for another group, or that has none: illegal_parameter.

    handshake_failure will do: RFC 8446 says what the client must send, and that there is no third try.
    """
    lies = [
        "client_hello_2.extensions[key_share].shares = [share(secp521r1, b'\\4' + b'x' * 132)]",
        "client_hello_2.extensions[key_share].shares[0].group = 0xfe01",
        "client_hello_2.extensions[key_share].shares = []",
    ]
    return _answered(subject, peer, lies, "illegal_parameter", "handshake_failure")


@wire_scenario("rfc8446:4.1.4:second-hello", roles="server", tls="1.3")
def a_second_hello_without_what_is_needed_is_refused(subject, peer):
    """A second ClientHello without key_share is missing an extension; one without groups is so as well."""
    lies = [
        "del client_hello_2.extensions[key_share]",
        "del client_hello_2.extensions[supported_groups]",
    ]
    return _answered(subject, peer, lies, "missing_extension", "illegal_parameter")


@wire_scenario("rfc8446:4.1.4:second-hello", roles="server", tls="1.3")
def a_second_hello_of_another_kind_is_refused(subject, peer):
    """A second ClientHello without the suite or the version of the retry: illegal_parameter.

    handshake_failure, protocol_version and missing_extension will do: RFC 8446 names none.
    """
    lies = [
        "client_hello_2.cipher_suites = [0xfefe, TLS_EMPTY_RENEGOTIATION_INFO_SCSV]",
        "client_hello_2.extensions[supported_versions].versions = [0x0303]",
        "del client_hello_2.extensions[supported_versions]",
    ]
    tolerated = ("handshake_failure", "protocol_version", "missing_extension")
    return _answered(subject, peer, lies, "illegal_parameter", *tolerated)


@wire_scenario("rfc8446:4.2.10:not-after-retry", roles="server", tls="1.3")
def early_data_in_the_second_hello_is_refused(subject, peer):
    """A second ClientHello that announces early data: illegal_parameter, or unsupported_extension."""
    lies = ["client_hello_2.extensions[0:0] = [extension(early_data)]"]
    return _answered(subject, peer, lies, "illegal_parameter", "unsupported_extension")
