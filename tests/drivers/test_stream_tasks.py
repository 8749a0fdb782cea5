"""The stream drivers: calls beside the one in progress, calls given up, listeners and connectables."""

import sys
from types import SimpleNamespace

import pytest

from harness.drivers import anyio_stream, tornado_stream, trio_stream
from harness.drivers.bound import layer_for
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Side, Tls
from harness.options import Options
from harness.setup import Setup
from harness.things import Thing
from tests.drivers.asyncio_pair import (
    CLOSE,
    HANDSHAKE,
    READ,
    READING,
    STDLIB,
    WRITING,
    connect,
    nothing_left_to_the_garbage_collector,
    pki,
    quiet,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures

TRIO, ON_ASYNCIO, ON_TRIO = trio_stream.DRIVER, anyio_stream.ON_ASYNCIO, anyio_stream.ON_TRIO
FACES = pytest.mark.parametrize("face", [TRIO, ON_ASYNCIO, ON_TRIO], ids=lambda face: face.name)
ANYIO = pytest.mark.parametrize("face", [ON_ASYNCIO, ON_TRIO], ids=lambda face: face.name)
CONNECTION, WIRE = Thing(Side.SUBJECT, "connection"), Thing(Side.SUBJECT, "wire")
TASKS, HELD, LISTENER = (Thing(Side.SUBJECT, name) for name in ("tasks", "held", "listener"))


def use(act, keep=None):
    """The call that an act on an object makes."""
    return Call("use", (act.args[0], keep))


def receiving(face, amount=100):
    return CONNECTION.calls("receive_some" if face is TRIO else "receive", amount)


def sending(face, data):
    return CONNECTION.calls("send_all" if face is TRIO else "send", data)


def started(pair, act):
    pair.subject.attempt(use(TASKS.calls("start", act), "held"))


# -- tasks --------------------------------------------------------------------------------------------------


@FACES
def test_a_task_goes_on_beside_the_calls_and_is_waited_for(connect, face):
    pair = connect(face).shake()
    started(pair, receiving(face))
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.subject.attempt(use(HELD.has("done"))) == Done(value=False)
    assert pair.subject.attempt(use(HELD.calls("result"))) == READING
    pair.peer.attempt(Call("write", (b"pong",)))
    pair.settle()
    assert pair.subject.attempt(use(HELD.calls("result"))) == Done(b"pong")
    assert pair.subject.attempt(use(HELD.has("done"))) == Done(value=True)
    assert pair.subject.attempt(use(HELD.has("error"))) == Done(None)


@FACES
def test_a_task_that_fails_or_is_cancelled_says_so_when_asked(connect, face):
    pair = connect(face).shake()
    started(pair, receiving(face, 0))
    assert pair.subject.attempt(use(HELD.has("error"))).value.kind == "ValueError"
    assert pair.subject.attempt(use(HELD.calls("result"))).exception == "ValueError"
    started(pair, receiving(face))
    assert pair.subject.attempt(use(HELD.calls("cancel"))) == Done(None)
    raised = pair.subject.attempt(use(HELD.calls("result")))
    assert (raised.kind, raised.exception) == (Kind.FOREIGN, "RuntimeError")


@FACES
def test_a_call_is_given_up_before_the_next_one_begins(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(use(receiving(face))) == READING
    assert pair.subject.attempt(use(receiving(face, 50))) == READING  # and does not meet the first
    assert pair.subject.attempt(use(sending(face, bytes(100_000)))) == WRITING
    raised = pair.subject.attempt(use(sending(face, b"more")))
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "BrokenResourceError")


@FACES
def test_what_is_done_in_a_cancelled_scope_gives_up_or_not(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(use(TASKS.calls("given_up", receiving(face)))) == Done(b"")
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


def test_asyncio_has_no_scopes(connect):
    pair = connect(tornado_stream.DRIVER).shake()
    with pytest.raises(Unsupported, match="no scopes"):
        pair.subject.attempt(use(TASKS.calls("given_up", CONNECTION.calls("read_bytes", 1))))


def test_trio_tells_a_checkpoint_from_none(connect):
    pair = connect(TRIO).shake()
    assert pair.subject.attempt(use(TASKS.calls("checkpoint", sending(TRIO, b"data")))) == Done(value=True)
    closed = TASKS.calls("checkpoint", WIRE.calls("wait_send_all_might_not_block"))
    assert pair.subject.attempt(use(closed)) == Done(value=False)  # this one has no need to be


# -- ways to a stream ---------------------------------------------------------------------------------------


@FACES
def test_a_stream_comes_of_a_listener(connect, face):
    pair = connect(face, Role.SERVER, entrance="accept").shake()
    assert pair.run(READ, Call("write", (b"ping",))) == [Done(b"ping"), Done(4)]
    pair.subject.elapse(3600)
    assert pair.run(Call("write", (b"pong",)), READ) == [Done(4), Done(b"pong")]


@pytest.mark.parametrize(
    ("face", "role", "entrance"),
    [
        (TRIO, Role.CLIENT, "accept"),
        (ON_ASYNCIO, Role.CLIENT, "accept"),
        (ON_TRIO, Role.SERVER, "connect"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_servers_accept_and_clients_connect(pki, face, role, entrance):
    setup = Setup(role, Tls.V13, Options(entrance=entrance), pki)
    with pytest.raises(Unsupported, match="servers accept connections, and clients make them"):
        face.connect(STDLIB, setup, Contexts())


def test_trio_offers_its_listener_where_there_is_one(connect):
    closed = LISTENER.has("transport_listener.closed")
    pair = connect(TRIO, Role.SERVER, entrance="accept")
    assert pair.subject.attempt(use(closed)) == Done(value=False)
    assert pair.subject.attempt(use(LISTENER.calls("aclose"))) == Done(None)
    assert pair.subject.attempt(use(closed)) == Done(value=True)
    with pytest.raises(Unsupported, match="no listener"):
        connect(TRIO, Role.SERVER).subject.attempt(use(closed))


@ANYIO
def test_a_listener_tells_why_a_handshake_failed(connect, face):
    pair = connect(face, Role.SERVER, entrance="accept", handshake_timeout=5)
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.subject.elapse(6)
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.TIMEOUT, "TimeoutError")
    garbage = connect(face, Role.SERVER, entrance="accept")
    garbage.subject.feed(b"GET / HTTP/1.0\r\n\r\n")
    assert garbage.subject.attempt(HANDSHAKE).kind == Kind.PROTOCOL_ERROR


@ANYIO
def test_a_stream_comes_of_a_connectable(connect, face):
    pair = connect(face, entrance="connect").shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]


def test_tornados_plain_stream_stays_where_tls_could_not_begin(connect):
    pair = connect(tornado_stream.DRIVER)
    pair.subject.feed(b"220 begin\r\nmore")
    assert pair.subject.attempt(use(CONNECTION.calls("read_until", b"\r\n"))) == Done(b"220 begin\r\n")
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.MISUSE, "ValueError")
    assert pair.subject.attempt(use(CONNECTION.calls("read_bytes", 4))) == Done(b"more")
    assert pair.subject.attempt(CLOSE) == Done()


# -- layers that are brought along --------------------------------------------------------------------------


def test_a_module_brings_its_layer_or_is_put_under_the_installed_one():
    own = SimpleNamespace(SSLStream=object)
    assert layer_for(Implementation("own", own), "SSLStream", "trio._ssl") is own
    assert layer_for(STDLIB, "SSLStream", "trio._ssl") is sys.modules["trio._ssl"]
