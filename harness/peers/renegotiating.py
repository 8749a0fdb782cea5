"""Renegotiation in TLS 1.2 (RFC 5246 section 7.4.1, RFC 5746): a second handshake inside a connection.

tlslite refuses to renegotiate, but its handshakes need nothing that they would not find a second time: the
record layer goes on under its keys until the next change_cipher_spec. So they are run again, and what the
first has no use for is done here, at the borders of the connection:

- both hellos hold renegotiation_info with the verify_data of the handshake before, and are refused with
  handshake_failure when they do not (RFC 5746 sections 3.4 to 3.7);
- data of the application is taken between the messages (RFC 5246 section 6.2.1);
- a no_renegotiation alert ends the attempt, and the connection goes on as it was (RFC 5746 section 4.5).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Generator, Iterator
from typing import Any

from harness.peers.tlslite_imports import (
    AlertDescription,
    CipherSuite,
    ContentType,
    ExtensionType,
    HandshakeType,
    HelloRequest,
    RenegotiationInfoExtension,
)

_SCSV = CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV


class Renegotiation:
    """What a connection needs for further handshakes: tlslite's, or one of a private copy of tlslite.

    It has a `fail` and a `plaintext` as `harness.peers.tlslite_connection` has them, and calls `start`,
    `sending`, `received` and `takes` where that does.

    under_way: whether a handshake after the first is. declined: whether the other end answered the last
    attempt with no_renegotiation. unanswered: whether it did not answer with a hello, as it is free to do.
    """

    def __init__(self, connection: Any) -> None:
        self._reference = weakref.ref(connection)  # it holds this
        self.under_way = self.declined = self.unanswered = False
        self._client_data = self._server_data = b""
        self._old_keys: Any = None
        self._is_first = False

    def steps(self, handshake: Generator[int, None, None], *, ask: bool = False) -> Iterator[int]:
        """Another handshake, a generator of tlslite not yet started; `ask`: a server's HelloRequest first.

        It yields 0 when it wants bytes, and is at its end when the handshake is done, or declined.
        """
        connection = self._connection
        self.under_way, self.declined, self.unanswered = True, False, True
        self._is_first, self._old_keys = True, self._keys
        try:
            if ask:
                yield from connection._sendMsg(HelloRequest(), update_hashes=False)  # noqa: SLF001 - tlslite's
            for step in handshake:
                if self.declined:
                    handshake.close()
                    return
                yield step
        finally:
            self.under_way = False

    def start(self, start: Callable[[], None]) -> None:
        """Around tlslite's own start of a handshake, which refuses a connection that is open.

        Nothing that came and was not read yet is lost, and data can still be written.
        """
        connection = self._connection
        closed, connection.closed = connection.closed, True
        come = dict(connection._defragmenter.buffers)  # noqa: SLF001 - tlslite's
        start()
        connection.closed = closed
        if not closed:
            connection._defragmenter.buffers.update(come)  # noqa: SLF001 - tlslite's

    # -- the borders of the connection ---------------------------------------------------------------

    def sending(self, message: Any) -> None:
        """A message is about to be sent: a hello gets what binds it to the handshake before."""
        kind = _kind_of(message)
        if kind == HandshakeType.finished:
            self._note(message, by_client=self._is_client)
        elif self.under_way and kind == HandshakeType.client_hello:
            message.cipher_suites = [suite for suite in message.cipher_suites if suite != _SCSV]
            bound = RenegotiationInfoExtension().create(bytearray(self._client_data))
            message.extensions = [*(message.extensions or ()), bound]
        elif self.under_way and kind == HandshakeType.server_hello:
            bound = message.getExtension(ExtensionType.renegotiation_info)
            if bound is not None:  # there is one: the ClientHello was refused without
                bound.renegotiated_connection = bytearray(self._client_data + self._server_data)

    def received(self, message: Any) -> Iterator[int]:
        """A message has come: a hello that is not bound to the handshake before is refused."""
        kind = _kind_of(message)
        if kind == HandshakeType.finished:
            self._note(message, by_client=not self._is_client)
        elif self.under_way and kind == HandshakeType.client_hello:
            self.unanswered = False
            yield from self.check(message, self._client_data)
            if _SCSV in message.cipher_suites:
                yield from self._connection.fail("handshake_failure", "SCSV in a renegotiation")
            # tlslite knows first handshakes alone, whose renegotiation_info is empty.
            info = message.getExtension(ExtensionType.renegotiation_info)
            if info is not None:
                info.renegotiated_connection = bytearray()
        elif self.under_way and kind == HandshakeType.server_hello:
            self.unanswered = False
            yield from self.check(message, self._client_data + self._server_data)

    def check(self, hello: Any, wanted: bytes) -> Iterator[int]:
        """Refuse a hello whose renegotiation_info is not `wanted`."""
        info = hello.getExtension(ExtensionType.renegotiation_info)
        if info is None or bytes(info.renegotiated_connection or b"") != wanted:
            yield from self._connection.fail("handshake_failure", "not bound to the handshake before")

    def takes(self, kind: int, content: Any) -> bool:
        """Whether what has come is no message of the handshake under way, and is dealt with."""
        if not self.under_way:
            return False
        if kind == ContentType.application_data and self._keys is self._old_keys:
            self._connection.plaintext += content
            return True
        if kind == ContentType.alert:
            self.declined = content[1] == AlertDescription.no_renegotiation
            return self.declined
        asked_again = kind == ContentType.handshake and content[0] == HandshakeType.hello_request
        return asked_again and self._is_client

    # -- what the connection says of itself ----------------------------------------------------------

    def _note(self, finished: Any, *, by_client: bool) -> None:
        if self.under_way and self._is_first:
            self._connection.first_finished = bytes(finished.verify_data)
            self._is_first = False
        if by_client:
            self._client_data = bytes(finished.verify_data)
        else:
            self._server_data = bytes(finished.verify_data)

    @property
    def _connection(self) -> Any:
        return self._reference()

    @property
    def _is_client(self) -> bool:
        return bool(self._connection._client)  # noqa: SLF001 - tlslite's

    @property
    def _keys(self) -> Any:
        """The state that records are read under."""
        return self._connection._recordLayer._readState  # noqa: SLF001 - tlslite's


def _kind_of(message: Any) -> int | None:
    """The type of a handshake message; None of anything else."""
    return getattr(message, "handshakeType", None)
