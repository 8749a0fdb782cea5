"""The key exchange of TLS 1.2: ServerKeyExchange and ClientKeyExchange (RFC 5246 7.4.3, 7.4.7; RFC 8422)."""

from harness.scenario import (
    PROTOCOL_ERROR,
    handshake,
    in_turn,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

_RSA = "AES128-GCM-SHA256"
_DHE = "DHE-RSA-AES128-GCM-SHA256"


def _with_rsa(subject, peer, cipher, server):
    """Options for a key exchange that needs an RSA certificate: only this suite, at both ends."""
    return [
        subject.configured(cipher=cipher, **({"certificate": "rsa"} if server == "subject" else {})),
        peer.configured(cipher=cipher, **({"certificate": "rsa"} if server == "peer" else {})),
    ]


# -- what a server sends ----------------------------------------------------------------------------------


@wire_scenario("rfc8422:5.4:point", roles="client", tls="1.2")
def a_servers_point_off_the_curve_is_refused(subject, peer):
    """A P-256 point of ServerKeyExchange that is none of the curve, signed as it is: illegal_parameter."""
    lies = [
        "server_key_exchange.point[-1] ^= 1",
        "server_key_exchange.point = u8(4) + b'\\0' * 64",
        "server_key_exchange.point = b'\\0'",
    ]
    steps = refused_each(subject, peer, lies, "illegal_parameter", "decode_error")
    return [peer.configured(groups=("secp256r1",)), *steps]


@wire_scenario("rfc8422:5.4:point-form", roles="client", tls="1.2")
def an_empty_or_cut_point_is_refused(subject, peer):
    """A point that is empty, too short or too long for its curve: illegal_parameter or decode_error."""
    lies = [
        "server_key_exchange.point = b''",
        "del server_key_exchange.point[-1:]",
        "server_key_exchange.point += b'0'",
    ]
    return refused_each(subject, peer, lies, "illegal_parameter", "decode_error")


@wire_scenario("rfc8422:5.11:zero-secret", roles="client", tls="1.2")
def a_servers_point_of_small_order_is_refused(subject, peer):
    """An X25519 secret that is all zero aborts the handshake; which alert it is, is left to the client."""
    lies = ["server_key_exchange.point = b'\\0' * 32", "server_key_exchange.point = u8(1) + b'\\0' * 31"]
    return refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure", "internal_error")


@wire_scenario("rfc8422:5.11:zero-secret", roles="server", tls="1.2")
def a_clients_point_of_small_order_is_refused(subject, peer):
    """An X25519 secret that is all zero aborts the handshake; which alert it is, is left to the server."""
    lies = ["client_key_exchange.point = b'\\0' * 32", "client_key_exchange.point = u8(1) + b'\\0' * 31"]
    return refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure", "internal_error")


@wire_scenario("rfc8422:5.4:curve", roles="client", tls="1.2")
def a_curve_that_was_not_offered_is_refused(subject, peer):
    """A ServerKeyExchange with a curve the client did not offer: illegal_parameter, or handshake_failure."""
    lies = ["server_key_exchange.group = 0xfe01", "server_key_exchange.group = GREASE"]
    # secp160r1, with a point of its form: who knows that curve, and does not ask what was offered, goes on.
    known = ["server_key_exchange.group = 16", "server_key_exchange.point = u8(4) + b'\\1' * 40"]
    alerts = "illegal_parameter", "handshake_failure"
    return [
        *refused_each(subject, peer, lies, *alerts),
        reconnect(),
        peer.forges(*known),
        *refused(subject, peer, *alerts),
    ]


@wire_scenario("rfc8422:5.4:curve-type", roles="client", tls="1.2")
def an_explicit_curve_is_refused(subject, peer):
    """Curves may only be named: explicit parameters are refused, with illegal_parameter at best."""
    lies = ["server_key_exchange.curve_type = 1", "server_key_exchange.curve_type = 2"]
    return refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure", "decode_error")


@wire_scenario("rfc5246:7.4.3:signature", roles="client", tls="1.2")
def a_forged_signature_of_the_key_exchange_is_refused(subject, peer):
    """Parameters whose signature does not verify are refused: decrypt_error; a cut one may not parse."""
    return [
        *refused_each(
            subject,
            peer,
            ["server_key_exchange.signature[-1] ^= 1", "server_key_exchange.signature = b'0' * 70"],
            "decrypt_error",
            "decode_error",
        ),
        reconnect(),
        peer.forges("server_key_exchange.signature = b''"),
        *refused(subject, peer, "decode_error", "decrypt_error", "illegal_parameter"),
    ]


@wire_scenario("rfc5246:7.4.3:signed-randoms", roles="client", tls="1.2")
def a_signature_over_other_randoms_is_refused(subject, peer):
    """The signature binds both randoms: one made for another handshake is refused with decrypt_error."""
    edit = "server_hello.random[0] ^= 1"
    keeps = "server_key_exchange.signature ^= 0"  # named, so that it is not made anew
    return [peer.forges(edit, keeps), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc5246:7.4.3:scheme", roles="client", tls="1.2")
def a_scheme_that_was_not_offered_is_refused(subject, peer):
    """A signature with an algorithm the client did not offer, or not of the key: illegal_parameter."""
    lies = [
        "server_key_exchange.scheme = 0xfefe",
        "server_key_exchange.scheme = rsa_pkcs1_md5",
        "server_key_exchange.scheme = 0x0400",
        "server_key_exchange.scheme = rsa_pkcs1_sha256",
    ]
    return refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure")


@wire_scenario("rfc5246:7.4.3:scheme", roles="client", tls="1.2")
def a_right_signature_that_was_not_offered_is_refused(subject, peer):
    """A signature that verifies, but with SHA-1, which the client did not offer: illegal_parameter."""
    return [
        peer.forges(
            "server_key_exchange.scheme = ecdsa_sha1",
            "server_key_exchange.signature = signed('ecdsa', ecdsa_sha1)",
        ),
        together(subject.handshakes().raises(PROTOCOL_ERROR).or_gives(None), peer.handshakes().anything()),
        subject.alerts("illegal_parameter", "handshake_failure", None),
        subject.sends(
            "ecdsa_sha1 in client_hello.extensions[signature_algorithms].schemes or len(alert) == 1"
        ),
    ]


@wire_scenario("rfc5246:7.4.3:malformed", roles="client", tls="1.2")
def a_malformed_key_exchange_is_refused(subject, peer):
    """A ServerKeyExchange that is empty, cut, or longer than its parts is refused: decode_error."""
    lies = [
        "server_key_exchange.body = b''",
        "del server_key_exchange.body[-1:]",
        "server_key_exchange.body += b'\\0'",
        "server_key_exchange.point.length = 255",
    ]
    return refused_each(subject, peer, lies, "decode_error", "illegal_parameter")


# -- what a client sends ----------------------------------------------------------------------------------


@wire_scenario("rfc8422:5.7:point", roles="server", tls="1.2")
def a_clients_point_off_the_curve_is_refused(subject, peer):
    """A point of ClientKeyExchange that is none of the curve: illegal_parameter or decode_error."""
    lies = ["client_key_exchange.point[-1] ^= 1", "client_key_exchange.point = u8(4) + b'\\0' * 64"]
    steps = refused_each(subject, peer, lies, "illegal_parameter", "decode_error", "handshake_failure")
    return [peer.configured(groups=("secp256r1",)), *steps]


@wire_scenario("rfc8422:5.7:form", roles="server", tls="1.2")
def a_malformed_client_key_exchange_is_refused(subject, peer):
    """A ClientKeyExchange that is empty, cut or too long is refused: decode_error, or illegal_parameter."""
    lies = [
        "client_key_exchange.point = b''",
        "client_key_exchange.body += b'\\0'",
        "del client_key_exchange.point[-1:]",
        "client_key_exchange.body = b''",
    ]
    return refused_each(subject, peer, lies, "decode_error", "illegal_parameter", "handshake_failure")


#: Blocks of 256 bytes in which no premaster secret of TLS 1.2 stands as PKCS #1 wants it.
_BLOCKS = (
    "b'\\0\\2' + b'\\x55' * 205 + b'\\0\\3\\2' + b's' * 46",  # of another version
    "b'\\0\\2' + b'\\x55' * 206 + b'\\0\\3\\3' + b's' * 45",  # of 47 bytes
    "b'\\0\\2' + b'\\x55' * 204 + b'\\0\\3\\3' + b's' * 47",  # of 49
    "b'\\0\\2' + b'\\x55' * 253 + b'\\0'",  # of none
    "b'\\0\\1' + b'\\xff' * 205 + b'\\0\\3\\3' + b's' * 46",  # padded as a signature is
    "b'\\1\\2' + b'\\x55' * 205 + b'\\0\\3\\3' + b's' * 46",  # begins with 1
    "b'\\0\\2' + b'\\x55' * 254",  # never ends its padding
    "b'\\0\\2\\x55\\0' + b'\\x55' * 203 + b'\\0\\3\\3' + b's' * 46",  # ends it too early
)


@wire_scenario("rfc5246:7.4.7.1:no-oracle", roles="server", tls="1.2")
def a_wrong_premaster_secret_shows_at_finished_only(subject, peer):
    """Static RSA: whatever the decryption yields, the server goes on and fails at Finished, always alike.

    A premaster secret of another version or length, wrong padding of each kind, and a block that decrypts
    to noise must not be told apart: bad_record_mac each time, when the client's Finished does not verify.
    """
    secret = "client_key_exchange.secret = rsa(subject.certificate.entries[0], {})"
    blocks = [secret.format(block) for block in _BLOCKS]
    noise = ["client_key_exchange.secret = b'\\1' * 256", "client_key_exchange.secret[-1] ^= 1"]
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        *refused_each(subject, peer, [*blocks, *noise], "bad_record_mac"),
    ]


def _goes_on_with(secret):
    """An edit of a client that encrypts this premaster secret as it should, and makes its keys of it."""
    block = f"b'\\0\\2' + b'\\x55' * (253 - len({secret})) + b'\\0' + {secret}"
    return f"client_key_exchange.secret = rsa(subject.certificate.entries[0], {block}, {secret})"


@wire_scenario("rfc5246:7.4.7.1:version", roles="server", tls="1.2")
def a_premaster_secret_of_another_version_is_not_gone_on_with(subject, peer):
    """Static RSA: both ends know the secret, but it is not of the ClientHello's version: bad_record_mac.

    The server checks the version and goes on with another secret, so that the client's Finished, which is
    made of this one, does not verify.
    """
    secrets = [f"{version} + b's' * 46" for version in ("b'\\3\\2'", "b'\\3\\0'", "b'\\3\\4'", "b'\\0\\0'")]
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        *refused_each(subject, peer, [_goes_on_with(secret) for secret in secrets], "bad_record_mac"),
    ]


