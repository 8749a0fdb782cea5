"""Conversations by choice: what both ends say, in sizes at the borders of records and of lengths."""

from __future__ import annotations

from harness.fuzz.choose import Choose
from harness.fuzz.grammar.settings import Words
from harness.names import Tls

#: Nothing, a byte, a block, the borders of a length byte and of a record (RFC 8446 section 5.1: 2^14).
_SIZES = (1, 0, 2, 15, 16, 17, 255, 256, 257, 1000, 16383, 16384, 16385, 16400, 33000, 70000)
_AT_ONCE = (65536, 1, 3, 16, 256, 16384)
#: Reads of a byte each of so many bytes cost more than they tell.
_MOST_READS = 400
_MOST_MOVES = 6


def conversation(choose: Choose, words: Words) -> tuple[str, ...]:
    """The steps of a conversation in which nothing goes wrong: a handshake, moves, an end."""
    steps = ["handshake(subject, peer)"]
    while len(steps) <= _MOST_MOVES and choose.more():
        steps += _move(choose, words, len(steps))
    return (*steps, *_end(choose))


def _move(choose: Choose, words: Words, number: int) -> list[str]:
    one, other = choose.pick((("peer", "subject"), ("subject", "peer")))
    kind = choose.number(0, 4)
    said, heard = _message(choose, f"m{number}", words.least)
    match kind:
        case 0:
            return [f"{one}.writes({said})", f"{other}.reads_exactly({heard})"]
        case 1:
            return [f"together({one}.writes({said}), {other}.reads_exactly({heard}))"]
        case 2:
            back, there = _message(choose, f"b{number}", words.least)
            threads = (
                f"[{one}.writes({said}), {one}.reads_exactly({there})]",
                f"[{other}.writes({back}), {other}.reads_exactly({heard})]",
            )
            return [f"together({', '.join(threads)})"]
        case 3 if words.tls is Tls.V13:
            return [f"peer.updates_keys(request={choose.pick((False, True))})"]
    if not words.asks:
        return [f"subject.writes({said})", f"peer.reads_exactly({heard})"]
    return ["subject.pends().returns(int)"]


def _message(choose: Choose, mark: str, least: int) -> tuple[str, str]:
    """A payload of at least so many bytes, and the same with how much is asked for at once."""
    size = max(choose.pick(_SIZES), least)
    said = f"payload({size}, {mark!r})"
    at_once = max(choose.pick(_AT_ONCE), size // _MOST_READS, 1)
    return said, said if at_once >= size else f"{said}, {at_once}"


def _end(choose: Choose) -> list[str]:
    match choose.number(0, 3):
        case 0:
            return []
        case 1:
            return ["closing(subject, peer)"]
        case 2:
            return ["peer.closes().anything()", "subject.reads_to_end().gives(b'')"]
    return ["peer.cuts_wire()", "subject.reads(100).raises(RAGGED_EOF)"]
