"""From a `Setup` to what tlslite-ng wants to be told: settings, credentials, sessions to resume.

The settings are those of an ordinary modern stack, minus what tlslite 0.8.2 gets wrong (a client
compresses its certificate unasked) and what costs much in pure Python: one x25519 key share, no
post-quantum groups, no brainpool curves (which it would offer in TLS 1.3 and then refuse itself).

A session to be resumed crosses connections as an opaque value, a different one for each role. A client's
`ClientSession` holds what it was given; it is offered only where it fits, since tlslite raises ValueError
on a session of another name, version or cipher suite where a client should just not offer it. A server's
`ServerSessions` holds what it needs to recognise its clients: the ticket key and the session ID cache.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import Unsupported
from harness.names import Role, Tls
from harness.peers.tlslite_imports import (
    ECPointFormat,
    HandshakeSettings,
    Session,
    SessionCache,
    TLSConnection,
    X509CertChain,
    parsePEMKey,
)
from harness.pki import Pki
from harness.setup import Setup

#: The version numbers of RFC 8446 section 4.2.1.
VERSIONS = {Tls.V12: (3, 3), Tls.V13: (3, 4)}

# The beginnings and ends of OpenSSL's names for suites, in tlslite's words (key exchange; cipher, MAC).
_KEY_EXCHANGES = {
    "ECDHE-ECDSA-": "ecdhe_ecdsa", "ECDHE-RSA-": "ecdhe_rsa", "DHE-RSA-": "dhe_rsa", "": "rsa",
}  # fmt: skip
_PROTECTIONS = {
    "AES128-GCM-SHA256": ("aes128gcm", "aead"),
    "AES256-GCM-SHA384": ("aes256gcm", "aead"),
    "CHACHA20-POLY1305": ("chacha20-poly1305", "aead"),
    "AES128-CCM": ("aes128ccm", "aead"),
    "AES128-CCM8": ("aes128ccm_8", "aead"),
    "AES128-SHA": ("aes128", "sha"),
    "AES256-SHA": ("aes256", "sha"),
    "AES128-SHA256": ("aes128", "sha256"),
    "AES256-SHA384": ("aes256", "sha384"),
}

# tlslite makes room for all of them at once, and would for 10000.
#: Tickets a server sends that is not told how many: a second one says nothing new in a cell that is not about
#: tickets, and sealing it is a thirtieth of a whole conversation.
_TICKETS = 1
_SESSIONS_KEPT = 100
#: Where tlslite's sessions have the tickets that each extension brings.
_TICKETS_KEPT = {"pre_shared_key": "tickets", "session_ticket": "tls_1_0_tickets"}


@dataclass(frozen=True)
class ClientSession:
    """What a client keeps of a connection: a snapshot of tlslite's session, and where it may be offered."""

    session: Any
    offered_to: tuple[object, ...]


@dataclass(frozen=True)
class ServerSessions:
    """What a server keeps to resume the sessions of its clients: a ticket key and a session ID cache."""

    ticket_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    cache: Any = field(default_factory=lambda: SessionCache(_SESSIONS_KEPT))


def opening(connection: TLSConnection, setup: Setup, sessions: ServerSessions) -> Generator[int, None, None]:
    """The handshake generator of tlslite that `setup` asks for, not started yet.

    It yields 0 when it wants bytes. sessions: where a server keeps its clients' sessions. Raises
    `Unsupported` for a server without a certificate and for an unknown cipher suite.
    """
    chain, key = _credentials(setup)
    options = {
        "certChain": chain,
        "privateKey": key,
        "settings": settings_of(setup, sessions),
        "alpn": [bytearray(name, "ascii") for name in setup.options.alpn] or None,
    }
    steps: Generator[int, None, None]
    if setup.role is Role.CLIENT:
        name, session = setup.options.server_name, _session_to_offer(setup)
        steps = connection.handshakeClientCert(serverName=name, session=session, async_=True, **options)
    elif chain is None:
        raise Unsupported("the reference peer cannot serve without a certificate")
    else:
        asks = setup.verify != "no" and not asks_later(setup)
        steps = connection.handshakeServerAsync(reqCert=asks, sessionCache=sessions.cache, **options)
    return steps


def asks_later(setup: Setup) -> bool:
    """Whether this is a server that asks for a certificate after the handshake alone."""
    later = setup.options.post_handshake_auth and setup.spoken is Tls.V13
    return later and setup.role is Role.SERVER


def snapshot(setup: Setup, session: Any, tickets: list[Any], tickets_12: list[Any]) -> ClientSession | None:
    """The session of a finished client connection as a value to be resumed later, None if it cannot be.

    tickets, tickets_12: the tickets this connection received so far, for TLS 1.3 and TLS 1.2.
    """
    kept = _copy(session)
    kept.tickets = list(tickets)
    kept.tls_1_0_tickets = list(tickets_12 or session.tls_1_0_tickets or ())
    if kept.tls_1_0_tickets and not kept.sessionID:
        # RFC 5077 section 3.4: a client tells an accepted ticket by the echo of the session ID it made up.
        kept.sessionID = bytearray(secrets.token_bytes(32))
    return ClientSession(kept, _place(setup)) if kept.valid() else None


