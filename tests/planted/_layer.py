"""The scaffolding of planted defects in an asyncio TLS layer: CPython's, under another name.

A planted file that has an `SSLProtocol` brings its own layer, and one that has a `BaseEventLoop` its own ways
to connect (`harness.drivers.aio_sslproto`). What it does not override is asyncio's: `_correct_layer.py`
proves that. It is loaded as `_wrap.py` says.
"""

from __future__ import annotations

import ssl
from asyncio import base_events, sslproto

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
    """The ways to connect."""


def shape(protocol=SSLProtocol, transport=None, loop=None):
    """The names of a module shaped like `ssl` with a layer of these classes."""
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    public["SSLProtocol"] = protocol
    if transport is not None:
        public["SSLProtocol"] = type("SSLProtocol", (protocol,), {"transport": transport})
    if loop is not None:
        public["BaseEventLoop"] = loop
    return public
