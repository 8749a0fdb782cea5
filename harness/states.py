"""The states of a connection, and what every call may come to in each: one table, as data.

A connection is shaped like an `SSLObject`: what a call may answer depends on its state and on what has
come from the other side and was not taken yet. Scenarios try every row (`scenarios/states.py`), random
walks follow them, and the diagram in ARCHITECTURE.md is drawn from them.

Where an implementation may choose, the row allows each choice; the state after it is the same. Sources:
Python docs, library/ssl (SSLObject, SSLSocket.read, write, unwrap, the exceptions); RFC 8446 section 6.1
(closure alerts; both directions close apart), section 6.2 (dead after a fatal error).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from harness.expectation import Ends, Expectation, Gives, Raises, Returns, Waits
from harness.names import Kind, Side, Want
from harness.steps import Act


class State(Enum):
    """Where a connection stands; the value says it in words."""

    FRESH = "nothing was called yet"
    HANDSHAKING = "the handshake has begun"
    OPEN = "the handshake is done, both directions are open"
    CLOSING = "our close_notify is sent, theirs has not been met"
    ENDED = "their close_notify has been met, ours is not sent"
    CLOSED = "both have been exchanged"
    FAILED = "a fatal error was raised"


class Input(Enum):
    """What has come from the other side and was not taken yet."""

    NOTHING = "nothing"
    DATA = "application data"
    CLOSURE = "a close_notify"
    CUT = "the end of the wire, without a close_notify"


#: What a walk writes, and what it asks for at once.
TEXT = b"a message of a walk"
_ALL = 65536

#: The calls of the table; each stands for one act.
CALLS: dict[str, tuple[str, tuple[object, ...]]] = {
    "do_handshake()": ("handshake", ()),
    "read(n)": ("read", (_ALL,)),
    "read(0)": ("read", (0,)),
    "write(data)": ("write", (TEXT,)),
    "write(b'')": ("write", (b"",)),
    "pending()": ("pending", ()),
    "unwrap()": ("close_notify", ()),
    "version()": ("tell", ("version",)),
}


@dataclass(frozen=True)
class Row:
    """In `state`, with `input` there, `call` comes to one of `allowed`, and the state is `then`."""

    state: State
    input: Input
    call: str
    allowed: tuple[Expectation, ...]
    then: State

    @property
    def act(self) -> Act:
        """The row as an act of the subject."""
        verb, args = CALLS[self.call]
        return Act(Side.SUBJECT, verb, args, self.allowed)

    def __str__(self) -> str:
        allowed = " or ".join(map(str, self.allowed))
        return f"{self.state.name}, {self.input.value}: {self.call} {allowed} -> {self.then.name}"


_STARVED = Waits(Want.READ)
_NONE = Gives(None)
_EMPTY = Gives(b"")
_REFUSED = Raises((Kind.PROTOCOL_ERROR, Kind.MISUSE, Kind.OS_ERROR))
# No clean end, no waiting, no success: a connection that failed stays so (RFC 8446 section 6.2).
_DEAD = Raises((Kind.PROTOCOL_ERROR, Kind.RAGGED_EOF, Kind.CERTIFICATE_REJECTED, Kind.OS_ERROR, Kind.MISUSE))
_NO_MORE = Raises((Kind.CLEAN_CLOSE, Kind.PROTOCOL_ERROR, Kind.RAGGED_EOF, Kind.OS_ERROR, Kind.MISUSE))
_RAGGED = Raises((Kind.RAGGED_EOF,))
_TOLD = Returns((str,), filled=True)
_SENT = Gives(len(TEXT))

_F, _H, _O, _G, _E, _C, _X = State
_N, _D, _L, _CUT = Input
_IN_STATE = {
    # Before the handshake is done a read or write makes it, or is refused; neither gives nor sends data.
    "before": (
        ("do_handshake()", (_STARVED,), _H),
        ("read(n)", (_STARVED, _REFUSED), _H),
        ("write(data)", (_STARVED, _REFUSED), _H),
        ("unwrap()", (_REFUSED,), None),
        ("read(0)", (_EMPTY, _REFUSED), None),
        ("pending()", (Gives(0),), None),
        ("version()", (_NONE,), None),
    ),
    "after": (
        ("do_handshake()", (_NONE,), None),
        ("read(0)", (_EMPTY,), None),
        ("version()", (_TOLD,), None),
    ),
}


def _rows() -> Iterator[Row]:
    for state in (_F, _H):
        for call, allowed, then in _IN_STATE["before"]:
            yield Row(state, _N, call, allowed, then or state)
    for state in (_O, _G, _E):
        for call, allowed, then in _IN_STATE["after"]:
            yield Row(state, _N, call, allowed, then or state)
        yield Row(state, _N, "pending()", (Gives(0),), state)
    yield from _open_rows()
    yield from _closing_rows()
    yield from _dead_rows()


def _open_rows() -> Iterator[Row]:
    yield Row(_O, _N, "read(n)", (_STARVED,), _O)
    yield Row(_O, _D, "read(n)", (Gives(TEXT),), _O)
    yield Row(_O, _L, "read(n)", (Ends(),), _E)
    yield Row(_O, _CUT, "read(n)", (_RAGGED,), _X)
    for arrived in (_N, _D, _L):
        yield Row(_O, arrived, "write(data)", (_SENT,), _O)
        yield Row(_O, arrived, "write(b'')", (Gives(0),), _O)
    for arrived in (_D, _L):
        yield Row(_O, arrived, "read(0)", (_EMPTY,), _O)
    yield Row(_O, _D, "do_handshake()", (_NONE,), _O)
    yield Row(_O, _N, "unwrap()", (_STARVED,), _G)
    yield Row(_O, _L, "unwrap()", (_NONE,), _C)
    yield Row(_O, _CUT, "unwrap()", (_RAGGED,), _X)


def _closing_rows() -> Iterator[Row]:
    # Our direction is closed; theirs still brings what they had to say.
    yield Row(_G, _N, "read(n)", (_STARVED,), _G)
    yield Row(_G, _D, "read(n)", (Gives(TEXT),), _G)
    yield Row(_G, _L, "read(n)", (Ends(),), _C)
    yield Row(_G, _CUT, "read(n)", (_RAGGED,), _X)
    yield Row(_G, _N, "write(data)", (_NO_MORE,), _G)
    yield Row(_G, _N, "unwrap()", (_STARVED,), _G)
    yield Row(_G, _L, "unwrap()", (_NONE,), _C)
    yield Row(_G, _CUT, "unwrap()", (_RAGGED,), _X)
    # Their direction is closed; RFC 8446 lets us go on, RFC 5246 section 7.2.1 has us close at once.
    yield Row(_E, _N, "read(n)", (Ends(),), _E)
    yield Row(_E, _N, "write(data)", (_SENT, _NO_MORE), _E)
    yield Row(_E, _N, "unwrap()", (_NONE,), _C)
    # read() may ask that unwrap() was not called (Python docs, SSLSocket.read).
    yield Row(_C, _N, "read(n)", (Ends(), _NO_MORE), _C)
    yield Row(_C, _N, "read(0)", (_EMPTY, _NO_MORE), _C)
    yield Row(_C, _N, "write(data)", (_NO_MORE,), _C)
    yield Row(_C, _N, "unwrap()", (_NONE,), _C)
    yield Row(_C, _N, "pending()", (Gives(0),), _C)


def _dead_rows() -> Iterator[Row]:
    for call in ("do_handshake()", "read(n)", "write(data)", "unwrap()"):
        yield Row(_X, _CUT, call, (_DEAD,), _X)
    yield Row(_X, _CUT, "read(0)", (_EMPTY, _DEAD), _X)
    yield Row(_X, _CUT, "pending()", (Gives(0), _DEAD), _X)


#: Every row. What is not here is left open by the documents, or has a scenario of its own: `unwrap()` with
#: unread data there (closing/closing_while_data_is_in_flight_is_no_error).
ROWS: tuple[Row, ...] = tuple(_rows())


def rows_of(state: State, there: Input) -> list[Row]:
    """What may be called in a state with this input, in the table's order."""
    return [row for row in ROWS if row.state is state and row.input is there]


def diagram() -> str:
    """The states and what leads from one to another, as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> FRESH"]
    lines += [f"    {state.name} : {state.value}" for state in State]
    labels: dict[tuple[str, str], list[str]] = {("HANDSHAKING", "OPEN"): ["the handshake completes"]}
    for row in ROWS:
        if row.then is not row.state:
            where = f" ({row.input.value} there)" if row.input is not Input.NOTHING else ""
            labels.setdefault((row.state.name, row.then.name), []).append(row.call + where)
    lines += [f"    {one} --> {other} : {', '.join(labels[one, other])}" for one, other in labels]
    return "\n".join(lines) + "\n"
