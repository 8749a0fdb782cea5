"""Ragged ends by arrangement: when a transport that ends without closure passes for a clean end.

`closing` has what holds without any arrangement: SSLEOFError, always.
"""

from harness.scenario import CLEAN_CLOSE, RAGGED_EOF, READ, Act, Actor, handshake, py, reconnect, scenario


def _handshakes(subject: Actor) -> Act:
    return subject.connection.calls("do_handshake")


def _reads(subject: Actor) -> Act:
    return subject.connection.calls("read", 100)


@scenario("python:sslobject:ragged:option", drivers="bio sockets", peers="honest", sweep="none")
def a_ragged_end_can_be_taken_for_a_clean_one(subject, peer):
    """OP_IGNORE_UNEXPECTED_EOF is off; switched on, a transport that ends without closure reads as b""."""
    option, options = subject.ssl.has("OP_IGNORE_UNEXPECTED_EOF"), subject.context.has("options")
    return [
        subject.does(py("operator.and_", options, option)).gives(0),
        subject.context.sets("options", py("operator.or_", options, option)),
        reconnect(),
        handshake(subject, peer),
        peer.writes(b"data"),
        peer.cuts_wire(),
        _reads(subject).gives(b"data"),
        _reads(subject).gives(b"").or_raises(CLEAN_CLOSE),
    ]


@scenario("python:sslsocket:suppress", drivers="sockets", peers="honest", sweep="none")
def suppressed_ragged_ends_read_as_ends(subject, peer):
    """With suppress_ragged_eofs a socket's reads give b"" or 0 where the transport ends without closure."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        handshake(subject, peer),
        peer.writes(b"data"),
        peer.cuts_wire(),
        subject.connection.calls("recv", 100).gives(b"data"),
        subject.connection.calls("recv", 100).gives(b""),
        subject.connection.calls("recv_into", py("bytearray", 10)).gives(0),
        subject.connection.calls("read", 100).gives(b""),
    ]


@scenario("python:sslsocket:suppress:reads-only", drivers="sockets", peers="honest", sweep="none")
def only_reads_are_suppressed(subject, peer):
    """suppress_ragged_eofs is for reads: a handshake and an unwrap that meet the end say SSLEOFError."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        _handshakes(subject).wants(READ),
        peer.cuts_wire(),
        _handshakes(subject).raises(RAGGED_EOF, exception="SSLEOFError"),
        reconnect(),
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.connection.calls("unwrap").raises(RAGGED_EOF, exception="SSLEOFError"),
        reconnect(),  # the rules do not know that reads are allowed to say so here
    ]
