"""Several connections at once, each in a thread of its own, all made from the same two contexts.

Each thread joins a client and a server of the implementation by memory BIOs and sends a text of its own
through; nothing is shared but the contexts. A deadlock is for the watchdog outside to find.
Source: Python docs, library/ssl, "SSL Contexts" (a context may be used by several threads).

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Callable, Dict, List, Tuple

from harness.endpoint import Call, Done, Endpoint, EndpointRaised, Outcome, Wants
from harness.names import Role, Want
from harness.options import Options
from harness.setup import Setup

_ROUNDS = 20


def crowd(connect: Callable[[Setup], Endpoint], setup: Setup, size: int) -> Tuple[object, ...]:
    """What the server of each of `size` threads read, in order: b"thread 0", b"thread 1", ...

    An outcome that is no success stands for itself.
    """
    setups = [replace(setup, role=role, options=Options(), session=None) for role in Role]
    results: Dict[int, object] = {}
    gate = threading.Event()

    def talk(number: int) -> None:
        gate.wait()
        try:
            results[number] = _converse([connect(each) for each in setups], b"thread %d" % number)
        except EndpointRaised as error:
            results[number] = str(error)

    threads = [threading.Thread(target=talk, args=(number,), daemon=True) for number in range(size)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    return tuple(results.get(number) for number in range(size))


def _converse(ends: List[Endpoint], text: bytes) -> object:
    """Handshake, one write and one read; what was read, or the outcome that is no success."""
    client, server = ends
    shaken = _together([(client, Call("handshake")), (server, Call("handshake"))])
    if not all(isinstance(outcome, Done) for outcome in shaken):
        return " and ".join(map(str, shaken))
    _, read = _together([(client, Call("write", (text,))), (server, Call("read", (len(text),)))])
    return read.value if isinstance(read, Done) else str(read)


def _together(calls: List[Tuple[Endpoint, Call]]) -> List[Outcome]:
    """The outcomes of a call of each end, while what they emit goes to the other."""
    (one, _), (other, _) = calls
    outcomes: List[Outcome] = [Wants(Want.READ) for _ in calls]
    for _ in range(_ROUNDS):
        for at, (end, call) in enumerate(calls):
            if isinstance(outcomes[at], Wants):
                outcomes[at] = end.attempt(call)
            (other if end is one else one).feed(end.take())
        if not any(isinstance(outcome, Wants) for outcome in outcomes):
            break
    return outcomes
