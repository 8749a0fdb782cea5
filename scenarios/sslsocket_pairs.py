"""SSLSockets over socketpairs of their own: what of a socket shows only where both of its ends are seen.

At the other end of each is an SSLObject over MemoryBIOs; the bytes between are moved by hand.
"""

from harness.scenario import (
    Act,
    Actor,
    Step,
    caught,
    chain_file,
    constant,
    key_file,
    py,
    scenario,
)

_MUCH = 2**16  # bytes; more than is ever on the way here


def _serves(subject: Actor) -> list[Act]:
    """`served`, the context of the other ends."""
    return [
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("served"),
        subject.thing("served").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
    ]


def _pair(subject: Actor, mark: str) -> list[Act]:
    """For "a": `a`, a client's SSLSocket; `server a`, an SSLObject; `wire a`, the socket between them."""
    to_server, to_client = subject.thing(f"to server {mark}"), subject.thing(f"to client {mark}")
    pair, wire = subject.thing(f"pair {mark}"), subject.thing(f"wire {mark}")
    return [
        subject.does(py("socket.socketpair")).keeps(f"pair {mark}"),
        subject.does(py("operator.getitem", pair, 1)).keeps(f"wire {mark}"),
        wire.calls("setblocking", False),
        subject.context.calls(
            "wrap_socket",
            py("operator.getitem", pair, 0),
            server_hostname="localhost",
            do_handshake_on_connect=False,
        ).keeps(mark),
        subject.ssl.calls("MemoryBIO").keeps(f"to server {mark}"),
        subject.ssl.calls("MemoryBIO").keeps(f"to client {mark}"),
        subject.thing("served")
        .calls("wrap_bio", to_server, to_client, server_side=True)
        .keeps(f"server {mark}"),
    ]


def _shakes_hands(subject: Actor, mark: str) -> list[Act]:
    """The handshake of a pair; the SSLSocket blocks from then on."""
    ours, server, wire = subject.thing(mark), subject.thing(f"server {mark}"), subject.thing(f"wire {mark}")
    arrives = subject.thing(f"to server {mark}").calls("write", wire.calls("recv", _MUCH))
    return [
        ours.calls("setblocking", False),
        *(
            act
            for _ in range(3)
            for act in (
                subject.does(caught(ours.calls("do_handshake"))),
                subject.does(caught(arrives)),
                subject.does(caught(server.calls("do_handshake"))),
                _sends(subject, mark),
            )
        ),
        ours.calls("version").returns(str, filled=True),
        ours.calls("setblocking", True),
    ]


def _sends(subject: Actor, mark: str) -> Act:
    """All that the server's end has to send is on the way."""
    waiting = subject.thing(f"to client {mark}").calls("read")
    return subject.thing(f"wire {mark}").calls("sendall", waiting)


def _answers(subject: Actor, mark: str, words: bytes) -> list[Act]:
    return [subject.thing(f"server {mark}").calls("write", words), _sends(subject, mark)]


@scenario("python:socket:shutdown:end", drivers="module", roles="client", peers="honest", sweep="none")
def a_half_that_is_shut_down_has_ended(subject):
    """After shutdown(SHUT_WR) the other end of the socket is read to its end, whatever TLS said before."""
    wire = subject.thing("wire a")
    return [
        *_serves(subject),
        *_pair(subject, "a"),
        *_shakes_hands(subject, "a"),
        subject.thing("a").calls("shutdown", constant("socket.SHUT_WR")).gives(None),
        subject.does(caught(wire.calls("recv", _MUCH))),  # a closure alert, if one was sent
        wire.calls("recv", _MUCH).gives(b""),
    ]


@scenario("python:sslsocket:threads", drivers="module", roles="client", peers="honest", sweep="none")
def who_waits_keeps_nobody_waiting(subject):
    """While one thread waits in recv() of one connection, another of the same context reads and writes."""
    waiting, going = subject.thing("a"), subject.thing("b")
    rounds: list[Step] = [
        act
        for number in range(10)
        for words in (b"word %d" % number,)
        for act in (
            *_answers(subject, "b", words),
            going.calls("recv", 100).gives(words),
            going.calls("send", words).gives(len(words)),
        )
    ]
    return [
        *_serves(subject),
        *(act for mark in ("a", "b") for act in (*_pair(subject, mark), *_shakes_hands(subject, mark))),
        subject.does(py("threading.Thread", None, waiting.has("recv"), "reader", (100,))).keeps("reader"),
        subject.thing("reader").calls("start"),
        *rounds,
        subject.thing("reader").calls("is_alive").gives(True),
        *_answers(subject, "a", b"at last"),
        subject.thing("reader").calls("join"),
    ]
