"""What an established tlslite-ng connection on trial tells: those of `endpoint.FACTS` its users can ask.

Each fact is a function of the tlslite package, the `Setup` and the TLSConnection. The version is apart,
since it is gone before the connection is. tlslite has no tls-unique.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.names import Role
from harness.peers.tlslite_subject_settings import remembered
from harness.setup import Setup


def spoken(connection: Any) -> str:
    """'TLSv1.3' for what tlslite calls 'TLS 1.3'; to be asked before it closes, when it forgets."""
    return str(connection.getVersionName()).replace(" ", "v")


def _cipher(tls: Any, _setup: Setup, connection: Any) -> str:
    """The name the IANA registered under TLS 1.3, under TLS 1.2 OpenSSL's, as in `Options.cipher`."""
    name = str(tls.constants.CipherSuite.ietfNames[connection.session.cipherSuite])
    exchange, with_it, protection = name.removeprefix("TLS_").partition("_WITH_")
    if not with_it:
        return name
    exchange = "" if exchange == "RSA" else exchange + "_"
    protection = protection.replace("AES_", "AES").replace("_CBC", "").replace("POLY1305_SHA256", "POLY1305")
    return (exchange + protection).replace("_", "-")


def _alpn(_tls: Any, _setup: Setup, connection: Any) -> str | None:
    chosen = connection.session.appProto
    return bytes(chosen).decode("ascii") if chosen else None


def _peer_certificate(_tls: Any, setup: Setup, connection: Any) -> bytes | None:
    chain = peer_chain(setup, connection)
    return chain[0] if chain else None


def _session_reused(_tls: Any, _setup: Setup, connection: Any) -> bool:
    return bool(connection.resumed)


def _server_name(_tls: Any, setup: Setup, connection: Any) -> str | None:
    return (connection.session.serverName or None) if setup.role is Role.SERVER else None


def _compression(_tls: Any, _setup: Setup, _connection: Any) -> None:
    return None


def peer_chain(setup: Setup, connection: Any) -> list[bytes]:
    """The DER certificates the session has of the other end, leaf first; [] for none."""
    session = connection.session
    chain = session.serverCertChain if setup.role is Role.CLIENT else session.clientCertChain
    return [bytes(each.bytes) for each in chain.x509List] if chain else []


FACTS: dict[str, Callable[[Any, Setup, Any], object]] = {
    "cipher": _cipher,
    "alpn": _alpn,
    "peer_certificate": _peer_certificate,
    "session_reused": _session_reused,
    "session": remembered,
    "server_name": _server_name,
    "compression": _compression,
}

#: What the facts are until the handshake is done, where that is not None.
BEFORE_HANDSHAKE: dict[str, object] = {"session_reused": False}
