"""Key exchange with every group: secrets that begin with zero, keys that are none, groups nobody knows."""

from harness.scenario import (
    PROTOCOL_ERROR,
    READ,
    handshake,
    in_turn,
    reconnect,
    refused_each,
    together,
    wire_scenario,
)

_SHARE_13 = "server_hello.extensions[key_share].key"
_CLIENT_13 = "client_hello.extensions[key_share].shares[0].key"
_DHE = "DHE-RSA-AES128-GCM-SHA256"
_KEM = "x25519mlkem768"

#: The prime of ffdhe2048 (RFC 7919 appendix A.1).
_PRIME = bytes.fromhex(
    "ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce249b3ef9"
    "7d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3b557135e7f57c935"
    "984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182b324fb61d108a94bb2c8e3fb"
    "b96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d709e02fce1cdf7e2ecc03404cd28342f61"
    "9172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc2ec22005c58ef1837d1683b2c6f34a26c1b2effa"
    "886b423861285c97ffffffffffffffff"
)
_BELOW = _PRIME[:-1] + b"\xfe"
#: Keys whose secret is known whatever the exponent, or all but: 0, 1, p - 1 and p.
_OUT_OF_RANGE = ("b'\\0' * 256", "b'\\0' * 255 + b'\\1'", repr(_BELOW), repr(_PRIME))

#: Points of small order on curve448, whose secret is zero: 0, 1, p - 1, p and p + 1 (RFC 7748 section 4.2).
_SMALL_ORDER_448 = (
    "b'\\0' * 56",
    "u8(1) + b'\\0' * 55",
    "b'\\xfe' + b'\\xff' * 27 + b'\\xfe' + b'\\xff' * 27",
    "b'\\xff' * 28 + b'\\xfe' + b'\\xff' * 27",
    "b'\\0' * 28 + b'\\xff' * 28",
)


def _each_group(subject, peer, groups):
    """A handshake with each of the groups, in which the peer sees to it that the secret begins with zero."""
    return in_turn(
        [peer.configured(groups=(group,), short_secret=True), handshake(subject, peer), subject.continues()]
        for group in groups
    )


# -- secrets that begin with zero --------------------------------------------------------------------------


@wire_scenario("rfc8446:7.4:leading-zero", roles="client", tls="1.3")
def tls13_a_secret_that_begins_with_zero_is_whole(subject, peer):
    """The first byte of an (EC)DHE secret is part of it, be it zero: the keys are the same at both ends."""
    return _each_group(subject, peer, ("x25519", "secp256r1", "secp384r1", "ffdhe2048"))


@wire_scenario("rfc8422:5.10:leading-zero", roles="server", tls="1.2")
def tls12_a_secret_that_begins_with_zero_is_whole(subject, peer):
    """The first byte of an ECDHE premaster secret is part of it, be it zero: both ends have the same keys."""
    options = subject.configured(certificate="rsa")
    return [options, *_each_group(subject, peer, ("x25519", "secp256r1", "secp384r1"))]


@wire_scenario("rfc5246:8.1.2:leading-zero", roles="server", tls="1.2")
def tls12_a_finite_field_secret_that_begins_with_zero_is_cut(subject, peer):
    """With DHE the zero bytes a secret begins with are cut off: both ends have the same keys.

    A server without DHE finds nothing to agree on: handshake_failure.
    """
    return [
        subject.configured(cipher=_DHE, certificate="rsa"),
        peer.configured(cipher=_DHE, short_secret=True),
        together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.alerts(None, "handshake_failure"),
        subject.sends("len(change_cipher_spec) + len(alert) == 1"),
    ]


@wire_scenario("rfc5246:8.1.2:leading-zero", roles="client", tls="1.2")
def tls12_a_secret_shorter_than_its_prime_is_cut(subject, peer):
    """DHE in a field where every secret begins with zero: it is cut off, and both ends have the same keys.

    The field is none of RFC 7919, so a client may refuse it. One that takes it and has other keys waits for
    ever: the peer cannot read its Finished, and says nothing because it lies, if about nothing.
    """
    return [
        subject.configured(cipher=_DHE),
        peer.configured(cipher=_DHE, certificate="rsa", short_secret=True),
        peer.forges("server_hello.random[0] ^= 0"),
        together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.alerts(None, "handshake_failure", "insufficient_security", "illegal_parameter"),
    ]


