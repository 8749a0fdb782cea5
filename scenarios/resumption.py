"""Resumption: a later connection takes up an earlier session, on either end, and only when it should."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    Actor,
    Step,
    agree,
    certificate,
    handshake,
    in_turn,
    payload,
    py,
    reconnect,
    scenario,
    together,
)

# asyncio has no way to offer a session, so its clients cannot resume; its servers can.


def _talk(client: Actor, server: Actor) -> list[Step]:
    """Data each way; the client meets the session tickets of TLS 1.3 as it reads."""
    there, back = payload(600, "there"), payload(900, "back")
    return [
        client.writes(there),
        server.reads_exactly(there),
        server.writes(back),
        client.reads_exactly(back),
    ]


def _resumed(client: Actor, server: Actor, reused: object) -> list[Step]:
    """The session was offered again: whether it was taken up, both ends tell alike, and data crosses."""
    return [
        reconnect(resume=True),
        handshake(client, server),
        client.tells("session_reused").gives(reused),
        server.tells("session_reused").gives(reused),
        *_talk(client, server),
    ]


@scenario("rfc5246:7.3:abbreviated", "python:ssl.session:resume", drivers="bio sockets", tls="1.2")
def tls12_session_is_resumed(client, server):
    """An offered TLS 1.2 session is taken up on both ends and carries data: half the cost of connecting."""
    return [handshake(client, server), *_talk(client, server), *_resumed(client, server, True)]


@scenario("rfc8446:2.2:resumption", "python:ssl.session:resume", drivers="bio sockets", tls="1.3")
def tls13_session_is_resumed(client, server):
    """A TLS 1.3 ticket the client has read is taken up on both ends, and the new connection carries data."""
    return [handshake(client, server), *_talk(client, server), *_resumed(client, server, True)]


@scenario(
    "rfc5246:7.3:abbreviated", "rfc8446:2.2:resumption", drivers="asyncio", roles="server", sweep="none"
)
def asyncio_server_resumes(subject, peer):
    """An asyncio server takes up the sessions of its clients, though asyncio's own clients can offer none."""
    return [handshake(subject, peer), *_talk(peer, subject), *_resumed(peer, subject, True)]


@scenario("python:ssl.session:again", drivers="bio sockets", sweep="none")
def resumed_session_is_resumed_again(client, server):
    """What was resumed can be resumed in turn, so that a client that calls often stays cheap."""
    return [
        handshake(client, server),
        *_talk(client, server),
        *_resumed(client, server, True),
        *_resumed(client, server, True),
    ]


@scenario(
    "rfc8446:4.6.1:ticket",
    "python:ssl.session:no-ticket-yet",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    sweep="none",
)
def tls13_unread_ticket_resumes_nothing(subject, peer):
    """Before the client has read the server's ticket there is nothing to resume: the handshake is full."""
    return [handshake(subject, peer), *_resumed(subject, peer, False)]


@scenario(
    "python:ssl.session_reused:not-offered", "rfc5246:7.3:abbreviated", "rfc8446:2.2:resumption", sweep="none"
)
def new_connection_resumes_nothing(client, server):
    """A client that offers no session gets a full handshake: connections are not linked behind its back."""
    return [
        handshake(client, server),
        *_talk(client, server),
        reconnect(),
        handshake(client, server),
        client.tells("session_reused").gives(False),
        server.tells("session_reused").gives(False),
        *_talk(client, server),
    ]


# The reference server's sessions outlive its options, so only an ordinary server can forget them.
@scenario(
    "rfc5077:3.4:full-instead",
    "rfc8446:4.2.11:full-instead",
    drivers="bio sockets",
    peers="honest",
    sweep="none",
)
def forgotten_session_is_a_full_handshake(client, server):
    """A server restarted with new keys does not know the session: the client connects all the same."""
    return [
        handshake(client, server),
        *_talk(client, server),
        reconnect(resume=True),
        server.configured(trust="other-ca"),  # it verifies nobody: this only makes it another server
        handshake(client, server),
        client.tells("session_reused").gives(False),
        server.tells("session_reused").gives(False),
        *_talk(client, server),
    ]


@scenario("python:ssl.num_tickets:zero", drivers="bio sockets", roles="server", tls="1.3", sweep="none")
def tls13_server_without_tickets_resumes_nothing(subject, peer):
    """num_tickets = 0 switches resumption off: a server that must not be resumed is not."""
    return [
        subject.configured(tickets=0),
        handshake(subject, peer),
        *_talk(peer, subject),
        *_resumed(peer, subject, False),
    ]


@scenario(
    "rfc5246:F.1.4:same-peer",
    "python:ssl.getpeercert:resumed",
    drivers="bio sockets",
    tls="1.2",
    sweep="none",
)
def tls12_resumed_server_is_still_known(client, server):
    """No certificate crosses a resumed handshake; the client still knows the server's, to pin or log it."""
    return [
        handshake(client, server),
        *_talk(client, server),
        *_resumed(client, server, True),
        client.tells("peer_certificate").gives(certificate("ecdsa")),
    ]


