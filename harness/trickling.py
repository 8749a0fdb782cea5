"""Pieces that come one by one to an end that waits, given to it many at a time.

The attempts behind them are made by `trickle` until one comes to something else than before. An end in
another process would cost a round trip for each; so there it is called on the other side.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from typing import NamedTuple

from harness.endpoint import Call, Endpoint, EndpointRaised, Outcome, Wants
from harness.names import Want


class Trickled(NamedTuple):
    """How far it went.

    fed: how many pieces. outcome, data: what the attempt behind the last of them came to and emitted.
    backlog: bytes out of reach, because of which no attempt was made; outcome is None then. doing: what
    raised where no call was attempted, with that as outcome; else "".
    """

    fed: int
    outcome: Outcome | None
    data: bytes = b""
    backlog: int = 0
    doing: str = ""


def trickle(endpoint: Endpoint, call: Call, pieces: list[bytes], want: Want) -> Trickled:
    """Feed piece by piece, at least one, and attempt `call` behind each.

    Ends with the first attempt that does not want `want` or emits something, and after the last piece.
    """
    outcome: Outcome | None = None
    for number, piece in enumerate(pieces, 1):
        try:
            endpoint.feed(piece)
            backlog = endpoint.backlog()
            if backlog:
                return Trickled(number, None, backlog=backlog)
            outcome = endpoint.attempt(call)
            data = endpoint.take()
        except EndpointRaised as error:
            return Trickled(number, error.outcome, doing=error.doing)
        if data or type(outcome) is not Wants or outcome.want is not want:
            return Trickled(number, outcome, data)
    return Trickled(len(pieces), outcome)
