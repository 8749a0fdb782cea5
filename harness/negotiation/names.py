"""What the rules on hellos say numbers by, and what they ask about names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from harness.hellos import vector
from harness.wire.numbers import EXTENSION_NAMES, GROUPS

_GROUPS = {number: name for name, number in GROUPS.items()}
_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}")


def extension_name(number: int) -> str:
    """The name of an extension type, or its number."""
    return EXTENSION_NAMES.get(number, f"extension {number}")


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
