"""What the exceptions of an `OpenSSL.SSL.Connection` mean.

`WantReadError` and `WantWriteError` are no errors, `ZeroReturnError` is the other end's close_notify,
`SysCallError` an end of the transport without one (its number is -1) or an error of the system; every
other `Error` ends the connection, and holds OpenSSL's error queue: a list of (library, function, reason).
That a certificate was rejected has no class of its own; the reason "certificate verify failed" is all that
tells. Source: pyOpenSSL docs, api/ssl, "Exceptions".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Optional, Tuple, Union

from harness.drivers.translate import describe, translate
from harness.endpoint import Raised, Wants
from harness.implementation import Implementation
from harness.names import Kind, Want

#: OpenSSL, ssl/ssl_err.c: the words of SSL_R_CERTIFICATE_VERIFY_FAILED.
_REJECTED = "certificate verify failed"
#: Those of a received alert, by version; instead of "sslv3" OpenSSL 3.2 says "ssl/tls", and 4.0 "tls".
_ALERT = re.compile(r"(?:sslv3|tlsv1|tlsv13|ssl/tls|tls) alert (.+)")
#: What stands for an errno where the transport ended.
_ENDED = -1


def meaning(implementation: Implementation, error: BaseException) -> Union[Wants, Raised]:
    """What `error`, raised by a call on a Connection, means."""
    if _is(implementation, error, "WantReadError"):
        return Wants(Want.READ)
    if _is(implementation, error, "WantWriteError"):
        return Wants(Want.WRITE)
    if _is(implementation, error, "ZeroReturnError"):
        return describe(error, Kind.CLEAN_CLOSE)
    if _is(implementation, error, "SysCallError"):
        return _of_system(error)
    if _is(implementation, error, "Error"):
        return _of_library(error)
    return translate(implementation, error)


def _is(implementation: Implementation, error: BaseException, name: str) -> bool:
    cls: Any = getattr(implementation.module, name, None)
    return isinstance(cls, type) and isinstance(error, cls)


def _of_system(error: BaseException) -> Raised:
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    if number == _ENDED:
        return describe(error, Kind.RAGGED_EOF)
    return replace(describe(error, Kind.OS_ERROR), errno=number)


def _of_library(error: BaseException) -> Raised:
    library, reason = _first(error)
    kind = Kind.CERTIFICATE_REJECTED if reason == _REJECTED else Kind.PROTOCOL_ERROR
    match = _ALERT.match(reason or "")
    alert = match.group(1).replace(" ", "_") if match else None
    return replace(
        describe(error, kind), library=library, reason=reason, alert=alert, alert_received=alert is not None
    )


def _first(error: BaseException) -> Tuple[Optional[str], Optional[str]]:
    """Library and reason of the first entry of the error queue, None where it is empty."""
    queue = error.args[0] if error.args else None
    if not isinstance(queue, list) or not queue:
        return None, None
    library, _function, reason = queue[0]
    return str(library), str(reason)