@wire_scenario("rfc5246:7.4.7.1:version", roles="server", tls="1.2")
def a_premaster_secret_of_the_version_that_was_offered_is_right(subject, peer):
    """Static RSA: a client that offers 0x0304 and gets TLS 1.2 has 0x0304 in its premaster secret."""
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        peer.forges("client_hello.legacy_version = 0x0304"),
        handshake(subject, peer),
        subject.continues(),
    ]


@wire_scenario("rfc5246:7.4.7.1:version", roles="server", tls="1.2")
def a_premaster_secret_of_the_version_that_was_chosen_is_wrong(subject, peer):
    """Static RSA: the client offers 0x0304 and has 0x0303 in its premaster secret: bad_record_mac.

    That is how a lower version shows that somebody on the way has made the two ends agree on.
    """
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        peer.forges("client_hello.legacy_version = 0x0304", _goes_on_with("b'\\3\\3' + b's' * 46")),
        *refused(subject, peer, "bad_record_mac"),
    ]


@wire_scenario("rfc5246:7.4.7.1:length", roles="server", tls="1.2")
def a_premaster_secret_of_another_length_is_not_gone_on_with(subject, peer):
    """Static RSA: both ends know the secret, but it is not 48 bytes long: bad_record_mac at Finished."""
    secrets = [f"b'\\3\\3' + b's' * {count}" for count in (0, 1, 45, 47, 78)]
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        *refused_each(subject, peer, [_goes_on_with(secret) for secret in secrets], "bad_record_mac"),
    ]


