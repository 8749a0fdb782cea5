"""The scaffolding of planted defects in an asyncio TLS layer: CPython's, under another name.

A planted file that has an `SSLProtocol` brings its own layer, and one that has a `BaseEventLoop` its own ways
to connect (`harness.drivers.aio_sslproto`). What it does not override is asyncio's: `_correct_layer.py`
proves that. It is loaded as `_wrap.py` says.
"""

from __future__ import annotations

import importlib.util
import ssl
from asyncio import sslproto
from types import SimpleNamespace

_SPEC = importlib.util.find_spec("asyncio.base_events")
base_events = importlib.util.module_from_spec(_SPEC)  # a copy of its own, to be bound to another layer
_SPEC.loader.exec_module(base_events)

State = sslproto.SSLProtocolState
AppState = sslproto.AppProtocolState


class Transport(sslproto._SSLProtocolTransport):
    """The application's transport."""


class SSLProtocol(sslproto.SSLProtocol):
    """The layer, whose transport has the class `transport`."""

    transport = Transport

    def _get_app_transport(self):
        if self._app_transport is None:
            if self._app_transport_created:
                raise RuntimeError("Creating _SSLProtocolTransport twice")
            self._app_transport = self.transport(self._loop, self)
            self._app_transport_created = True
        return self._app_transport


class BaseEventLoop(base_events.BaseEventLoop):
    """The ways to connect, with the layer there is in `shape`."""


def shape(protocol=SSLProtocol, transport=Transport, loop=None):
    """The names of a module shaped like `ssl` with a layer of these classes."""
    transport.__name__ = "_SSLProtocolTransport"  # an outcome shows it
    own = type("SSLProtocol", (protocol,), {"transport": transport})
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    public["SSLProtocol"] = own
    if loop is not None:
        base_events.sslproto = SimpleNamespace(SSLProtocol=own)
        public["BaseEventLoop"] = loop
    return public
