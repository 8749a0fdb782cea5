"""Side by side: several connections of one context at the same time, each with a life of its own.

Client and server are both the subject's, built by hand over two MemoryBIOs: what is one end's outgoing is
the other's incoming. A program has hundreds of them in one thread; what one does must not show in another.
"""

from harness.scenario import (
    CLEAN_CLOSE,
    MISUSE,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    chain_file,
    flights,
    key_file,
    py,
    scenario,
)


def _server_context(subject: Actor) -> list[Act]:
    return [
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        subject.thing("server_context").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
    ]


def _pair(subject: Actor, mark: str, **how: object) -> list[Act]:
    """A connection: `client a` and `server a` over `to client a` and `to server a`, for the mark "a"."""
    to_client, to_server = subject.thing(f"to client {mark}"), subject.thing(f"to server {mark}")
    return [
        subject.ssl.calls("MemoryBIO").keeps(f"to client {mark}"),
        subject.ssl.calls("MemoryBIO").keeps(f"to server {mark}"),
        subject.context.calls("wrap_bio", to_client, to_server, server_hostname="localhost", **how).keeps(
            f"client {mark}"
        ),
        subject.thing("server_context")
        .calls("wrap_bio", to_server, to_client, server_side=True)
        .keeps(f"server {mark}"),
    ]


def _in_turn(subject: Actor, *marks: str) -> list[Act]:
    """The handshakes of several pairs, flight by flight in turn."""
    pairs = [(subject.thing(f"client {mark}"), subject.thing(f"server {mark}")) for mark in marks]
    together = zip(*(flights(client, server) for client, server in pairs), strict=True)
    return [act for acts in together for act in acts]


def _passes(subject: Actor, mark: str, data: bytes) -> list[Act]:
    """Data from the client to the server and back."""
    client, server = subject.thing(f"client {mark}"), subject.thing(f"server {mark}")
    return [
        client.calls("write", data).gives(len(data)),
        server.calls("read", 100).gives(data),
        server.calls("write", data.upper()).gives(len(data)),
        client.calls("read", 100).gives(data.upper()),
    ]


@scenario("python:sslobject:side-by-side", drivers="module", roles="client", peers="honest", sweep="none")
def interleaved_handshakes_do_not_mix(subject):
    """Three handshakes of one context, flight by flight in turn, make three connections with own data."""
    marks = ("a", "b", "c")
    return [
        *_server_context(subject),
        *(act for mark in marks for act in _pair(subject, mark)),
        *_in_turn(subject, *marks),
        *(subject.thing(f"client {mark}").calls("write", f"from {mark}".encode()).gives(6) for mark in marks),
        *(
            subject.thing(f"server {mark}").calls("read", 100).gives(f"from {mark}".encode())
            for mark in reversed(marks)
        ),
        *(act for mark in marks for act in _passes(subject, mark, f"more from {mark}".encode())),
    ]


@scenario("python:sslobject:side-by-side", drivers="module", roles="client", peers="honest", sweep="none")
def what_is_left_of_a_record_stays_with_its_connection(subject):
    """The rest of a record half read waits in its own connection, whichever is read in between."""
    a, b = subject.thing("server a"), subject.thing("server b")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        *_pair(subject, "b"),
        *_in_turn(subject, "a", "b"),
        subject.thing("client a").calls("write", b"first half, second half"),
        subject.thing("client b").calls("write", b"of another"),
        a.calls("read", 10).gives(b"first half"),
        b.calls("pending").gives(0),
        b.calls("read", 2).gives(b"of"),
        a.calls("pending").gives(13),
        b.calls("pending").gives(8),
        a.calls("read", 100).gives(b", second half"),
        b.calls("read", 100).gives(b" another"),
        a.calls("read", 100).wants(READ),
        b.calls("read", 100).wants(READ),
    ]


@scenario("python:sslobject:side-by-side", drivers="module", roles="client", peers="honest", sweep="none")
def what_one_connection_tells_is_its_own(subject):
    """Each connection tells its own state: one that has shaken hands lends nothing to one that has not."""
    done, fresh = subject.thing("client a"), subject.thing("client b")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        *_pair(subject, "b"),
        *_in_turn(subject, "a"),
        done.calls("version").returns(str, filled=True),
        fresh.calls("version").gives(None),
        fresh.calls("cipher").gives(None),
        fresh.has("session").gives(None),
        fresh.calls("get_channel_binding").gives(None),
        fresh.calls("getpeercert").raises(MISUSE, exception="ValueError"),
        subject.thing("server b").calls("version").gives(None),
        *_in_turn(subject, "b"),
        fresh.calls("version").returns(str, filled=True),
        subject.does(
            py("operator.ne", done.calls("get_channel_binding"), fresh.calls("get_channel_binding"))
        ).gives(True),
    ]


