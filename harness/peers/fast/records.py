"""AEADs of records: AES-GCM, AES-CCM with tags of 16 and 8 bytes, ChaCha20-Poly1305 (RFC 5116); nonces."""

# ruff: noqa: N802, N803, N815 - the names are tlslite's
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from harness.peers.fast.package import Package, replace_method

_NONCE = 12

# tlslite's factory: `cryptography`'s class for a key, tlslite's name of the suite by the key's length, tag.
_FACTORIES: dict[str, tuple[Callable[[bytes], Any], dict[int, str], int]] = {
    "createAESGCM": (AESGCM, {16: "aes128gcm", 32: "aes256gcm"}, 16),
    "createAESCCM": (AESCCM, {16: "aes128ccm", 32: "aes256ccm"}, 16),
    "createAESCCM_8": (lambda key: AESCCM(key, 8), {16: "aes128ccm_8", 32: "aes256ccm_8"}, 8),
    "createCHACHA20": (ChaCha20Poly1305, {32: "chacha20-poly1305"}, 16),
}


class Aead:
    """What tlslite calls a cipher in AEAD mode, for one key.

    name: tlslite's name of the cipher and key length. make_pure: the same in pure Python, for what
    `cryptography` refuses, which is a message too long for its mode.
    """

    isAEAD, isBlockCipher = True, False
    nonceLength = _NONCE
    implementation = "cryptography"

    def __init__(self, key: Any, cipher: Any, name: str, tag: int, make_pure: Callable[[], Any]) -> None:
        self.key, self.name, self.tagLength = key, name, tag  # tlslite's names
        self._encrypt, self._decrypt = cipher.encrypt, cipher.decrypt
        self._make_pure = make_pure

    def seal(self, nonce: Any, plaintext: Any, data: Any) -> bytearray:
        """Ciphertext and tag. Raises ValueError unless the nonce has 12 bytes."""
        if len(nonce) != _NONCE:
            raise ValueError("a nonce has 12 bytes")
        try:
            return bytearray(self._encrypt(nonce, plaintext, data))
        except (ValueError, OverflowError):
            sealed: bytearray = self._make_pure().seal(nonce, plaintext, data)
            return sealed

    def open(self, nonce: Any, ciphertext: Any, data: Any) -> bytearray | None:
        """The plaintext, None if the tag is wrong or missing. Raises ValueError as `seal` does."""
        if len(nonce) != _NONCE:
            raise ValueError("a nonce has 12 bytes")
        if len(ciphertext) < self.tagLength:
            return None
        try:
            return bytearray(self._decrypt(nonce, ciphertext, data))
        except InvalidTag:
            return None
        except (ValueError, OverflowError):
            opened: bytearray | None = self._make_pure().open(nonce, ciphertext, data)
            return opened


def install(package: Package) -> None:
    """Replace the factories of AEADs, and what makes their nonces."""
    for name in _FACTORIES:
        package.replace("utils.cipherfactory", name, _factory)
    layer = package.module("recordlayer")
    replace_method(layer.ConnectionState, "getSeqNumBytes", _sequence_number)
    replace_method(layer.RecordLayer, "_getNonce", _nonce)


def _factory(pure: Callable[..., Any]) -> Callable[..., Any]:
    cipher, names, tag = _FACTORIES[pure.__name__]

    def create(key: Any, implList: Sequence[str] | None = None) -> Any:
        if len(key) not in names or (implList is not None and "python" not in implList):
            return pure(key, implList)
        return Aead(key, cipher(bytes(key)), names[len(key)], tag, lambda: pure(key, ["python"]))

    return create


def _sequence_number(pure: Callable[..., Any]) -> Callable[..., Any]:
    def getSeqNumBytes(state: Any) -> Any:
        number = state.seqnum
        if not 0 <= number < 1 << 64:
            return pure(state)
        state.seqnum = number + 1
        return bytearray(number.to_bytes(8, "big"))

    return getSeqNumBytes


def _nonce(pure: Callable[..., Any]) -> Callable[..., Any]:
    def _getNonce(layer: Any, state: Any, seqnum: Any) -> Any:
        """The nonce of RFC 8446 section 5.3, which ChaCha20-Poly1305 has in TLS 1.2, too; or TLS 1.2's."""
        fixed = state.fixedNonce
        whole = len(fixed) == _NONCE and state.encContext.name == "chacha20-poly1305"
        if not (whole or layer._is_tls13_plus()) or len(fixed) < len(seqnum):  # noqa: SLF001 - tlslite's
            return pure(layer, state, seqnum)
        number = int.from_bytes(fixed, "big") ^ int.from_bytes(seqnum, "big")
        return bytearray(number.to_bytes(len(fixed), "big"))

    return _getNonce
