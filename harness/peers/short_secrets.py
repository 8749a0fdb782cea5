"""Shared secrets that begin with a zero byte, for whoever chooses its key last.

TLS 1.3 and every elliptic curve keep that byte (RFC 8446 sections 7.4.1 and 7.4.2, RFC 8422 section 5.10):
an end that drops it has other keys than the peer, once in 256 connections. With DHE in TLS 1.2 it is the end
that keeps it (RFC 5246 section 8.1.2).

A server of DHE chooses first, but it chooses the field: `FIELD` is one whose elements nearly all begin so.

Where a group has an operation of its own, keys are tried in a row: the secret of the next one is a single
step from that of the one before, and not a whole exponentiation away.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from harness.errors import Unsupported
from harness.peers.tlslite_imports import (
    DHE_RSAKeyExchange,
    ECDHKeyExchange,
    FFDHKeyExchange,
    GroupName,
    getCurveByName,
)

#: Generator and prime of a field for DHE. The prime is a safe one of 257 bytes: 1, 253 times 0, and three
#: others. So the first byte of a number below it is 0, save once in 2^2000 cases.
FIELD = (2, 2**2048 + 10211311)

#: How many keys are tried: all of them miss once in 10^17 connections.
_TRIES = 10_000


def private(exchange: Any, public: bytes) -> Any:
    """A private key for tlslite's `exchange` whose secret with the other end's `public` begins with zero."""
    theirs = bytes(public)
    if exchange.group in GroupName.allFF:
        return _finite(exchange, int.from_bytes(theirs, "big"))
    if exchange.group in (GroupName.x25519, GroupName.x448):  # points without a sign cannot be added
        keys = iter(exchange.get_random_private_key, None)
        return _first((key, exchange.calc_shared_key(key, public)) for key in keys)
    curve = getCurveByName(GroupName.toStr(exchange.group))
    return _first(_multiples(curve, theirs, 1 + secrets.randbelow(curve.order - 1)))


def agreement(exchange: Any) -> Callable[..., bytes]:
    """`exchange.processServerKeyExchange` of a TLS 1.2 client, with a key that fits in place of its own."""
    process = exchange.processServerKeyExchange

    def process_with_short_secret(certificate: Any, message: Any) -> bytes:
        if message is None:
            raise Unsupported("a premaster secret of static RSA is no secret the ends agree on")
        process(certificate, message)
        version = exchange.serverHello.server_version
        secret: bytes
        if isinstance(exchange, DHE_RSAKeyExchange):
            field = FFDHKeyExchange(None, version, message.dh_g, message.dh_p)
            key = _finite(field, message.dh_Ys)
            exchange.dh_Yc, secret = field.calc_public_value(key), field.calc_shared_key(key, message.dh_Ys)
            return secret
        curve = ECDHKeyExchange(message.named_curve, version)
        key = private(curve, message.ecdh_Ys)
        exchange.ecdhYc, secret = curve.calc_public_value(key), curve.calc_shared_key(key, message.ecdh_Ys)
        return secret

    return process_with_short_secret


def choose_field(exchange: Any) -> None:
    """Have a TLS 1.2 server's `exchange` be in FIELD, if it is DHE, whatever the client has offered."""
    if isinstance(exchange, DHE_RSAKeyExchange):
        (exchange.dh_g, exchange.dh_p), exchange.dhGroups = FIELD, None


def _finite(exchange: Any, public: int) -> Any:
    return _first(_powers(exchange.prime, public, exchange.get_random_private_key()))


def _first(tried: Iterable[tuple[Any, bytes]]) -> Any:
    """The first of these keys, each with its secret, whose secret begins with zero."""
    return next(key for key, secret in islice(tried, _TRIES) if secret[0] == 0)


def _powers(prime: int, public: int, key: int) -> Iterator[tuple[int, bytes]]:
    size, secret = (prime.bit_length() + 7) // 8, pow(public, key, prime)
    while True:
        yield key, secret.to_bytes(size, "big")
        key, secret = key + 1, secret * public % prime


def _multiples(curve: Any, public: bytes, key: int) -> Iterator[tuple[int, bytes]]:
    theirs = type(curve.generator).from_bytes(curve.curve, public)
    step, secret = theirs.to_affine(), (theirs * key).to_affine()
    while True:
        yield key, int(secret.x()).to_bytes(curve.baselen, "big")
        key, secret = key + 1, secret + step
