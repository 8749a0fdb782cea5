"""One copy of the tlslite package, and how a name in it is replaced wherever it was imported to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

#: Gives a module of one copy of tlslite by its name below the package, such as "utils.cipherfactory".
Lookup = Callable[[str], ModuleType]

# tlslite imports names by value, even with `*`: a function lives on in every module that took it.
_TAKERS = (
    "handshakehashes", "handshakehelpers", "keyexchange", "mathtls", "messages", "recordlayer",
    "session", "tlsconnection", "tlsrecordlayer", "verifierdb", "x509", "x509certchain",
    "utils.cipherfactory", "utils.constanttime", "utils.cryptomath", "utils.ecdsakey", "utils.eddsakey",
    "utils.keyfactory", "utils.python_dsakey", "utils.python_ecdsakey", "utils.python_eddsakey",
    "utils.python_rsakey", "utils.rsakey", "utils.x25519",
)  # fmt: skip


def modules_of(package: str) -> Lookup:
    """The lookup for an imported package: of "tlslite", or the name of a copy of it in `sys.modules`."""
    return lambda name: sys.modules[f"{package}.{name}"]


class Package:
    """A copy of tlslite that is being changed. module: gives its modules by name."""

    def __init__(self, module: Lookup) -> None:
        self.module = module

    def replace(self, home: str, name: str, make: Callable[[Any], Any]) -> None:
        """Put `make(original)` in the place of a name of the module `home`, in all that took it."""
        original = getattr(self.module(home), name)
        replacement = make(original)
        for taker in {home, *_TAKERS}:
            taken = vars(self.module(taker))
            for key in [key for key, value in taken.items() if value is original]:
                taken[key] = replacement

    def has(self, mark: str) -> bool:
        """Whether `put` was called for this mark."""
        return mark in vars(self.module("utils.cryptomath"))

    def put(self, mark: str, *, value: object) -> None:
        """Leave a mark on this copy."""
        vars(self.module("utils.cryptomath"))[mark] = value


def replace_method(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put `make(original)` in the place of a method of the class `owner`."""
    setattr(owner, name, make(getattr(owner, name)))
