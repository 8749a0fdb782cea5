"""Evaluating expressions: the objects of one trial by name, and what a scenario does to them.

What a scenario keeps lives as long as its cell, across its connections. An attribute that an object does
not have is `Unsupported`, naming it; one that its class has and that raises AttributeError, or a method
that raises NotImplementedError, is the implementation's own doing and comes out as it is. So does what None
or other plain data lacks: nothing is missing from it, it stands where something else is due.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import builtins
import importlib
import io
import socket
from typing import Any, Callable, Dict, List, Mapping, Optional

from harness.errors import HarnessError, Unsupported
from harness.expression import (
    EXPRESSIONS,
    Assigned,
    Attribute,
    Callback,
    Called,
    Caught,
    Compared,
    Expression,
    File,
    Name,
    Portrait,
    Python,
)
from harness.pki import Pki

_PLAIN = (type(None), bool, int, float, str, bytes)
_DATA = (*_PLAIN, bytearray, memoryview, tuple, list, dict, set)

#: A driver's own objects by name, each made when it is asked for.
Given = Mapping[str, Callable[[], Any]]


class Things:
    """What was kept, and the way to evaluate an expression among it and a driver's own objects."""

    def __init__(self, kept: Dict[str, Any], given: Given, pki: Pki) -> None:
        self._kept = kept
        self._given = given
        self._pki = pki

    def use(self, expression: Expression, keep: Optional[str] = None) -> Any:
        """The portrait of its value, which is kept under `keep` if that is given."""
        return self.portray(self.value(expression), keep)

    def portray(self, value: Any, keep: Optional[str] = None) -> Any:
        """`value` as plain data; kept as it is under `keep` if that is given."""
        if keep is not None:
            self._kept[keep] = value
        return portray(value)

    def value(self, given: Any, arguments: Any = ()) -> Any:
        """The object an expression stands for, a container of them, or the plain value itself."""
        if type(given) in (tuple, list):
            return type(given)(self.value(each, arguments) for each in given)
        if not isinstance(given, EXPRESSIONS):
            return given
        evaluate: Callable[[Any, Any], Any] = getattr(self, "_" + type(given).__name__.lower())
        return evaluate(given, arguments)

    def _name(self, it: Name, arguments: Any) -> Any:
        if it.name == "arguments":
            return arguments
        if it.name in self._kept:
            return self._kept[it.name]
        if it.name not in self._given:
            raise Unsupported("there is no {!r} in this face".format(it.name))
        return self._given[it.name]()

    def _python(self, it: Python, _arguments: Any) -> Any:
        module, _, name = it.dotted.rpartition(".")
        return getattr(importlib.import_module(module) if module else builtins, name)

    def _file(self, it: File, _arguments: Any) -> Any:
        find = {"chain": self._pki.chain_file, "key": self._pki.key_file, "trust": self._pki.trust_file}
        return find[it.kind](it.name)

    def _attribute(self, it: Attribute, arguments: Any) -> Any:
        owner = self.value(it.of, arguments)
        try:
            return getattr(owner, it.name)
        except AttributeError:
            if _claims(owner, it.name):
                raise
        raise Unsupported("{} has no {}".format(_title(owner), it.name))

    def _called(self, it: Called, arguments: Any) -> Any:
        function = self.value(it.function, arguments)
        args = [self.value(each, arguments) for each in it.args]
        return function(*args, **{name: self.value(each, arguments) for name, each in it.kwargs})

    def _assigned(self, it: Assigned, arguments: Any) -> None:
        owner = self.value(it.of, arguments)
        if not _claims(owner, it.name):
            raise Unsupported("{} has no {}".format(_title(owner), it.name))
        setattr(owner, it.name, self.value(it.value, arguments))

    def _caught(self, it: Caught, arguments: Any) -> Optional[BaseException]:
        try:
            self.value(it.expression, arguments)
        except (Unsupported, HarnessError):
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what was asked for
            return error
        return None

    def _compared(self, it: Compared, arguments: Any) -> Any:
        one, other = self.value(it.one, arguments), self.value(it.other, arguments)
        return True if one == other else "{!r} is not {!r}".format(portray(one), portray(other))

    def _callback(self, it: Callback, _arguments: Any) -> Callable[..., Any]:
        calls: List[Any] = []

        def noting(*arguments: Any, **named: Any) -> Any:
            calls.append((*arguments, *named.values()))
            for each in it.does:
                self.value(each, arguments)
            if it.raises is not None:
                raise getattr(builtins, it.raises)("planned by the scenario")
            return self.value(it.returns, arguments)

        noting.calls = calls  # type: ignore[attr-defined]  # a function may carry what it likes
        return noting


def portray(value: Any) -> Any:
    """Plain data as it is, containers of it too; for any other object its class and text."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, int):  # IntEnum and IntFlag: their number
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return bytes(value)
    if isinstance(value, tuple):
        return tuple(portray(each) for each in value)
    if isinstance(value, list):
        return [portray(each) for each in value]
    if isinstance(value, dict):
        return {portray(name): portray(each) for name, each in value.items()}
    if isinstance(value, type):
        return Portrait("type", value.__name__)
    if isinstance(value, (BaseException, bytearray)):
        return Portrait(type(value).__name__, " ".join(str(value).split()))
    return Portrait(type(value).__name__)


def forget(kept: Dict[str, Any]) -> None:
    """Close the sockets and files that were kept, and let go of everything."""
    for value in kept.values():
        if isinstance(value, (socket.socket, io.IOBase)):
            try:
                value.close()
            except Exception:  # noqa: BLE001 -- the cell is judged; what its leftovers say does not count
                continue
    kept.clear()


def _claims(owner: Any, name: str) -> bool:
    """Whether an object's class, or the object itself, has the attribute, even where getting it fails.

    Plain data is no object that could have more or less: whoever gives it is asked for what it is not.
    """
    if type(owner) in _DATA:
        return True
    classes = type(owner).__mro__
    if any(name in vars(cls) for cls in classes) or name in getattr(owner, "__dict__", {}):
        return True
    # A wrapper that hands attributes on has what it hands on.
    return any("__getattr__" in vars(cls) for cls in classes) and hasattr(owner, name)


def _title(owner: Any) -> str:
    return owner.__name__ if isinstance(owner, type) or hasattr(owner, "__name__") else type(owner).__name__
