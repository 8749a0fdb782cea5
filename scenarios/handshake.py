"""Handshakes: how they complete, and every way in which they must not.

A handshake is stopped in a known phase by not taking what the subject answers: a blocking socket and
asyncio go on by themselves whenever bytes arrive. Sweeps are left to the scenarios with a conversation.
"""

from harness.names import Kind
from harness.scenario import (
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    Step,
    handshake,
    payload,
    scenario,
)

_PLAIN_ALERT = "15 03 03 00 02"  # the header of an alert record in clear; level and description follow


def _talk(one: Actor, other: Actor) -> list[Step]:
    """A little data each way: the keys of both directions are in use."""
    there, back = payload(700, "there"), payload(300, "back")
    return [one.writes(there), other.reads_exactly(there), other.writes(back), one.reads_exactly(back)]


def _refused(subject: Actor, peer: Actor, noise: bytes) -> list[Step]:
    """What is no TLS arrives instead of the other end's first flight."""
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(noise),
        subject.handshakes().raises(PROTOCOL_ERROR),
    ]


# -- how it completes -----------------------------------------------------------------------------------


@scenario("python:ssl.do_handshake:completes", "rfc8446:4.4.4:finished", "rfc5246:7.4.9:finished")
def both_ends_complete(subject, peer):
    """One do_handshake() on each end makes a connection that carries data; without it there is no TLS."""
    return [handshake(subject, peer), *_talk(subject, peer), *_talk(peer, subject)]


@scenario("rfc8446:2:one-round-trip", drivers="stepwise", tls="1.3")
def tls13_takes_one_round_trip(client, server):
    """One flight each way and the client is done; a second round trip would delay every connection."""
    return [
        client.handshakes().wants(READ),
        server.handshakes().wants(READ),
        client.handshakes(),
        server.handshakes(),
        *_talk(client, server),
    ]


@scenario("rfc5246:7.3:two-round-trips", drivers="stepwise", tls="1.2")
def tls12_takes_two_round_trips(client, server):
    """Two flights from each end, the server done first: a program that counts on it must not stall."""
    return [
        client.handshakes().wants(READ),
        server.handshakes().wants(READ),
        client.handshakes().wants(READ),
        server.handshakes(),
        client.handshakes(),
        *_talk(client, server),
    ]


# asyncio makes one handshake call for its application, so only the others can be called again.
@scenario("python:ssl.do_handshake:starved-client", drivers="bio sockets", roles="client")
def starved_client_says_hello_once(subject, peer):
    """A client called again before the answer came repeats nothing; a second ClientHello would end it all."""
    return [
        *(subject.handshakes().wants(READ) for _ in range(4)),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("python:ssl.do_handshake:starved-server", drivers="bio sockets", roles="server")
def server_lets_the_client_speak_first(subject, peer):
    """A server called before the ClientHello wants to read and says nothing that would confuse the client."""
    return [
        *(subject.handshakes().wants(READ) for _ in range(4)),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("python:ssl.do_handshake:repeated", drivers="bio sockets", sweep="none")
def finished_handshake_repeats_as_nothing(subject, peer):
    """do_handshake() on an open connection returns None and starts no renegotiation that data would meet."""
    return [
        handshake(subject, peer),
        subject.handshakes().gives(None),
        subject.handshakes().gives(None),
        *_talk(subject, peer),
        subject.handshakes().gives(None),
        *_talk(peer, subject),
    ]


# -- alerts -----------------------------------------------------------------------------------------------


@scenario("rfc8446:6.2:alert-in-handshake", "python:ssl.SSLError:reason-names-alert", sweep="none")
def fatal_alert_ends_the_handshake(subject, peer):
    """The peer's fatal alert ends the handshake at once, as an error whose reason names the alert."""
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(bytes.fromhex(_PLAIN_ALERT + "02 28")),
        subject.handshakes().raises(PROTOCOL_ERROR, alert="handshake_failure").or_raises(PROTOCOL_ERROR),
    ]


@scenario("rfc5246:7.2.2:warning", roles="client", tls="1.2", sweep="none")
def tls12_warning_does_not_end_the_handshake(subject, peer):
    """A warning (the server does not know the name) is no error: servers with a default host send it."""
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(bytes.fromhex(_PLAIN_ALERT + "01 70")),
        subject.handshakes().wants(READ),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("rfc8446:6:level-ignored", roles="client", tls="1.3", sweep="none")
def tls13_error_alert_is_fatal_at_any_level(subject, peer):
    """In TLS 1.3 an error alert is fatal even if it calls itself a warning; the client must not wait on."""
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(bytes.fromhex(_PLAIN_ALERT + "01 28")),
        subject.handshakes().raises(PROTOCOL_ERROR),
    ]


