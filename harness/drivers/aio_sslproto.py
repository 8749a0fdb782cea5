"""asyncio's own code for TLS, bound to the implementation on trial.

Two modules of asyncio know `ssl`: sslproto, which is the TLS layer, and base_events, whose `start_tls` and
`create_connection` check their arguments and set that layer up. Both say `import ssl`, and then use the
classes they found there. For an implementation that is not that very module they are private copies bound
to it (see `bound`). What is on trial is therefore the implementation *and* the running Python's asyncio.

An implementation with an asyncio layer of its own says so by an attribute `SSLProtocol`: a class that is
called as asyncio calls its own,

    SSLProtocol(loop, app_protocol, sslcontext, waiter, server_side, server_hostname,
                ssl_handshake_timeout=None, ssl_shutdown_timeout=None, call_connection_made=True)

It is the protocol of the transport below, and its `_app_transport` is the one for the application: that is
where asyncio's event loops look for it. Then that class is on trial in the place of sslproto's. One with
ways of its own to connect says so by an attribute `BaseEventLoop`: a class whose `create_connection`,
`create_server` and `start_tls` are on trial in the place of base_events'.

Sources: CPython's Lib/asyncio/sslproto.py and base_events.py. Importable on Python 3.8 with the standard
library alone.
"""

from __future__ import annotations

from asyncio import base_events, sslproto
from types import SimpleNamespace
from typing import Any

from harness.drivers.bound import bound
from harness.implementation import Implementation

#: The names of `ssl` that `asyncio.sslproto` uses.
NEEDS = (
    "SSLContext", "MemoryBIO", "SSLError", "SSLWantReadError", "SSLSyscallError", "CertificateError",
)  # fmt: skip


def sslproto_for(implementation: Implementation) -> Any:
    """What has the `SSLProtocol` for `implementation`: the real module, a private copy, or its own.

    Raises `Unsupported` naming what sslproto needs and the implementation lacks.
    """
    module = implementation.module
    if implementation.has("SSLProtocol"):
        return SimpleNamespace(SSLProtocol=module.SSLProtocol)
    if getattr(sslproto, "ssl", None) is module:
        return sslproto
    for name in NEEDS:
        implementation.get(name)
    return bound("asyncio.sslproto", module)


def base_loop_for(implementation: Implementation) -> Any:
    """The class whose methods make connections with `implementation`: its own, or base_events' bound to it.

    Raises `Unsupported` when the implementation has no SSLSocket, which base_events refuses to be given.
    """
    if implementation.has("BaseEventLoop"):
        return implementation.module.BaseEventLoop
    layer = sslproto_for(implementation)
    if layer is sslproto:
        return base_events.BaseEventLoop
    implementation.get("SSLSocket")
    copy = bound("asyncio.base_events", implementation.module)
    copy.sslproto = layer
    return copy.BaseEventLoop
