"""The scaffolding of planted defects in tornado's TLS: a module shaped like `ssl` that brings its layer.

What a planted file does not override is tornado's: `_correct_tornado.py` proves that. The layer is a copy, so
that what `start_tls` makes is a planted stream. It is loaded as `_wrap.py` says.
"""

from __future__ import annotations

import importlib.util
import ssl

_SPEC = importlib.util.find_spec("tornado.iostream")
real = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(real)

ClosedError = real.StreamClosedError
Plain, Stream = real.IOStream, real.SSLIOStream


def shape(stream=Stream, plain=Plain):
    """The names of a module shaped like `ssl` with a layer of these classes."""
    stream.__name__, real.SSLIOStream = "SSLIOStream", stream  # it shows; start_tls makes it
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    own = {"IOStream": plain, "SSLIOStream": stream, "StreamClosedError": ClosedError}
    return {**public, **own, "ssl_wrap_socket": real.ssl_wrap_socket}
