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


def layer(name: str, ssl_module: Any) -> Any:
    """The layer `name`, already importable, as it is over `ssl_module`."""
    real = importlib.import_module(name)
    if ssl_module is sys.modules.get("ssl"):
        return real
    return bound(name, ssl_module)


def bound(name: str, ssl_module: Any) -> Any:
    """A private copy of the module `name`, with `ssl_module` in the place of `ssl`; one for each."""
    key = (name, id(ssl_module))
    if key not in _COPIES:  # the copy keeps the module alive, and thereby its id
        _COPIES[key] = _copy_of(name, ssl_module)
    return _COPIES[key]


def _copy_of(name: str, ssl_module: Any) -> Any:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise Unsupported("this Python does not give the source of {}".format(name))
    copy = importlib.util.module_from_spec(spec)
    missing = object()
    before: Any = sys.modules.get("ssl", missing)
    sys.modules["ssl"] = ssl_module
    try:
        spec.loader.exec_module(copy)
    finally:
        if before is missing:
            del sys.modules["ssl"]
        else:
            sys.modules["ssl"] = before
    return copy
