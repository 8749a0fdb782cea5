"""tlslite-ng's cryptography made fast: its pure-Python primitives replaced by `cryptography` and hashlib.

With it goes what costs most after that: the reading of numbers (`codec`), the searching of tables (`tables`)
and the parsing of certificates and extensions (`certificates`, `extensions`), done as before and faster.

`install` changes one copy of the tlslite package in place; `tlslite_imports` calls it for the one the peers
use. A primitive answers as the pure code does, for bad input too: what `cryptography` refuses or fails at (a
share of odd length, a point off its curve, a small RSA key, a digest of another size, ...) is left to the
pure code, which then returns or raises what tlslite's callers expect of it.

Set the environment variable TLS_HARNESS_PURE_CRYPTO=1 to go without: conversations come out the same, about
five times slower. Two answers differ: the ciphers call their implementation "cryptography", and an ECDSA
signature is randomised where tlslite takes RFC 6979's nonce over a digest it has cut to the curve's size.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from harness.peers.fast import (
    cbc,
    certificates,
    codec,
    derivation,
    exchange,
    extensions,
    names,
    records,
    signatures,
    tables,
    transcript,
)
from harness.peers.fast.package import Lookup, Package, modules_of

__all__ = ["PURE", "Lookup", "install", "modules_of", "wanted"]

#: The environment variable that keeps the pure code when it is set to 1.
PURE = "TLS_HARNESS_PURE_CRYPTO"

_INSTALLED = "_fast_cryptography_installed"
_PARTS = (
    records,
    cbc,
    exchange,
    signatures,
    derivation,
    transcript,
    codec,
    tables,
    certificates,
    extensions,
    names,
)


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the fast primitives are to be installed."""
    return environment.get(PURE) != "1"


def install(module: Lookup) -> None:
    """Replace the primitives of one copy of tlslite, in place; a second time changes nothing.

    module: gives a module of that copy by its name below the package, such as "utils.cipherfactory"; all
    of `tlslite.api` must have been imported. `modules_of("tlslite")` is one for the package of that name.
    """
    package = Package(module)
    if package.has(_INSTALLED):
        return
    for part in _PARTS:
        part.install(package)
    package.put(_INSTALLED, value=True)
