"""Key derivation: HMAC, HKDF (RFC 5869), HKDF-Expand-Label (RFC 8446 section 7.1), the PRF of RFC 5246."""

# ruff: noqa: N803 - the names are tlslite's
from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package

try:
    from _hashlib import hmac_new  # OpenSSL's, without the class that `hmac` wraps around it
except ImportError:
    from hmac import new as hmac_new  # type: ignore[assignment] # the same call

_SIZES = {name: hashlib.new(name).digest_size for name in ("sha1", "sha224", "sha256", "sha384", "sha512")}
#: Bytes of the IV of every AEAD (RFC 5116 section 6).
_IV = 12
_EMPTY = {name: hashlib.new(name).digest() for name in _SIZES}


def install(package: Package) -> None:
    """Replace the functions of `cryptomath` and the P_hash of `mathtls`."""
    package.replace("utils.cryptomath", "secureHMAC", _hmac)
    package.replace("utils.cryptomath", "HKDF_expand", _expand)
    package.replace("utils.cryptomath", "HKDF_expand_label", _expand_label)
    package.replace("utils.cryptomath", "derive_secret", lambda _: _derive_secret(package))
    package.replace("mathtls", "P_hash", lambda _: _p_hash)
    connection = package.module("tlsconnection").TLSConnection
    connection._derive_key_iv = staticmethod(_ticket_key)  # noqa: SLF001 - tlslite's


def _hmac(pure: Callable[..., Any]) -> Callable[..., Any]:
    def secure_hmac(k: Any, b: Any, algorithm: str) -> Any:
        if algorithm not in _SIZES:
            return pure(k, b, algorithm)
        return bytearray(hmac_new(k, b, algorithm).digest())

    return secure_hmac


def _expand(pure: Callable[..., Any]) -> Callable[..., Any]:
    def expand(prk: Any, info: Any, length: int, algorithm: str) -> Any:
        """HKDF-Expand, without the block too many that tlslite computes."""
        size = _SIZES.get(algorithm)
        if size is None or not 0 <= length <= 254 * size:
            return pure(prk, info, length, algorithm)
        block, key = b"", bytearray()
        for count in range(1, -(-length // size) + 1):
            block = hmac_new(prk, block + info + bytes((count,)), algorithm).digest()
            key += block
        del key[length:]
        return key

    return expand


@functools.lru_cache(maxsize=1024)
def _beginning(label: bytes, length: int, context: int, algorithm: str) -> bytes | None:
    """HkdfLabel up to its context of so many bytes; None for one that the pure code sees to."""
    if not 0 <= length <= _SIZES.get(algorithm, 0) or len(label) > 249 or context > 255:
        return None
    name = b"tls13 " + label
    return length.to_bytes(2, "big") + bytes((len(name),)) + name + bytes((context,))


def _expand_label(pure: Callable[..., Any]) -> Callable[..., Any]:
    def expand_label(secret: Any, label: Any, hashValue: Any, length: int, algorithm: str) -> Any:
        beginning = _beginning(bytes(label), length, len(hashValue), algorithm)
        if beginning is None:
            return pure(secret, label, hashValue, length, algorithm)
        block = hmac_new(secret, beginning + hashValue + b"\x01", algorithm).digest()
        return bytearray(block if len(block) == length else block[:length])

    return expand_label


def _derive_secret(package: Package) -> Callable[..., Any]:
    cryptomath = package.module("utils.cryptomath")

    def derive_secret(secret: Any, label: Any, handshake_hashes: Any, algorithm: str) -> Any:
        """Derive-Secret of RFC 8446 section 7.1; without hashes it is over no messages."""
        digest = _EMPTY[algorithm] if handshake_hashes is None else handshake_hashes.digest(algorithm)
        return cryptomath.HKDF_expand_label(secret, label, digest, _SIZES[algorithm], algorithm)

    return derive_secret


def _ticket_key(nonce: Any, user_key: Any, settings: Any) -> tuple[bytearray, bytearray]:
    """Key and IV under which a server keeps a ticket of its own: tlslite's way, without its detours."""
    name = "sha256" if settings.ticketCipher == "aes128gcm" else "sha384"
    size = _SIZES[name]

    def derived(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        beginning = _beginning(label, length, len(context), name) or b""
        return hmac_new(secret, beginning + context + b"\x01", name).digest()[:length]

    secret = derived(hmac_new(bytes(size), nonce, name).digest(), b"derived", _EMPTY[name], size)
    secret = derived(hmac_new(secret, user_key, name).digest(), b"SessionTicket secret", _EMPTY[name], size)
    key, iv = derived(secret, b"key", b"", len(user_key)), derived(secret, b"iv", b"", _IV)
    return bytearray(key), bytearray(iv)


def _p_hash(mac_name: Any, secret: Any, seed: Any, length: int) -> bytearray:
    """P_hash of RFC 5246 section 5."""
    keyed = hmac_new(secret, digestmod=mac_name)
    seed, output = bytes(seed), bytearray()
    block = seed
    while len(output) < length:
        step = keyed.copy()
        step.update(block)
        block = step.digest()
        step = keyed.copy()
        step.update(block + seed)
        output += step.digest()
    del output[length:]
    return output
