"""Key exchange: X25519 and X448 (RFC 7748), and ECDH on P-256, P-384 and P-521 (RFC 8422 section 5.10).

Finite-field groups stay as they are: tlslite's `powMod` is gmpy2's, and as fast as OpenSSL's.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x448 import X448PrivateKey, X448PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from harness.peers.fast.package import Package, replace_method

#: The curves of RFC 8422 by the numbers of their groups, and the size of a coordinate in bytes.
CURVES: dict[int, tuple[ec.EllipticCurve, int]] = {
    23: (ec.SECP256R1(), 32),
    24: (ec.SECP384R1(), 48),
    25: (ec.SECP521R1(), 66),
}
_FORMATS = {"uncompressed": PublicFormat.UncompressedPoint, "compressed": PublicFormat.CompressedPoint}


def install(package: Package) -> None:
    """Replace the functions of RFC 7748 and the methods of tlslite's ECDHKeyExchange."""
    x25519 = _Montgomery(X25519PrivateKey, X25519PublicKey, 32, 9)
    x448 = _Montgomery(X448PrivateKey, X448PublicKey, 56, 5)
    package.replace("utils.x25519", "x25519", x25519.instead_of)
    package.replace("utils.x25519", "x448", x448.instead_of)
    exchange = package.module("keyexchange").ECDHKeyExchange
    ecdsa = package.module("keyexchange").ecdsa
    replace_method(exchange, "get_random_private_key", _random_private_key({29: x25519, 30: x448}))
    replace_method(exchange, "calc_public_value", _public_value(ecdsa))
    replace_method(exchange, "calc_shared_key", _shared_key(ecdsa))


class _Montgomery:
    """One function of RFC 7748: scalar and u-coordinate to u-coordinate, all-zero results included."""

    def __init__(self, private: Any, public: Any, size: int, base: int) -> None:
        self._private, self._public, self._size = private, public, size
        self._generator = base.to_bytes(size, "little")
        self._last: tuple[bytes, Any] = b"", None

    def random(self) -> bytearray:
        """A scalar to be used soon."""
        key = self._private.generate()
        scalar = key.private_bytes_raw()
        self._last = scalar, key
        return bytearray(scalar)

    def _loaded(self, scalar: bytes) -> Any:
        """A scalar is used twice, and loading one costs as much as using it."""
        known, key = self._last
        if known != scalar:
            key = self._private.from_private_bytes(scalar)
            self._last = scalar, key
        return key

    def instead_of(self, pure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """The function of tlslite's that it replaces, in this way."""

        def multiply(k: Any, u: Any) -> Any:
            if len(k) != self._size or len(u) != self._size:
                return pure(k, u)
            key, coordinate = self._loaded(bytes(k)), bytes(u)
            if coordinate == self._generator:
                return bytearray(key.public_key().public_bytes_raw())
            try:
                return bytearray(key.exchange(self._public.from_public_bytes(coordinate)))
            except ValueError:
                return bytearray(self._size)  # the point is of small order; tlslite looks for zeros itself

        return multiply


def _random_private_key(functions: dict[int, _Montgomery]) -> Callable[[Any], Any]:
    def make(pure: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def get_random_private_key(exchange: Any) -> Any:
            function = functions.get(exchange.group)
            if function is not None:
                return function.random()
            if exchange.group not in CURVES:
                return pure(exchange)
            curve, _ = CURVES[exchange.group]
            # A number is all that tlslite wants to see, and each of so many bits is below the order.
            return 1 + secrets.randbelow((1 << curve.key_size - 1) - 1)

        return get_random_private_key

    return make


@functools.lru_cache(maxsize=8)
def _derived(number: int, group: int) -> ec.EllipticCurvePrivateKey:
    """The private key of that number. Raises ValueError for 0 and for one above the curve's order."""
    return ec.derive_private_key(number, CURVES[group][0])


def _number_of(private: Any, ecdsa: Any) -> int:
    """The number in a private key of tlslite's: it is one, or python-ecdsa's object."""
    if isinstance(private, ecdsa.keys.SigningKey):
        return int(private.privkey.secret_multiplier)
    return int(private)


def _public_value(ecdsa: Any) -> Callable[[Any], Any]:
    def make(pure: Callable[..., Any]) -> Callable[..., Any]:
        def calc_public_value(exchange: Any, private: Any, point_format: str = "uncompressed") -> Any:
            wanted = _FORMATS.get(point_format)
            if exchange.group not in CURVES or wanted is None:
                return pure(exchange, private, point_format)
            try:
                key = _derived(_number_of(private, ecdsa), exchange.group)
            except (TypeError, ValueError):
                return pure(exchange, private, point_format)
            return bytearray(key.public_key().public_bytes(Encoding.X962, wanted))

        return calc_public_value

    return make


def _shared_key(ecdsa: Any) -> Callable[[Any], Any]:
    def make(pure: Callable[..., Any]) -> Callable[..., Any]:
        def calc_shared_key(
            exchange: Any, private: Any, peer_share: Any, valid_point_formats: Any = ("uncompressed",)
        ) -> Any:
            curve, size = CURVES.get(exchange.group, (None, 0))
            share = bytes(peer_share)
            usual = len(share) == 1 + 2 * size and share[0] == 4 and "uncompressed" in valid_point_formats
            if curve is None or not usual:
                return pure(exchange, private, peer_share, valid_point_formats)
            try:
                point = ec.EllipticCurvePublicKey.from_encoded_point(curve, share)
                key = _derived(_number_of(private, ecdsa), exchange.group)
            except (TypeError, ValueError):  # no point of the curve, no key: the pure code says so itself
                return pure(exchange, private, peer_share, valid_point_formats)
            return bytearray(key.exchange(ec.ECDH(), point))

        return calc_shared_key

    return make
