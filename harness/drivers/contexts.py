"""An `SSLContext` of the implementation, configured as a `Setup` says, through the documented names only.

A context costs more than a handshake and sessions belong to one, so `Contexts` keeps them; who owns the
`Contexts` decides how much connections share.
Source: Python docs, library/ssl, "SSL Contexts". Importable on Python 3.8 with the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Tuple

from harness.drivers.translate import border
from harness.endpoint import EndpointRaised
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role, Tls
from harness.setup import Setup

_HAS = {Tls.V12: "HAS_TLSv1_2", Tls.V13: "HAS_TLSv1_3"}
_VERSION_NAMES = {Tls.V12: "TLSv1_2", Tls.V13: "TLSv1_3"}
#: What OpenSSL calls the curves that `set_ecdh_curve` knows by name.
_CURVES = {"secp256r1": "prime256v1", "secp384r1": "secp384r1", "secp521r1": "secp521r1"}
#: What CPython sends by itself.
_TICKETS = 2
_VERIFY_MODES = {"required": "CERT_REQUIRED", "optional": "CERT_OPTIONAL", "no": "CERT_NONE"}


@dataclass
class Context:
    """An `SSLContext` and, for a server that notes names, the name of every ClientHello it has seen."""

    ssl_context: Any
    names: List[Any] = field(default_factory=list)


class Contexts:
    """Keeps one context for each setup, so that connections share it as an application's would."""

    def __init__(self) -> None:
        #: What a scenario keeps by name (see `harness.drivers.things`), for all its connections.
        self.things: Dict[str, Any] = {}
        self._kept: Dict[Tuple[Any, ...], Context] = {}

    def get(self, implementation: Implementation, setup: Setup) -> Context:
        """The context for this pair, built on first use; the session in the setup does not matter.

        Raises `Unsupported` naming what is missing, `EndpointRaised` when the implementation raises.
        """
        options = setup.options
        # Which name is asked for is the connection's business; only whether there is one is the context's.
        named = options.server_name is None
        choices = (options.certificate, options.trust, options.verify, options.alpn, options.tls)
        extras = (options.cipher, options.tickets, options.notes_name, options.name_callback)
        more = (options.also, options.post_handshake_auth, options.groups, options.shares)
        where = (id(implementation.module), setup.pki.folder)
        key = (where, setup.role, setup.tls, named, choices, extras, more)
        if key not in self._kept:
            self._kept[key] = _build(implementation, setup)
        return self._kept[key]


def _build(implementation: Implementation, setup: Setup) -> Context:
    protocol = implementation.get("PROTOCOL_TLS_" + setup.role.value.upper())
    make = implementation.get("SSLContext")
    with border(implementation, "making an SSLContext"):
        context = make(protocol)
    _assign(implementation, context, "minimum_version", _version(implementation, setup.versions[0]))
    _assign(implementation, context, "maximum_version", _version(implementation, setup.versions[-1]))
    _trust(implementation, context, setup)
    return Context(context, _features(implementation, context, setup))


def _version(implementation: Implementation, tls: Tls) -> Any:
    version = getattr(implementation.get("TLSVersion"), _VERSION_NAMES[tls], None)
    if version is None:
        raise Unsupported("{} has no TLS {}".format(implementation.name, tls))
    if lacks(implementation, tls):
        raise Unsupported("{} says {} = False".format(implementation.name, _HAS[tls]))
    return version


def lacks(implementation: Implementation, tls: Tls) -> bool:
    """Whether the module says that it has no such version (Python docs, library/ssl, HAS_TLSv1_3)."""
    return implementation.has(_HAS[tls]) and implementation.get(_HAS[tls]) is False


def wrap_arguments(setup: Setup) -> Dict[str, Any]:
    """The keyword arguments of `wrap_bio` and `wrap_socket` that a setup means."""
    if setup.role is Role.SERVER:
        return {"server_side": True}
    arguments: Dict[str, Any] = {"server_side": False, "server_hostname": setup.options.server_name}
    if setup.session is not None:
        arguments["session"] = setup.session
    return arguments


