"""Names of the numbers on the wire, as the RFCs and the IANA registries spell them.

Only what a scenario has reason to write: the whole registry is a number away, for every number may be
written as such. Each table maps a name to its code point.
"""

from __future__ import annotations

from harness.wire.alerts import AlertDescription, AlertLevel
from harness.wire.handshake import HandshakeType
from harness.wire.records import ContentType

#: Extension types (RFC 8446 section 4.2 and the registry).
EXTENSIONS = {
    "server_name": 0, "max_fragment_length": 1, "status_request": 5, "supported_groups": 10,
    "ec_point_formats": 11, "signature_algorithms": 13, "use_srtp": 14, "heartbeat": 15, "alpn": 16,
    "signed_certificate_timestamp": 18, "padding": 21, "encrypt_then_mac": 22,
    "extended_master_secret": 23, "compress_certificate": 27, "record_size_limit": 28,
    "session_ticket": 35, "pre_shared_key": 41, "early_data": 42, "supported_versions": 43, "cookie": 44,
    "psk_key_exchange_modes": 45, "certificate_authorities": 47, "oid_filters": 48,
    "post_handshake_auth": 49, "signature_algorithms_cert": 50, "key_share": 51,
    "renegotiation_info": 0xFF01,
}  # fmt: skip

#: Named groups (RFC 8446 section 4.2.7, RFC 7919, RFC 8422).
GROUPS = {
    "secp192r1": 19, "secp224r1": 21, "secp256k1": 22, "secp256r1": 23, "secp384r1": 24, "secp521r1": 25,
    "x25519": 29, "x448": 30, "ffdhe2048": 256, "ffdhe3072": 257, "ffdhe4096": 258, "x25519mlkem768": 0x11EC,
}  # fmt: skip

#: Signature schemes (RFC 8446 section 4.2.3); in TLS 1.2 the same numbers are a hash and a signature.
SCHEMES = {
    "rsa_pkcs1_md5": 0x0101, "rsa_pkcs1_sha1": 0x0201, "dsa_sha1": 0x0202, "ecdsa_sha1": 0x0203,
    "rsa_pkcs1_sha256": 0x0401, "dsa_sha256": 0x0402, "ecdsa_secp256r1_sha256": 0x0403,
    "rsa_pkcs1_sha384": 0x0501, "ecdsa_secp384r1_sha384": 0x0503, "rsa_pkcs1_sha512": 0x0601,
    "ecdsa_secp521r1_sha512": 0x0603, "rsa_pss_rsae_sha256": 0x0804, "rsa_pss_rsae_sha384": 0x0805,
    "rsa_pss_rsae_sha512": 0x0806, "ed25519": 0x0807, "ed448": 0x0808, "rsa_pss_pss_sha256": 0x0809,
}  # fmt: skip

#: Cipher suites (RFC 8446 appendix B.4, RFC 5246 appendix A.5 and the registry) and signalling values.
SUITES = {
    "TLS_NULL_WITH_NULL_NULL": 0x0000, "TLS_RSA_WITH_NULL_SHA": 0x0002, "TLS_RSA_WITH_RC4_128_SHA": 0x0005,
    "TLS_RSA_EXPORT_WITH_RC4_40_MD5": 0x0003, "TLS_DH_anon_WITH_AES_128_CBC_SHA": 0x0034,
    "TLS_RSA_WITH_AES_128_CBC_SHA": 0x002F, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA": 0x0033,
    "TLS_RSA_WITH_AES_128_GCM_SHA256": 0x009C, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256": 0x009E,
    "TLS_AES_128_GCM_SHA256": 0x1301, "TLS_AES_256_GCM_SHA384": 0x1302,
    "TLS_CHACHA20_POLY1305_SHA256": 0x1303, "TLS_AES_128_CCM_SHA256": 0x1304,
    "TLS_AES_128_CCM_8_SHA256": 0x1305,
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA": 0xC009, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA": 0xC013,
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256": 0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": 0xC02B,
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": 0xC02C, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": 0xC02F,
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": 0xC030, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305": 0xCCA9,
    "TLS_EMPTY_RENEGOTIATION_INFO_SCSV": 0x00FF, "TLS_FALLBACK_SCSV": 0x5600,
}  # fmt: skip

#: Values that must be ignored where a client sends them (RFC 8701): one of the sixteen, and a twin.
GREASE = {"GREASE": 0x0A0A, "GREASE2": 0x5A5A}

#: Modes, levels and formats that have names of their own.
_SMALL = {
    "psk_ke": 0, "psk_dhe_ke": 1, "uncompressed": 0, "ansiX962_compressed_prime": 1, "named_curve": 3,
    "update_not_requested": 0, "update_requested": 1,
}  # fmt: skip

#: Every name a value may use. Alert descriptions, content and message types come from their enumerations.
#: "heartbeat" is left out: it is 24 as a content type and 15 as an extension.
NUMBERS: dict[str, int] = {
    **{member.name: member.value for member in AlertLevel},
    **{member.name: member.value for member in AlertDescription},
    **{member.name: member.value for member in ContentType},
    **{member.name: member.value for member in HandshakeType},
    **EXTENSIONS, **GROUPS, **SCHEMES, **SUITES, **GREASE, **_SMALL,
}  # fmt: skip
del NUMBERS["heartbeat"]

EXTENSION_NAMES = {number: name for name, number in EXTENSIONS.items()}
