"""The state table: every call in every state, and long walks from state to state.

What each call may come to stands in one table (`harness.states`): the scenarios here go through it row by
row, each row on a connection of its own, and at random. ARCHITECTURE.md shows its diagram.
"""

from harness.scenario import RAGGED_EOF, READ, closing, handshake, reconnect, scenario
from harness.states import ROWS, TEXT, Input, State, rows_of

_MOVES = 60


def _path(subject, peer, state):
    """The steps from a new connection to a state."""
    return {
        State.FRESH: [],
        State.HANDSHAKING: [subject.handshakes().wants(READ)],
        State.OPEN: [handshake(subject, peer)],
        State.CLOSING: [handshake(subject, peer), subject.closes().wants(READ)],
        State.ENDED: [handshake(subject, peer), peer.closes().wants(READ), subject.reads(1).ends()],
        State.CLOSED: [handshake(subject, peer), closing(subject, peer)],
        State.FAILED: [handshake(subject, peer), peer.cuts_wire(), subject.reads(1).raises(RAGGED_EOF)],
    }[state]


def _arrival(peer, state, there):
    """The steps by which this input comes to a connection in this state."""
    if there is Input.DATA:
        return [peer.writes(TEXT)]
    if there is Input.CLOSURE:
        return [peer.closes() if state is State.CLOSING else peer.closes().wants(READ)]
    if there is Input.CUT and state is not State.FAILED:
        return [peer.cuts_wire()]
    return []


def _every_row(subject, peer, state):
    steps = []
    for row in ROWS:
        if row.state is state:
            steps += [reconnect(), *_path(subject, peer, state), *_arrival(peer, state, row.input), row.act]
    return steps[1:]


@scenario("python:ssl:states", drivers="bio socket-nonblocking", peers="honest tlslite", sweep="none")
def a_fresh_connection_answers_every_call(subject, peer):
    """Before anything was called, each call answers as the state table has it."""
    return _every_row(subject, peer, State.FRESH)


@scenario("python:ssl:states", drivers="bio socket-nonblocking", peers="honest tlslite", sweep="none")
def a_handshake_under_way_answers_every_call(subject, peer):
    """While the handshake waits for the other side, each call answers as the state table has it."""
    return _every_row(subject, peer, State.HANDSHAKING)


@scenario("python:ssl:states", drivers="bio socket-nonblocking", peers="honest tlslite", sweep="none")
def an_open_connection_answers_every_call(subject, peer):
    """On an open connection each call answers as the state table has it, whatever has arrived."""
    return _every_row(subject, peer, State.OPEN)


@scenario("python:ssl:states", drivers="bio socket-nonblocking", peers="honest tlslite", sweep="none")
def a_closing_connection_answers_every_call(subject, peer):
    """With our closure alert sent, each call answers as the state table has it, whatever has arrived."""
    return _every_row(subject, peer, State.CLOSING)


@scenario("python:ssl:states", drivers="bio socket-nonblocking", peers="honest tlslite", sweep="none")
def an_ended_stream_answers_every_call(subject, peer):
    """With their closure alert met and ours not sent, each call answers as the state table has it."""
    return _every_row(subject, peer, State.ENDED)


# A socket that was unwrapped is a plain one again.
@scenario("python:ssl:states", drivers="bio", peers="honest tlslite", sweep="none")
def a_closed_connection_answers_every_call(subject, peer):
    """After both closure alerts each call answers as the state table has it."""
    return _every_row(subject, peer, State.CLOSED)


@scenario(
    "python:ssl:states",
    "rfc8446:6.2:dead-after-fatal",
    drivers="bio socket-nonblocking",
    peers="honest tlslite",
    sweep="none",
)
def a_failed_connection_answers_every_call(subject, peer):
    """After a fatal error every call that needs the connection fails, and none gives an end or data."""
    return _every_row(subject, peer, State.FAILED)


def _peer_moves(peer, state, there):
    """What the other side may do next, and what will then have arrived."""
    if there is not Input.NOTHING or state not in (State.OPEN, State.CLOSING):
        return []
    kinds = [Input.DATA] * 6 + [Input.CLOSURE, Input.CUT]
    return [(kind, _arrival(peer, state, kind)) for kind in kinds]


def _row_steps(row, peer):
    """A row as steps; what is written on an open connection arrives.

    Nothing may be sent as a record of no bytes (RFC 8446 section 5.1), which an honest peer that closes
    would take for data left unread.
    """
    if row.state is State.OPEN and row.call == "write(data)":
        return [row.act, peer.reads_exactly(TEXT)]
    if row.state is State.OPEN and row.call == "write(b'')":
        return [row.act, peer.reads(1).wants(READ)]
    return [row.act]


@scenario("python:ssl:states", drivers="bio", peers="honest tlslite", sweep="none", seeds=12)
def a_walk_through_the_states_meets_no_surprise(subject, peer, dice):
    """A long series of calls in any order: each answers as the state table has it for where it stands."""
    steps, state, there = [], State.FRESH, Input.NOTHING
    for _ in range(_MOVES):
        moves = _peer_moves(peer, state, there)
        if moves and dice.random() < 0.5:
            there, arrival = dice.choice(moves)
            steps += arrival
        elif state in (State.FRESH, State.HANDSHAKING) and dice.random() < 0.3:
            steps.append(handshake(subject, peer))
            state = State.OPEN
        elif state in (State.CLOSED, State.FAILED) and dice.random() < 0.2:
            steps.append(reconnect())
            state, there = State.FRESH, Input.NOTHING
        else:
            row = dice.choice(rows_of(state, there))
            steps += _row_steps(row, peer)
            taken = row.call == "read(n)" or row.then is State.CLOSED
            state, there = row.then, Input.NOTHING if taken else there
            there = Input.CUT if state is State.FAILED else there
    return steps
