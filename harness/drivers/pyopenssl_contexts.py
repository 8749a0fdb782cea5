"""An `OpenSSL.SSL.Context` configured as a `Setup` says, and the connections made of it.

What a setup asks for and pyOpenSSL has no call for is `Unsupported`: the number of session tickets,
authentication after the handshake, what a callback for the name returns. It compares no names either (as
its docs on `set_verify` have it, that is the caller's): see `unnamed`. A server that verifies has to name
its sessions, or OpenSSL resumes none of them (SSL_CTX_set_session_id_context(3)).
Source: pyOpenSSL docs, api/ssl, "Context objects" and "Connection objects".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, List
from weakref import WeakKeyDictionary

from harness.drivers.contexts import Contexts
from harness.drivers.pyopenssl_errors import meaning
from harness.drivers.translate import describe
from harness.endpoint import EndpointRaised, Raised
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Tls
from harness.setup import Setup

_VERSIONS = {Tls.V12: "TLS1_2_VERSION", Tls.V13: "TLS1_3_VERSION"}
_METHODS = {Role.CLIENT: "TLS_CLIENT_METHOD", Role.SERVER: "TLS_SERVER_METHOD"}
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")


@dataclass
class OpensslContext:
    """A Context and, for a server that notes names, the name of every ClientHello it has seen."""

    context: Any
    names: List[Any] = field(default_factory=list)


_kept: "WeakKeyDictionary[Contexts, Dict[Any, OpensslContext]]" = WeakKeyDictionary()


def context_of(implementation: Implementation, setup: Setup, contexts: Contexts) -> OpensslContext:
    """The context for this pair, built on first use and kept as long as `contexts` is.

    Raises `Unsupported` naming what is missing, `EndpointRaised` when the implementation raises.
    """
    if setup.role is Role.CLIENT and setup.options.server_name is not None:
        _sent(setup.options.server_name)  # before anything is made
    choices = replace(setup.options, server_name=None)
    key = (id(implementation.module), setup.role, setup.tls, setup.pki.folder, choices)
    mine = _kept.setdefault(contexts, {})
    if key not in mine:
        mine[key] = _build(implementation, setup)
    return mine[key]


def connect(implementation: Implementation, setup: Setup, kept: OpensslContext, transport: Any = None) -> Any:
    """A Connection over `transport`, or over memory BIOs, with its role, name to send and session."""
    make, name = implementation.get("Connection"), setup.options.server_name
    connection = _try(implementation, "Connection", lambda: make(kept.context, transport))
    if setup.role is Role.SERVER:
        _try(implementation, "set_accept_state", connection.set_accept_state)
        return connection
    _try(implementation, "set_connect_state", connection.set_connect_state)
    if name is not None:
        sent = _sent(name)
        _try(implementation, "set_tlsext_host_name", lambda: connection.set_tlsext_host_name(sent))
    if setup.session is not None:
        session: Any = setup.session
        _try(implementation, "set_session", lambda: connection.set_session(session[0]))
    return connection


def checks_name(setup: Setup) -> bool:
    """Whether a setup asks for the other end's name to be checked."""
    return setup.role is Role.CLIENT and setup.verify != "no" and setup.options.server_name is not None


def unnamed(setup: Setup, certificate: Any) -> bool:
    """Whether the other end's certificate, an X509, is not plainly for the name that a setup asks for.

    A verified certificate for another name is as good as any to pyOpenSSL: what comes of it is the
    caller's to decide, and says nothing of pyOpenSSL.
    """
    name = setup.options.server_name
    try:
        extensions = certificate.to_cryptography().extensions
        found = [each.value for each in extensions if each.oid.dotted_string == "2.5.29.17"]
    except ValueError:
        return True
    return name not in [each.value for names in found for each in names]


def raised_while(implementation: Implementation, doing: str, error: Exception) -> EndpointRaised:
    """What to raise when `error` came while `doing` something that is no attempt."""
    outcome = meaning(implementation, error)
    return EndpointRaised(doing, outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN))


