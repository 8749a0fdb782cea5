"""The scaffolding of planted defects in Twisted's TLS: a module shaped like pyOpenSSL that brings its layer.

What a planted file does not override is Twisted's: `_correct_twisted.py` proves that. The layer is the one
that Twisted itself makes, or the plain one below it, where what is overridden is write(). It is loaded as
`_wrap.py` says.
"""

from __future__ import annotations

from twisted.protocols import tls

from harness.drivers import pyopenssl_names

Layer, PlainLayer = tls.BufferingTLSTransport, tls.TLSMemoryBIOProtocol


def shape(layer=Layer):
    """The names of a module shaped like pyOpenSSL with a layer of this class."""
    public = {name: value for name, value in vars(pyopenssl_names).items() if not name.startswith("_")}
    return {**public, "TLSMemoryBIOProtocol": layer}
