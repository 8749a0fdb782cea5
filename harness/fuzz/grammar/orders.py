"""Orders of calls by choice: walks along the state table, in which each call may come to what its row says.

What the table leaves open (`harness.states`) is not called; so every outcome besides is a finding.
"""

from __future__ import annotations

from harness.expectation import Ends, Expectation, Gives, Raises, Returns, Waits
from harness.fuzz.choose import Choose
from harness.states import TEXT, Input, Row, State, rows_of

_MOST_MOVES = 12
_SPELLED = {
    "do_handshake()": "subject.handshakes()",
    "read(n)": "subject.reads(65536)",
    "read(0)": "subject.reads(0)",
    "write(data)": f"subject.writes_once({TEXT!r})",
    "write(b'')": "subject.writes_once(b'')",
    "pending()": "subject.pends()",
    "unwrap()": "subject.closes()",
    "version()": "subject.tells('version')",
}
#: What the other side does to make an input arrive.
_ARRIVALS = {
    Input.DATA: f"peer.writes({TEXT!r})",
    Input.CLOSURE: "peer.closes().anything()",
    Input.CUT: "peer.cuts_wire()",
}


def order(choose: Choose, *, past_closure: bool = True) -> tuple[str, ...]:
    """The steps of a walk, from a new connection on.

    past_closure: whether the subject can be called once both ends have closed. An SSLSocket is no
    connection any more then: `unwrap` has handed out the plain socket.
    """
    steps: list[str] = []
    state, there = State.FRESH, Input.NOTHING
    while len(steps) < _MOST_MOVES and (past_closure or state is not State.CLOSED) and choose.more():
        moves = _moves(state, there)
        move = choose.pick(moves)
        if isinstance(move, Row):
            steps.append(_SPELLED[move.call] + "".join(_spelled(move.allowed)))
            if state is State.OPEN and move.call == "write(data)":
                steps.append(f"peer.reads_exactly({TEXT!r})")
            state, there = move.then, _left(move)
        elif isinstance(move, Input):
            steps.append(_ARRIVALS[move])
            there = move
        else:
            steps.append("handshake(subject, peer)")
            state = State.OPEN
    return tuple(steps) or ("subject.pends().gives(0)",)


def _moves(state: State, there: Input) -> list[Row | Input | str]:
    """What can come next: the calls of the table, something that arrives, or the handshake to its end."""
    moves: list[Row | Input | str] = list(rows_of(state, there))
    if state in (State.FRESH, State.HANDSHAKING):
        moves.insert(0, "handshake")
    elif there is Input.NOTHING and state in (State.OPEN, State.CLOSING):
        moves += [each for each in _ARRIVALS if rows_of(state, each)]
    return moves


def _left(row: Row) -> Input:
    """What is still there after a call: what was not taken, and the end of a wire for ever."""
    if row.then is State.FAILED:
        return Input.CUT
    taken = row.call == "read(n)" or row.then is State.CLOSED
    return Input.NOTHING if taken else row.input


def _spelled(allowed: tuple[Expectation, ...]) -> list[str]:
    """Expectations in the words of the language: the first, then those that are tolerated."""
    texts = []
    for number, expectation in enumerate(allowed):
        text = _expected(expectation)
        texts.append("." + (f"or_{text}" if number else text))
    return texts


def _expected(expectation: Expectation) -> str:
    match expectation:
        case Gives(value):
            return f"gives({value!r})"
        case Returns(types, filled):
            return f"returns({', '.join(kind.__name__ for kind in types)}, filled={filled})"
        case Ends():
            return "ends()"
        case Waits(want):
            return f"wants({want.name})"
        case Raises(kinds):
            return f"raises({', '.join(kind.name for kind in kinds)})"
    raise AssertionError(f"the state table expects {expectation}, which has no words")