def _trust(implementation: Implementation, context: Any, setup: Setup) -> None:
    if setup.role is Role.CLIENT and (setup.verify == "no" or setup.options.server_name is None):
        _assign(implementation, context, "check_hostname", value=False)
    _assign(implementation, context, "verify_mode", implementation.get(_VERIFY_MODES[setup.verify]))
    # Not for an end that verifies nobody: OpenSSL would build its own chain from them, in every handshake.
    anchors = setup.pki.trust_file(setup.options.trust) if setup.verify != "no" else None
    if setup.options.default_trust:
        _call(implementation, context, "load_default_certs")
    elif anchors is not None:
        _call(implementation, context, "load_verify_locations", anchors)
    if setup.certificate is not None:
        files = setup.pki.chain_file(setup.certificate), setup.pki.key_file(setup.certificate)
        _call(implementation, context, "load_cert_chain", *files)


def _features(implementation: Implementation, context: Any, setup: Setup) -> List[Any]:
    options = setup.options
    if options.alpn:
        _call(implementation, context, "set_alpn_protocols", list(options.alpn))
    if options.cipher is not None:
        _choose(implementation, context, options.cipher)
    tickets = options.tickets
    if tickets is None and setup.role is Role.SERVER and getattr(context, "num_tickets", None) == 0:
        tickets = _TICKETS  # no number is the documented one; without any, nothing could be resumed
    if tickets is not None:
        _assign(implementation, context, "num_tickets", tickets)
    if options.post_handshake_auth:
        _assign(implementation, context, "post_handshake_auth", value=True)
    if options.others:
        raise Unsupported("an SSLContext does not choose among certificates by itself")
    _choose_group(implementation, context, setup)
    names: List[Any] = []

    def note(_connection: Any, name: Any, _context: Any) -> None:
        names.append(name)

    if options.name_callback is not None:
        _assign(implementation, context, "sni_callback", _CALLBACKS[options.name_callback])
    if options.notes_name:
        _assign(implementation, context, "sni_callback", note)
    return names


def _choose_group(implementation: Implementation, context: Any, setup: Setup) -> None:
    """A client that is to bring one share has no other group: more cannot be told to Python's ssl."""
    groups, shares = setup.options.groups, setup.options.shares
    if not groups and shares is None:
        return
    curve = _CURVES.get(shares[0]) if shares and len(shares) == 1 and not groups else None
    if curve is None or setup.role is Role.SERVER:
        raise Unsupported("Python's ssl cannot be told its groups and key shares")
    _call(implementation, context, "set_ecdh_curve", curve)


def _raise(*_arguments: Any) -> None:
    raise ZeroDivisionError("planned by the scenario")


_ACCESS_DENIED = 49  # RFC 8446 section 6
_CALLBACKS: Dict[str, Callable[..., Any]] = {
    "raises": _raise,
    "refuses": lambda *_arguments: _ACCESS_DENIED,
    "text": lambda *_arguments: "a text",
}


def _assign(implementation: Implementation, context: Any, name: str, value: Any) -> None:
    with border(implementation, "SSLContext.{} = {!r}".format(name, value)):
        there = hasattr(context, name)
        if there:
            setattr(context, name, value)
    if not there:
        raise Unsupported("{} has no SSLContext.{}".format(implementation.name, name))


def _choose(implementation: Implementation, context: Any, cipher: str) -> None:
    """Allow one cipher suite. Raises `Unsupported` where it is refused, and no new context has it either."""
    try:
        _call(implementation, context, "set_ciphers", cipher)
    except EndpointRaised:
        with border(implementation, "SSLContext.get_ciphers"):
            fresh = implementation.get("SSLContext")(context.protocol)
            names = [each["name"] for each in fresh.get_ciphers()]
        if cipher in names:
            raise
        message = "{} has no cipher suite {}".format(implementation.facts()["library"], cipher)
        raise Unsupported(message) from None


def _call(implementation: Implementation, context: Any, name: str, *arguments: Any) -> None:
    method = getattr(context, name, None)
    if method is None:
        raise Unsupported("{} has no SSLContext.{}".format(implementation.name, name))
    with border(implementation, "SSLContext.{}".format(name)):
        method(*arguments)
