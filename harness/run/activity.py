"""One act under way: the call to attempt next, and what its outcomes add up to.

An act is one call, or a loop over one: write until all is accepted, read until enough has come or the
stream ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.expectation import Ends
from harness.names import Want
from harness.scenario import Act

_ENDS = Ends()
_STARVED = Wants(Want.READ)
_OFFER = 128 << 10  # bytes


class Activity:
    """An act, its next call, its outcome so far. `queue` holds what follows it in its thread."""

    def __init__(self, act: Act, queue: Sequence[Act] = ()) -> None:
        self.act = act
        self.queue = queue
        self.outcome: Outcome = _STARVED
        self.finished = False
        self.seen = -1  # how much had happened to its end when it was last attempted; -1: attempt again
        self.patience = act.patience  # seconds that may still pass at rest
        self.read = bytearray()
        self._written = 0
        self.call = self._next_call()

    def receive(self, outcome: Outcome) -> None:
        """The outcome of attempting `call`: the act goes on, or is finished."""
        self.outcome = outcome
        if isinstance(outcome, Wants):
            return
        if isinstance(outcome, Raised):
            self._finish_raised(outcome)
            return
        advance = {
            "write_all": self._wrote,
            "write_all_from_buffer": self._wrote,
            "read_exactly": self._read_some,
            "read_to_end": self._read_some,
        }.get(self.act.verb, self._returned)
        advance(outcome)

    def _next_call(self) -> Call:
        args = self.act.args
        match self.act.verb:
            case "write_all" | "write_all_from_buffer":
                data, at_once = args
                assert isinstance(data, bytes)
                assert isinstance(at_once, int)
                # Of what a short write left over, not all is offered at once again: every offer is a copy.
                end = self._written + (at_once or (_OFFER if self._written else len(data)))
                name = "write" if self.act.verb == "write_all" else "write_from_buffer"
                return Call(name, (data[self._written : end],))
            case "read_exactly":
                amount, at_once = args
                assert isinstance(amount, int)
                assert isinstance(at_once, int)
                return Call("read", (min(amount - len(self.read), at_once),))
            case "read_to_end":
                return Call("read", args)
            case verb:
                return Call(verb, args)

    def _finish_raised(self, outcome: Raised) -> None:
        self.finished = True
        if self.act.verb == "read_to_end" and _ENDS.met_by(outcome):
            self.outcome = Done(bytes(self.read))

    def _returned(self, outcome: Done) -> None:
        self.finished = True
        if self.act.verb == "read" and isinstance(outcome.value, bytes):
            self.read += outcome.value

    def _wrote(self, outcome: Done) -> None:
        data, count = self.act.args[0], outcome.value
        assert isinstance(data, bytes)
        left = len(data) - self._written
        if not isinstance(count, int) or not (0 < count <= left or count == left):
            self.finished = True  # no count of what was accepted: the rules will tell
            return
        self._written += count
        if self._written == len(data):
            self.finished, self.outcome = True, Done(len(data))
        else:
            self.call = self._next_call()

    def _read_some(self, outcome: Done) -> None:
        if not isinstance(outcome.value, bytes):
            self.finished = True
            return
        self.read += outcome.value
        wanted = self.act.args[0] if self.act.verb == "read_exactly" else None
        if not outcome.value or (isinstance(wanted, int) and wanted <= len(self.read)):
            self.finished, self.outcome = True, Done(bytes(self.read))
        else:
            self.call = self._next_call()