@scenario("rfc5246:F.1.4:same-peer", "rfc8446:2.2:tied-to-the-original", drivers="bio sockets", sweep="none")
def resumed_client_is_still_known(client, server):
    """A client that proved itself is the same client when it resumes: its rights hang on the certificate."""
    return [
        client.configured(certificate="client"),
        server.configured(verify="required"),
        handshake(client, server),
        *_talk(client, server),
        *_resumed(client, server, True),
        server.tells("peer_certificate").gives(certificate("client")),
    ]


def _chain(subject: Actor, which: str, *expected: object) -> list[Step]:
    """What get_..._chain() lists: certificates by their names."""
    chain = subject.thing("chain")
    return [
        subject.connection.calls(f"get_{which}_chain").keeps("chain"),
        subject.does(py("len", chain)).gives(len(expected)),
        *(
            subject.does(py("operator.getitem", chain, place)).gives(each)
            for place, each in enumerate(expected)
        ),
    ]


@scenario("python:sslobject:get_verified_chain:resumed", drivers="bio sockets", sweep="none")
def a_resumed_connection_has_verified_no_chain(client, server, subject):
    """Nobody's certificate is verified to resume a session: get_verified_chain() is the empty list."""
    return [
        client.configured(certificate="client"),
        server.configured(verify="required"),
        handshake(client, server),
        *_talk(client, server),
        *_resumed(client, server, True),
        subject.connection.calls("get_verified_chain").gives([]),
    ]


@scenario(
    "python:sslobject:get_unverified_chain:resumed", drivers="bio sockets", roles="server", sweep="none"
)
def a_resumed_client_has_its_certificate_for_a_chain(subject, peer):
    """Of a client that has resumed get_unverified_chain() lists its own certificate, from the ticket."""
    return [
        peer.configured(certificate="client"),
        subject.configured(verify="required"),
        handshake(subject, peer),
        *_talk(peer, subject),
        *_resumed(peer, subject, True),
        *_chain(subject, "unverified", certificate("client")),
    ]


@scenario("python:sslobject:get_unverified_chain:none", drivers="bio sockets", roles="server", sweep="none")
def a_client_without_a_certificate_has_no_chain(subject, peer):
    """Where a client sent no certificate both chains are empty lists, and asking is no error."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_unverified_chain").gives([]),
        subject.connection.calls("get_verified_chain").gives([]),
    ]


@scenario(
    "rfc5929:3.1:tls-unique",
    "python:ssl.get_channel_binding:resumed",
    drivers="bio sockets",
    tls="1.2",
    sweep="none",
)
def tls12_resumed_binding_agrees(client, server):
    """The channel binding of a resumed connection is the same on both ends, else SCRAM-PLUS logins fail."""
    return [
        handshake(client, server),
        *_talk(client, server),
        *_resumed(client, server, True),
        agree("channel_binding"),
    ]


@scenario("python:ssl.check_hostname:resumed", drivers="bio sockets", roles="client", sweep="none")
def a_session_of_one_name_is_none_for_another(client, server):
    """A session offered under another name lets no server pass whose certificate is for the first only."""
    return [
        handshake(client, server),
        server.writes(b"with the tickets before it"),
        client.reads_exactly(b"with the tickets before it"),
        reconnect(resume=True),
        client.configured(server_name="elsewhere.example"),
        together(
            client.handshakes().raises(CERTIFICATE_REJECTED).or_raises(PROTOCOL_ERROR),
            server.handshakes().anything(),
        ),
    ]


# The reference server's sessions outlive its options, so only an ordinary server can forget them.
@scenario(
    "python:ssl.check_hostname:offered", drivers="bio sockets", roles="client", peers="honest", sweep="none"
)
def a_session_that_is_not_taken_up_excuses_nobody(subject, peer):
    """A server that does not resume shows a certificate, and it is checked as if no session had been offered.

    Whoever sits on the wire can refuse every session.
    """
    return in_turn(
        [
            peer.configured(certificate="ecdsa"),
            handshake(subject, peer),
            *_talk(subject, peer),
            reconnect(resume=True),
            peer.configured(certificate=wrong),
            together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        ]
        for wrong in ("wrong-host", "untrusted", "expired")
    )


# TLS 1.3 lifts this (RFC 8446 section 4.2.11); a server without the callback does nothing with names.
@scenario("rfc6066:3:resumption-name", roles="server", tls="1.2", peers="honest", sweep="none")
def tls12_session_of_one_name_is_not_resumed_for_another(client, server):
    """A server that keeps sites apart by name does not carry a session from one of them into another."""
    return [
        client.configured(verify="no"),
        server.configured(notes_name=True),
        handshake(client, server),
        server.writes(b"with the tickets before it"),
        client.reads_exactly(b"with the tickets before it"),
        reconnect(resume=True),
        client.configured(server_name="elsewhere.example"),
        handshake(client, server),
        server.tells("session_reused").gives(False),
    ]
