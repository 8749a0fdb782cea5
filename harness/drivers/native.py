"""The `endpoint` driver: an implementation that brings a sans-IO endpoint of its own.

Such a module has a function `connect(setup)`, which makes a `harness.endpoint.Endpoint` of a
`harness.setup.Setup` and raises `Unsupported` for options it does not have, and a tuple
`ENDPOINT_CALLS`: those of `endpoint.CALLS` that its endpoints know. One that has not every group names
those it has in `GROUPS`, so that no peer is held to others. One whose endpoints are far away may have a true
`TRICKLES`, and they a method like the function `harness.trickling.trickle`. Outcomes are the taxonomy's own,
so nothing is translated here; the driver only sees to it that what comes out keeps the contract, and that an
exception out of the module is the module's and not the harness's.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, FrozenSet, Iterator, List

from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.translate import describe
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Want
from harness.setup import Setup
from harness.trickling import Trickled

#: What such an endpoint may be asked for: it has no objects, and no contexts that a crowd could share.
_CALLS = (
    "handshake", "read", "read_into", "write", "write_from_buffer", "pending", "close_notify", "close",
    "tell", "key_update", "request_certificate",
)  # fmt: skip


class NativeEndpoint:
    """An `Endpoint` made by the implementation's own `connect`."""

    def __init__(self, implementation: Implementation, setup: Setup, _contexts: Contexts) -> None:
        connect, calls = implementation.get("connect"), implementation.get("ENDPOINT_CALLS")
        self._name = implementation.name
        self._calls: FrozenSet[str] = frozenset(calls)
        with _border("connect"):
            self._endpoint: Any = connect(setup)
        if implementation.has("TRICKLES"):
            self.trickle = self._trickle

    @property
    def hung_up(self) -> bool:
        """What the endpoint says."""
        return bool(self._endpoint.hung_up)

    def attempt(self, call: Call) -> Outcome:
        """Hand the call on. Raises `Unsupported` for one the implementation does not have."""
        if call.name not in self._calls:
            raise Unsupported("{} has no {}()".format(self._name, call.name))
        try:
            outcome = self._endpoint.attempt(call)
        except HarnessError:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return describe(error, Kind.FOREIGN)
        if isinstance(outcome, (Done, Wants, Raised)):
            return outcome
        return describe(TypeError("{} gave {!r}, no outcome".format(call.name, outcome)), Kind.FOREIGN)

    def _trickle(self, call: Call, pieces: List[bytes], want: Want) -> Trickled:
        """Hand them on."""
        with _border("trickle"):
            told: Trickled = self._endpoint.trickle(call, pieces, want)
        return told

    def feed(self, data: bytes) -> None:
        """Hand it on."""
        with _border("feed"):
            self._endpoint.feed(data)

    def feed_eof(self) -> None:
        """Hand it on."""
        with _border("feed_eof"):
            self._endpoint.feed_eof()

    def take(self) -> bytes:
        """All the endpoint has for the wire."""
        with _border("take"):
            data = self._endpoint.take()
            if not isinstance(data, bytes):
                raise TypeError("it gave {}, not bytes".format(type(data).__name__))
        return data

    def backlog(self) -> int:
        """What the endpoint says."""
        return int(self._endpoint.backlog())

    def close(self) -> None:
        """Hand it on."""
        with _border("close"):
            self._endpoint.close()


@contextmanager
def _border(doing: str) -> Iterator[None]:
    """Around what no `attempt` covers; what the harness raises passes."""
    try:
        yield
    except HarnessError:
        raise
    except Exception as error:
        raise EndpointRaised(doing, describe(error, Kind.FOREIGN)) from error


DRIVER = Driver(
    name="endpoint",
    connect=NativeEndpoint,
    calls=frozenset(_CALLS),
    needs=("connect", "ENDPOINT_CALLS"),
    about="an implementation's own sans-IO endpoint: connect(setup) and ENDPOINT_CALLS",
)
