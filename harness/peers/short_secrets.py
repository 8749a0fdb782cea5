"""Shared secrets that begin with a zero byte, for whoever chooses its key last.

TLS 1.3 and every elliptic curve keep that byte (RFC 8446 sections 7.4.1 and 7.4.2, RFC 8422 section 5.10):
an end that drops it has other keys than the peer, once in 256 connections.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: How often a key is chosen anew: all of them miss once in 10^17 connections.
_TRIES = 10_000


def private(choose: Callable[[], Any], agree: Callable[[Any], bytes]) -> Any:
    """A private key of those `choose` makes whose secret, as `agree` reckons it, begins with zero."""
    keys = (choose() for _ in range(_TRIES))
    return next(each for each in keys if agree(each)[0] == 0)


def agreement(process: Callable[..., bytes]) -> Callable[..., bytes]:
    """`process`, tlslite's `processServerKeyExchange`, called until the key it chooses at each call fits."""

    def process_until_short(*arguments: Any) -> bytes:
        secrets = (process(*arguments) for _ in range(_TRIES))
        return next(secret for secret in secrets if secret[0] == 0)

    return process_until_short
