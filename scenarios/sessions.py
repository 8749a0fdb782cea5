"""Sessions as objects: when a connection has one, what it tells, and which connection takes it.

`resumption` has what sessions do on the wire. The rules here are `SSLSocket.session`'s: a client's, of the
same context, before the handshake. Most pin TLS 1.2: the docs call sessions incompatible with TLS 1.3.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    READ,
    Actor,
    Portrait,
    Step,
    handshake,
    py,
    reconnect,
    scenario,
)

#: What OpenSSL's SSL_CTX_sess_number(3) lists, to which the docs refer.
_STATISTICS = (
    "accept", "accept_good", "accept_renegotiate", "cache_full", "connect", "connect_good",
    "connect_renegotiate", "hits", "misses", "number", "timeouts",
)  # fmt: skip


def _connected(client: Actor, server: Actor) -> list[Step]:
    """A connection on which the client has read something, and in TLS 1.3 the tickets before it."""
    return [
        handshake(client, server),
        server.writes(b"with the tickets before it"),
        client.reads_exactly(b"with the tickets before it"),
    ]


def _keeps_session(subject: Actor, name: str) -> Step:
    return subject.connection.has("session").keeps(name)


def _has(subject: Actor, name: str, count: int) -> Step:
    """One number of the context's statistics."""
    return subject.does(py("operator.getitem", subject.context.calls("session_stats"), name)).gives(count)


# -- what it tells ------------------------------------------------------------------------------------------


@scenario("python:session:class", drivers="bio sockets", peers="honest", sweep="none")
def either_end_has_a_session_after_the_handshake(subject, peer):
    """After the handshake session is an SSLSession, on a server as on a client."""
    return [
        subject.connection.has("session").gives(None),
        handshake(subject, peer),
        subject.connection.has("session").gives_a("SSLSession"),
        subject.does(
            py("isinstance", subject.connection.has("session"), subject.ssl.has("SSLSession"))
        ).gives(True),
    ]


@scenario(
    "python:session:attributes",
    drivers="bio sockets",
    roles="client",
    tls="1.2",
    peers="honest",
    sweep="none",
)
def tls12_a_session_tells_its_identity_and_life(subject, peer):
    """A session has an id, the times it was made and will end, and says that it holds a ticket."""
    session = subject.thing("session")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "session"),
        session.has("id").returns(bytes, filled=True),
        session.has("time").returns(int, filled=True),
        session.has("timeout").returns(int, filled=True),
        session.has("ticket_lifetime_hint").returns(int, filled=True),
        session.has("has_ticket").gives(True),
    ]


@scenario(
    "python:session:has_ticket",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    peers="honest",
    sweep="none",
)
def tls13_a_session_has_its_ticket_once_it_was_read(subject, peer):
    """The ticket comes behind the handshake: has_ticket is False until a read has met it, then True."""
    return [
        handshake(subject, peer),
        subject.connection.has("session.has_ticket").gives(False),
        peer.writes(b"with the tickets before it"),
        subject.reads_exactly(b"with the tickets before it"),
        subject.connection.has("session.has_ticket").gives(True),
    ]


@scenario("python:session:read-only", drivers="bio", roles="client", peers="honest", sweep="none")
def a_session_cannot_be_changed(subject, peer):
    """What a session tells cannot be set: one whose id or age a program could change proves nothing."""
    session = subject.thing("session")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "session"),
        *(
            session.sets(name, value).raises(FOREIGN, exception="AttributeError")
            for name, value in (
                ("id", b"another"),
                ("time", 1),
                ("timeout", 10**6),
                ("ticket_lifetime_hint", 10**6),
                ("has_ticket", False),
            )
        ),
    ]


@scenario(
    "python:session:no-constructor", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none"
)
def sessions_come_from_connections_alone(subject):
    """SSLSession() is a TypeError: there are no sessions but those of connections."""
    return [subject.ssl.calls("SSLSession").raises(MISUSE, exception="TypeError")]


@scenario(
    "python:session:equality", drivers="bio sockets", roles="client", tls="1.2", peers="honest", sweep="none"
)
def tls12_a_resumed_session_equals_the_first(subject, peer):
    """Sessions are equal when they are one session: the resumed one is, that of a new connection is not."""
    first = subject.thing("first")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        reconnect(),
        subject.connection.sets("session", first),
        *_connected(subject, peer),
        subject.connection.has("session_reused").gives(True),
        _keeps_session(subject, "second"),
        first.equals(subject.thing("second")),
        subject.does(py("operator.eq", first.has("id"), subject.thing("second").has("id"))).gives(True),
        reconnect(),
        *_connected(subject, peer),
        subject.connection.has("session_reused").gives(False),
        subject.does(py("operator.eq", first, subject.connection.has("session"))).gives(False),
        subject.does(py("operator.ne", first, subject.connection.has("session"))).gives(True),
        subject.does(py("operator.eq", first, b"something else")).gives(False),
    ]


