"""anyio's TLSStream when a call on it is given up, and what its listeners and connectables make of it."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    TIMEOUT,
    WRITE,
    Act,
    Actor,
    handshake,
    payload,
    py,
    scenario,
    together,
)

_BROKEN = "BrokenResourceError"


def _given_up(subject: Actor, call: Act) -> Act:
    """The call in a scope that is cancelled already: what it gives, or b"" where it gives up."""
    return subject.thing("tasks").calls("given_up", call)


# -- calls that are given up --------------------------------------------------------------------------------


@scenario("anyio:cancelled:receive", drivers="anyio", peers="honest tlslite")
def a_receive_that_was_given_up_loses_nothing(subject, peer):
    """receive() is cancelled while it waits: what comes then is for the next one, all of it."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("receive", 100).wants(READ),
        connection.calls("send", b"hello").gives(None),
        peer.reads(100).gives(b"hello"),
        peer.writes(b"data"),
        subject.reads_exactly(b"data"),
    ]


@scenario("anyio:cancelled:receive", drivers="anyio", peers="honest tlslite", sweep="none")
def a_receive_that_is_too_late_loses_nothing(subject, peer):
    """receive() in a scope cancelled before gives what is there or leaves it where it is."""
    connection, sum_of_both = subject.connection, py("operator.add", *map(subject.thing, ("early", "next")))
    return [
        handshake(subject, peer),
        peer.writes(b"one"),
        peer.writes(b"two"),
        peer.writes(b"three"),
        connection.calls("receive", 100).gives(b"one"),
        _given_up(subject, connection.calls("receive", 100)).keeps("early"),
        connection.calls("receive", 100).keeps("next"),
        subject.does(py("operator.contains", sum_of_both, b"two")).gives(True),
    ]


@scenario("anyio:cancelled:send", drivers="anyio", peers="honest tlslite", sweep="none")
def a_send_that_was_given_up_breaks_the_stream(subject, peer):
    """send() is cancelled when a part of a record has left: nothing more is sent behind it."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        connection.calls("send", payload(40_000)).wants(WRITE),
        connection.calls("send", b"more").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("receive", 100).raises(OS_ERROR, exception=_BROKEN),
        connection.calls("aclose").gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:aclose:forced", drivers="anyio", peers="honest tlslite", sweep="none")
def an_aclose_that_was_given_up_has_closed(subject, peer):
    """aclose() is cancelled while it waits for the other end's closure alert: the transport is closed."""
    return [
        handshake(subject, peer),
        subject.connection.calls("aclose").wants(READ),
        _given_up(subject, subject.connection.calls("aclose")).anything(),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:aclose:forced", drivers="anyio", peers="honest tlslite", sweep="none")
def an_aclose_that_is_too_late_closes(subject, peer):
    """aclose() in a scope cancelled before closes the transport all the same."""
    return [
        handshake(subject, peer),
        _given_up(subject, subject.connection.calls("aclose")),
        subject.thing("wire").has("closed").gives(True),
    ]


# -- listeners ----------------------------------------------------------------------------------------------


@scenario("anyio:listener:timeout", drivers="anyio", roles="server", peers="honest tlslite", sweep="none")
def a_client_that_says_nothing_is_left(subject, peer):
    """A handshake that is not over in time is told as TimeoutError, and its transport is closed."""
    return [
        subject.configured(entrance="accept", handshake_timeout=5),
        subject.handshakes().wants(READ).after(4),
        subject.handshakes().raises(TIMEOUT, exception="TimeoutError").after(2),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:listener:timeout", drivers="anyio", roles="server", peers="honest tlslite", sweep="none")
def a_connection_outlives_the_time_for_its_handshake(subject, peer):
    """The time limit is the handshake's: a handler that serves longer than that is left in peace."""
    return [
        subject.configured(entrance="accept", handshake_timeout=5),
        handshake(subject, peer),
        subject.continues(),
        subject.connection.calls("receive", 100).wants(READ).after(100),
        subject.continues(),
    ]


@scenario("anyio:listener:error", drivers="anyio", roles="server", peers="honest tlslite", sweep="none")
def a_client_that_speaks_no_tls_is_left(subject, peer):
    """A handshake that fails is told to the listener's own handler, and its transport is closed."""
    return [
        subject.configured(entrance="accept"),
        peer.sends_raw(b"GET / HTTP/1.0\r\n\r\n"),
        subject.handshakes().raises(PROTOCOL_ERROR),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario(
    "anyio:listener:standard",
    drivers="anyio",
    roles="server",
    peers="honest tlslite",
    sweep="none",
)
def a_listener_hands_the_standard_on(subject, peer):
    """A listener without standard_compatible gives streams without it: a cut is an end, no alert is sent."""
    attribute = subject.thing("layer").has("TLSAttribute.standard_compatible")
    return [
        subject.configured(entrance="accept", https_compatible=True),
        handshake(subject, peer),
        subject.connection.calls("extra", attribute).gives(False),
        subject.drops(),
        peer.reads(100).raises(RAGGED_EOF),
    ]


@scenario("anyio:listener:standard", drivers="anyio", roles="server", peers="honest tlslite")
def a_listener_keeps_the_standard(subject, peer):
    """A listener that is told nothing gives streams to which a cut is none of the ends."""
    return [
        subject.configured(entrance="accept"),
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF, exception=_BROKEN),
    ]


# -- connectables -------------------------------------------------------------------------------------------


@scenario("anyio:connectable", drivers="anyio", roles="client", peers="honest tlslite", sweep="none")
def a_connectable_checks_the_name_it_was_given(subject, peer):
    """connect() of a TLSConnectable refuses a certificate for another name, and closes what it had."""
    return [
        subject.configured(entrance="connect"),
        peer.configured(certificate="wrong-host"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:connectable", drivers="anyio", roles="client", peers="honest tlslite", sweep="none")
def a_connectable_hands_the_standard_on(subject, peer):
    """A TLSConnectable without standard_compatible gives a stream without it."""
    end = subject.connection.calls("receive", 10).raises(FOREIGN, exception="EndOfStream")
    return [
        subject.configured(entrance="connect", https_compatible=True),
        handshake(subject, peer),
        subject.continues(),
        peer.cuts_wire(),
        end,
    ]
