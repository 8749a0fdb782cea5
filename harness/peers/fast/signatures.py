"""Signatures: ECDSA on P-256, P-384 and P-521, RSA with PKCS #1 and PSS (RFC 8017).

Keys of tlslite's stay what they are; each remembers its counterpart of `cryptography` when first used. A
signature that `cryptography` refuses is given to the pure code, whose answer counts: False, or an error.
"""

# ruff: noqa: A002, N803 - the names are tlslite's
from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from harness.peers.fast.package import Package, replace_method

_CURVES = {"NIST256p": ec.SECP256R1(), "NIST384p": ec.SECP384R1(), "NIST521p": ec.SECP521R1()}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    algorithm.name: algorithm
    for algorithm in (hashes.SHA1(), hashes.SHA224(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
}
_HASH_OF_SIZE = {algorithm.digest_size: algorithm for algorithm in _HASHES.values()}

_REFUSED = (InvalidSignature, ValueError, TypeError, OverflowError, UnsupportedAlgorithm)


def install(package: Package) -> None:
    """Replace the methods of tlslite's ECDSA and RSA keys."""
    elliptic = package.module("utils.python_ecdsakey").Python_ECDSAKey
    replace_method(elliptic, "_sign", _ecdsa_sign)
    replace_method(elliptic, "_verify", _ecdsa_verify)
    rivest = package.module("utils.python_rsakey").Python_RSAKey
    replace_method(rivest, "sign", _rsa_sign)
    replace_method(rivest, "verify", _rsa_verify)
    replace_method(rivest, "decrypt", _rsa_decrypt)


def _remembered(key: Any, name: str, make: Callable[[Any], Any]) -> Any:
    """What `make(key)` comes to, made once for each key; None when it cannot be made."""
    known = vars(key)
    if name not in known:
        try:
            known[name] = make(key)
        except (AttributeError, *_REFUSED):
            known[name] = None
    return known[name]


# -- ECDSA -------------------------------------------------------------------------------------------------


def _ecdsa_private(key: Any) -> Any:
    return ec.derive_private_key(
        int(key.private_key.privkey.secret_multiplier), _CURVES[key.private_key.curve.name]
    )


def _ecdsa_public(key: Any) -> Any:
    point = bytes(key.public_key.to_string("uncompressed"))
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[key.public_key.curve.name], point)


@functools.cache
def _scheme(size: int, *, deterministic: bool) -> ec.ECDSA:
    """ECDSA over a digest of that size, with the nonce of RFC 6979 where it can be had."""
    prehashed = Prehashed(_HASH_OF_SIZE[size])
    try:
        return ec.ECDSA(prehashed, deterministic_signing=deterministic)
    except (TypeError, UnsupportedAlgorithm):  # before cryptography 43, or OpenSSL 3.2
        return ec.ECDSA(prehashed)


def _ecdsa_fits(key: Any, digest: Any) -> bool:
    """Whether a digest is one of a known hash and no longer than the curve; else the pure code objects."""
    return len(digest) in _HASH_OF_SIZE and len(digest) <= key.curve.baselen and key.curve.name in _CURVES


def _ecdsa_sign(pure: Callable[..., Any]) -> Callable[..., Any]:
    def _sign(key: Any, data: Any, hAlg: str) -> Any:
        if hAlg in _HASHES and key.private_key is not None and _ecdsa_fits(key.private_key, data):
            private = _remembered(key, "_fast_private", _ecdsa_private)
            if private is not None:
                whole = _HASHES[hAlg].digest_size == len(data)
                signature = private.sign(bytes(data), _scheme(len(data), deterministic=whole))
                key._fast_made = signature, bytes(data)  # noqa: SLF001 - what is ours of it
                return bytearray(signature)
        return pure(key, data, hAlg)

    return _sign


def _ecdsa_verify(pure: Callable[..., Any]) -> Callable[..., Any]:
    def _verify(key: Any, signature: Any, hash_bytes: Any) -> Any:
        if vars(key).get("_fast_made") == (signature, hash_bytes):
            return True  # tlslite checks every signature it has just made itself
        if _ecdsa_fits(key.public_key, hash_bytes):
            public = _remembered(key, "_fast_public", _ecdsa_public)
            if public is not None:
                try:
                    scheme = _scheme(len(hash_bytes), deterministic=False)
                    public.verify(bytes(signature), bytes(hash_bytes), scheme)
                except _REFUSED:
                    return pure(key, signature, hash_bytes)
                return True
        return pure(key, signature, hash_bytes)

    return _verify


