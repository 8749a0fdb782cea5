"""Shared secrets that begin with a zero byte, for whoever chooses its key last.

TLS 1.3 and every elliptic curve keep that byte (RFC 8446 sections 7.4.1 and 7.4.2, RFC 8422 section 5.10):
an end that drops it has other keys than the peer, once in 256 connections.

Where a group has an operation of its own, keys are tried in a row: the secret of the next one is a single
step from that of the one before, and not a whole exponentiation away.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from harness.peers.tlslite_imports import ECDHKeyExchange, GroupName, getCurveByName

#: How many keys are tried: all of them miss once in 10^17 connections.
_TRIES = 10_000


def private(exchange: Any, public: bytes) -> Any:
    """A private key for tlslite's `exchange` whose secret with the other end's `public` begins with zero."""
    theirs = bytes(public)
    if exchange.group in GroupName.allFF:
        return _first(_powers(exchange.prime, theirs, exchange.get_random_private_key()))
    if exchange.group in (GroupName.x25519, GroupName.x448):  # points without a sign cannot be added
        keys = iter(exchange.get_random_private_key, None)
        return _first((key, exchange.calc_shared_key(key, public)) for key in keys)
    curve = getCurveByName(GroupName.toStr(exchange.group))
    return _first(_multiples(curve, theirs, 1 + secrets.randbelow(curve.order - 1)))


def agreement(exchange: Any) -> Callable[..., bytes]:
    """`exchange.processServerKeyExchange` of a TLS 1.2 client, with a key that fits in place of its own."""
    process = exchange.processServerKeyExchange

    def process_with_short_secret(certificate: Any, message: Any) -> bytes:
        process(certificate, message)
        curve = ECDHKeyExchange(message.named_curve, exchange.serverHello.server_version)
        key = private(curve, message.ecdh_Ys)
        exchange.ecdhYc = curve.calc_public_value(key)
        secret: bytes = curve.calc_shared_key(key, message.ecdh_Ys)
        return secret

    return process_with_short_secret


def _first(tried: Iterable[tuple[Any, bytes]]) -> Any:
    """The first of these keys, each with its secret, whose secret begins with zero."""
    return next(key for key, secret in islice(tried, _TRIES) if secret[0] == 0)


def _powers(prime: int, public: bytes, key: int) -> Iterator[tuple[int, bytes]]:
    base = int.from_bytes(public, "big")
    secret = pow(base, key, prime)
    while True:
        yield key, secret.to_bytes(len(public), "big")
        key, secret = key + 1, secret * base % prime


def _multiples(curve: Any, public: bytes, key: int) -> Iterator[tuple[int, bytes]]:
    theirs = type(curve.generator).from_bytes(curve.curve, public)
    step, secret = theirs.to_affine(), (theirs * key).to_affine()
    while True:
        yield key, int(secret.x()).to_bytes(curve.baselen, "big")
        key, secret = key + 1, secret + step
