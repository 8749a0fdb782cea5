"""From a `Setup` to the arguments of tlslite-ng's handshakes, for tlslite-ng on trial.

Unlike the reference peer (`tlslite_settings`) it gets the settings tlslite itself comes with, apart from
what the setup asks for: they are what its users have, with whatever is wrong with them. One default is
changed, as a careful user does: it offers signatures with SHA-1 (against RFC 9155 section 2), which would
show in every handshake of a TLS 1.2 client and hide what else is wrong there.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import Unsupported
from harness.names import Role, Tls
from harness.options import Options
from harness.peers.tlslite_settings import VERSIONS, _restrict, asks_later
from harness.setup import Setup


@dataclass(frozen=True)
class Remembered:
    """What a client keeps of a connection: tlslite's session, and where it may be offered again."""

    session: Any
    place: tuple[object, ...]


@dataclass(frozen=True)
class Memory:
    """What a server keeps to know its clients by: a ticket key, a cache of session IDs, and its options."""

    ticket_key: bytes
    cache: Any
    options: Options


def handshake(
    tls: Any, connection: Any, setup: Setup, memory: Memory, check: Callable[[Any], None]
) -> Iterator[int]:
    """The handshake generator that `setup` asks for, not started yet; it yields 0 when it wants bytes.

    tls: the tlslite package. check: tlslite's checker, called with the connection once the handshake is
    done. Raises `Unsupported` for a server without a certificate, and for what tlslite does not have.
    """
    name = setup.options.server_name
    if setup.options.post_handshake_auth and setup.role is Role.CLIENT and setup.certificate is None:
        raise Unsupported("tlslite-ng offers post-handshake authentication with its certificate alone")
    if setup.options.groups or setup.options.shares is not None:
        raise Unsupported("groups and key shares are chosen for the reference peer alone")
    if setup.options.name_callback is not None:
        raise Unsupported("tlslite-ng has no callback for server names")
    if setup.role is Role.CLIENT and name and not tls.utils.dns_utils.is_valid_hostname(name):
        raise Unsupported(f"tlslite-ng does not take {name!r} for a server name")
    chain, key = _credentials(tls, setup)
    options = {
        "certChain": chain,
        "privateKey": key,
        "settings": settings_for(tls, setup, memory),
        "alpn": [bytearray(name, "ascii") for name in setup.options.alpn] or None,
        "checker": check,
    }
    steps: Iterator[int]
    if setup.role is Role.CLIENT:
        session = session_to_offer(setup)
        steps = connection.handshakeClientCert(serverName=name, session=session, async_=True, **options)
    elif chain is None:
        raise Unsupported("tlslite-ng cannot serve without a certificate")
    else:
        asks = setup.verify != "no" and not asks_later(setup)
        steps = connection.handshakeServerAsync(reqCert=asks, sessionCache=memory.cache, **options)
    return steps


def memory_of(tls: Any, setup: Setup) -> Memory:
    """The memory of the earlier connection in `setup`; a new one for a server of other options."""
    known = setup.session
    if isinstance(known, Memory) and known.options == setup.options:
        return known
    return Memory(secrets.token_bytes(32), tls.sessioncache.SessionCache(), setup.options)


def remembered(_tls: Any, setup: Setup, connection: Any) -> Remembered | None:
    """A client's session as a value to be resumed later, None if tlslite says it cannot be."""
    session = connection.session
    return Remembered(session, _place(setup)) if session.valid() else None


def session_to_offer(setup: Setup) -> Any:
    """The session in `setup` if it was made in the same place: for another name tlslite raises ValueError."""
    known = setup.session
    return known.session if isinstance(known, Remembered) and known.place == _place(setup) else None


def _place(setup: Setup) -> tuple[object, ...]:
    return (setup.spoken, setup.options.server_name, setup.options.cipher)


def _credentials(tls: Any, setup: Setup) -> tuple[Any, Any]:
    """The endpoint's own certificate chain and private key, (None, None) for none."""
    if setup.certificate is None:
        return None, None
    if setup.certificate == "locked":
        raise Unsupported("tlslite-ng reads no encrypted keys")
    return _load(tls, setup.pki.chain_file(setup.certificate), setup.pki.key_file(setup.certificate))


@functools.lru_cache(maxsize=64)
def _load(tls: Any, chain_file: str, key_file: str) -> tuple[Any, Any]:
    """Parsed once for each file and package: it takes as long as a signature."""
    chain = tls.x509certchain.X509CertChain()
    chain.parsePemList(Path(chain_file).read_text(encoding="ascii"))
    key = tls.utils.keyfactory.parsePEMKey(Path(key_file).read_text(encoding="ascii"), private=True)
    return chain, key


def settings_for(tls: Any, setup: Setup, memory: Memory) -> Any:
    """The `HandshakeSettings` of the package `tls` for a setup, with what a server remembers."""
    settings = tls.handshakesettings.HandshakeSettings()
    versions = [VERSIONS[version] for version in setup.versions]
    settings.minVersion, settings.maxVersion, settings.versions = versions[0], versions[-1], versions[::-1]
    for hashes in (settings.rsaSigHashes, settings.ecdsaSigHashes, settings.dsaSigHashes):
        hashes.remove("sha1")
    if setup.versions[0] is Tls.V13:
        # The groups of RFC 8734 have other names; tlslite raises ValueError over those of TLS 1.2 alone.
        old = {"brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"}
        settings.eccCurves = [curve for curve in settings.eccCurves if curve not in old]
    if setup.role is Role.SERVER:
        settings.ticketKeys = [bytearray(memory.ticket_key)]
        if setup.options.tickets is not None:
            settings.ticket_count = setup.options.tickets
    if setup.options.cipher is not None and setup.spoken is Tls.V12:
        _restrict(settings, setup.options.cipher)
    return settings
