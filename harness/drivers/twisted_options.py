"""What makes the connections of the `twisted` driver: Twisted's own CertificateOptions, as a `Setup` says.

A client that is to check a name is made by `optionsForClientTLS`, everybody else by `CertificateOptions`.
Source: Twisted docs, twisted.internet.ssl, and "Using TLS in Twisted".

Importable on Python 3.8 without Twisted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from inspect import signature
from typing import Any, Dict, List
from weakref import WeakKeyDictionary

from harness.drivers.bound import installed
from harness.drivers.contexts import Contexts
from harness.errors import Unsupported
from harness.names import Role, Tls
from harness.setup import Setup

_VERSIONS = {Tls.V12: "TLSv1_2", Tls.V13: "TLSv1_3"}


@dataclass
class Creator:
    """A creator of connections and, for a server that notes names, the name of every ClientHello seen."""

    options: Any
    names: List[Any] = field(default_factory=list)


_kept: "WeakKeyDictionary[Contexts, Dict[Any, Creator]]" = WeakKeyDictionary()


def creator_of(setup: Setup, contexts: Contexts) -> Creator:
    """The creator for this pair, built on first use and kept as long as `contexts` is.

    Raises `Unsupported` for what Twisted cannot be told.
    """
    key = replace(setup, session=None)
    mine = _kept.setdefault(contexts, {})
    if key not in mine:
        _refuse(setup)
        mine[key] = _build(setup)
    return mine[key]


def _refuse(setup: Setup) -> None:
    options = setup.options
    for asked, told in (
        (setup.session is not None, "resume a session"),
        (options.tickets is not None, "say how many session tickets to send"),
        (options.post_handshake_auth, "authenticate after the handshake"),
        (bool(options.groups) or options.shares is not None, "choose groups and key shares"),
        (options.name_callback is not None, "have a callback for the name refuse"),
        (options.trust == "revocations", "load lists of revoked certificates"),
    ):
        if asked:
            raise Unsupported("Twisted has no way to {}".format(told))


def _build(setup: Setup) -> Creator:
    ssl = installed("twisted.internet.ssl", "twisted")
    found = Creator(None)
    named: Dict[str, Any] = {
        "insecurelyLowerMinimumTo": getattr(ssl.TLSVersion, _VERSIONS[setup.versions[0]]),
        "lowerMaximumSecurityTo": getattr(ssl.TLSVersion, _VERSIONS[setup.versions[-1]]),
        **_own_certificate(setup),
    }
    if setup.options.cipher is not None:
        named["acceptableCiphers"] = ssl.AcceptableCiphers.fromOpenSSLCipherString(setup.options.cipher)
    if setup.options.notes_name:
        if "contextForServerName" not in signature(ssl.CertificateOptions.__init__).parameters:
            raise Unsupported("this Twisted does not tell a server the name it is asked for")
        named["contextForServerName"] = lambda name: found.names.append(name and name.decode())
    protocols = [name.encode() for name in setup.options.alpn] or None
    name = setup.options.server_name
    if setup.role is Role.CLIENT and setup.verify != "no" and name is not None:
        trust = ssl.trustRootFromCertificates(_anchors(ssl, setup))
        found.options = ssl.optionsForClientTLS(
            name, trustRoot=trust, acceptableProtocols=protocols, extraCertificateOptions=named
        )
    else:
        found.options = ssl.CertificateOptions(**named, **_trust(ssl, setup), acceptableProtocols=protocols)
    return found


def _trust(ssl: Any, setup: Setup) -> Dict[str, Any]:
    if setup.verify == "no":
        return {}
    if setup.verify == "required":
        return {"trustRoot": ssl.trustRootFromCertificates(_anchors(ssl, setup))}
    anchors = [each.original for each in _anchors(ssl, setup)]
    return {"verify": True, "caCerts": anchors, "requireCertificate": False}


def _anchors(ssl: Any, setup: Setup) -> List[Any]:
    file = setup.pki.trust_file(setup.options.trust)
    return [] if file is None else [ssl.Certificate.loadPEM(each) for each in _certificates(file)]


def _own_certificate(setup: Setup) -> Dict[str, Any]:
    if setup.certificate is None:
        return {}
    crypto = installed("OpenSSL.crypto", "twisted")  # pyOpenSSL's own classes are deprecated there
    with open(setup.pki.key_file(setup.certificate), "rb") as file:
        key = crypto.load_privatekey(crypto.FILETYPE_PEM, file.read()).to_cryptography_key()
    own, *others = (
        crypto.load_certificate(crypto.FILETYPE_PEM, each).to_cryptography()
        for each in _certificates(setup.pki.chain_file(setup.certificate))
    )
    return {"privateKey": key, "certificate": own, **({"extraCertChain": others} if others else {})}


def _certificates(path: str) -> List[bytes]:
    """The certificates of a PEM file, each by itself."""
    with open(path, "rb") as file:
        return re.findall(
            b"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", file.read(), re.DOTALL
        )
