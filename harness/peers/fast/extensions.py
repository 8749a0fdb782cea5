"""Extensions are taken apart once: most of a hello is the same in every conversation.

What an extension of a usual type came to is kept by its bytes, and each hello gets a twin of it. One that
does not parse is tried, and objected to, each time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package, replace_method

_KEPT = 1024
_HEADER = 4
#: Types whose data seldom changes from one connection to the next; what is empty never does.
_STABLE = frozenset({0, 10, 11, 13, 16, 43, 45, 50, 0xFF01})
_unpack_header = struct.Struct(">HH").unpack_from


def install(package: Package) -> None:
    """Have tlslite's TLSExtension remember what it parsed."""
    generic = package.module("extensions").TLSExtension
    replace_method(generic, "parse", lambda pure: _remembering(pure, generic))


def _remembering(pure: Callable[[Any, Any], Any], generic: Any) -> Callable[[Any, Any], Any]:
    known: dict[tuple[object, ...], _Parsed] = {}

    def parse(extension: Any, parser: Any) -> Any:
        data, start = parser.bytes, parser.index + _HEADER
        if start > len(data) or type(extension) is not generic:
            return pure(extension, parser)
        number, size = _unpack_header(data, start - _HEADER)
        end = start + size
        if end > len(data) or (size and number not in _STABLE):
            return pure(extension, parser)
        key = (number, extension.cert, extension.serverType, extension.hrr, bytes(data[start:end]))
        found = known.get(key)
        if found is not None:
            parser.index = end
            return found.twin()
        parsed = pure(extension, parser)
        if len(known) >= _KEPT:
            known.clear()
        known[key] = _Parsed(parsed)
        return parsed

    return parse


class _Parsed:
    """What an extension came to."""

    def __init__(self, extension: Any) -> None:
        self._kind = type(extension)
        self._fields = dict(vars(extension))
        self._own = [name for name, value in self._fields.items() if isinstance(value, list | bytearray)]
        self._fields.update((name, self._fields[name].copy()) for name in self._own)

    def twin(self) -> Any:
        """Another extension with the same values, but for lists and byte arrays of its own."""
        twin = object.__new__(self._kind)
        fields = twin.__dict__
        fields.update(self._fields)
        for name in self._own:
            fields[name] = fields[name].copy()
        return twin
