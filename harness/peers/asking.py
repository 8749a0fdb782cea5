"""The KeyUpdates by which a peer asks for one back, as far as a rule needs to know of them.

Whether the answer came in time hangs on what the other end had read by then, which nobody sees. But it has
read the request once it has read a byte that was sent behind it, since that is under other keys.
"""

from __future__ import annotations

from typing import Any

from harness.peers.observed import Heard
from harness.transcript import KEY_UPDATE, Asked
from harness.wire.handshake import HandshakeType
from harness.wire.records import ContentType

_REQUEST = bytes((HandshakeType.key_update, 0, 0, 1, 1))


class Requests:
    """Notes every request that passes a record layer of tlslite; `heard` is what the other end has sent.

    made: the requests, in order. One in pieces, or within a lie about inner types, is not noted.
    """

    def __init__(self, layer: Any, heard: Heard) -> None:
        self.made: list[Asked] = []
        self._heard = heard
        self._said = 0
        passes_on = layer.sendRecord  # what another has put there, which does not hold the layer

        def send(message: Any) -> Any:
            self._note(message.contentType, message.write())
            return passes_on(message)

        layer.sendRecord = send

    def _note(self, kind: int, data: bytes | bytearray) -> None:
        if kind == ContentType.application_data:
            self._said += len(data)
        elif kind == ContentType.handshake and data == _REQUEST:
            self.made.append(Asked(self._said, self._heard.course.count(KEY_UPDATE)))

    @property
    def told(self) -> tuple[tuple[Asked, ...], tuple[int, ...]]:
        """The requests, and, where there are any, the course of what was heard."""
        return tuple(self.made), self._heard.course if self.made else ()
