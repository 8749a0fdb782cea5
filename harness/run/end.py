"""What a conversation knows of one of its ends."""

from __future__ import annotations

from dataclasses import dataclass

from harness.endpoint import Call, Endpoint
from harness.names import Side
from harness.wire.records import Boundaries


@dataclass(slots=True)
class End:
    """One end and what is known of it.

    stirs: counts what happened to it that an attempt may react to; tried: its count when one was last made.
    replete: it may have output that was not taken yet. cut: what it sends is lost. paused: what it sends
    stays in its hands. records: those that reach it, where it need not be tried again before one is whole.
    unheard: bytes of one that is not.
    """

    side: Side
    endpoint: Endpoint
    fed: int = 0
    sent: int = 0
    backlog: int = 0
    eof: bool = False
    hung_up: bool = False
    stirs: int = 0
    tried: int = -1
    replete: bool = False
    cut: bool = False
    paused: bool = False
    pending: Call | None = None
    records: Boundaries | None = None
    unheard: bool = False

    @property
    def taken_from(self) -> bool:
        """Whether what it sends is taken and put on its lane."""
        return not (self.cut or self.paused)

    def completes(self, data: bytes) -> bool:
        """Whether these bytes bring a record to its end, or are of none; where none are watched all do."""
        records = self.records
        if records is None:
            return True
        before = records.complete
        records.feed(data)
        return records.complete != before or records.broken
