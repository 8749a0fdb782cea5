"""The two spellings of a TLS buffer, as data: what each PEP calls what a driver has to do.

PEP 748 (section "Buffer") is the later one: `create_buffer`, `process_incoming`, `process_outgoing`, a
`read` that takes an optional buffer. PEP 543 (section "Buffer") says `wrap_buffers`,
`receive_from_network`, `peek_outgoing` and `consume_outgoing`, and has a `readinto`. The rest of the two
is the same.

PEP 543 makes `negotiated_tls_version` a property of a buffer and a method of a socket; either is taken.
It forgets `getpeercert` altogether, so the one of `ssl` is asked for.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Tuple

from harness.errors import Unsupported
from harness.names import Role

#: More than any buffer holds for the wire at one time; whoever has more is asked again.
_PLENTY = 1 << 20


@dataclass(frozen=True)
class Shape:
    """What one PEP calls it.

    pep: its number; create, feed: methods of a context and of a buffer; needs: the other methods a
    buffer must have; take, read, read_into, certificate: the calls whose form differs; configurations:
    by role, the class a context is made from.
    """

    pep: int
    create: str
    feed: str
    needs: Tuple[str, ...]
    take: Callable[[Any], bytes]
    read: Callable[[Any, int], Any]
    read_into: Callable[[Any, bytearray, int], Any]
    certificate: Callable[[Any], Any]
    configurations: Dict[Role, str]


def _take_748(buffer: Any) -> bytes:
    taken, left = b"", buffer.outgoing_bytes_buffered()
    while left > 0:
        data: bytes = buffer.process_outgoing(left)
        if not data:
            break
        taken, left = taken + data, left - len(data)
    return taken


def _take_543(buffer: Any) -> bytes:
    taken = b""
    while True:
        data: bytes = buffer.peek_outgoing(_PLENTY)
        buffer.consume_outgoing(len(data))
        taken += data
        if len(data) < _PLENTY:
            return taken


PEP_748 = Shape(
    pep=748,
    create="create_buffer",
    feed="process_incoming",
    needs=("process_outgoing", "outgoing_bytes_buffered"),
    take=_take_748,
    read=lambda buffer, amount: buffer.read(amount, None),  # the PEP gives the second one no default
    read_into=lambda buffer, target, amount: buffer.read(amount, target),
    certificate=lambda buffer: buffer.getpeercert(),
    configurations={Role.CLIENT: "TLSClientConfiguration", Role.SERVER: "TLSServerConfiguration"},
)

PEP_543 = Shape(
    pep=543,
    create="wrap_buffers",
    feed="receive_from_network",
    needs=("peek_outgoing", "consume_outgoing"),
    take=_take_543,
    read=lambda buffer, amount: buffer.read(amount),
    read_into=lambda buffer, target, amount: buffer.readinto(target, amount),
    certificate=lambda buffer: buffer.getpeercert(binary_form=True),
    configurations={Role.CLIENT: "TLSConfiguration", Role.SERVER: "TLSConfiguration"},
)


def shape_of(name: str, context: Any) -> Shape:
    """The shape of a context class; raises `Unsupported` naming both methods when it makes no buffers."""
    for shape in (PEP_748, PEP_543):
        if hasattr(context, shape.create):
            return shape
    raise Unsupported("{} has neither create_buffer nor wrap_buffers".format(name))


# -- what a buffer tells of itself ----------------------------------------------------------------------


def tell(shape: Shape, buffer: Any, fact: str) -> Any:
    """The value of `fact` (one of `endpoint.FACTS`) in the words the other drivers use.

    Raises `Unsupported` for what neither PEP has, and for a method the buffer lacks.
    """
    if fact not in _ASKED:
        raise Unsupported("a TLS buffer cannot tell {!r}".format(fact))
    if not hasattr(type(buffer), _ASKED[fact]):
        raise Unsupported("{} has no {}".format(type(buffer).__name__, _ASKED[fact]))
    if fact == "peer_certificate":
        return shape.certificate(buffer)
    value = getattr(buffer, _ASKED[fact])
    return _SPOKEN[fact](value() if callable(value) else value)


def suite_name(suite: Any) -> Any:
    """OpenSSL's name for a `CipherSuite`, its number, or its IANA name however it is hyphenated."""
    name = getattr(suite, "name", None) or _NUMBERS.get(suite, suite)
    if not isinstance(name, str):
        return None if suite is None else str(suite)
    words = name.replace("-", "_").split("_")
    if "WITH" not in words:
        return "_".join(words)  # TLS 1.3: OpenSSL has no name of its own
    exchange, cipher = words[1 : words.index("WITH")], words[words.index("WITH") + 1 :]
    if cipher[0] == "AES":
        cipher[:2] = ["".join(cipher[:2])]
    if "POLY1305" in cipher:
        cipher = cipher[:2]
    told = [word for word in cipher if word != "CBC"]
    return "-".join(told if exchange == ["RSA"] else exchange + told)


def iana_suite(openssl: str) -> Tuple[str, int]:
    """The IANA name and number of a suite by OpenSSL's name; raises `Unsupported` for an unknown one."""
    for number, name in _NUMBERS.items():
        if suite_name(name) == openssl:
            return name, number
    raise Unsupported("the harness knows no number for the cipher suite {}".format(openssl))


def _version(value: Any) -> Any:
    name = getattr(value, "name", value)
    return name.replace("_", ".") if isinstance(name, str) else None


def _protocol(value: Any) -> Any:
    value = getattr(value, "value", value)
    return value.decode("ascii") if isinstance(value, bytes) else value


_ASKED: Dict[str, str] = {
    "version": "negotiated_tls_version",
    "cipher": "cipher",
    "alpn": "negotiated_protocol",
    "peer_certificate": "getpeercert",
}

_SPOKEN: Dict[str, Callable[[Any], Any]] = {"version": _version, "cipher": suite_name, "alpn": _protocol}

# The suites of PEP 748, "Cipher Suites", and others that scenarios ask for; numbers of the IANA TLS registry.
_NUMBERS: Dict[int, str] = {
    0x002F: "TLS_RSA_WITH_AES_128_CBC_SHA",
    0x009C: "TLS_RSA_WITH_AES_128_GCM_SHA256",
    0xC009: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    0xC00A: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    0xC013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    0xC023: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    0xC024: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    0xC027: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    0xC028: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    0x1301: "TLS_AES_128_GCM_SHA256",
    0x1302: "TLS_AES_256_GCM_SHA384",
    0x1303: "TLS_CHACHA20_POLY1305_SHA256",
    0x1304: "TLS_AES_128_CCM_SHA256",
    0x1305: "TLS_AES_128_CCM_8_SHA256",
    0xC02B: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    0xC02C: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    0xC02F: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    0xC0AC: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
    0xC0AD: "TLS_ECDHE_ECDSA_WITH_AES_256_CCM",
    0xC0AE: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",
    0xC0AF: "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8",
    0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    0xCCA9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
}
