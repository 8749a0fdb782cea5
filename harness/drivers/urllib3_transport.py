"""The `urllib3` driver: urllib3's SSLTransport, which is TLS over anything that is like a socket.

It is what urllib3 puts into a TLS connection to a proxy, to speak TLS inside TLS: an SSLObject, and a loop
that sends and receives on a blocking socket. Here that socket is one end of a socketpair, and the calls run
in a thread that is seen to block (see `blocking`). Making the object is the handshake; there are clients
alone, and no `pending` and no session.

A module that brings a layer of its own calls its class `SSLTransport`, as urllib3 does.

Source: urllib3's docstring of SSLTransport, "supports most of the socket API operations".
Importable on Python 3.8 without urllib3.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Callable

from harness.drivers.blocking import BlockingEndpoint
from harness.drivers.bound import installed, layer_for
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.sockets import THINGS
from harness.endpoint import Call
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Role
from harness.setup import Setup


class Urllib3Endpoint(BlockingEndpoint):
    """An `Endpoint` over `urllib3.util.ssltransport.SSLTransport`."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        installed("urllib3", "urllib3")
        self._layer = layer_for(implementation, "SSLTransport", "urllib3.util.ssltransport")
        if setup.role is Role.SERVER:
            raise Unsupported("urllib3's SSLTransport is for clients alone")
        if setup.session is not None:
            raise Unsupported("urllib3's SSLTransport offers no way to resume a session")
        options = replace(setup.options, entrance="wrap-and-handshake")
        super().__init__(implementation, replace(setup, options=options), contexts)

    def _wrapper(self, context: Any, setup: Setup) -> Callable[..., Any]:
        return partial(
            _wrap,
            self._layer.SSLTransport,
            ssl_context=context,
            server_hostname=setup.options.server_name,
            suppress_ragged_eofs=setup.options.suppress_ragged_eofs,
        )

    def _method(self, call: Call) -> Callable[..., Any]:
        if call.name == "handshake" and self._entrance.arrived and self._parked != call:
            raise Unsupported("an SSLTransport has no do_handshake")
        return super()._method(call)


def _wrap(make: Callable[..., Any], plain: Any, *, do_handshake_on_connect: bool, **arguments: Any) -> Any:
    """An SSLTransport over `plain`: it always shakes hands when it is made."""
    assert do_handshake_on_connect
    return make(plain, **arguments)


DRIVER = Driver(
    name="urllib3",
    connect=Urllib3Endpoint,
    calls=frozenset(
        ("handshake", "read", "read_into", "write", "close_notify", "close", "tell", "ask", "use")
    ),
    needs=("SSLContext", "MemoryBIO", "SSLError", "SSL_ERROR_EOF", "SSL_ERROR_WANT_READ"),
    about="urllib3's SSLTransport, TLS over a socket, each call in a thread that is seen to block",
    things=THINGS,
)
