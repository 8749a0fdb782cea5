"""A `ClientContext` or `ServerContext` of PEP 543 or PEP 748, configured as a `Setup` says.

Sources: PEP 748, sections "Configuration", "Context", "Signing Chain", "Trust Store" and "Insecure Usage";
PEP 543, sections "Configuration" and "Context". What a setup asks for and the PEP has no word for is
`Unsupported`; so is what the implementation refuses as a configuration (`ConfigurationError`, in PEP 543
any `TLSError`), for that is how both let it say so.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, List, Tuple, Type
from weakref import WeakKeyDictionary

from harness.drivers.buffer_shapes import PEP_748, Shape, iana_suite, shape_of
from harness.drivers.contexts import Contexts
from harness.drivers.translate import raised_while
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role, Tls
from harness.setup import Setup

_VERSIONS = {Tls.V12: "TLSv1_2", Tls.V13: "TLSv1_3"}
_CONTEXTS = {Role.CLIENT: "ClientContext", Role.SERVER: "ServerContext"}


@dataclass
class BufferContext:
    """A context, its shape, its configuration, and the name of every ClientHello a server has noted."""

    context: Any
    shape: Shape
    configuration: Any
    names: List[Any] = field(default_factory=list)


_kept: "WeakKeyDictionary[Contexts, Dict[Any, BufferContext]]" = WeakKeyDictionary()


def context_of(implementation: Implementation, setup: Setup, contexts: Contexts) -> BufferContext:
    """The context for this pair, built on first use and kept as long as `contexts` is.

    Raises `Unsupported` naming what is missing, `EndpointRaised` when the implementation raises.
    """
    options = setup.options
    # Which name is asked for is the connection's business; only whether there is one is the context's.
    choices = replace(options, server_name=None), options.server_name is None
    key = (id(implementation.module), setup.role, setup.spoken, setup.pki.folder, choices)
    mine = _kept.setdefault(contexts, {})
    if key not in mine:
        mine[key] = _build(implementation, setup)
    return mine[key]


def _build(implementation: Implementation, setup: Setup) -> BufferContext:
    make = implementation.get(_CONTEXTS[setup.role])
    shape = shape_of(implementation.name, make)
    configure = implementation.get(shape.configurations[setup.role])
    versions = _versions(implementation, setup)
    # A version the library does not have is refused by a ValueError too: PEP 543 names no class for it.
    _make(implementation, lambda: make(configure(**versions)), ValueError)
    names: List[Any] = []

    def configuration() -> Any:
        return configure(
            **versions,
            **_identity(implementation, setup, shape),
            **_trust(implementation, setup, shape),
            **_features(implementation, setup, shape, names),
        )

    configured = _make(implementation, configuration)
    return BufferContext(_make(implementation, lambda: make(configured)), shape, configured, names)


def _make(implementation: Implementation, make: Callable[[], Any], *refusals: Type[Exception]) -> Any:
    """A configuration or a context, unless the implementation says that it does not support it."""
    try:
        return make()
    except Unsupported:
        raise
    except (implementation.get("TLSError"), *refusals) as error:
        told = "{}: {}".format(type(error).__name__, error)
        raise Unsupported("{} refuses a configuration: {}".format(implementation.name, told)) from error
    except Exception as error:
        raise raised_while(implementation, "making a configuration or a context", error) from error


def _versions(implementation: Implementation, setup: Setup) -> Dict[str, Any]:
    lowest, highest = (_version(implementation, tls) for tls in (setup.versions[0], setup.versions[-1]))
    return {"lowest_supported_version": lowest, "highest_supported_version": highest}


def _version(implementation: Implementation, tls: Tls) -> Any:
    version = getattr(implementation.get("TLSVersion"), _VERSIONS[tls], None)
    if version is None:
        raise Unsupported("{} has no TLS {}".format(implementation.name, tls))
    return version


def _identity(implementation: Implementation, setup: Setup, shape: Shape) -> Dict[str, Any]:
    if setup.certificate is None:
        return {}
    names = (setup.certificate, *setup.options.others)
    pairs = [_certificate_and_key(implementation, setup, name) for name in names]
    if shape is not PEP_748:
        if len(pairs) > 1:
            raise Unsupported("PEP 543 has one chain for each configuration")
        leaf, key = pairs[0]
        return {"certificate_chain": ((leaf,), key)}
    chains = [implementation.get("SigningChain")(pair) for pair in pairs]
    return {"certificate_chain": chains[0] if setup.role is Role.CLIENT else chains}


def _certificate_and_key(implementation: Implementation, setup: Setup, name: str) -> Tuple[Any, Any]:
    leaf = implementation.get("Certificate").from_file(setup.pki.chain_file(name))
    return leaf, implementation.get("PrivateKey").from_file(setup.pki.key_file(name))


def _trust(implementation: Implementation, setup: Setup, shape: Shape) -> Dict[str, Any]:
    if setup.verify == "optional":
        raise Unsupported("PEP {} has no way to ask for a certificate and do without".format(shape.pep))
    if shape is PEP_748:
        return _trust_748(implementation, setup)
    if setup.verify == "no":
        return {"validate_certificates": False}
    if setup.options.default_trust:
        return {"validate_certificates": True}
    store = implementation.get("TrustStore")
    return {"validate_certificates": True, "trust_store": store.from_pem_file(_anchors(setup, shape))}


def _trust_748(implementation: Implementation, setup: Setup) -> Dict[str, Any]:
    if setup.verify == "no":
        if setup.role is Role.CLIENT:
            raise Unsupported("PEP 748 lets no client leave a certificate unchecked (Insecure Usage)")
        return {}
    if setup.options.default_trust and setup.role is Role.CLIENT:  # a server's would ask for no certificate
        return {}
    return {"trust_store": implementation.get("TrustStore").from_file(_anchors(setup, PEP_748))}


def _anchors(setup: Setup, shape: Shape) -> str:
    anchors = setup.pki.trust_file(setup.options.trust)
    if anchors is None:
        raise Unsupported("PEP {} has no empty trust store: None means the system's".format(shape.pep))
    return anchors


def _features(implementation: Implementation, setup: Setup, shape: Shape, names: List[Any]) -> Dict[str, Any]:
    options = setup.options
    found: Dict[str, Any] = {}
    if options.alpn:
        found["inner_protocols"] = tuple(_protocol(implementation, name) for name in options.alpn)
    if options.cipher is not None:
        found["ciphers"] = (_suite(implementation, options.cipher),)
    if options.tickets is not None:
        raise Unsupported("PEP {} has no word for session tickets".format(shape.pep))
    if options.post_handshake_auth:
        raise Unsupported("PEP {} has no word for authentication after the handshake".format(shape.pep))
    if options.name_callback is not None:
        raise Unsupported("neither PEP lets a callback choose how a name is refused")
    if options.notes_name:
        if shape is PEP_748:
            raise Unsupported("PEP 748 has no callback for the client's name")
        found["sni_callback"] = _noting(names)
    return found


def _protocol(implementation: Implementation, name: str) -> Any:
    try:
        return implementation.get("NextProtocol")(name.encode("ascii"))
    except ValueError:
        return name.encode("ascii")


def _suite(implementation: Implementation, openssl: str) -> Any:
    """The implementation's name for a suite, or its number, which both PEPs let stand for it."""
    name, number = iana_suite(openssl)
    return (
        getattr(implementation.get("CipherSuite"), name, number)
        if implementation.has("CipherSuite")
        else number
    )


def _noting(names: List[Any]) -> Callable[[Any, Any, Any], Any]:
    def called(_buffer: Any, name: Any, configuration: Any) -> Any:
        names.append(name)
        return configuration

    return called
