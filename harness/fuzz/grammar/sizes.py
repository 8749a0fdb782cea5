"""Sizes by choice: how much is written, in which pieces, and how much each read asks for."""

from __future__ import annotations

from harness.fuzz.choose import Choose

#: More than four records of the longest kind.
_MOST = 70000
#: So many calls for one payload tell enough.
_MOST_CALLS = 300
_MOST_MOVES = 4
#: The borders that lengths have: none, one byte, a length byte, a record (RFC 8446 section 5.1: 2^14).
_BORDERS = (1, 2, 16, 255, 256, 1 << 14, 1 << 15, 1 << 16)


def sized(choose: Choose, *, asks: bool = True) -> tuple[str, ...]:
    """The steps of a conversation of any sizes; asks: whether the subject reads into buffers."""
    steps = ["handshake(subject, peer)"]
    moves = 0
    while moves < _MOST_MOVES and choose.more():
        moves += 1
        move = _into if asks and choose.number(0, 4) == 4 else _move
        steps += move(choose, f"m{moves}")
    return tuple(steps)


def _move(choose: Choose, mark: str) -> list[str]:
    """A payload from one end to the other, written and read in pieces of any size."""
    one, other = choose.pick((("peer", "subject"), ("subject", "peer")))
    size = _size(choose)
    said = f"payload({size}, {mark!r})"
    how = choose.number(0, 2)
    if how == 2 and one == "subject":
        write = f"subject.writes_from_buffer({said})"
    else:
        write = f"{one}.writes({said}, {_piece(choose, size)})" if how else f"{one}.writes({said})"
    read = f"{other}.reads_exactly({said}, {_piece(choose, size)})"
    return [f"together({write}, {read})"] if choose.more() else [write, read]


def _into(choose: Choose, mark: str) -> list[str]:
    """A payload that is read into a buffer of any size, in part, and the rest of it as usual."""
    size = choose.number(1, 1 << 14)
    room = choose.number(1, 1 << 14)
    amount = choose.number(1, 1 << 14)
    taken = min(size, room, amount)
    said = f"payload({size}, {mark!r})"
    steps = [f"peer.writes({said})", f"subject.reads_into({amount}, {room}).returns(tuple)"]
    if taken < size:
        steps.append("subject.reads(65536).returns(bytes, filled=True)")
    return steps


def _size(choose: Choose) -> int:
    """Any size up to the most, or one next to a border."""
    if choose.more():
        return max(0, choose.pick(_BORDERS) + choose.number(-1, 1))
    return choose.number(0, _MOST)


def _piece(choose: Choose, size: int) -> int:
    """How much at once: not so little that it would take too many calls."""
    return max(choose.number(1, 1 << 16), size // _MOST_CALLS, 1)
