"""What the reference peer can tell about its connection: `harness.endpoint.FACTS`, one function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.names import Role, Tls
from harness.peers.tlslite_connection import Connection
from harness.peers.tlslite_imports import CipherSuite
from harness.peers.tlslite_settings import snapshot


def _version(connection: Connection) -> str:
    return connection.setup.spoken.spoken


def _cipher(connection: Connection) -> str:
    """The name the IANA registered, such as TLS_AES_128_GCM_SHA256."""
    return str(CipherSuite.ietfNames[connection.session.cipherSuite])


def _alpn(connection: Connection) -> str | None:
    chosen = connection.session.appProto
    return bytes(chosen).decode("ascii") if chosen else None


def _peer_certificate(connection: Connection) -> bytes | None:
    """From this handshake, or from the session it resumed."""
    if connection.peer_chain:
        return connection.peer_chain[0]
    session = connection.session
    chain: Any = session.serverCertChain if _is_client(connection) else session.clientCertChain
    return bytes(chain.x509List[0].bytes) if chain else None


def _channel_binding(connection: Connection) -> bytes | None:
    """tls-unique, which is not defined for TLS 1.3 (RFC 8446 appendix C.5)."""
    return connection.first_finished if connection.setup.spoken is Tls.V12 else None


def _session_reused(connection: Connection) -> bool:
    return bool(connection.resumed or connection.psk_accepted)


def _session(connection: Connection) -> object:
    """Opaque, for `Setup.session` of a later peer in the same role."""
    if not _is_client(connection):
        return connection.sessions
    return snapshot(connection.setup, connection.session, connection.tickets, connection.tls_1_0_tickets)


def _server_name(connection: Connection) -> str | None:
    hello = connection.client_hello
    return bytes(hello.server_name).decode("ascii") if hello and hello.server_name else None


def _compression(connection: Connection) -> None:
    return None


def _is_client(connection: Connection) -> bool:
    return connection.setup.role is Role.CLIENT


#: Functions of a connection whose handshake is finished.
FACTS: dict[str, Callable[[Connection], object]] = {
    "version": _version,
    "cipher": _cipher,
    "alpn": _alpn,
    "peer_certificate": _peer_certificate,
    "channel_binding": _channel_binding,
    "session_reused": _session_reused,
    "session": _session,
    "server_name": _server_name,
    "compression": _compression,
}

#: What the facts are until then, where that is not None.
BEFORE_HANDSHAKE: dict[str, object] = {"session_reused": False}
