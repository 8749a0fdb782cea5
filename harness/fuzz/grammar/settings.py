"""Settings by choice: driver, role, version and peer of a scenario, in the words of `Written`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.drivers import registry
from harness.fuzz.choose import Choose
from harness.names import ROLES, Role, Tls
from harness.scenario import DRIVER_GROUPS
from harness.written import Written

_VERSIONS = (Tls.V13, Tls.V12)


@dataclass(frozen=True)
class Words:
    """A setting."""

    driver: str
    role: Role
    tls: Tls
    peer: str

    @property
    def asks(self) -> bool:
        """Whether its driver can be asked what is pending, as objects shaped like an `SSLObject` can."""
        return "pending" in registry.driver(self.driver).calls

    @property
    def least(self) -> int:
        """The fewest bytes that its driver may be asked for: streams of others forbid to read none."""
        return int(self.driver in DRIVER_GROUPS["streams"])

    def written(
        self, page: str, requirement: str, steps: tuple[str, ...], schedule: str = "straight"
    ) -> Written:
        """A scenario in this setting."""
        return Written(
            page,
            (requirement,),
            steps,
            drivers=self.driver,
            roles=self.role.value,
            tls=self.tls.value,
            peers=self.peer,
            schedule=schedule,
        )


def setting(choose: Choose, driver: str = "bio", peer: str = "tlslite") -> Words:
    """A role and a version, with the driver and the peer given."""
    return Words(driver, choose.pick(ROLES), choose.pick(_VERSIONS), peer)


def faced(choose: Choose, faces: Sequence[str]) -> Words:
    """One of these drivers, with a role and a version, against the reference peer."""
    return setting(choose, choose.pick(faces))
