"""What a peer can tell afterwards about protected records: its secrets, and the plaintext of what it sent.

Nothing decides by it. It is for people: the picture of a conversation, and captures that Wireshark can
decrypt. Everything is taken where tlslite's record layer is given it, so lies are told as they were told.
"""

from __future__ import annotations

import weakref
from typing import Any

#: The key log, what was sent and what was heard: the fields of `harness.transcript.Revealed`.
Revealings = tuple[
    tuple[str, ...], tuple[tuple[int | None, bytes], ...], tuple[tuple[int, bytes | None], ...]
]

#: The pairs of secrets of TLS 1.3, in the order in which they are derived, as a key log calls them.
_STAGES = (
    ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
    ("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"),
)


class Confidant:
    """Notes what a record layer of tlslite sends and what its keys are made of.

    sent: content type and plaintext of each record, in order; None for the type of bytes that are put on
    the wire past the record layer (whoever puts them there adds them).
    """

    def __init__(self, layer: Any) -> None:
        self.sent: list[tuple[int | None, bytes]] = []
        self._pairs: list[tuple[bytes, bytes]] = []
        self._masters: list[tuple[bytes, bytes]] = []
        reference = weakref.ref(layer)  # it holds what is set on it here

        def send(message: Any) -> Any:
            # a copy: the record layer appends to a message in place
            self.sent.append((message.contentType, bytes(message.write())))
            return type(layer_of()).sendRecord(layer_of(), message)

        def derive_12(suite: int, master: bytes, client_random: bytes, *rest: Any) -> Any:
            self._masters.append((bytes(client_random), bytes(master)))
            return type(layer_of()).calcPendingStates(layer_of(), suite, master, client_random, *rest)

        def derive_13(suite: int, client: bytes, server: bytes, *rest: Any) -> Any:
            self._pairs.append((bytes(client), bytes(server)))
            return type(layer_of()).calcTLS1_3PendingState(layer_of(), suite, client, server, *rest)

        def layer_of() -> Any:
            return reference()

        layer.sendRecord, layer.calcPendingStates = send, derive_12
        layer.calcTLS1_3PendingState = derive_13

    def key_log(self, client_random: bytes) -> tuple[str, ...]:
        """The lines of a key log for this connection; `client_random` names it under TLS 1.3.

        Source: draft-ietf-tls-keylogfile, "The SSLKEYLOGFILE Format for TLS".
        """
        lines = [f"CLIENT_RANDOM {mine.hex()} {master.hex()}" for mine, master in self._masters]
        for labels, secrets in zip(_STAGES, self._pairs, strict=False):
            lines += [
                f"{label} {client_random.hex()} {secret.hex()}"
                for label, secret in zip(labels, secrets, strict=True)
            ]
        return tuple(lines)
