"""Key shares of TLS 1.3 that are no points, no secrets, or nobody's (RFC 8446 sections 4.2.8 and 7.4)."""

from harness.scenario import (
    accepted_each,
    handshake,
    in_turn,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

_P256 = "secp256r1"

#: Keys of P-256 that are no points of it, as edits of a share's key.
_NO_POINTS = (
    "[-1] ^= 1",  # off the curve
    " = u8(4) + b'\\0' * 64",  # (0, 0)
    " = b'\\0'",  # infinity
    " = u8(4) + b'\\xff' * 64",  # coordinates above the prime
)
#: The first coordinate of P-256's generator (FIPS 186-4 D.1.2.3), whose second one is odd.
_GENERATOR = bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
#: That point, compressed: it can be made out, and may not.
_COMPRESSED = (f" = u8(3) + {_GENERATOR!r}",)
#: Keys of P-256 in encodings that TLS 1.3 does not have.
_OTHER_FORMS = (
    "[0] = 6",  # hybrid
    " = u8(2) + b'\\x11' * 32",  # compressed
    "[0] = 5",
)
#: Points of small order on curve25519: whatever the other side's key, the secret is zero.
_SMALL_ORDER = (
    "b'\\0' * 32",
    "u8(1) + b'\\0' * 31",
    "b'\\xec' + b'\\xff' * 30 + b'\\x7f'",
    "b'\\xed' + b'\\xff' * 30 + b'\\x7f'",
    "b'\\xee' + b'\\xff' * 30 + b'\\x7f'",
)


def _to_client(tails):
    return [f"server_hello.extensions[key_share].key{tail}" for tail in tails]


def _to_server(tails):
    return [f"client_hello.extensions[key_share].shares[0].key{tail}" for tail in tails]


@wire_scenario("rfc8446:4.2.8.2:point-validation", roles="client", tls="1.3")
def a_servers_point_off_the_curve_is_refused(subject, peer):
    """A P-256 share of the server that is no point of the curve is refused: illegal_parameter."""
    lies = _to_client(_NO_POINTS)
    return [peer.configured(groups=(_P256,)), *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc8446:4.2.8.2:point-validation", roles="server", tls="1.3")
def a_clients_point_off_the_curve_is_refused(subject, peer):
    """A P-256 share of the client that is no point of the curve is refused: illegal_parameter."""
    lies = _to_server(_NO_POINTS)
    return [peer.configured(groups=(_P256,)), *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc8446:4.2.8.2:uncompressed", roles="client", tls="1.3")
def a_servers_point_in_another_form_is_refused(subject, peer):
    """Only uncompressed points are points in TLS 1.3: illegal_parameter for compressed and hybrid ones."""
    lies = _to_client(_OTHER_FORMS)
    return [
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8.2:uncompressed", roles="server", tls="1.3")
def a_clients_point_in_another_form_is_refused(subject, peer):
    """Only uncompressed points are points in TLS 1.3: illegal_parameter for compressed and hybrid ones."""
    lies = _to_server(_OTHER_FORMS)
    return [
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8.2:uncompressed", roles="client", tls="1.3")
def a_servers_compressed_point_is_refused(subject, peer):
    """A point of the curve in compressed form is no share either: illegal_parameter."""
    lies = _to_client(_COMPRESSED)
    return [
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8.2:uncompressed", roles="server", tls="1.3")
def a_clients_compressed_point_is_refused(subject, peer):
    """A point of the curve in compressed form is no share either: illegal_parameter."""
    lies = _to_server(_COMPRESSED)
    return [
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8.2:length", roles="client", tls="1.3")
def a_servers_point_of_the_wrong_length_is_refused(subject, peer):
    """A share a byte too short or too long for its group: illegal_parameter, or decode_error."""
    lies = [
        "del server_hello.extensions[key_share].key[-1:]",
        "server_hello.extensions[key_share].key += b'0'",
    ]
    steps = refused_each(subject, peer, lies, "illegal_parameter", "decode_error")
    return [
        *steps,
        reconnect(),
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8.2:length", roles="server", tls="1.3")
def a_clients_point_of_the_wrong_length_is_refused(subject, peer):
    """A share a byte too short or too long for its group is refused: illegal_parameter or decode_error."""
    share = "client_hello.extensions[key_share].shares[0].key"
    lies = [f"del {share}[-1:]", f"{share} += b'0'"]
    steps = refused_each(subject, peer, lies, "illegal_parameter", "decode_error")
    return [
        *steps,
        reconnect(),
        peer.configured(groups=(_P256,)),
        *refused_each(subject, peer, lies, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:7.4.2:zero-secret", roles="client", tls="1.3")
def a_servers_share_of_small_order_is_refused(subject, peer):
    """A client aborts when the X25519 secret is all zero; which alert it is, is left to it."""
    lies = [f"server_hello.extensions[key_share].key = {key}" for key in _SMALL_ORDER]
    strict, tolerated = "illegal_parameter", ("handshake_failure", "internal_error")
    return [peer.configured(groups=("x25519",)), *refused_each(subject, peer, lies, strict, *tolerated)]


@wire_scenario("rfc8446:7.4.2:zero-secret", roles="server", tls="1.3")
def a_clients_share_of_small_order_is_refused(subject, peer):
    """A server aborts when the X25519 secret is all zero; which alert it is, is left to it."""
    lies = [f"client_hello.extensions[key_share].shares[0].key = {key}" for key in _SMALL_ORDER]
    strict, tolerated = "illegal_parameter", ("handshake_failure", "internal_error")
    return [peer.configured(groups=("x25519",)), *refused_each(subject, peer, lies, strict, *tolerated)]


@wire_scenario("rfc7748:5:unused-bit", tls="1.3", roles="client")
def the_unused_bit_of_a_servers_share_is_ignored(subject, peer):
    """The highest bit of an X25519 coordinate is masked: a share that sets it is as good as without."""
    lies = ["server_hello.extensions[key_share].key ^= 0x80"]
    return [peer.configured(groups=("x25519",)), *accepted_each(subject, peer, lies)]


@wire_scenario("rfc7748:5:unused-bit", tls="1.3", roles="server")
def the_unused_bit_of_a_clients_share_is_ignored(subject, peer):
    """The highest bit of an X25519 coordinate is masked: a share that sets it is as good as without."""
    lies = ["client_hello.extensions[key_share].shares[0].key ^= 0x80"]
    return [peer.configured(groups=("x25519",)), *accepted_each(subject, peer, lies)]


@wire_scenario("rfc8446:4.2.8.1:range", roles="client", tls="1.3")
def a_finite_field_share_out_of_range_is_refused(subject, peer):
    """In ffdhe2048 the shares 0 and 1, and one of another length, are refused: illegal_parameter."""
    share = "server_hello.extensions[key_share].key"
    lies = [f"{share} = b'\\0' * 256", f"{share} = b'\\0' * 255 + b'\\1'", f"{share} = b'\\xff' * 256"]
    return [
        peer.configured(groups=("ffdhe2048",)),
        *refused_each(subject, peer, lies, "illegal_parameter"),
        reconnect(),
        peer.forges(f"del {share}[0:1]"),
        *refused(subject, peer, "illegal_parameter", "decode_error"),
    ]


@wire_scenario("rfc8446:4.2.8:groups-work", tls="1.3")
def every_common_group_works(subject, peer):
    """With each group both ends know, by a share sent at once or after a retry, the handshake completes."""
    return in_turn(
        [peer.configured(groups=(group,)), handshake(subject, peer), subject.continues()]
        for group in ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")
    )


@wire_scenario("rfc8446:C.4:fresh-shares", roles="client", tls="1.3", sweep="none")
def a_clients_shares_are_fresh(subject, peer):
    """The shares of one ClientHello, and of the one after a retry, are made of different keys."""
    first, second = (
        "client_hello.extensions[key_share].shares",
        "client_hello_2.extensions[key_share].shares",
    )
    return [
        peer.configured(groups=("secp521r1",)),
        handshake(subject, peer),
        subject.sends(f"len(set({first})) == len({first})"),
        subject.sends(f"{second}[0].key not in {first}"),
        subject.sends(f"len({second}) == 1"),
    ]


@wire_scenario("rfc8446:4.2.8:unoffered-group", roles="client", tls="1.3")
def a_share_for_a_group_without_a_share_is_refused(subject, peer):
    """A ServerHello whose share is for a group the client sent no share of is refused: illegal_parameter."""
    share = "server_hello.extensions[key_share].group"
    return refused_each(
        subject, peer, [f"{share} = secp521r1", f"{share} = secp192r1", f"{share} = GREASE", f"{share} = 0"],
        "illegal_parameter",
    )  # fmt: skip
