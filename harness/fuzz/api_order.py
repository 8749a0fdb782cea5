"""Target `api_order`: bytes decoded into an order of calls along the state table."""

from __future__ import annotations

from harness.fuzz.choose import Bytes
from harness.fuzz.properties.kinds import property_called
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial

_FACES = "faces of api_order"


def api_order(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as an order of calls come, call by call, to what the state table allows."""
    it = property_called("call_order")
    if _FACES not in trial.kept:
        trial.kept[_FACES] = it.some_faces_of(trial.implementation)
    return try_written(it.make(Bytes(data), trial.kept[_FACES]), trial)


TARGET = Target(api_order, longest=96)
