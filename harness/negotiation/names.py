"""What the rules on hellos say numbers by, and what they ask about names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from harness.hellos import vector

_EXTENSIONS = {
    0: "server_name", 1: "max_fragment_length", 5: "status_request", 10: "supported_groups",
    11: "ec_point_formats", 13: "signature_algorithms", 16: "alpn", 21: "padding", 22: "encrypt_then_mac",
    23: "extended_master_secret", 28: "record_size_limit", 35: "session_ticket", 41: "pre_shared_key",
    42: "early_data", 43: "supported_versions", 44: "cookie", 45: "psk_key_exchange_modes",
    49: "post_handshake_auth", 50: "signature_algorithms_cert", 51: "key_share", 0xFF01: "renegotiation_info",
}  # fmt: skip
_GROUPS = {
    23: "secp256r1", 24: "secp384r1", 25: "secp521r1", 29: "x25519", 30: "x448", 256: "ffdhe2048",
    257: "ffdhe3072", 258: "ffdhe4096",
}  # fmt: skip
_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}")


def extension_name(number: int) -> str:
    """The name of an extension type, or its number."""
    return _EXTENSIONS.get(number, f"extension {number}")


def group_name(number: int) -> str:
    """The name of a named group, or its number."""
    return _GROUPS.get(number, f"group {number:#06x}")


def told(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """The names of these numbers."""
    return ", ".join(map(name, numbers))


def hosts_in(data: bytes | None) -> list[bytes]:
    """The host names a server_name extension holds (RFC 6066 section 3); none where it is malformed."""
    names, at, found = vector(data, 2) or b"", 0, []
    while at + 3 <= len(names):
        end = at + 3 + int.from_bytes(names[at + 1 : at + 3])
        if names[at] == 0:
            found.append(names[at + 3 : end])
        at = end
    return found


def is_address(name: str) -> bool:
    """Whether a name is a literal IPv4 or IPv6 address; no host name holds a colon."""
    if ":" in name:
        return True
    return _IPV4.fullmatch(name) is not None and all(int(part) < 256 for part in name.split("."))
