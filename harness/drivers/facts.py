"""What an established `SSLObject` or `SSLSocket` tells of itself, as plain values.

Source: Python docs, library/ssl, "SSL Sockets" (the methods shared with SSLObject).
Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import Any, Callable, Dict

from harness.errors import Unsupported


def tell(connection: Any, fact: str) -> Any:
    """The value of `fact` (one of `endpoint.FACTS`); exceptions of the connection pass through.

    Raises `Unsupported` when the connection lacks the method behind the fact.
    """
    asking = _ASKING.get(fact)
    if asking is None:
        raise Unsupported("the ssl shape cannot tell {!r}".format(fact))
    # A layer that hands the methods of an SSLObject on has them itself alone, and not its class.
    if not hasattr(type(connection), _NEEDED[fact]) and not hasattr(connection, _NEEDED[fact]):
        raise Unsupported("{} has no {}".format(type(connection).__name__, _NEEDED[fact]))
    return asking(connection)


def ask(connection: Any, method: str, *args: Any) -> Any:
    """What a method of the connection returns; raises `Unsupported` when it has none of that name."""
    if not hasattr(connection, method):
        raise Unsupported("{} has no {}".format(type(connection).__name__, method))
    return getattr(connection, method)(*args)


def _cipher_name(connection: Any) -> Any:
    cipher = connection.cipher()
    return cipher[0] if isinstance(cipher, tuple) and cipher else cipher


_NEEDED: Dict[str, str] = {
    "version": "version",
    "cipher": "cipher",
    "alpn": "selected_alpn_protocol",
    "peer_certificate": "getpeercert",
    "channel_binding": "get_channel_binding",
    "session_reused": "session_reused",
    "session": "session",
    "compression": "compression",
}

_ASKING: Dict[str, Callable[[Any], Any]] = {
    "version": lambda connection: connection.version(),
    "cipher": _cipher_name,
    "alpn": lambda connection: connection.selected_alpn_protocol(),
    "peer_certificate": lambda connection: connection.getpeercert(binary_form=True),
    "channel_binding": lambda connection: connection.get_channel_binding("tls-unique"),
    "session_reused": lambda connection: connection.session_reused,
    "session": lambda connection: connection.session,
    "compression": lambda connection: connection.compression(),
}
