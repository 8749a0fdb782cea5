"""Extensions with an RFC of their own: server_name, ALPN, padding and the flags of TLS 1.2."""

from harness.scenario import (
    Actor,
    Step,
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

_NAME = "u8(0) + vector(2, b'localhost')"


def _protocols(*names: str) -> str:
    """An ALPN extension of these vectors."""
    return f"extension(alpn, vector(2, {' + '.join(names)}))"


_H2 = "vector(1, b'h2')"

# -- server_name -------------------------------------------------------------------------------------------


@wire_scenario("rfc6066:3:name-form", roles="server")
def a_malformed_server_name_is_refused(subject, peer):
    """A server_name without names, with an empty one, or longer than it says is refused: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            "client_hello.extensions[server_name].data = b''",
            "client_hello.extensions[server_name].data += b'\\0'",
            "client_hello.extensions[server_name].names.length += 1",
            "client_hello.extensions[server_name].names = []",
            "client_hello.extensions[server_name].names = [u8(0) + vector(2, b'')]",
        ],
        "decode_error",
        "illegal_parameter",
    )


@wire_scenario("rfc6066:3:one-name", roles="server")
def two_host_names_are_refused(subject, peer):
    """A list with two host names, which RFC 6066 forbids, is refused: illegal_parameter, or decode_error."""
    return [
        peer.forges(f"client_hello.extensions[server_name].names = [{_NAME}, {_NAME}]"),
        *refused(subject, peer, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc6066:3:unknown-name", roles="server")
def an_unknown_name_is_no_warning(subject, peer):
    """A name the server does not know is passed over, or refused with a fatal unrecognized_name.

    A warning, which clients take in different ways, is neither.
    """
    return [
        peer.configured(server_name="elsewhere.example", verify="no"),
        together(subject.handshakes().anything(), peer.handshakes().anything()),
        subject.alerts(None, "unrecognized_name"),
    ]


@wire_scenario("rfc6066:3:not-on-resumption", roles="server", tls="1.2")
def tls12_a_name_is_not_acknowledged_on_resumption(subject, peer):
    """A server that resumes a session says nothing of server_name in its ServerHello."""
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.never_sends("certificate"),
        subject.never_sends("server_hello.extensions[server_name]"),
        subject.continues(),
    ]


@wire_scenario("rfc6066:3:acknowledgement", roles="client", tls="1.2")
def tls12_an_acknowledged_name_is_empty(subject, peer):
    """server_name in a ServerHello is welcome when it is empty, and refused with content: decode_error."""
    return [
        peer.forges("server_hello.extensions += [extension(server_name)]"),
        handshake(subject, peer),
        subject.continues(),
        reconnect(),
        *refused_each(
            subject,
            peer,
            [
                f"server_hello.extensions += [extension(server_name, vector(2, {_NAME}))]",
                "server_hello.extensions += [extension(server_name, b'\\0')]",
            ],
            "decode_error",
        ),
    ]


@wire_scenario("rfc6066:3:acknowledgement", roles="client", tls="1.3")
def tls13_an_acknowledged_name_is_empty(subject, peer):
    """server_name in EncryptedExtensions is refused with content: decode_error."""
    return refused_each(
        subject,
        peer,
        [
            f"encrypted_extensions.extensions += [extension(server_name, vector(2, {_NAME}))]",
            "encrypted_extensions.extensions += [extension(server_name, b'\\0')]",
        ],
        "decode_error",
    )


@wire_scenario("rfc6066:3:unasked", roles="client", tls="1.2")
def tls12_a_name_that_was_not_sent_is_not_acknowledged(subject, peer):
    """server_name in a ServerHello for a client that sent none is refused: unsupported_extension."""
    return [
        subject.configured(server_name=None),
        peer.forges("server_hello.extensions += [extension(server_name)]"),
        *refused(subject, peer, "unsupported_extension"),
    ]


@wire_scenario("rfc6066:3:unasked", roles="client", tls="1.3")
def tls13_a_name_that_was_not_sent_is_not_acknowledged(subject, peer):
    """server_name in EncryptedExtensions for a client that sent none is refused: unsupported_extension."""
    return [
        subject.configured(server_name=None),
        peer.forges("encrypted_extensions.extensions += [extension(server_name)]"),
        *refused(subject, peer, "unsupported_extension"),
    ]


# -- ALPN --------------------------------------------------------------------------------------------------


@wire_scenario("rfc7301:3.1:form", roles="server")
def malformed_protocols_are_refused(subject, peer):
    """A list of protocols that is empty, holds an empty name, or does not add up is refused: decode_error."""
    lies = (
        _protocols("vector(1, b'')", _H2),
        _protocols(_H2, "vector(1, b'')"),
        _protocols("b''"),
        _protocols("b'\\3h2'"),
        f"extension(alpn, vector(2, {_H2}) + b'\\0')",
        "extension(alpn)",
    )
    return [
        subject.configured(alpn=("h2",)),
        *refused_each(
            subject, peer, [f"client_hello.extensions[0:0] = [{lie}]" for lie in lies], "decode_error"
        ),
    ]


@wire_scenario("rfc7301:3.1:long-list", roles="server", sweep="none")
def a_long_list_of_protocols_is_read_to_its_end(subject, peer):
    """The protocol a server has may be the last of many: here of 16 kB."""
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        peer.forges("client_hello.extensions[alpn].protocols[0:0] = " + f"[{_many_names()}]"),
        handshake(subject, peer),
        subject.tells("alpn").gives("h2"),
        subject.continues(),
    ]


def _many_names() -> str:
    return ", ".join(f"b'{number:03}' * 85" for number in range(64))


def _wrong_choices(subject: Actor, peer: Actor, message: str) -> list[Step]:
    names = ("[b'h3']", "[b'h2', b'http/1.1']", "[b'H2']", "[b'h2\\0']")
    return [
        subject.configured(alpn=("h2", "http/1.1")),
        peer.configured(alpn=("h2",)),
        *refused_each(
            subject,
            peer,
            [f"{message}.extensions[alpn].protocols = {chosen}" for chosen in names],
            "illegal_parameter",
            "decode_error",
            "no_application_protocol",
            "handshake_failure",
        ),
    ]


@wire_scenario("rfc7301:3.1:chosen-unoffered", roles="client", tls="1.2")
def tls12_a_protocol_that_was_not_offered_is_refused(subject, peer):
    """A ServerHello chooses one protocol of those offered, or is refused: illegal_parameter.

    RFC 7301 names no alert; decode_error suits two names, no_application_protocol says it too, and
    handshake_failure is for parameters that are not acceptable (RFC 5246 section 7.2.2, RFC 8446 6.2).
    """
    return _wrong_choices(subject, peer, "server_hello")


@wire_scenario("rfc7301:3.1:chosen-unoffered", roles="client", tls="1.3")
def tls13_a_protocol_that_was_not_offered_is_refused(subject, peer):
    """EncryptedExtensions choose one protocol of those offered, or are refused: illegal_parameter.

    RFC 7301 names no alert; decode_error suits two names, no_application_protocol says it too, and
    handshake_failure is for parameters that are not acceptable (RFC 5246 section 7.2.2, RFC 8446 6.2).
    """
    return _wrong_choices(subject, peer, "encrypted_extensions")


def _malformed_choices(subject: Actor, peer: Actor, message: str) -> list[Step]:
    lies = (
        "protocols = []",
        "protocols = [b'']",
        "data += b'\\0'",
        "protocols.length += 1",
        "data = b''",
    )
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        *refused_each(subject, peer, [f"{message}.extensions[alpn].{lie}" for lie in lies], "decode_error"),
    ]


@wire_scenario("rfc7301:3.1:choice-form", roles="client", tls="1.2")
def tls12_a_malformed_choice_is_refused(subject, peer):
    """A choice of no protocol, of an empty one, or with bytes behind it is refused: decode_error."""
    return _malformed_choices(subject, peer, "server_hello")


@wire_scenario("rfc7301:3.1:choice-form", roles="client", tls="1.3")
def tls13_a_malformed_choice_is_refused(subject, peer):
    """A choice of no protocol, of an empty one, or with bytes behind it is refused: decode_error."""
    return _malformed_choices(subject, peer, "encrypted_extensions")


# -- padding -----------------------------------------------------------------------------------------------


@wire_scenario("rfc7685:3:ignored", roles="server", tls="1.2")
def tls12_padding_is_passed_over(subject, peer):
    """Padding of any length, none included, is passed over and not answered."""
    padded = [f"client_hello.extensions += [extension(padding, b'\\0' * {size})]" for size in (0, 1, 20000)]
    return [*accepted_each(subject, peer, padded), subject.never_sends("server_hello.extensions[padding]")]


@wire_scenario("rfc7685:3:ignored", roles="server", tls="1.3")
def tls13_padding_is_passed_over(subject, peer):
    """Padding of any length, none included, is passed over and not answered."""
    padded = [f"client_hello.extensions[padding].zeros = b'\\0' * {size}" for size in (0, 1, 20000)]
    return [
        *accepted_each(subject, peer, padded),
        subject.never_sends("server_hello.extensions[padding]"),
        subject.never_sends("encrypted_extensions.extensions[padding]"),
    ]


# -- encrypt_then_mac --------------------------------------------------------------------------------------


@wire_scenario("rfc7366:3:form", roles="server", tls="1.2")
def encrypt_then_mac_with_content_is_refused(subject, peer):
    """encrypt_then_mac is empty: with a byte in it, it does not parse, so decode_error."""
    cbc = "ECDHE-ECDSA-AES128-SHA"
    return [
        subject.configured(cipher=cbc),
        peer.configured(cipher=cbc),
        peer.forges("client_hello.extensions[encrypt_then_mac].data = b'\\0'"),
        *refused(subject, peer, "decode_error"),
    ]


@wire_scenario("rfc7366:3:not-answered", roles="server", tls="1.2")
def encrypt_then_mac_is_not_answered_with_an_aead(subject, peer):
    """encrypt_then_mac is answered with a block cipher, if at all: not with AES-GCM."""
    aead = "ECDHE-ECDSA-AES128-GCM-SHA256"
    return [
        subject.configured(cipher=aead),
        peer.configured(cipher=aead),
        handshake(subject, peer),
        subject.sends("len(peer.client_hello.extensions[encrypt_then_mac].data) == 0"),
        subject.never_sends("server_hello.extensions[encrypt_then_mac]"),
        subject.continues(),
    ]


# -- extended_master_secret --------------------------------------------------------------------------------


@wire_scenario("rfc7627:5.1:client-form", roles="server", tls="1.2")
def a_master_secret_flag_with_content_is_refused(subject, peer):
    """extended_master_secret is empty: with a byte in it, it does not parse, so decode_error."""
    return [
        peer.forges("client_hello.extensions[extended_master_secret].data = b'\\0'"),
        *refused(subject, peer, "decode_error"),
    ]


@wire_scenario("rfc7627:5.3:flag-gone", roles="server", tls="1.2")
def a_session_is_not_resumed_without_the_flag(subject, peer):
    """A session with an extended master secret, offered without the flag: the handshake is aborted.

    handshake_failure; illegal_parameter will do, as RFC 7627 names none.
    """
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges("del client_hello.extensions[extended_master_secret]"),
        *refused(subject, peer, "handshake_failure", "illegal_parameter"),
    ]


@wire_scenario("rfc7627:5.3:flag-new", roles="server", tls="1.2")
def a_session_without_the_flag_is_not_resumed_with_it(subject, peer):
    """A session without an extended master secret, offered with the flag, gets a full handshake."""
    return [
        peer.forges("del client_hello.extensions[extended_master_secret]"),
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        together(subject.handshakes().anything(), peer.handshakes().anything()),
        subject.sends("certificate"),
    ]


@wire_scenario("rfc7627:5.3:answer-gone", roles="client", tls="1.2")
def a_resumption_that_drops_the_flag_is_refused(subject, peer):
    """A ServerHello that resumes a session with an extended master secret, but without the flag, is refused.

    handshake_failure; illegal_parameter will do, as RFC 7627 names none.
    """
    return [
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges("del server_hello.extensions[extended_master_secret]"),
        *refused(subject, peer, "handshake_failure", "illegal_parameter"),
    ]


@wire_scenario("rfc7627:5.2:offered", roles="client", tls="1.2")
def the_extended_master_secret_is_offered(subject, peer):
    """A client offers extended_master_secret, empty, in every ClientHello of TLS 1.2."""
    offered = subject.sends("len(client_hello.extensions[extended_master_secret].data) == 0")
    return [
        handshake(subject, peer),
        offered,
        subject.continues(),
        reconnect(resume=True),
        handshake(subject, peer),
        offered,
    ]
