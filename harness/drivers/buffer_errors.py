"""What a buffer's exceptions mean: the taxonomy by the classes of PEP 543 and PEP 748, section "Errors".

`WantReadError` and `WantWriteError` are no errors; `RaggedEOF` is the truncated stream; every other
`TLSError` is the end of the connection. Neither PEP has a class for a rejected certificate. An
implementation tells one by a subclass of its own that has "cert" in its name, by raising the `TLSError`
from such an exception, by ssl's attribute `verify_code`, or by the error number of its library. Where it
does none of that, nobody can know, and a `TLSError` out of the handshake of an end that verifies is
`Unsupported`; elsewhere it is a protocol error.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Iterator, Optional, Union

from harness.drivers.translate import describe, translate
from harness.endpoint import Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Want

# Mbed TLS, include/mbedtls/x509.h: MBEDTLS_ERR_X509_CERT_VERIFY_FAILED.
_REJECTED = frozenset({0x2700})


def meaning(
    implementation: Implementation, error: BaseException, *, verifying: bool = False
) -> Union[Wants, Raised]:
    """What `error` means; `verifying` says that the other end's certificate was being judged."""
    if _is(implementation, error, "WantReadError"):
        return Wants(Want.READ)
    if _is(implementation, error, "WantWriteError"):
        return Wants(Want.WRITE)
    if _is(implementation, error, "RaggedEOF"):
        return describe(error, Kind.RAGGED_EOF)
    if not _is(implementation, error, "TLSError"):
        return translate(implementation, error)
    if _rejects_certificate(error):
        return describe(error, Kind.CERTIFICATE_REJECTED)
    if verifying and not _tells_more(implementation, error):
        raise Unsupported(
            "{}'s TLSError does not tell a rejected certificate from a broken protocol".format(
                implementation.name
            )
        )
    return describe(error, Kind.PROTOCOL_ERROR)


def _is(implementation: Implementation, error: BaseException, name: str) -> bool:
    cls: Any = getattr(implementation.module, name, None)
    return isinstance(cls, type) and isinstance(error, cls)


def _rejects_certificate(error: BaseException) -> bool:
    return any(
        any("cert" in cls.__name__.lower() for cls in type(each).__mro__)
        or isinstance(getattr(each, "verify_code", None), int)
        or getattr(each, "err", None) in _REJECTED
        for each in _family(error)
    )


def _tells_more(implementation: Implementation, error: BaseException) -> bool:
    """Whether the implementation would have said so, had it been the certificate."""
    if len(list(_family(error))) > 1 or isinstance(getattr(error, "err", None), int):
        return True
    base = implementation.get("TLSError")
    others = [each for each in vars(implementation.module).values() if isinstance(each, type)]
    return any(issubclass(each, base) and "cert" in each.__name__.lower() for each in others)


def _family(error: Optional[BaseException]) -> Iterator[BaseException]:
    """The exception, and those it was raised from or in the handling of."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
