"""How an SSLSocket comes about: one class for each of `harness.options.ENTRANCES`.

An SSLSocket is a drop-in for `socket.socket`, so a TLS connection may begin in any of five calls. The call
`handshake` of an endpoint is the one that shakes hands:

    wrap                  wrap_socket(connected, do_handshake_on_connect=False); then do_handshake()
    wrap-and-handshake    wrap_socket(connected) itself
    connect (client)      wrap_socket(unconnected); then connect(address)
    connect-ex (client)   the same by connect_ex(address)
    accept (server)       wrap_socket(listening); then accept(), which gives the SSLSocket of all later calls

A socket that does not block cannot shake hands inside another call. `connect_ex` and `accept` are then told
not to and `do_handshake` follows; wrap-and-handshake is the ValueError that is documented.
Source: Python docs, library/ssl, `SSLContext.wrap_socket`, "SSL Sockets" and "Notes on non-blocking sockets".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import os
import socket
from typing import Any, Callable, Dict, List, Optional, Tuple, Type

from harness.drivers.translate import border
from harness.drivers.waiting import descriptor_connected_to
from harness.drivers.wire_end import (
    CalledEnd,
    CallingEnd,
    WireEnd,
    ready,
    small_listener,
    small_pair,
    small_socket,
)
from harness.errors import ScenarioError, Unsupported
from harness.implementation import Implementation
from harness.names import Role, Want
from harness.setup import Setup


class Entrance:
    """A way in, and the sockets of the subject's that it leads to.

    wire: the harness's end. socket: the SSLSocket, None while there is none; a server's listens until it
    has accepted. arrived: whether it is the SSLSocket of the connection, which reads and writes are for.
    wrap: `SSLContext.wrap_socket` with all arguments but the socket and do_handshake_on_connect.
    timeout: what `settimeout` is told, in seconds; 0 for sockets that do not block.
    """

    def __init__(
        self, implementation: Implementation, wrap: Callable[..., Any], timeout: Optional[float]
    ) -> None:
        self.socket: Any = None
        self._implementation = implementation
        self._wrap = wrap
        self._timeout = timeout
        self._blocks = timeout != 0
        self._descriptor = -1
        self._begun = False
        self.arrived = False
        self._held: List[Any] = []
        self.wire, plain = self._meet()
        try:
            self._prepare(plain)
        except BaseException:
            plain.close()
            self.close()
            raise

    def handshake(self) -> None:
        """The call that shakes hands, or goes on with it; exceptions of the subject pass through."""
        if not self._begun:
            self._begun = True
            self._begin()
        elif self.arrived:
            self.socket.do_handshake()
        else:
            raise Unsupported("an entrance that failed cannot be tried again")

    def awaited(self) -> bool:
        """Whether somebody is there to shake hands with; a select on a listener would tell the same."""
        return True

    def descriptor(self) -> int:
        """The one that a call in progress waits on."""
        return self._descriptor

    def close(self) -> None:
        """Close both ends; raises `EndpointRaised` when the subject's `close` does."""
        self.wire.close()
        with border(self._implementation, "SSLSocket.close"):
            for each in self._held:
                each.close()

    def _meet(self) -> Tuple[WireEnd, socket.socket]:
        """The harness's end, and the plain socket that the subject is given."""
        own, given = small_pair()
        return WireEnd(own), given

    def _prepare(self, plain: socket.socket) -> None:
        """Make of it what there is before the handshake."""
        raise NotImplementedError

    def _begin(self) -> None:
        """Begin the handshake."""
        self.socket.do_handshake()

    def _wrapped(self, plain: socket.socket, *, handshake: bool) -> Any:
        """The SSLSocket over `plain`, made before any call."""
        with border(self._implementation, "SSLContext.wrap_socket"):
            wrapped = self._wrap(plain, do_handshake_on_connect=handshake)
        self._held.append(wrapped)
        with border(self._implementation, "SSLSocket.settimeout"):
            self._await(wrapped)
        return wrapped

    def _await(self, wrapped: Any) -> None:
        """Give a socket the timeout; it is the one that calls wait on."""
        wrapped.settimeout(self._timeout)
        self._descriptor = wrapped.fileno()


