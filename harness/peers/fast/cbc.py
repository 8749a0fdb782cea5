"""AES-CBC, and what RFC 5246 section 6.2.3.2 makes of it in records: padding and MAC checked together."""

# ruff: noqa: N803 - the names are tlslite's
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from harness.peers.fast.package import Package

_CBC = 2  # tlslite's number of the mode
_BLOCK = 16


def install(package: Package) -> None:
    """Replace the factory of AES-CBC and the check of decrypted records."""
    base = package.module("utils.aes").AES
    package.replace("utils.cipherfactory", "createAES", lambda pure: _factory(pure, _class_upon(base)))
    package.replace("utils.constanttime", "ct_check_cbc_mac_and_pad", _check)


def _class_upon(base: Any) -> Any:
    """The abstract class of AES in tlslite, made concrete."""

    class Aes(base):  # type: ignore[misc] # tlslite has no types
        """AES-CBC for one key; IV is the last block of ciphertext that went through, as in the pure code."""

        def __init__(self, key: Any, iv: Any) -> None:
            super().__init__(key, _CBC, iv, "cryptography")
            self.IV = bytearray(iv)
            self._algorithm = algorithms.AES(bytes(key))

        def encrypt(self, plaintext: Any) -> bytearray:
            """Raises AssertionError unless `plaintext` is whole blocks."""
            super().encrypt(plaintext)
            ciphertext = bytearray(self._cipher().encryptor().update(plaintext))
            self.IV = ciphertext[-_BLOCK:] or self.IV
            return ciphertext

        def decrypt(self, ciphertext: Any) -> bytearray:
            """Raises AssertionError unless `ciphertext` is whole blocks."""
            super().decrypt(ciphertext)
            plaintext = bytearray(self._cipher().decryptor().update(ciphertext))
            self.IV = bytearray(ciphertext[-_BLOCK:]) or self.IV
            return plaintext

        def _cipher(self) -> Any:
            return Cipher(self._algorithm, modes.CBC(bytes(self.IV)))

    return Aes


def _factory(pure: Callable[..., Any], fast: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def create(key: Any, IV: Any, implList: Sequence[str] | None = None) -> Any:
        if implList is not None and "python" not in implList:
            return pure(key, IV, implList)
        return fast(key, IV)

    return create


def _check(pure: Callable[..., bool]) -> Callable[..., bool]:
    """The check without tlslite's hundreds of MACs for constant time, which no trial measures."""

    def check(
        data: Any,
        mac: Any,
        seqnumBytes: Any,
        contentType: int,
        version: Any,
        block_size: int = 16,
    ) -> bool:
        if version == (3, 0):
            return pure(data, mac, seqnumBytes, contentType, version, block_size)
        assert version in ((3, 1), (3, 2), (3, 3))
        size = mac.digest_size
        if size + 1 > len(data):
            return False
        padding = data[-1]
        end = len(data) - padding - 1
        if end < size:
            return False
        content = data[: end - size]
        computed = mac.copy()
        computed.update(seqnumBytes)
        computed.update(bytes((contentType, *version, len(content) >> 8, len(content) & 0xFF)))
        computed.update(content)
        good_padding = data[end:] == bytes((padding,)) * (padding + 1)
        return bool(good_padding and data[end - size : end] == computed.digest())

    return check