# -- what is no TLS ---------------------------------------------------------------------------------------


@scenario("python:ssl.do_handshake:garbage", "rfc8446:5:unexpected-record-type", sweep="none")
def http_request_is_no_handshake(subject, peer):
    """An HTTP request on a TLS port is an error at once; to wait for more would hold the port for ever."""
    return _refused(subject, peer, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")


@scenario("python:ssl.do_handshake:garbage", "rfc8446:5:unexpected-record-type", sweep="none")
def mail_banner_is_no_handshake(subject, peer):
    """A mail server's banner is an error at once, though its letters read as a long record's header."""
    return _refused(subject, peer, b"220 mail.example.com ESMTP ready\r\n")


@scenario("python:ssl.do_handshake:garbage", "rfc8446:5:unexpected-record-type", sweep="none")
def zeros_are_no_handshake(subject, peer):
    """Zeros, such as a broken proxy sends, are an error at once and not empty records to be skipped."""
    return _refused(subject, peer, bytes(64))


@scenario("python:ssl.do_handshake:garbage", "rfc8446:5:unexpected-record-type", sweep="none")
def ones_are_no_handshake(subject, peer):
    """Bytes 0xff, an idle line, are an error at once: nobody waits for the 65535 bytes they announce."""
    return _refused(subject, peer, b"\xff" * 64)


@scenario("python:ssl.do_handshake:garbage", "rfc8446:5.1:oversized-record", sweep="none")
def oversized_record_is_no_handshake(subject, peer):
    """A handshake record longer than any may be is refused by its header, not collected first."""
    return _refused(subject, peer, bytes.fromhex("16 03 03 ff ff 02 00 ff fb 03 03") + bytes(32))


# OpenSSL as a peer does not read an alert whose record still bears the ClientHello's version, 3.1.
@scenario("rfc8446:5:unexpected_message", peers="tlslite", sweep="none")
def unknown_record_is_answered_with_an_alert(subject, peer):
    """A record of an unknown type ends the handshake with unexpected_message, so that the peer knows why."""
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(bytes.fromhex("63 03 03 00 01 00")),
        subject.handshakes().raises(PROTOCOL_ERROR),
        peer.handshakes().raises(PROTOCOL_ERROR, alert="unexpected_message"),
    ]


# -- the wire ends ----------------------------------------------------------------------------------------
#
# asyncio says ConnectionResetError, as CPython's test_sslproto has it; every other face must say SSLEOFError.


def _end_for_an_answer(subject: Actor, peer: Actor, *told: Kind) -> list[Step]:
    return [subject.handshakes().wants(READ), peer.cuts_wire(), subject.handshakes().raises(*told)]


def _end_in_a_record(subject: Actor, peer: Actor, *told: Kind) -> list[Step]:
    return [
        subject.handshakes().wants(READ),
        peer.sends_raw(bytes.fromhex("16 03 03 00 7a 02 00")),
        subject.handshakes().wants(READ),
        peer.cuts_wire(),
        subject.handshakes().raises(*told),
    ]


def _end_for_the_clients_last_flight(server: Actor, client: Actor, *told: Kind) -> list[Step]:
    return [
        client.stops_taking(),
        client.handshakes().wants(READ),
        server.handshakes().wants(READ),
        client.takes_again(),  # a server may wait until its alert has gone out before it raises
        client.cuts_wire(),
        server.handshakes().raises(*told),
    ]