# -- keys that are none ------------------------------------------------------------------------------------


def _no_points(key, size):
    """Edits of a NIST curve's key: off the curve, (0, 0), infinity, above the prime."""
    tails = ("[-1] ^= 1", f" = u8(4) + b'\\0' * {2 * size}", " = b'\\0'", f" = u8(4) + b'\\xff' * {2 * size}")
    return [f"{key}{tail}" for tail in tails]


def _no_points_of_each(subject, peer, key):
    return in_turn(
        [
            peer.configured(groups=(group,)),
            *refused_each(subject, peer, _no_points(key, size), "illegal_parameter"),
        ]
        for group, size in (("secp384r1", 48), ("secp521r1", 66))
    )


@wire_scenario("rfc8446:4.2.8.2:point-validation", roles="client", tls="1.3")
def tls13_a_servers_point_off_a_larger_curve_is_refused(subject, peer):
    """A share of P-384 or P-521 that is no point of its curve is refused: illegal_parameter."""
    return _no_points_of_each(subject, peer, _SHARE_13)


@wire_scenario("rfc8446:4.2.8.2:point-validation", roles="server", tls="1.3")
def tls13_a_clients_point_off_a_larger_curve_is_refused(subject, peer):
    """A share of P-384 or P-521 that is no point of its curve is refused: illegal_parameter."""
    return _no_points_of_each(subject, peer, _CLIENT_13)


_ABORTED = ("illegal_parameter", "handshake_failure", "internal_error")


@wire_scenario("rfc8446:7.4.2:zero-secret", roles="client", tls="1.3")
def tls13_a_servers_x448_share_of_small_order_is_refused(subject, peer):
    """A client aborts when the X448 secret is all zero; which alert it is, is left to it."""
    lies = [f"{_SHARE_13} = {key}" for key in _SMALL_ORDER_448]
    return [peer.configured(groups=("x448",)), *refused_each(subject, peer, lies, *_ABORTED)]


@wire_scenario("rfc8446:7.4.2:zero-secret", roles="server", tls="1.3")
def tls13_a_clients_x448_share_of_small_order_is_refused(subject, peer):
    """A server aborts when the X448 secret is all zero; which alert it is, is left to it."""
    lies = [f"{_CLIENT_13} = {key}" for key in _SMALL_ORDER_448]
    return [peer.configured(groups=("x448",)), *refused_each(subject, peer, lies, *_ABORTED)]


