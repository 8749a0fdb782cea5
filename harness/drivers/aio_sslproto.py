"""`asyncio.sslproto`, bound to the implementation on trial.

sslproto is a module that says `import ssl`, and then uses the classes it found there. For an implementation
that is not that very module its source is executed once more, as a private copy, with the implementation
in the place of `ssl`; the real sslproto is left as it is. What is on trial is therefore the implementation
*and* the running Python's sslproto.

Source: CPython's Lib/asyncio/sslproto.py. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import importlib.util
import sys
from asyncio import sslproto
from typing import Any, Dict

from harness.errors import Unsupported
from harness.implementation import Implementation

#: The names of `ssl` that `asyncio.sslproto` uses.
NEEDS = (
    "SSLContext", "MemoryBIO", "SSLError", "SSLWantReadError", "SSLSyscallError", "CertificateError",
)  # fmt: skip

_COPIES: Dict[int, Any] = {}


def sslproto_for(implementation: Implementation) -> Any:
    """The `asyncio.sslproto` module that uses `implementation`: the real one, or a private copy kept for it.

    Raises `Unsupported` naming what sslproto needs and the implementation lacks.
    """
    module = implementation.module
    if getattr(sslproto, "ssl", None) is module:
        return sslproto
    for name in NEEDS:
        implementation.get(name)
    if id(module) not in _COPIES:  # the copy keeps the module alive, and thereby its id
        _COPIES[id(module)] = _copy_of_sslproto(module)
    return _COPIES[id(module)]


def _copy_of_sslproto(ssl_module: Any) -> Any:
    spec = importlib.util.find_spec("asyncio.sslproto")
    if spec is None or spec.loader is None:
        raise Unsupported("this Python does not give the source of asyncio.sslproto")
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