@scenario(
    "python:session:unchanged", drivers="bio sockets", roles="client", tls="1.2", peers="honest", sweep="none"
)
def tls12_a_session_stays_what_it_was(subject, peer):
    """A session kept by the program outlives its connection, unchanged by those that resume it."""
    first = subject.thing("first")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        first.has("id").keeps("id"),
        first.has("timeout").keeps("timeout"),
        *(
            step
            for _ in range(2)
            for step in (
                reconnect(),
                subject.connection.sets("session", first),
                *_connected(subject, peer),
                subject.connection.has("session_reused").gives(True),
                subject.does(py("operator.eq", first.has("id"), subject.thing("id"))).gives(True),
                subject.does(py("operator.eq", first.has("timeout"), subject.thing("timeout"))).gives(True),
            )
        ),
    ]


# -- who takes it -------------------------------------------------------------------------------------------


@scenario("python:session:set", drivers="bio sockets", roles="client", peers="honest", sweep="none")
def a_session_set_before_the_handshake_is_resumed(subject, peer):
    """A client's session can be set once the connection is made, and the handshake then resumes it."""
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        reconnect(),
        subject.connection.sets("session", subject.thing("first")),
        subject.connection.has("session_reused").gives(False),
        *_connected(subject, peer),
        subject.connection.has("session_reused").gives(True),
        peer.tells("session_reused").gives(True),
    ]


@scenario("python:session:set:after", drivers="bio sockets", roles="client", peers="honest", sweep="none")
def a_session_cannot_be_set_after_the_handshake(subject, peer):
    """After the handshake setting a session is a ValueError: it could not be resumed any more."""
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "own"),
        subject.connection.sets("session", subject.thing("own")).raises(MISUSE, exception="ValueError"),
        subject.connection.has("session_reused").gives(False),
        subject.writes(b"still here"),
        peer.reads_exactly(b"still here"),
    ]


@scenario("python:session:set:type", drivers="bio sockets", roles="client", peers="honest", sweep="none")
def what_is_no_session_is_not_taken_for_one(subject, peer):
    """Setting anything but a session is a TypeError, and the handshake is then a full one."""
    return [
        *(
            subject.connection.sets("session", wrong).raises(MISUSE, exception="TypeError")
            for wrong in (5, b"session", "session", None)
        ),
        *_connected(subject, peer),
        subject.connection.has("session_reused").gives(False),
    ]


@scenario(
    "python:session:set:type", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none"
)
def a_socket_yet_to_connect_takes_no_session_of_another_kind(subject):
    """A socket that is not connected yet refuses as session what is none: connecting would be too late."""
    wrapped = subject.thing("wrapped")
    return [
        subject.context.calls("wrap_socket", py("socket.socket"), server_hostname="localhost").keeps(
            "wrapped"
        ),
        wrapped.has("session").gives(None),
        wrapped.has("session_reused").returns(bool, type(None)),
        wrapped.sets("session", 5).raises(MISUSE, exception="TypeError"),
    ]


