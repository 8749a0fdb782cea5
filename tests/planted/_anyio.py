"""The scaffolding of planted defects in anyio's TLS: a module shaped like `ssl` that brings its layer.

What a planted file does not override is anyio's: `_correct_anyio.py` proves that. The layer is a copy, so
that what a listener and a connectable make is a planted stream. It is loaded as `_wrap.py` says.
"""

from __future__ import annotations

import importlib.util
import ssl
from types import SimpleNamespace

import anyio
import anyio.streams.tls  # whose place in sys.modules the copy's dataclasses look at
from anyio import lowlevel

_SPEC = importlib.util.find_spec("anyio.streams.tls")
real = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(real)

Broken, End, Scope = anyio.BrokenResourceError, anyio.EndOfStream, anyio.CancelScope
checkpoint, aclose_forcefully = lowlevel.checkpoint, anyio.aclose_forcefully
Attribute = real.TLSAttribute
Stream, Listener, Connectable = real.TLSStream, real.TLSListener, real.TLSConnectable


def shape(stream=Stream, listener=Listener, connectable=Connectable):
    """The names of a module shaped like `ssl` with a layer of these classes."""
    stream.__name__, real.TLSStream = "TLSStream", stream  # it shows; a listener makes it
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    real.ssl = SimpleNamespace(**public)  # contexts of classes that anyio does not know go to a thread
    own = {"TLSStream": stream, "TLSListener": listener, "TLSConnectable": connectable}
    return {**public, **own, "TLSAttribute": Attribute}
