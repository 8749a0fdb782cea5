"""The scaffolding of planted defects in trio's TLS: a module shaped like `ssl` that brings its layer.

What a planted file does not override is trio's: `_correct_trio.py` proves that. trio's own classes let nobody
derive from them, so these are of a copy. It is loaded as `_wrap.py` says.
"""

from __future__ import annotations

import importlib.util
import ssl

import trio

_SPEC = importlib.util.find_spec("trio._ssl")
real = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(real)
for each in (real.SSLStream, real.SSLListener):
    del each.__init_subclass__  # it refuses

Broken, Closed, Busy = trio.BrokenResourceError, trio.ClosedResourceError, trio.BusyResourceError
State = real._State
Stream, Listener = real.SSLStream, real.SSLListener


def shape(stream=Stream, listener=Listener):
    """The names of a module shaped like `ssl` with a layer of these classes."""
    stream.__name__, real.SSLStream = "SSLStream", stream  # it shows; a listener makes it
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    return {**public, "SSLStream": stream, "SSLListener": listener}
