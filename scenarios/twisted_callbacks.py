"""Twisted's TLS when its transport is used from inside the calls that it makes, or much of it in one turn."""

from harness.scenario import (
    RAGGED_EOF,
    Actor,
    Step,
    callback,
    handshake,
    in_turn,
    payload,
    py,
    scenario,
)

_OPENED = ["connectionMade", "handshakeCompleted"]


def _heard(subject: Actor, *callbacks: str) -> Step:
    """What the application was called with, from the beginning."""
    return subject.thing("protocol").has("callbacks").gives([*_OPENED, *callbacks])


def _in_one_turn(subject: Actor, *calls: object) -> Step:
    """All of it before the reactor has its turn again."""
    return subject.does(py("operator.call", callback(does=calls)))


@scenario("twisted:handshake:inside", drivers="twisted", peers="honest tlslite")
def losing_as_soon_as_the_handshake_is_done(subject, peer):
    """loseConnection() from inside handshakeCompleted, behind a write or none: all arrives, then the end."""
    transport = subject.connection

    def conversation(data: bytes) -> list[Step]:
        writes = [transport.calls("write", data)] if data else []
        leaving = callback(does=[*writes, transport.calls("loseConnection")])
        return [
            subject.thing("protocol").sets("on_handshake_completed", leaving),
            handshake(subject, peer),
            *([peer.reads_exactly(data)] if data else []),
            peer.reads(100).ends(),
            peer.closes(),
            subject.reads(100).ends(),
            _heard(subject, "connectionLost"),
        ]

    return in_turn(conversation(data) for data in (b"", b"not for you", payload(40_000)))


@scenario("twisted:write:inside", drivers="twisted", peers="honest tlslite")
def answering_from_inside(subject, peer):
    """write() from inside connectionMade, handshakeCompleted and dataReceived: all arrives, in that order."""
    transport, protocol = subject.connection, subject.thing("protocol")
    first, second, third = payload(20_000, "one"), payload(20_000, "two"), payload(40_000, "three")
    return [
        protocol.sets("on_handshake_completed", callback(does=[transport.calls("write", second)])),
        protocol.sets("on_data_received", callback(does=[transport.calls("write", third)])),
        transport.calls("write", first),
        handshake(subject, peer),
        peer.reads_exactly(first + second),
        peer.writes(b"more"),
        peer.reads_exactly(third),
        subject.reads(100).gives(b"more"),
    ]


@scenario("twisted:producers:inside", drivers="twisted", peers="honest tlslite", sweep="none")
def a_producer_that_writes_when_it_is_resumed_is_paused_again(subject, peer):
    """A producer fills the transport from inside resumeProducing: it is paused again, and resumed again."""
    data = payload(100_000)
    transport, protocol = subject.connection, subject.thing("protocol")
    once = callback(does=[protocol.sets("on_resume_producing", None), transport.calls("write", data)])
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        protocol.sets("on_resume_producing", once),
        transport.calls("registerProducer", protocol, True),
        transport.calls("write", data),
        peer.takes_again(),
        peer.reads_exactly(data + data),
        _heard(subject, "pauseProducing", "resumeProducing", "pauseProducing", "resumeProducing"),
        transport.calls("unregisterProducer"),
    ]


@scenario("twisted:loseConnection:producer", drivers="twisted", peers="honest tlslite", sweep="none")
def a_producers_last_words_are_sent(subject, peer):
    """A producer writes after loseConnection() and leaves in the same turn: what it wrote arrives."""
    transport = subject.connection
    return [
        handshake(subject, peer),
        transport.calls("registerProducer", subject.thing("protocol"), True),
        _in_one_turn(
            subject,
            transport.calls("loseConnection"),
            transport.calls("write", b"last words"),
            transport.calls("unregisterProducer"),
        ),
        peer.reads(100).gives(b"last words"),
        peer.reads(100).ends(),
    ]


@scenario("twisted:lost:first", drivers="twisted", peers="honest tlslite", sweep="none")
def a_cut_in_the_same_turn_as_the_closing_is_told(subject, peer):
    """The wire is cut while loseConnection() waits for the other end's closure alert: ConnectionLost."""
    return [
        handshake(subject, peer),
        subject.connection.calls("loseConnection"),
        peer.reads(100).ends(),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF, exception="ConnectionLost"),
    ]
