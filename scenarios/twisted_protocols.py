"""Twisted's TLS: when its protocols are called, why connections are lost, and who is paused meanwhile."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    Actor,
    Step,
    callback,
    handshake,
    in_turn,
    payload,
    scenario,
    together,
)

_OPENED = ["connectionMade", "handshakeCompleted"]


def _heard(subject: Actor, *callbacks: str) -> Step:
    """What the application was called with, from the beginning."""
    return subject.thing("protocol").has("callbacks").gives([*_OPENED, *callbacks])


@scenario("twisted:handshake", drivers="twisted", peers="honest tlslite")
def the_handshake_is_told_before_data(subject, peer):
    """The call connectionMade comes before the handshake, handshakeCompleted after it, then the data."""
    return [
        subject.thing("protocol").has("callbacks").gives(["connectionMade"]),
        together(subject.handshakes(), [peer.handshakes(), peer.writes(b"at once")]),
        subject.reads(100).gives(b"at once"),
        _heard(subject, "dataReceived"),
    ]


@scenario("twisted:handshake:failed", drivers="twisted", peers="honest tlslite", tls="1.2", sweep="none")
def a_failed_handshake_loses_the_connection(subject, peer):
    """A handshake with somebody who is not trusted is never completed, and lost with the error of TLS."""
    refusing, refused = (CERTIFICATE_REJECTED, "nothing", "ca"), (PROTOCOL_ERROR, "ca", "nothing")
    return in_turn(
        [
            subject.configured(trust=trust, certificate="ecdsa", verify="required"),
            peer.configured(trust=other, certificate="ecdsa", verify="required"),
            together(
                subject.handshakes().raises(kind, PROTOCOL_ERROR, exception="Error"),
                peer.handshakes().anything(),
            ),
            subject.thing("protocol").has("callbacks").gives(["connectionMade", "connectionLost"]),
        ]
        for kind, trust, other in (refusing, refused)
    )


@scenario("twisted:lost:first", drivers="twisted", roles="client", peers="honest tlslite", sweep="none")
def another_name_is_told_as_such(subject, peer):
    """A certificate for another name: connectionLost tells the VerificationError, not what follows."""
    return [
        peer.configured(certificate="wrong-host"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED, exception="VerificationError"),
            peer.handshakes().anything(),
        ),
    ]


@scenario("twisted:lost:done", "rfc8446:6.1:close_notify", drivers="twisted", peers="honest tlslite")
def the_other_ends_goodbye_is_done(subject, peer):
    """Behind a closure alert the connection is lost with ConnectionDone, after all data and never again."""
    return [
        handshake(subject, peer),
        peer.writes(b"that is all"),
        peer.closes().anything(),
        subject.reads(100).gives(b"that is all"),
        subject.reads(100).ends(),
        peer.cuts_wire(),
        _heard(subject, "dataReceived", "connectionLost"),
        subject.thing("protocol").has("reason").keeps("reason"),
        subject.thing("reason").has("args").gives(()),
    ]


@scenario("twisted:loseConnection", "twisted:lost:done", drivers="twisted", peers="honest tlslite")
def losing_sends_everything_and_a_closure_alert(subject, peer):
    """loseConnection() right behind a long write: all of it arrives, then a clean end; then it is done."""
    data = payload(100_000)
    transport = subject.connection
    return [
        handshake(subject, peer),
        transport.calls("write", data),
        transport.calls("loseConnection"),
        transport.calls("loseConnection"),
        peer.reads_exactly(data),
        peer.reads(100).ends(),
        peer.closes(),
        subject.reads(100).ends(),
        _heard(subject, "connectionLost"),
    ]


@scenario("twisted:loseConnection:write", drivers="twisted", peers="honest tlslite", sweep="none")
def what_is_written_after_losing_is_dropped(subject, peer):
    """write() after loseConnection() sends nothing, nor does it after the connection is lost."""
    return [
        handshake(subject, peer),
        subject.connection.calls("write", b"before"),
        subject.connection.calls("loseConnection"),
        subject.connection.calls("write", b"after"),
        peer.reads(100).gives(b"before"),
        peer.reads(100).ends(),
        peer.closes(),
        subject.reads(100).ends(),
        subject.connection.calls("write", b"long after").gives(None),
    ]


@scenario("twisted:loseConnection:producer", drivers="twisted", peers="honest tlslite")
def losing_waits_for_the_producer(subject, peer):
    """loseConnection() while a producer is registered: it may still write; the alert follows it."""
    transport = subject.connection
    return [
        handshake(subject, peer),
        transport.calls("registerProducer", subject.thing("protocol"), True),
        transport.calls("loseConnection"),
        transport.calls("write", b"still producing"),
        peer.reads(100).gives(b"still producing"),
        transport.calls("unregisterProducer"),
        peer.reads(100).ends(),
    ]


@scenario("twisted:lost:aborted", drivers="twisted", peers="honest tlslite", sweep="none")
def aborting_is_told_as_such(subject, peer):
    """abortConnection() loses the connection with ConnectionAborted, at once, whoever reads or not."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", payload(100_000)),
        subject.drops().gives(None),
        subject.reads(100).raises(OS_ERROR, exception="ConnectionAborted"),
        subject.thing("wire").has("lost").gives(True),
        peer.takes_again(),
    ]


