"""X.509 certificates are taken apart once: a trial presents the same few in every conversation.

What a certificate came to is kept by its bytes, its key object included, which remembers its counterpart of
`cryptography`. One that does not parse is tried, and objected to, each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package, replace_method

_KEPT = 256


def install(package: Package) -> None:
    """Have tlslite's X509 remember what it parsed."""
    replace_method(package.module("x509").X509, "parseBinary", _remembering)


def _remembering(pure: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    known: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def parseBinary(certificate: Any, cert_bytes: Any) -> None:  # noqa: N802 - tlslite's name
        key = bytes(cert_bytes)
        if key in known:
            vars(certificate).update(_twins(known[key]))
            known.move_to_end(key)
            return
        pure(certificate, cert_bytes)
        known[key] = _twins(vars(certificate))
        if len(known) > _KEPT:
            known.popitem(last=False)

    return parseBinary


def _twins(fields: dict[str, Any]) -> dict[str, Any]:
    """The same values, but for byte arrays of their own."""
    return {
        name: bytearray(value) if isinstance(value, bytearray) else value for name, value in fields.items()
    }
