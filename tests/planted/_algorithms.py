"""Tables for `_wrap_algorithms.py`: suites, groups and signature schemes, by the names IANA gave them."""

from typing import NamedTuple

SUITES = (
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_128_CCM_SHA256",
    "TLS_AES_128_CCM_8_SHA256",
)
_TLS12, _TLS13 = 0x0303, 0x0304


class Group(NamedTuple):
    """Its number, the other numbers OpenSSL has for it, and the versions it can be used in."""

    name: str
    number: int
    aliases: tuple[str, ...] = ()
    first: int = _TLS12
    last: int = _TLS13
    nid: int | None = None


GROUPS = (
    Group("secp224r1", 21, ("P-224",), last=_TLS12, nid=713),
    Group("secp256r1", 23, ("P-256",), nid=415),
    Group("secp384r1", 24, ("P-384",), nid=715),
    Group("secp521r1", 25, ("P-521",), nid=716),
    Group("brainpoolP256r1", 26, last=_TLS12, nid=927),
    Group("x25519", 29, nid=1034),
    Group("x448", 30, nid=1035),
    Group("ffdhe2048", 256, first=_TLS13, nid=1126),
    Group("ffdhe3072", 257, first=_TLS13, nid=1127),
    Group("X25519MLKEM768", 4588, first=_TLS13),
)
GROUP_NUMBERS = {each.number: each.name for each in GROUPS}
GROUP_NUMBERS |= {each.nid: each.name for each in GROUPS if each.nid is not None}

_RSA, _PSS, _EC, _ED25519, _ED448 = 6, 912, 408, 1087, 1088
_SHA256, _SHA384, _SHA512 = 672, 673, 674
#: Names by OpenSSL's numbers of the key's type and of the digest.
SCHEMES = {
    (_EC, _SHA256): "ecdsa_secp256r1_sha256",
    (_EC, _SHA384): "ecdsa_secp384r1_sha384",
    (_EC, _SHA512): "ecdsa_secp521r1_sha512",
    (_ED25519, 0): "ed25519",
    (_ED448, 0): "ed448",
    (_PSS, _SHA256): "rsa_pss_rsae_sha256",
    (_PSS, _SHA384): "rsa_pss_rsae_sha384",
    (_PSS, _SHA512): "rsa_pss_rsae_sha512",
    (_RSA, _SHA256): "rsa_pkcs1_sha256",
    (_RSA, _SHA384): "rsa_pkcs1_sha384",
    (_RSA, _SHA512): "rsa_pkcs1_sha512",
}
