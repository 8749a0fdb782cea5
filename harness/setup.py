"""What a driver or a peer is given to make one endpoint: role, version, options, keys, an old session.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from harness.names import Role, Tls
from harness.options import Options
from harness.pki import Pki


@dataclass(frozen=True)
class Setup:
    """Everything an endpoint needs besides an implementation.

    session: the `session` fact of an earlier connection of the same implementation, to be resumed by
    a client; None for a full handshake.
    """

    role: Role
    tls: Tls
    options: Options
    pki: Pki
    session: object = None

    @property
    def spoken(self) -> Tls:
        """The version this endpoint is to speak; the only one it may, unless `also` names another."""
        return self.options.tls or self.tls

    @property
    def versions(self) -> Tuple[Tls, ...]:
        """Every version this endpoint may speak, the lowest first."""
        return tuple(sorted({self.spoken, self.options.also or self.spoken}, key=str))

    @property
    def certificate(self) -> Optional[str]:
        """The name of the endpoint's own certificate, None for none."""
        if self.options.certificate == "":
            return "ecdsa" if self.role is Role.SERVER else None
        return self.options.certificate

    @property
    def verify(self) -> str:
        """What is asked of the other end's certificate: "required", "optional" or "no"."""
        return self.options.verify or ("required" if self.role is Role.CLIENT else "no")