@scenario("python:session:set:server", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def a_server_takes_no_session(subject, peer):
    """A server cannot be given a session, its own neither: which one is resumed is the client's choice."""
    return [
        *_connected(peer, subject),
        _keeps_session(subject, "own"),
        reconnect(),
        subject.connection.sets("session", subject.thing("own")).raises(MISUSE, exception="ValueError"),
        *_connected(peer, subject),
        subject.connection.has("session_reused").gives(False),
    ]


# A second context of the subject's own: the socket drivers make all their connections of one.
@scenario(
    "python:ssl.session:same-context",
    "python:session:argument",
    drivers="bio",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_session_of_another_context_is_refused(subject, peer):
    """A session belongs to its context: elsewhere it was verified under other rules, or not at all."""
    first, other = subject.thing("first"), subject.thing("other")
    ends = subject.ssl.calls("MemoryBIO"), subject.ssl.calls("MemoryBIO")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_CLIENT")).keeps("other"),
        other.calls("wrap_bio", *ends, server_hostname="localhost", session=first).raises(
            MISUSE, exception="ValueError"
        ),
        other.calls("wrap_bio", *ends, server_hostname="localhost").keeps("stranger"),
        subject.thing("stranger").sets("session", first).raises(MISUSE, exception="ValueError"),
        subject.thing("stranger").has("session").gives(None).or_gives(Portrait("SSLSession")),
        subject.thing("stranger").calls("do_handshake").wants(READ),
    ]


def _pair(subject: Actor, here: str, there: str) -> list[Step]:
    """Two sockets that are connected; each is kept by its own name, and closed when all is over."""
    return [
        subject.does(py("socket.socketpair")).keeps("pair"),
        subject.does(py("operator.getitem", subject.thing("pair"), 0)).keeps(here),
        subject.does(py("operator.getitem", subject.thing("pair"), 1)).keeps(there),
    ]


# A socket with nobody at its other end is still to connect, and looks at its session then.
@scenario("python:session:argument:socket", drivers="bio", roles="client", peers="honest", sweep="none")
def wrap_socket_takes_sessions_as_wrap_bio_does(subject, peer):
    """wrap_socket(session=...): none of another context, and none at all for a server."""
    first, other, server = (subject.thing(name) for name in ("first", "other", "server_context"))
    how = {"server_hostname": "localhost", "do_handshake_on_connect": False}
    ends = {name: subject.thing(name) for name in ("one", "two", "bare")}
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        *(step for name in ("one", "two") for step in _pair(subject, name, f"beyond {name}")),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_CLIENT")).keeps("other"),
        other.calls("wrap_socket", ends["one"], session=first, **how).raises(MISUSE, exception="ValueError"),
        other.calls("wrap_socket", ends["two"], session=None, **how).keeps("wrapped"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        subject.does(py("socket.socket")).keeps("bare"),
        server.calls("wrap_socket", ends["bare"], server_side=True, session=first).raises(
            MISUSE, exception="ValueError"
        ),
    ]


@scenario("python:session:argument", drivers="bio", roles="client", peers="honest", sweep="none")
def wrap_bio_takes_sessions_as_the_attribute_does(subject, peer):
    """wrap_bio(session=...) follows the attribute's rules: no other type, none for a server; None is none."""
    first = subject.thing("first")
    ends = subject.ssl.calls("MemoryBIO"), subject.ssl.calls("MemoryBIO")
    return [
        *_connected(subject, peer),
        _keeps_session(subject, "first"),
        subject.context.calls("wrap_bio", *ends, server_hostname="localhost", session=b"session").raises(
            MISUSE, exception="TypeError"
        ),
        subject.context.calls("wrap_bio", *ends, server_hostname="localhost", session=None).keeps("fresh"),
        subject.thing("fresh").has("session_reused").gives(False),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        subject.thing("server_context")
        .calls("wrap_bio", *ends, server_side=True, session=first)
        .raises(MISUSE, exception="ValueError"),
    ]


# -- statistics ---------------------------------------------------------------------------------------------


@scenario(
    "python:session:stats", drivers="module", tls="1.3", peers="honest", roles="client server", sweep="none"
)
def a_fresh_context_counts_nothing(subject):
    """session_stats() has every number of OpenSSL's list, and each is 0 on a context nobody has used."""
    statistics = subject.context.calls("session_stats")
    return [
        subject.does(py("sorted", statistics)).gives(list(_STATISTICS)),
        *(_has(subject, name, 0) for name in _STATISTICS),
    ]


@scenario(
    "python:session:stats", drivers="bio sockets", roles="server", tls="1.2", peers="honest", sweep="none"
)
def tls12_a_server_counts_its_handshakes_and_hits(subject, peer):
    """A server's statistics count handshakes begun, completed and resumed; capacity is planned by them."""
    return [
        *_connected(peer, subject),
        _has(subject, "accept", 1),
        _has(subject, "accept_good", 1),
        _has(subject, "hits", 0),
        reconnect(resume=True),
        *_connected(peer, subject),
        _has(subject, "accept", 2),
        _has(subject, "accept_good", 2),
        _has(subject, "hits", 1),
        _has(subject, "connect", 0),
    ]


@scenario("python:session:stats", drivers="bio sockets", roles="client", peers="honest", sweep="none")
def a_client_counts_its_handshakes(subject, peer):
    """A client's statistics count the handshakes it began and completed, and none as a server's."""
    return [
        handshake(subject, peer),
        _has(subject, "connect", 1),
        _has(subject, "connect_good", 1),
        _has(subject, "accept", 0),
    ]