@scenario("twisted:abortConnection", drivers="twisted", peers="honest tlslite", sweep="none")
def nothing_is_received_after_aborting(subject, peer):
    """abortConnection() from inside dataReceived: the next record, there already, is not delivered."""
    aborting = callback(subject.connection.calls("abortConnection"))
    return [
        handshake(subject, peer),
        subject.thing("protocol").sets("on_data_received", aborting),
        subject.connection.calls("pauseProducing"),
        peer.writes(b"one"),
        peer.writes(b"two"),
        subject.connection.calls("resumeProducing"),
        subject.reads(100).gives(b"one"),
        subject.reads(100).raises(OS_ERROR, RAGGED_EOF),
    ]


@scenario("twisted:abortConnection:again", drivers="twisted", peers="honest tlslite", sweep="none")
def aborting_what_is_lost_is_nothing(subject, peer):
    """abortConnection() after the connection was lost, as a time-out of the application may do it."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.reads(100).ends(),
        subject.connection.calls("loseConnection").gives(None),
        subject.connection.calls("abortConnection").gives(None),
    ]


@scenario(
    "twisted:lost:ragged", "rfc8446:6.1:truncation", drivers="twisted", peers="honest tlslite", sweep="benign"
)
def a_cut_is_connection_lost(subject, peer):
    """A wire cut without a closure alert is ConnectionLost: an application can tell it from a clean end."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF, exception="ConnectionLost"),
    ]


