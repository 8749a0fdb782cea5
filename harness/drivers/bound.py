"""A Python layer over `ssl`, bound to the implementation on trial.

A layer says `import ssl`, and then uses the classes it found there. For an implementation that is not that
very module, the layer's source is executed once more, as a private copy, with the implementation in the
place of `ssl`; the real one is left as it is. What is on trial is therefore the implementation *and* the
layer as it is installed here.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any, Dict, Tuple

from harness.errors import Unsupported
from harness.implementation import Implementation

_COPIES: Dict[Tuple[str, int], Any] = {}


def installed(name: str, extra: str) -> Any:
    """The module `name`; raises `Unsupported` saying what to install where there is none.

    extra: the optional extra of this package that brings it.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise Unsupported(
            "{} is not installed: pip install 'tls-harness[{}]'".format(package, extra)
        ) from None


def layer_for(implementation: Implementation, brought: str, name: str, *beneath: str) -> Any:
    """The layer `name` over an implementation, or the implementation itself where it brings its own.

    brought: the class by which one that does is known; all that the layer has is then looked for in it.
    beneath: as of `layer`.
    """
    module = implementation.module
    return module if implementation.has(brought) else layer(name, module, *beneath)


def layer(name: str, ssl_module: Any, *beneath: str) -> Any:
    """The layer `name`, already importable, as it is over `ssl_module`.

    beneath: modules that it imports and that import `ssl` themselves, the lowest first.
    """
    real = importlib.import_module(name)
    if ssl_module is sys.modules.get("ssl"):
        return real
    return bound(name, ssl_module, *beneath)


def bound(name: str, ssl_module: Any, *beneath: str) -> Any:
    """A private copy of the module `name`, with `ssl_module` in the place of `ssl`; one for each.

    beneath: as of `layer`; it gets copies of them in their places too.
    """
    key = (name, id(ssl_module))
    if key not in _COPIES:  # the copy keeps the module alive, and thereby its id
        places: Dict[str, Any] = {"ssl": ssl_module}
        for module in beneath:
            places[module] = bound(module, ssl_module)
        _COPIES[key] = _copy_of(name, places)
    return _COPIES[key]


def _copy_of(name: str, places: Dict[str, Any]) -> Any:
    """A copy of the module `name` that imports what `places` has in place of the modules so called."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise Unsupported("this Python does not give the source of {}".format(name))
    copy = importlib.util.module_from_spec(spec)
    before = {each: sys.modules[each] for each in places if each in sys.modules}
    sys.modules.update(places)
    try:
        spec.loader.exec_module(copy)
    finally:
        for each in places:
            del sys.modules[each]
        sys.modules.update(before)
    return copy
