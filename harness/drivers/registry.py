"""The drivers there are, by name. The asyncio ones are imported when they are first asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, Tuple

from harness.drivers.driver import Driver
from harness.errors import UsageError
from harness.implementation import load

NAMES: Tuple[str, ...] = (
    "bio",
    "socket",
    "socket-nonblocking",
    "asyncio-streams",
    "asyncio-protocol",
    "asyncio-buffered",
    "module",
    "buffer",
    "endpoint",
    "pyopenssl",
    "pyopenssl-socket",
    "program",
    "trio",
    "anyio-asyncio",
    "anyio-trio",
    "urllib3",
    "gevent",
    "eventlet",
    "tornado",
    "twisted",
    "uvloop-protocol",
    "uvloop-streams",
)

#: An implementation that has none of these has another shape than the driver is for.
_HALLMARKS: Dict[str, Tuple[str, ...]] = {
    "buffer": ("ClientContext", "ServerContext"),
    "endpoint": ("ENDPOINT_CALLS",),
    "pyopenssl": ("SysCallError",),  # many a module has a Connection
    "pyopenssl-socket": ("SysCallError",),
    "twisted": ("SysCallError",),
    "program": ("PROGRAM",),
}
_USUAL_HALLMARKS = ("SSLContext",)

#: Drivers whose exceptions name no alert, and whose classes each implementation derives for itself.
PLAIN_ERRORS: FrozenSet[str] = frozenset(("buffer", "program"))

#: Drivers that name alerts, but whose exceptions are not of ssl's classes and bear none of its numbers.
OWN_ERRORS: FrozenSet[str] = frozenset(
    (
        "endpoint",
        "pyopenssl",
        "pyopenssl-socket",
        "trio",
        "anyio-asyncio",
        "anyio-trio",
        "tornado",
        "twisted",
    )
)

#: Drivers whose context and connection are of other classes than ssl's: what a scenario for those does to its
#: objects is nothing to them.
OWN_OBJECTS: FrozenSet[str] = frozenset(("pyopenssl", "pyopenssl-socket"))

#: Drivers of layers over an implementation: they multiply the matrix, and are for those who ask for them.
ON_REQUEST: FrozenSet[str] = frozenset(
    (
        "trio",
        "anyio-asyncio",
        "anyio-trio",
        "urllib3",
        "gevent",
        "eventlet",
        "tornado",
        "twisted",
        "uvloop-protocol",
        "uvloop-streams",
    )
)

#: Drivers of another package's version of a face: what is known of the face excuses them too.
LIKE: Dict[str, str] = {
    "program": "bio",
    "endpoint": "bio",
    "gevent": "socket",
    "eventlet": "socket",
    "uvloop-protocol": "asyncio-protocol",
    "uvloop-streams": "asyncio-streams",
}

#: What `--driver` accepts besides a driver's own name.
GROUPS: Dict[str, Tuple[str, ...]] = {
    "asyncio": ("asyncio-streams", "asyncio-protocol", "asyncio-buffered"),
    "anyio": ("anyio-asyncio", "anyio-trio"),
    "uvloop": ("uvloop-protocol", "uvloop-streams"),
}


@lru_cache(maxsize=None)
def driver(name: str) -> Driver:
    """The driver called `name`, one of NAMES; `KeyError` otherwise."""
    return _all()[name]


@lru_cache(maxsize=None)
def suits(name: str, implementation: str) -> bool:
    """Whether the implementation of that name has the shape the driver is for.

    One that lacks only part of the shape suits it, and is told what is missing. One that cannot be loaded
    is taken to be shaped like ssl: who runs it will say what is wrong with it.
    """
    try:
        found = load(implementation)
    except UsageError:
        return name not in _HALLMARKS
    return any(map(found.has, _HALLMARKS.get(name, _USUAL_HALLMARKS)))


def _all() -> Dict[str, Driver]:
    from harness.drivers import (
        aio,
        aio_uvloop,
        anyio_stream,
        bio,
        blocking,
        buffer,
        green,
        module,
        native,
        program,
        pyopenssl,
        sockets,
        tornado_stream,
        trio_stream,
        twisted_protocol,
        urllib3_transport,
    )

    found = (
        bio.DRIVER,
        blocking.DRIVER,
        sockets.DRIVER_NONBLOCKING,
        aio.STREAMS,
        aio.PROTOCOL,
        aio.BUFFERED,
        module.DRIVER,
        buffer.DRIVER,
        native.DRIVER,
        pyopenssl.DRIVER,
        pyopenssl.DRIVER_SOCKET,
        program.DRIVER,
        trio_stream.DRIVER,
        anyio_stream.ON_ASYNCIO,
        anyio_stream.ON_TRIO,
        urllib3_transport.DRIVER,
        green.GEVENT,
        green.EVENTLET,
        tornado_stream.DRIVER,
        twisted_protocol.DRIVER,
        aio_uvloop.ON_PROTOCOL,
        aio_uvloop.ON_STREAMS,
    )
    return {each.name: each for each in found}