@wire_scenario("rfc5246:7.4.7.1:form", roles="server", tls="1.2")
def a_premaster_secret_without_its_length_is_refused(subject, peer):
    """The encrypted premaster secret stands behind a length that is true: decode_error."""
    lies = ["client_key_exchange.secret.length += 1", "client_key_exchange.body = b''"]
    return [
        *_with_rsa(subject, peer, _RSA, "subject"),
        *refused_each(subject, peer, lies, "decode_error", "handshake_failure", "illegal_parameter"),
    ]


# -- finite field Diffie-Hellman --------------------------------------------------------------------------


@wire_scenario("rfc7919:4:range", roles="client", tls="1.2")
def a_servers_finite_field_share_out_of_range_is_refused(subject, peer):
    """DHE: the public keys 0 and 1 give everything away, and are refused with illegal_parameter."""
    lies = [
        "server_key_exchange.y = b'\\0'",
        "server_key_exchange.y = b'\\1'",
    ]
    return [
        *_with_rsa(subject, peer, _DHE, "peer"),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error", "handshake_failure"),
    ]


@wire_scenario("rfc9325:4.5:group-size", roles="client", tls="1.2")
def a_small_finite_field_group_is_refused(subject, peer):
    """DHE with a prime of 512 or 1024 bits is no protection: insufficient_security, or handshake_failure."""
    lies = [f"server_key_exchange.p = b'\\xf1' * {size}" for size in (64, 128)]
    return [
        *_with_rsa(subject, peer, _DHE, "peer"),
        *refused_each(subject, peer, lies, "insufficient_security", "handshake_failure", "illegal_parameter"),
    ]


