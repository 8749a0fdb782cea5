"""Closing: every order of close_notify and end of stream, and what is still delivered before it."""

from harness.scenario import RAGGED_EOF, handshake, scenario


@scenario("rfc8446:6.1:close_notify", sweep="benign")
def cut_wire_is_not_a_clean_end(subject, peer):
    """A wire cut without close_notify raises SSLEOFError; it never reads as b""."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF),
    ]