def _sent(name: str) -> bytes:
    """A name as the caller has to hand it in. Addresses are not sent (RFC 6066), and cannot be checked."""
    if _ADDRESS.fullmatch(name):
        raise Unsupported("pyOpenSSL cannot check an address")
    if not name.isascii():
        raise Unsupported("pyOpenSSL takes names as bytes: encoding them is the caller's")
    return name.encode("ascii")


def _build(implementation: Implementation, setup: Setup) -> OpensslContext:
    _refuse(setup)
    make, method = implementation.get("Context"), implementation.get(_METHODS[setup.role])
    low, high = (implementation.get(_VERSIONS[setup.versions[at]]) for at in (0, -1))
    context = _try(implementation, "Context", lambda: make(method))
    _call(implementation, context, "set_min_proto_version", low)
    _call(implementation, context, "set_max_proto_version", high)
    _trust(implementation, context, setup)
    return OpensslContext(context, _features(implementation, context, setup))


def _refuse(setup: Setup) -> None:
    """Raise `Unsupported` for the options that pyOpenSSL has no call for."""
    options = setup.options
    if options.tickets is not None:
        raise Unsupported("pyOpenSSL cannot be told how many session tickets to send")
    if options.post_handshake_auth:
        raise Unsupported("pyOpenSSL has no authentication after the handshake")
    if options.groups or options.shares is not None:
        raise Unsupported("pyOpenSSL cannot be told its groups and key shares")
    if options.name_callback is not None:
        raise Unsupported("pyOpenSSL does not say what becomes of what its callback for the name does")


def _trust(implementation: Implementation, context: Any, setup: Setup) -> None:
    modes = {"required": ("VERIFY_PEER", "VERIFY_FAIL_IF_NO_PEER_CERT"), "optional": ("VERIFY_PEER",)}
    mode = 0
    for name in modes.get(setup.verify, ("VERIFY_NONE",)):
        mode |= implementation.get(name)
    _call(implementation, context, "set_verify", mode)
    anchors = setup.pki.trust_file(setup.options.trust) if setup.verify != "no" else None
    if anchors is not None:
        _call(implementation, context, "load_verify_locations", anchors)
    if setup.certificate is not None:
        _call(implementation, context, "use_certificate_chain_file", setup.pki.chain_file(setup.certificate))
        _call(implementation, context, "use_privatekey_file", setup.pki.key_file(setup.certificate))
    if setup.role is Role.SERVER:
        _call(implementation, context, "set_session_id", b"tls-harness")


def _features(implementation: Implementation, context: Any, setup: Setup) -> List[Any]:
    options = setup.options
    names: List[Any] = []
    own = [name.encode() for name in options.alpn]
    if own and setup.role is Role.CLIENT:
        _call(implementation, context, "set_alpn_protos", own)
    elif own:
        _call(implementation, context, "set_alpn_select_callback", _choosing(own))
    if options.cipher is not None:
        _call(implementation, context, "set_cipher_list", options.cipher.encode())

    def note(connection: Any) -> None:
        name = connection.get_servername()
        names.append(name.decode() if isinstance(name, bytes) else name)

    if options.notes_name:
        _call(implementation, context, "set_tlsext_servername_callback", note)
    return names


def _choosing(own: List[bytes]) -> Callable[[Any, List[bytes]], bytes]:
    """The callback of a server with protocols of its own: its first that is offered, b"" to refuse."""
    return lambda _connection, offered: next((name for name in own if name in offered), b"")


def _call(implementation: Implementation, context: Any, name: str, *arguments: Any) -> None:
    method = getattr(context, name, None)
    if method is None:
        raise Unsupported("{} has no Context.{}".format(implementation.name, name))
    _try(implementation, "Context." + name, lambda: method(*arguments))


def _try(implementation: Implementation, doing: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except Exception as error:
        raise raised_while(implementation, doing, error) from error
