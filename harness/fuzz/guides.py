"""The Python whose coverage guides a target: what the target itself is about, and the implementation's own.

A stack in Python shows where an input leads; of an opaque one only looks are seen (`harness.fuzz.look`).
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from harness.fuzz.target import NAMES
from harness.implementation import BUILT_IN, Implementation, is_path, module_named

#: The built-in implementations that are Python through and through, and their packages.
_IN_PYTHON = {"tlslite": "tlslite", "siotls": "siotls"}
#: Targets that never meet the implementation.
ALONE = ("records",)


def packages(target: str, implementation: str) -> tuple[str, ...]:
    """The packages and modules to import under instrumentation; `implementation` as on the command line.

    A file on trial is not imported by a name: its `functions` are instrumented where they stand.
    """
    own = [] if target in ALONE else _own(implementation)
    return tuple(dict.fromkeys((*NAMES.get(target, ()), *own)))


def _own(implementation: str) -> list[str]:
    if implementation in BUILT_IN:
        return [_IN_PYTHON[implementation]] if implementation in _IN_PYTHON else []
    module = module_named(implementation)
    # Python's own modules are loaded already, and what they do is done in C.
    return [module] if module and module.partition(".")[0] not in sys.stdlib_module_names else []


def is_guided(target: str, implementation: str) -> bool:
    """Whether there is any."""
    return bool(packages(target, implementation)) or (is_path(implementation) and target not in ALONE)


def functions(implementation: Implementation) -> Iterator[FunctionType]:
    """Every function and method that a file on trial defines, to be instrumented where it stands."""
    if not is_path(implementation.name):
        return
    name = implementation.module.__name__
    for thing in vars(implementation.module).values():
        if getattr(thing, "__module__", None) == name:
            yield from _functions_of(thing)


def _functions_of(thing: Any) -> Iterator[FunctionType]:
    if isinstance(thing, FunctionType):
        yield thing
    elif isinstance(thing, type):
        for part in vars(thing).values():
            inner: Callable[..., Any] | None = getattr(part, "fget", None) or getattr(part, "__func__", part)
            if isinstance(inner, FunctionType):
                yield inner


def places(target: str, implementation: str) -> tuple[str, ...]:
    """What the names of files begin with that hold this Python."""
    found = [_place_of(name) for name in packages(target, implementation)]
    if is_path(implementation) and target not in ALONE:
        found.append(str(Path(implementation).absolute()))
    return tuple(found)


def _place_of(package: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None, package
    return (spec.submodule_search_locations or [str(spec.origin)])[0]
