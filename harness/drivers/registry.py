"""The drivers there are, by name. The asyncio ones are imported when they are first asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, Tuple

from harness.drivers.driver import Driver

NAMES: Tuple[str, ...] = ("bio", "socket", "socket-nonblocking", "asyncio-streams", "asyncio-protocol")

#: What `--driver` accepts besides a driver's own name.
GROUPS: Dict[str, Tuple[str, ...]] = {"asyncio": ("asyncio-streams", "asyncio-protocol")}


@lru_cache(maxsize=None)
def driver(name: str) -> Driver:
    """The driver called `name`, one of NAMES; `KeyError` otherwise."""
    return _all()[name]


def _all() -> Dict[str, Driver]:
    from harness.drivers import aio, bio, blocking, sockets

    found = (bio.DRIVER, blocking.DRIVER, sockets.DRIVER_NONBLOCKING, aio.STREAMS, aio.PROTOCOL)
    return {each.name: each for each in found}
