"""Target `api_order`: bytes decoded into an order of calls along the state table."""

from __future__ import annotations

from harness.fuzz.choose import Bytes
from harness.fuzz.properties.kinds import OBJECTS, property_called
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial


def api_order(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as an order of calls come, call by call, to what the state table allows."""
    it = property_called("call_order")
    return try_written(it.make(Bytes(data), it.faces_in(trial)), trial)


TARGET = Target(api_order, longest=96, faces=OBJECTS)
