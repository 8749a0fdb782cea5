"""Names are looked up directly: what a connection is made of has no old names, and one step to its version.

tlslite translates the names its parameters and attributes used to have at each call and each access, to warn
of them. Nobody here uses one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package, replace_method

_METHODS = ("add_static_size", "add_dynamic_size", "add_data")
_HOOKS = ("__getattr__", "__setattr__", "__delattr__")


def install(package: Package) -> None:
    """Take the translation from the classes every connection needs; an empty buffer is seen at once."""
    defragmenter = package.module("defragmenter").Defragmenter
    for name in _METHODS:
        replace_method(defragmenter, name, lambda translating: translating.__wrapped__)
    replace_method(defragmenter, "get_message", _get_message)
    for kind in (defragmenter, package.module("messages").Certificate):
        for name in _HOOKS:
            delattr(kind, name)
    layer = package.module("tlsrecordlayer").TLSRecordLayer
    layer.version = property(_version, layer.version.fset, doc=layer.version.__doc__)


def _get_message(pure: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get_message(defragmenter: Any) -> Any:
        return pure(defragmenter) if any(defragmenter.buffers.values()) else None

    return get_message


def _version(connection: Any) -> Any:
    return connection._recordLayer._version  # noqa: SLF001 - tlslite's
