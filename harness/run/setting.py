"""What a run needs besides its steps: how to make each end, and the schedule between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.endpoint import Endpoint
from harness.names import Role, Side, Tls
from harness.pki import Pki
from harness.schedule import Schedule
from harness.setup import Setup

Connect = Callable[[Setup], Endpoint]


@dataclass(frozen=True)
class Setting:
    """The subject's role, the version spoken, the schedule, the keys, and a way to connect each side.

    reveals: the transcript is to hold what the peer can tell of protected records. moves: called now and
    then while bytes move, a sign of life.
    """

    role: Role
    tls: Tls
    schedule: Schedule
    pki: Pki
    connect: dict[Side, Connect]
    reveals: bool = False
    moves: Callable[[], None] | None = None

    @property
    def version(self) -> str:
        """The version spoken, for the symbol NEGOTIATED."""
        return self.tls.spoken

    def certificate(self, name: str) -> bytes:
        """DER of a certificate, for the symbol of that name."""
        return self.pki.certificate_der(name)