@wire_scenario("harness:bounded", roles="client", tls="1.2")
def a_huge_finite_field_group_is_refused(subject, peer):
    """DHE with a prime of 32768 bits would be hours of work: it is refused."""
    return [
        *_with_rsa(subject, peer, _DHE, "peer"),
        peer.forges("server_key_exchange.p = b'\\xf1' * 4096"),
        *refused(subject, peer, "illegal_parameter", "handshake_failure", "decode_error", "internal_error"),
    ]


@wire_scenario("rfc5246:7.4.3:present", roles="client", tls="1.2")
def a_key_exchange_out_of_place_is_refused(subject, peer):
    """A ServerKeyExchange left out of ECDHE, or put into static RSA, is refused: unexpected_message."""
    return [
        peer.forges("del server_key_exchange"),
        *refused(subject, peer, "unexpected_message"),
        reconnect(),
        *_with_rsa(subject, peer, _RSA, "peer"),
        peer.forges(
            "before(server_hello_done, hashed(server_key_exchange, b'\\3\\0\\x1d' + vector(1, b'0' * 32)))"
        ),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc5246:7.4.7:works", tls="1.2")
def every_curve_works(subject, peer, server):
    """With each curve that both ends know the handshake completes and data flows.

    The certificate is an RSA one, since the key of another would have to be on an offered curve as well.
    """
    under_each = in_turn(
        [peer.configured(groups=(group,)), handshake(subject, peer), subject.continues()]
        for group in ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")
    )
    return [server.configured(certificate="rsa"), *under_each]


@wire_scenario("rfc5246:7.4.9:before-key-exchange", roles="server", tls="1.2")
def a_handshake_without_client_key_exchange_is_refused(subject, peer):
    """change_cipher_spec before ClientKeyExchange would switch to keys nobody has: unexpected_message."""
    return [
        peer.forges("del client_key_exchange"),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.alerts("unexpected_message"),
    ]