def _end_for_the_servers_last_flight(client: Actor, server: Actor, *told: Kind) -> list[Step]:
    return [
        client.handshakes().wants(READ),
        server.stops_taking(),
        server.handshakes().wants(READ),
        client.handshakes().wants(READ),
        server.takes_again(),
        server.cuts_wire(),
        client.handshakes().raises(*told),
    ]


# Threads are the memory BIO's to try: the harness drives the other faces from one place.
@scenario("python:ssl:threads:shared-context", drivers="bio", peers="honest tlslite", sweep="none")
def connections_in_threads_share_a_context(subject, peer):
    """Connections in several threads, all of one context, neither hang nor mix up what they carry."""
    return [
        handshake(subject, peer),
        subject.crowds(4).gives((b"thread 0", b"thread 1", b"thread 2", b"thread 3")),
        subject.writes(b"and this one goes on"),
        peer.reads_exactly(b"and this one goes on"),
    ]


@scenario("python:ssl.SSLEOFError:in-handshake", drivers="bio sockets", sweep="none")
def end_instead_of_an_answer(subject, peer):
    """The wire ends before the peer said a word: SSLEOFError, and no call that waits for ever."""
    return _end_for_an_answer(subject, peer, RAGGED_EOF)


@scenario("python:ssl.SSLEOFError:in-handshake", drivers="bio sockets", sweep="none")
def end_inside_a_handshake_record(subject, peer):
    """The wire ends inside the peer's first record: SSLEOFError, and no message made of the half."""
    return _end_in_a_record(subject, peer, RAGGED_EOF)


@scenario("python:ssl.SSLEOFError:in-handshake", drivers="bio sockets", roles="server", sweep="none")
def end_before_the_clients_last_flight(subject, peer):
    """The client goes away after its ClientHello: SSLEOFError, and the server takes nobody for connected."""
    return _end_for_the_clients_last_flight(subject, peer, RAGGED_EOF)


@scenario(
    "python:ssl.SSLEOFError:in-handshake", drivers="bio sockets", roles="client", tls="1.2", sweep="none"
)
def tls12_end_before_the_servers_last_flight(subject, peer):
    """The server goes away before its Finished: SSLEOFError; whoever it was never proved its keys."""
    return _end_for_the_servers_last_flight(subject, peer, RAGGED_EOF)


@scenario("python:asyncio.create_connection:eof-in-handshake", drivers="asyncio", sweep="none")
def asyncio_end_instead_of_an_answer(subject, peer):
    """The wire ends before the peer said a word: connecting fails with ConnectionResetError."""
    return _reset(_end_for_an_answer(subject, peer, OS_ERROR))


@scenario("python:asyncio.create_connection:eof-in-handshake", drivers="asyncio", sweep="none")
def asyncio_end_inside_a_handshake_record(subject, peer):
    """The wire ends inside the peer's first record: connecting fails with ConnectionResetError."""
    return _reset(_end_in_a_record(subject, peer, OS_ERROR))


@scenario(
    "python:asyncio.create_connection:eof-in-handshake", drivers="asyncio", roles="server", sweep="none"
)
def asyncio_end_before_the_clients_last_flight(subject, peer):
    """The client goes away after its ClientHello: the application never hears of a connection."""
    return _reset(_end_for_the_clients_last_flight(subject, peer, OS_ERROR))


@scenario(
    "python:asyncio.create_connection:eof-in-handshake",
    drivers="asyncio",
    roles="client",
    tls="1.2",
    sweep="none",
)
def asyncio_tls12_end_before_the_servers_last_flight(subject, peer):
    """The server goes away before its Finished: connecting fails, nothing is taken for established."""
    return _reset(_end_for_the_servers_last_flight(subject, peer, OS_ERROR))


def _reset(steps: list[Step]) -> list[Step]:
    """The same steps, the last of them by the class asyncio documents in its tests, or as ragged EOF."""
    *before, last = steps
    assert isinstance(last, Act)
    return [*before, last.raises(OS_ERROR, exception="ConnectionResetError").or_raises(RAGGED_EOF)]
