"""sendfile() and the file it sends: how it is read, and where it stands when the call ends or fails.

What was sent before a failure is seen by another SSLObject: between it and the SSLSocket is a socketpair,
whose bytes are moved by hand.
"""

from harness.scenario import (
    TIMEOUT,
    Act,
    Actor,
    Step,
    Thing,
    callback,
    caught,
    chain_file,
    constant,
    handshake,
    key_file,
    py,
    same,
    scenario,
)

_DIGITS = b"0123456789"
_MUCH = 2**21  # bytes; more than a socket holds


@scenario("python:sslsocket:sendfile:pieces", drivers="socket", peers="honest", sweep="none")
def a_file_that_reads_in_pieces_is_sent_to_its_end(subject, peer):
    """A read() that gives fewer bytes than were asked for is no end: only one that gives none is."""
    itself = py("operator.getitem", Thing(subject.side, "arguments"), 0)
    read = callback(returns=subject.thing("three").called(itself))
    pieces = py("type", "Pieces", (constant("io.BytesIO"),), py("dict", read=read))
    return [
        handshake(subject, peer),
        subject.does(py("operator.methodcaller", "read1", 3)).keeps("three"),
        subject.does(pieces).keeps("Pieces"),
        subject.thing("Pieces").called(_DIGITS).keeps("file"),
        subject.connection.calls("sendfile", subject.thing("file")).gives(10),
        peer.reads_exactly(_DIGITS),
        subject.thing("file").calls("tell").gives(10),
    ]


# -- a call that fails --------------------------------------------------------------------------------------


def _ends(subject: Actor) -> list[Act]:
    """`ours`, a client's SSLSocket; `theirs`, a server's SSLObject; `wire`, the socket between them."""
    to_server, to_client = subject.thing("to_server"), subject.thing("to_client")
    served = subject.thing("served")
    return [
        subject.does(py("socket.socketpair")).keeps("pair"),
        subject.does(py("operator.getitem", subject.thing("pair"), 0)).keeps("plain"),
        subject.does(py("operator.getitem", subject.thing("pair"), 1)).keeps("wire"),
        subject.thing("wire").calls("setblocking", False),
        subject.context.calls(
            "wrap_socket",
            subject.thing("plain"),
            server_hostname="localhost",
            do_handshake_on_connect=False,
        ).keeps("ours"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("served"),
        served.calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
        subject.ssl.calls("MemoryBIO").keeps("to_server"),
        subject.ssl.calls("MemoryBIO").keeps("to_client"),
        served.calls("wrap_bio", to_server, to_client, server_side=True).keeps("theirs"),
    ]


def _arrives(subject: Actor) -> Act:
    """All that `ours` has sent, if anything, is where `theirs` can read it."""
    takes = subject.thing("wire").calls("recv", _MUCH)
    return subject.does(caught(subject.thing("to_server").calls("write", takes)))


def _shakes_hands(subject: Actor) -> list[Act]:
    return [
        subject.thing("ours").calls("setblocking", False),
        *(
            act
            for _ in range(3)
            for act in (
                subject.thing("ours").calls("do_handshake").anything(),
                _arrives(subject),
                subject.thing("theirs").calls("do_handshake").anything(),
                subject.thing("wire").calls("sendall", subject.thing("to_client").calls("read")),
            )
        ),
        subject.thing("ours").calls("version").returns(str, filled=True),
    ]


def _times_out(subject: Actor) -> list[Step]:
    """sendfile() of more than the wire takes: the file stands behind as many bytes as have come."""
    come, reads = subject.thing("come"), subject.thing("theirs").has("read")
    return [
        *_shakes_hands(subject),
        subject.thing("ours").calls("settimeout", 0.02),
        subject.does(py("io.BytesIO", py("bytes", _MUCH))).keeps("file"),
        subject.thing("ours").calls("sendfile", subject.thing("file")).raises(TIMEOUT),
        _arrives(subject),
        subject.does(py("list")).keeps("come"),
        subject.does(caught(come.calls("extend", py("iter", py("functools.partial", reads, 2**14), b"")))),
        subject.does(same(subject.thing("file").calls("tell"), py("sum", py("map", constant("len"), come)))),
    ]


@scenario("python:sslsocket:sendfile:failure", drivers="module", roles="client", peers="honest", sweep="none")
def a_failure_leaves_the_file_behind_what_was_sent(subject, peer):
    """When sendfile() fails midway, the file's position says how much was sent, and is where to go on."""
    return [*_ends(subject), *_times_out(subject)]


@scenario("python:sslsocket:sendfile:failure", drivers="module", roles="client", peers="honest", sweep="none")
def a_failure_at_once_leaves_the_file_where_it_was(subject, peer):
    """When sendfile() fails before anything was sent, the file still stands at its start."""
    size = constant("socket.SOL_SOCKET"), constant("socket.SO_SNDBUF"), 1  # the least there is, 4 kB or so
    return [*_ends(subject), subject.thing("ours").calls("setsockopt", *size), *_times_out(subject)]
