"""Target `asyncio`: bytes decoded into a conversation and a schedule, through asyncio's TLS transports.

asyncio's protocol is Python, so its coverage guides here, whatever `ssl` it carries.
"""

from __future__ import annotations

from harness.drivers import registry
from harness.fuzz.choose import Bytes
from harness.fuzz.properties.kinds import ASYNCIO, Property, delivered
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial

# A child has it loaded under instrumentation.
registry.driver(ASYNCIO[0])
_DELIVERED = Property(delivered, ASYNCIO)


def asyncio(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as a talk over asyncio and its schedule change nothing if benign, and break no rule."""
    return try_written(delivered(Bytes(data), _DELIVERED.faces_in(trial)), trial)


TARGET = Target(asyncio, longest=256, faces=ASYNCIO, revisits=False)