@wire_scenario("rfc8446:4.2.8.1:range", roles="client", tls="1.3")
def tls13_a_servers_finite_field_share_is_in_range(subject, peer):
    """In ffdhe2048 the shares 0, 1, p - 1 and p give the secret away: illegal_parameter."""
    lies = [f"{_SHARE_13} = {key}" for key in _OUT_OF_RANGE]
    return [peer.configured(groups=("ffdhe2048",)), *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc8446:4.2.8.1:range", roles="server", tls="1.3")
def tls13_a_clients_finite_field_share_is_in_range(subject, peer):
    """In ffdhe2048 the shares 0, 1, p - 1 and p give the secret away: illegal_parameter.

    handshake_failure is tolerated: it is what a server says that has no finite field groups.
    """
    lies = [f"{_CLIENT_13} = {key}" for key in _OUT_OF_RANGE]
    options = peer.configured(groups=("ffdhe2048",))
    return [options, *refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure")]


@wire_scenario("rfc7919:4:server-group", roles="server", tls="1.2")
def tls12_a_servers_finite_field_group_was_offered(subject, peer):
    """A client with one finite field group gets a prime of that size, or no DHE at all."""
    offered = "client_hello.extensions[supported_groups].groups = [{}]"
    sizes = {"ffdhe3072": 384, "ffdhe4096": 512}
    return [
        subject.configured(cipher=_DHE, certificate="rsa"),
        peer.configured(cipher=_DHE),
        *in_turn(
            [
                peer.forges(offered.format(group)),
                together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything()),
                subject.sends(f"absent(server_key_exchange) or len(server_key_exchange.p) == {size}"),
            ]
            for group, size in sizes.items()
        ),
    ]


@wire_scenario("rfc7919:5.1:range", roles="client", tls="1.2")
def tls12_a_servers_finite_field_share_is_below_p(subject, peer):
    """DHE: p - 1 and p have an order of 2 and none: illegal_parameter.

    handshake_failure is tolerated: RFC 7919 fixes no alert.
    """
    lies = [f"server_key_exchange.y = {key!r}" for key in (_BELOW, _PRIME)]
    return [
        subject.configured(cipher=_DHE),
        peer.configured(cipher=_DHE, certificate="rsa"),
        *refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure"),
    ]


@wire_scenario("harness:bounded", roles="client", tls="1.2")
def tls12_odd_finite_field_groups_end_or_are_waited_for(subject, peer):
    """DHE with an even modulus, or one of 16384 bits, is refused or reckoned with, in bounded time."""
    opening = together(
        subject.handshakes().raises(PROTOCOL_ERROR).or_wants(READ), peer.handshakes().anything()
    )
    return [
        subject.configured(cipher=_DHE),
        peer.configured(cipher=_DHE, certificate="rsa"),
        peer.forges("server_key_exchange.p[-1] ^= 1"),
        opening,
        reconnect(),
        peer.forges("server_key_exchange.p = b'\\xf1' * 2048"),
        opening,
    ]


# -- groups nobody knows, or not there ---------------------------------------------------------------------


@wire_scenario("rfc8422:4:no-common-curve", roles="server", tls="1.2")
def tls12_no_common_curve_is_refused(subject, peer):
    """With ECDHE suites alone and no curve in common there is nothing to agree on: handshake_failure."""
    cipher = "ECDHE-ECDSA-AES128-GCM-SHA256"
    lies = [
        f"client_hello.extensions[supported_groups].groups = {groups}" for groups in ("[0xfe01]", "[GREASE]")
    ]
    return [peer.configured(cipher=cipher), *refused_each(subject, peer, lies, "handshake_failure")]


@wire_scenario("mlkem:share-form", roles="server", tls="1.3")
def tls13_a_hybrid_share_that_is_none_is_refused_or_passed_over(subject, peer):
    """A share of X25519MLKEM768 that is too short, too long, not reduced, or zero is never agreed on.

    A server that does not know the group, or likes x25519 better, goes on without a word.
    """
    keys = ("b'k' * 1215", "b'k' * 1217", "b'\\xff' * 1184 + b'\\x09' * 32", "b'\\0' * 1216")
    opening = together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything())
    return in_turn(
        [
            peer.forges(
                f"client_hello.extensions[supported_groups].groups[0:0] = [{_KEM}]",
                f"client_hello.extensions[key_share].shares[0:0] = [share({_KEM}, {key})]",
            ),
            opening,
            subject.alerts("illegal_parameter", None),
        ]
        for key in keys
    )


@wire_scenario("mlkem:tls13-only", roles="server", tls="1.2")
def tls12_a_hybrid_group_is_not_chosen(subject, peer):
    """X25519MLKEM768 is for TLS 1.3: offered first in TLS 1.2, it is passed over."""
    return [
        peer.forges(f"client_hello.extensions[supported_groups].groups[0:0] = [{_KEM}]"),
        handshake(subject, peer),
        subject.sends(f"server_key_exchange.group != {_KEM}"),
        subject.continues(),
    ]


@wire_scenario("mlkem:tls13-only", roles="client", tls="1.2")
def tls12_a_hybrid_group_is_refused(subject, peer):
    """A ServerKeyExchange of X25519MLKEM768 is refused: illegal_parameter, or handshake_failure."""
    lies = [f"server_key_exchange.group = {_KEM}"]
    return refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure")