# -- RSA ---------------------------------------------------------------------------------------------------


def _rsa_public(key: Any) -> Any:
    return rsa.RSAPublicNumbers(int(key.e), int(key.n)).public_key()


def _rsa_private(key: Any) -> Any:
    p, q, d, d_p, d_q, q_inverse = map(int, (key.p, key.q, key.d, key.dP, key.dQ, key.qInv))
    public = rsa.RSAPublicNumbers(int(key.e), int(key.n))
    return rsa.RSAPrivateNumbers(p, q, d, d_p, d_q, q_inverse, public).private_key()


@functools.cache
def _rsa_scheme(scheme: str, name: str, salt: int | None) -> Any:
    if scheme == "pkcs1":
        return padding.PKCS1v15()
    if salt is None:
        raise ValueError("PSS needs the length of its salt")
    return padding.PSS(padding.MGF1(_HASHES[name]), salt)


def _rsa_arguments(digest: Any, scheme: str, name: str | None, salt: int | None) -> tuple[Any, ...] | None:
    """What `cryptography` wants to know besides the bytes; None for what it has no words for."""
    if name not in _HASHES or len(digest) != _HASHES[name].digest_size or scheme not in ("pkcs1", "pss"):
        return None
    if scheme == "pss" and (salt is None or salt < 0):
        return None
    return _rsa_scheme(scheme, name, salt if scheme == "pss" else None), Prehashed(_HASHES[name])


def _rsa_sign(pure: Callable[..., Any]) -> Callable[..., Any]:
    def sign(
        key: Any,
        bytes: Any,
        padding: str = "pkcs1",
        hashAlg: str | None = None,
        saltLen: int | None = None,
    ) -> Any:
        arguments = _rsa_arguments(bytes, padding.lower(), hashAlg, saltLen)
        private = _remembered(key, "_fast_private", _rsa_private) if arguments else None
        if private is not None and arguments is not None:
            try:
                return bytearray(private.sign(bytearray(bytes), *arguments))
            except _REFUSED:  # the key is too small for this padding: the pure code says how
                pass
        return pure(key, bytes, padding, hashAlg, saltLen)

    return sign


def _rsa_verify(pure: Callable[..., Any]) -> Callable[..., Any]:
    def verify(
        key: Any, sigBytes: Any, bytes: Any, padding: str = "pkcs1", hashAlg: str | None = None,
        saltLen: int | None = None,
    ) -> Any:  # fmt: skip
        arguments = _rsa_arguments(bytes, padding, hashAlg, saltLen)
        if arguments is not None and not (padding == "pkcs1" and key.key_type == "rsa-pss"):
            public = _remembered(key, "_fast_public", _rsa_public)
            # OpenSSL takes a PSS signature that lacks its leading zero; RFC 8017 8.1.2 step 1 does not.
            if public is not None and len(sigBytes) * 8 == public.key_size:
                try:
                    public.verify(bytearray(sigBytes), bytearray(bytes), *arguments)
                except _REFUSED:
                    pass
                else:
                    return True
        return pure(key, sigBytes, bytes, padding, hashAlg, saltLen)

    return verify


def _rsa_decrypt(pure: Callable[..., Any]) -> Callable[..., Any]:
    """PKCS #1 decryption without the constant time of tlslite's, which in Python is none anyway.

    A message whose padding is wrong goes to the pure code, for the random one it gives instead.
    """

    def decrypt(key: Any, encBytes: Any) -> Any:
        if not key.hasPrivateKey() or key.key_type != "rsa":
            return pure(key, encBytes)
        try:
            block = key._raw_private_key_op_bytes(encBytes)  # noqa: SLF001 - tlslite's
        except ValueError:
            return None
        end = block.find(0, 2)
        if block[:2] != b"\x00\x02" or end < 10:
            return pure(key, encBytes)
        return block[end + 1 :]

    return decrypt