@scenario("twisted:lost:ragged", drivers="twisted", peers="honest tlslite", sweep="none")
def a_reset_is_connection_lost(subject, peer):
    """A transport that breaks is ConnectionLost too, also for the one who waits to write."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", b"never to be read"),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR, exception="ConnectionLost"),
        subject.writes_once(b"more").raises(OS_ERROR, exception="ConnectionLost"),
    ]


@scenario("twisted:lost:error", drivers="twisted", peers="tlslite", sweep="none")
def a_bad_record_is_an_error_of_tls(subject, peer):
    """A record that does not verify loses the connection with OpenSSL.SSL.Error, behind the good data."""
    return [
        handshake(subject, peer),
        peer.writes(b"good"),
        peer.sends_raw(bytes.fromhex("1703030040") + payload(64, "forged")),
        subject.reads(100).gives(b"good"),
        subject.reads(100).raises(PROTOCOL_ERROR, exception="Error"),
        _heard(subject, "dataReceived", "connectionLost"),
    ]


@scenario("twisted:lost:first", drivers="twisted", peers="tlslite", sweep="none")
def a_bad_record_before_a_cut_is_an_error_of_tls(subject, peer):
    """A record that does not verify, and the wire cut behind it: connectionLost tells what came first."""
    return [
        handshake(subject, peer),
        peer.sends_raw(bytes.fromhex("1703030040") + payload(64, "forged")),
        peer.cuts_wire(),
        subject.reads(100).raises(PROTOCOL_ERROR, exception="Error"),
    ]


@scenario("twisted:write", drivers="twisted", peers="honest tlslite")
def what_is_written_before_the_handshake_follows_it(subject, peer):
    """write() right after connectionMade is kept, nothing of it in clear, and sent in order."""
    early = payload(40_000, "early")
    return [
        subject.connection.calls("write", early),
        subject.connection.calls("writeSequence", [b"and ", b"", b"more"]),
        handshake(subject, peer),
        subject.connection.calls("write", b" later"),
        peer.reads_exactly(early + b"and more later"),
    ]


@scenario("twisted:write", drivers="twisted", peers="honest tlslite", sweep="none")
def nothing_written_is_nothing(subject, peer):
    """write(b"") sends no record and ends nothing."""
    return [
        handshake(subject, peer),
        subject.connection.calls("write", b""),
        subject.connection.calls("writeSequence", []),
        subject.connection.calls("write", b"after"),
        peer.reads(100).gives(b"after"),
    ]


@scenario("twisted:producers", drivers="twisted", peers="honest tlslite", sweep="none")
def a_producer_is_paused_and_resumed(subject, peer):
    """Who writes more than goes out is paused, once, and resumed when it is gone."""
    data = payload(100_000)
    transport, protocol = subject.connection, subject.thing("protocol")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        transport.calls("registerProducer", protocol, True),
        transport.calls("write", data),
        protocol.has("paused").gives(True),
        transport.calls("write", b" and more"),
        peer.takes_again(),
        peer.reads_exactly(data + b" and more"),
        protocol.has("paused").gives(False),
        _heard(subject, "pauseProducing", "resumeProducing"),
        transport.calls("unregisterProducer"),
    ]


@scenario("twisted:producers", drivers="twisted", peers="honest tlslite", sweep="none")
def a_producer_is_stopped_at_the_end(subject, peer):
    """A connection that is lost stops its producer before it tells the protocol, a later one at once."""
    transport, protocol = subject.connection, subject.thing("protocol")
    return [
        handshake(subject, peer),
        transport.calls("registerProducer", protocol, True),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF),
        _heard(subject, "stopProducing", "connectionLost"),
        transport.calls("registerProducer", protocol, True),
        _heard(subject, "stopProducing", "connectionLost", "stopProducing"),
    ]


@scenario("twisted:producers:one", drivers="twisted", peers="honest", sweep="none")
def a_second_producer_is_refused(subject, peer):
    """registerProducer() while there is one raises RuntimeError, and another after it has left does not."""
    transport, protocol = subject.connection, subject.thing("protocol")
    register = transport.calls("registerProducer", protocol, True)
    return [
        handshake(subject, peer),
        register,
        register.raises(FOREIGN, exception="RuntimeError"),
        transport.calls("unregisterProducer"),
        register,
        transport.calls("unregisterProducer"),
    ]


@scenario("twisted:reading", drivers="twisted", peers="honest tlslite", sweep="none")
def a_paused_transport_gives_nothing(subject, peer):
    """pauseProducing() on the transport holds everything back, resumeProducing() gives it and the end."""
    data = payload(50_000)
    return [
        handshake(subject, peer),
        subject.connection.calls("pauseProducing"),
        peer.writes(data),
        peer.closes().anything(),
        _heard(subject),
        subject.connection.calls("resumeProducing"),
        subject.reads_exactly(data),
        subject.reads(100).ends(),
    ]


@scenario("twisted:facts", drivers="twisted", peers="honest", sweep="none")
def facts_of_the_connection(subject, peer):
    """The property negotiatedProtocol is None before the handshake, then bytes; a certificate is an X509."""
    protocol = subject.connection.has("negotiatedProtocol")
    return [
        subject.configured(alpn=("h2", "http/1.1"), certificate="ecdsa", verify="required"),
        peer.configured(alpn=("http/1.1",), certificate="ecdsa", verify="required"),
        protocol.gives(None),
        handshake(subject, peer),
        protocol.gives(b"http/1.1"),
        subject.connection.calls("getPeerCertificate").keeps("certificate"),
        subject.thing("certificate").calls("has_expired").gives(False),
        peer.closes().anything(),
        subject.reads(100).ends(),
        protocol.gives(None),
    ]