class Wrap(Entrance):
    """A connected socket is wrapped, and `do_handshake` called."""

    def _prepare(self, plain: socket.socket) -> None:
        self.socket = self._wrapped(plain, handshake=False)
        self.arrived = True


class WrapAndHandshake(Entrance):
    """`wrap_socket` shakes hands. It takes the plain socket whatever comes of it."""

    def _prepare(self, plain: socket.socket) -> None:
        self._await(plain)
        self._held.append(plain)

    def _begin(self) -> None:
        self.socket = self._wrap(self._held[0], do_handshake_on_connect=True)
        self.arrived = True
        self._held = [self.socket]
        self._descriptor = self.socket.fileno()


class Connect(Entrance):
    """The SSLSocket of a client is there before its connection, and `connect` shakes hands."""

    def _meet(self) -> Tuple[WireEnd, socket.socket]:
        called = CalledEnd()
        self._address = called.address
        return called, small_socket()

    def _prepare(self, plain: socket.socket) -> None:
        self.socket = self._wrapped(plain, handshake=self._blocks)
        self.arrived = True

    def _begin(self) -> None:
        if self._blocks:
            _method(self.socket, "connect")(self._address)
            return
        self._connect_ex()
        self.socket.do_handshake()

    def _connect_ex(self) -> None:
        number = _method(self.socket, "connect_ex")(self._address)
        if number:
            raise OSError(number, os.strerror(number))


class ConnectEx(Connect):
    """The same, and a socket that blocks shakes hands in `connect_ex` too."""

    def _begin(self) -> None:
        if self._blocks:
            self._connect_ex()
        else:
            super()._begin()


class Accept(Entrance):
    """The SSLSocket of a server listens, and `accept` shakes hands with the one client there is.

    Until `accept` returns nobody tells the connection's descriptor, but it is the only socket whose peer
    is the harness's end. Its buffer is as large as ever: `accept` makes it.
    """

    def _meet(self) -> Tuple[WireEnd, socket.socket]:
        listener = small_listener()
        self._caller = CallingEnd(listener.getsockname())
        return self._caller, listener

    def _prepare(self, plain: socket.socket) -> None:
        self.socket = self._wrapped(plain, handshake=self._blocks)

    def _begin(self) -> None:
        self.socket, _address = _method(self.socket, "accept")()
        self.arrived = True
        self._held.append(self.socket)
        self._await(self.socket)
        if not self._blocks:
            self.socket.do_handshake()

    def awaited(self) -> bool:
        """Whether a client has called, or was accepted."""
        return self._begun or ready(self._descriptor, Want.READ)

    def descriptor(self) -> int:
        """The listener's until there is a connection."""
        accepted = None if self.arrived else descriptor_connected_to(self._caller.name)
        return self._descriptor if accepted is None else accepted


def _method(wrapped: Any, name: str) -> Any:
    if not hasattr(wrapped, name):
        raise Unsupported("{} has no {}".format(type(wrapped).__name__, name))
    return getattr(wrapped, name)


_CLASSES: Dict[str, Type[Entrance]] = {
    "wrap": Wrap,
    "wrap-and-handshake": WrapAndHandshake,
    "connect": Connect,
    "connect-ex": ConnectEx,
    "accept": Accept,
}
_ROLES = {"connect": Role.CLIENT, "connect-ex": Role.CLIENT, "accept": Role.SERVER}


def entrance_of(setup: Setup) -> Type[Entrance]:
    """The class of the entrance a setup names. Raises `ScenarioError` when its role does not have it."""
    name = setup.options.entrance
    if name not in _CLASSES:
        raise ScenarioError("there is no entrance {!r}".format(name))
    if _ROLES.get(name, setup.role) is not setup.role:
        raise ScenarioError("the entrance {!r} is not for a {}".format(name, setup.role))
    return _CLASSES[name]