@scenario("python:sslobject:side-by-side", drivers="module", roles="client", peers="honest", sweep="none")
def a_record_of_one_connection_is_none_of_another(subject):
    """A record fed to the wrong connection is refused there: keys are a connection's, not a context's."""
    stray = subject.thing("to server a").calls("read")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        *_pair(subject, "b"),
        *_in_turn(subject, "a", "b"),
        subject.thing("client a").calls("write", b"for the other server"),
        subject.thing("to server b").calls("write", stray),
        subject.thing("server b").calls("read", 100).raises(PROTOCOL_ERROR, exception="SSLError", errno=1),
        subject.thing("server a").calls("read", 100).wants(READ),
    ]


@scenario("python:sslobject:side-by-side", drivers="module", roles="client", peers="honest", sweep="none")
def the_failure_of_one_connection_is_its_own(subject):
    """One connection fails, another ends, a third is cut: the fourth of the same context goes on."""
    marks = ("a", "b", "c", "d")
    return [
        *_server_context(subject),
        *(act for mark in marks for act in _pair(subject, mark)),
        *_in_turn(subject, *marks),
        subject.thing("to server a").calls("write", b"GET / HTTP/1.1\r\n\r\n"),
        subject.thing("server a").calls("read", 100).raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.thing("client b").calls("unwrap").wants(READ),
        subject.thing("server b").calls("read", 100).gives(b"").or_raises(CLEAN_CLOSE),
        subject.thing("to server c").calls("write_eof"),
        subject.thing("server c").calls("read", 100).raises(RAGGED_EOF, exception="SSLEOFError"),
        *_passes(subject, "d", b"all is well here"),
    ]


@scenario("python:session:shared", drivers="module", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_one_session_serves_several_connections(subject):
    """Connections at the same time resume one session, each with its own keys and its own data."""
    session = subject.thing("session")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        *_in_turn(subject, "a"),
        subject.thing("client a").has("session").keeps("session"),
        *_pair(subject, "b", session=session),
        *_pair(subject, "c", session=session),
        *_resumed_in_turn(subject, "b", "c"),
        *(
            subject.thing(f"{end} {mark}").has("session_reused").gives(True)
            for end in ("client", "server")
            for mark in ("b", "c")
        ),
        *_passes(subject, "b", b"one"),
        *_passes(subject, "c", b"two"),
        subject.does(
            py(
                "operator.ne",
                subject.thing("client b").calls("get_channel_binding"),
                subject.thing("client c").calls("get_channel_binding"),
            )
        ).gives(True),
    ]


def _resumed_in_turn(subject: Actor, *marks: str) -> list[Act]:
    """Abbreviated handshakes of TLS 1.2, in which the server speaks first and ends last."""
    rounds = ("client", "server", "client", "server")
    return [
        (act.wants(READ) if number < 2 else act.gives(None))
        for number, end in enumerate(rounds)
        for mark in marks
        for act in (subject.thing(f"{end} {mark}").calls("do_handshake"),)
    ]


@scenario("python:sslobject:unwrap:one-alert", drivers="module", roles="client", peers="honest", sweep="none")
def closing_again_sends_nothing_more(subject):
    """unwrap() sends its closure alert once: the calls that go on waiting add nothing to the wire."""
    client, server = subject.thing("client a"), subject.thing("server a")
    waiting = subject.thing("to server a").has("pending")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        *_in_turn(subject, "a"),
        waiting.gives(0),
        client.calls("unwrap").wants(READ),
        waiting.keeps("length"),
        subject.does(py("operator.gt", subject.thing("length"), 0)).gives(True),
        *[client.calls("unwrap").wants(READ)] * 4,
        subject.does(py("operator.eq", waiting, subject.thing("length"))).gives(True),
        server.calls("unwrap").gives(None),
        server.calls("unwrap").gives(None),
        client.calls("unwrap").gives(None),
    ]


@scenario("python:sslobject:starved:silent", drivers="module", roles="client", peers="honest", sweep="none")
def a_call_that_waits_sends_nothing(subject):
    """A handshake or read that wants more adds nothing to the wire, however often it is asked."""
    sent = subject.thing("to server a").has("pending")
    return [
        *_server_context(subject),
        *_pair(subject, "a"),
        subject.thing("server a").calls("do_handshake").wants(READ),
        subject.thing("to client a").has("pending").gives(0),
        subject.thing("client a").calls("do_handshake").wants(READ),
        sent.keeps("length"),
        *[subject.thing("client a").calls("do_handshake").wants(READ)] * 3,
        subject.does(py("operator.eq", sent, subject.thing("length"))).gives(True),
        *_in_turn(subject, "a")[1:],
        *[subject.thing("client a").calls("read", 10).wants(READ)] * 3,
        sent.gives(0),
        *_passes(subject, "a", b"and all goes on"),
    ]