def lacks_ticket(setup: Setup, about: str) -> bool:
    """Whether this is a client without the ticket that an extension, named in `about`, would bring."""
    session = setup.session.session if isinstance(setup.session, ClientSession) else None
    named = [kept for name, kept in _TICKETS_KEPT.items() if name in about]
    return setup.role is Role.CLIENT and any(not getattr(session, kept, None) for kept in named)


def _session_to_offer(setup: Setup) -> Session | None:
    """The session in `setup` if it belongs to this role, version, name and cipher suite."""
    known = setup.session
    if not isinstance(known, ClientSession) or known.offered_to != _place(setup):
        return None
    return _copy(known.session)


def _copy(session: Any) -> Any:
    """A copy that tlslite may change without touching the original."""
    copied = session._clone()  # noqa: SLF001 - tlslite copies sessions by this name only
    copied.tickets = list(session.tickets or ())
    copied.tls_1_0_tickets = list(session.tls_1_0_tickets or ())
    copied.appProto = None
    return copied


def _place(setup: Setup) -> tuple[object, ...]:
    return (setup.spoken, setup.options.server_name, setup.options.cipher)


def _credentials(setup: Setup) -> tuple[Any, Any]:
    """The endpoint's own certificate chain and private key, (None, None) for none."""
    return (None, None) if setup.certificate is None else _load(setup.pki, setup.certificate)


@functools.lru_cache(maxsize=64)
def _load(pki: Pki, name: str) -> tuple[Any, Any]:
    """Parsed once for each name: parsing a key in pure Python takes as long as a signature."""
    chain = X509CertChain()
    chain.parsePemList(Path(pki.chain_file(name)).read_text(encoding="ascii"))
    return chain, parsePEMKey(Path(pki.key_file(name)).read_text(encoding="ascii"), private=True)


class _Checked(HandshakeSettings):  # type: ignore[misc] # tlslite has no types
    """Settings that were validated before."""

    def validate(self) -> HandshakeSettings:
        """A copy, as tlslite gives one that it may change."""
        return _twin(self)


def _twin(settings: HandshakeSettings) -> HandshakeSettings:
    """A shallow copy, made faster than `copy` does it."""
    twin = object.__new__(type(settings))
    twin.__dict__.update(settings.__dict__)
    return twin


def settings_of(setup: Setup, sessions: ServerSessions) -> HandshakeSettings:
    """The settings of tlslite for a setup, validated; a server of `sessions` resumes those."""
    options = setup.options
    cipher = options.cipher if setup.spoken is Tls.V12 else None
    settings = _twin(_checked(setup.versions, cipher, options.groups, options.shares))
    if setup.role is Role.SERVER:
        settings.ticketKeys = [bytearray(sessions.ticket_key)]
        settings.ticket_count = _TICKETS if options.tickets is None else options.tickets
    return settings


@functools.lru_cache(maxsize=64)
def _checked(
    tls: tuple[Tls, ...], cipher: str | None, groups: tuple[str, ...], shares: tuple[str, ...] | None
) -> HandshakeSettings:
    """Settings that are validated already: tlslite takes longer for that than for a signature."""
    settings = HandshakeSettings()
    versions = [VERSIONS[version] for version in tls]
    settings.minVersion, settings.maxVersion, settings.versions = versions[0], versions[-1], versions[::-1]
    settings.eccCurves = ["x25519", "secp256r1", "secp384r1", "secp521r1", "x448"]
    settings.ec_point_formats = [ECPointFormat.uncompressed]  # it offers compressed points, but reads none
    settings.dhGroups = ["ffdhe2048", "ffdhe3072"]
    settings.keyShares = ["x25519"]
    if groups:
        settings.eccCurves = [group for group in groups if not group.startswith("ffdhe")]
        settings.dhGroups = [group for group in groups if group.startswith("ffdhe")]
        settings.keyShares = list(groups[:1])
    if shares is not None:
        settings.keyShares = list(shares)
    settings.keyExchangeNames = ["ecdhe_ecdsa", "ecdhe_rsa", "dhe_rsa", "rsa"]
    settings.rsaSigHashes = settings.ecdsaSigHashes = ["sha256", "sha384", "sha512"]
    settings.dsaSigHashes = []
    settings.use_heartbeat_extension = False
    settings.certificate_compression_send, settings.certificate_compression_receive = [], []
    if cipher is not None:
        _restrict(settings, cipher)
    checked = _Checked()
    try:
        checked.__dict__.update(settings.validate().__dict__)
    except ValueError:
        return settings  # the handshake will say so
    return checked


def _restrict(settings: HandshakeSettings, cipher: str) -> None:
    """Leave only the TLS 1.2 cipher suite that OpenSSL calls `cipher`."""
    for beginning, key_exchange in _KEY_EXCHANGES.items():
        protection = _PROTECTIONS.get(cipher.removeprefix(beginning))
        if cipher.startswith(beginning) and protection is not None:
            settings.keyExchangeNames = [key_exchange]
            settings.cipherNames, settings.macNames = [protection[0]], [protection[1]]
            return
    raise Unsupported(f"the reference peer has no cipher suite {cipher}")
