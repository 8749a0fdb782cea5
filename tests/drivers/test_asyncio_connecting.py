"""Upgrades, timeouts, callbacks that can be planned, and layers an implementation brings along."""

import asyncio
import ssl
from asyncio import base_events, sslproto
from types import SimpleNamespace

import pytest

from harness.drivers import aio
from harness.drivers.aio_notes import BufferNotes, PlainNotes
from harness.drivers.aio_sslproto import base_loop_for, sslproto_for
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done
from harness.errors import ScenarioError, Unsupported
from harness.expression import Portrait
from harness.implementation import Implementation
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.scenario import callback, py
from harness.setup import Setup
from harness.things import Thing, expression_of
from tests.drivers.asyncio_pair import (
    CLOSE,
    CLOSE_NOTIFY,
    FACES,
    HANDSHAKE,
    READ,
    READING,
    ROLES,
    STDLIB,
    WRITING,
    connect,
    nothing_left_to_the_garbage_collector,
    other_ssl,
    pki,
    quiet,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures

IN_CLEAR = {"entrance": "start-tls"}
PROTOCOL, LOOP, WRITER = (Thing("subject", name) for name in ("protocol", "loop", "writer"))


def use(pair, what, keep=None):
    return pair.subject.attempt(Call("use", (expression_of(what), keep)))


# -- start_tls ------------------------------------------------------------------------------------------


@FACES
@ROLES
@pytest.mark.parametrize("implementation", [STDLIB, other_ssl()], ids=lambda it: it.name)
def test_an_upgrade_in_both_roles_of_any_module(connect, driver, role, implementation):
    if implementation is not STDLIB:
        implementation.module.SSLSocket = type("SSLSocket", (), {})
    pair = connect(driver, role, implementation=implementation, **IN_CLEAR)
    assert pair.subject.take() == b""
    pair.shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]
    assert pair.subject.attempt(Call("tell", ("version",))) == Done("TLSv1.3")
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]


@FACES
def test_before_the_upgrade_a_connection_is_in_clear(connect, driver):
    pair = connect(driver, **IN_CLEAR)
    pair.subject.feed(b"hello")
    assert pair.subject.attempt(READ) == Done(b"hello")
    assert pair.subject.attempt(Call("write", (b"hello",))) == Done(5)
    assert pair.subject.take() == b"hello"
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)


@FACES
def test_an_upgrade_can_be_dropped(connect, driver):
    pair = connect(driver, **IN_CLEAR)
    assert pair.subject.attempt(HANDSHAKE) == READING
    assert pair.subject.attempt(CLOSE) == Done()
    for call in (HANDSHAKE, READ):
        assert pair.subject.attempt(call).exception == "ConnectionAbortedError"
    assert pair.subject.hung_up


@FACES
def test_a_module_without_an_ssl_socket_cannot_be_told_from_one(connect, driver):
    """base_events asks whether a socket is one: it needs the class, if only to upgrade."""
    pair = connect(driver, implementation=other_ssl(), **IN_CLEAR)
    with pytest.raises(Unsupported, match="no SSLSocket"):
        pair.subject.attempt(HANDSHAKE)


@FACES
def test_the_entrances_of_sockets_are_none_of_asyncio(pki, driver):
    setup = Setup(Role.CLIENT, Tls.V13, Options(entrance="accept"), pki)
    with pytest.raises(ScenarioError, match="no entrance 'accept'"):
        driver.connect(STDLIB, setup, Contexts())


def test_the_stream_of_an_upgrade_has_another_transport(connect):
    pair = connect(aio.STREAMS, **IN_CLEAR)
    before = pair.subject._transport
    assert use(pair, WRITER.has("transport"), "old") == Done(Portrait("MemoryTransport"))
    pair.shake()
    assert use(pair, py("operator.is_", WRITER.has("transport"), Thing("subject", "old"))) == Done(False)
    assert pair.subject._transport is not before


# -- connecting -----------------------------------------------------------------------------------------


def test_create_connection_is_asyncios_own(connect):
    pair = connect(aio.PROTOCOL, **IN_CLEAR)
    sock = py("types.SimpleNamespace", type=1, setblocking=callback())
    context = Thing("subject", "context")
    made = LOOP.calls("create_connection", py("type", PROTOCOL), sock=sock, ssl=context)
    assert use(pair, made).exception == "ValueError"  # no name
    made = LOOP.calls(
        "create_connection", callback(returns=PROTOCOL), sock=sock, ssl=context, server_hostname="localhost"
    )
    outcomes = pair.run(Call("use", (expression_of(made), None)), HANDSHAKE)
    assert outcomes == [Done((Portrait("_SSLProtocolTransport"), Portrait("PlainNotes"))), Done()]
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "no.such.host.example"])
def test_every_host_is_the_wire(connect, host):
    """A socket that asyncio makes to connect with is closed with the loop."""
    pair = connect(aio.PROTOCOL, **IN_CLEAR)
    how = {"ssl": Thing("subject", "context"), "server_hostname": "localhost"}
    made = LOOP.calls("create_connection", callback(returns=PROTOCOL), host, 443, **how)
    outcomes = pair.run(Call("use", (expression_of(made), None)), HANDSHAKE)
    assert outcomes == [Done((Portrait("_SSLProtocolTransport"), Portrait("PlainNotes"))), Done()]
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    (found,) = pair.subject._loop._found
    pair.subject.close()
    assert found.fileno() == -1


@FACES
@pytest.mark.parametrize("entrance", ["wrap", "start-tls"])
def test_timeouts_are_those_of_the_options(connect, driver, entrance):
    timed = connect(driver, entrance=entrance, handshake_timeout=5, shutdown_timeout=7)
    assert timed.subject.attempt(HANDSHAKE) == READING
    timed.subject.elapse(5)
    assert timed.subject.attempt(HANDSHAKE).exception == "ConnectionAbortedError"
    closing = connect(driver, shutdown_timeout=7).shake()
    assert closing.subject.attempt(CLOSE_NOTIFY) == READING
    closing.subject.elapse(6.5)
    assert closing.subject.attempt(CLOSE_NOTIFY) == READING
    closing.subject.elapse(0.5)
    assert closing.subject.attempt(CLOSE_NOTIFY).kind is Kind.TIMEOUT


def test_the_limit_of_a_reader(connect):
    pair = connect(aio.STREAMS, limit=3).shake()
    pair.peer.attempt(Call("write", (b"too long\n",)))
    pair.settle()
    assert use(pair, Thing("subject", "reader").calls("readuntil")).exception == "LimitOverrunError"


def test_what_waits_for_room_wants_to_write(connect):
    pair = connect(aio.STREAMS).shake()
    for _ in range(2):
        use(pair, WRITER.calls("write", bytes(40_000)))
    assert use(pair, WRITER.calls("drain")) == WRITING
    pair.settle()
    assert use(pair, WRITER.calls("drain")) == Done(None)
    assert use(pair, Thing("subject", "reader").calls("read", 1)) == READING


def test_all_that_room_lets_through_is_taken_at_once(connect):
    pair = connect(aio.PROTOCOL).shake()
    for _ in range(2):
        use(pair, Thing("subject", "connection").calls("write", bytes(40_000)))
    assert len(pair.subject.take()) > 80_000
    assert pair.subject.take() == b""


# -- notes ----------------------------------------------------------------------------------------------


def test_planned_callbacks_answer_and_raise():
    loop = asyncio.new_event_loop()
    notes = PlainNotes(loop)
    loop.close()
    notes.on_eof_received = lambda: True
    notes.on_data_received = lambda data: 1 / len(data)
    assert notes.eof_received() is True
    notes.data_received(b"x")
    with pytest.raises(ZeroDivisionError):
        notes.data_received(b"")
    assert notes.callbacks == ["eof_received", "data_received"]
    assert bytes(notes.received) == b"x"


def test_a_buffer_is_stale_between_two_calls():
    notes = BufferNotes(None)
    notes.size = 4
    first = notes.get_buffer(-1)
    first[:2] = b"ab"
    notes.buffer_updated(2)
    notes.get_buffer(-1)
    notes.buffer_updated(1)  # and nothing was written
    assert bytes(notes.received) == b"ab\xaa"
    assert notes.calls == ["get_buffer", "buffer_updated"] * 2
    assert notes.callbacks == ["data_received"]


def test_an_exception_of_the_protocol_is_seen_through_the_loop(connect):
    pair = connect(aio.BUFFERED).shake()
    use(pair, PROTOCOL.sets("on_buffer_updated", callback(raises="ZeroDivisionError")))
    pair.peer.attempt(Call("write", (b"x",)))
    pair.settle()
    assert use(pair, py("asyncio.sleep", 1)) == READING  # not the exception
    assert use(pair, LOOP.has("reports")) == Done([Portrait("ZeroDivisionError")])
    assert pair.subject.callbacks[-1] == "connection_lost"


# -- layers of an implementation's own ------------------------------------------------------------------


class OwnLayer(sslproto.SSLProtocol):
    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        type(self).made += 1


def with_layer(**names):
    return Implementation("own", SimpleNamespace(**{**vars(ssl), "SSLProtocol": OwnLayer, **names}))


@FACES
@pytest.mark.parametrize("entrance", ["wrap", "start-tls"])
def test_a_layer_of_its_own_is_the_one_on_trial(connect, driver, entrance):
    before = OwnLayer.made
    pair = connect(driver, implementation=with_layer(), entrance=entrance).shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert OwnLayer.made == before + 1


def test_ways_to_connect_of_its_own_are_the_ones_on_trial(connect):
    class OwnLoop:
        async def start_tls(self, *_arguments, **_how):
            raise ZeroDivisionError("mine")

    pair = connect(aio.PROTOCOL, implementation=with_layer(BaseEventLoop=OwnLoop), **IN_CLEAR)
    assert pair.subject.attempt(HANDSHAKE).exception == "ZeroDivisionError"


def test_base_events_is_bound_to_the_module_and_left_as_it_is():
    before = dict(vars(base_events))
    assert base_loop_for(STDLIB) is base_events.BaseEventLoop
    own = with_layer()
    bound = base_loop_for(own)
    assert bound is base_loop_for(own) is not base_events.BaseEventLoop
    assert bound.start_tls.__globals__["sslproto"].SSLProtocol is OwnLayer
    assert bound.start_tls.__globals__["ssl"] is own.module
    assert sslproto_for(own).SSLProtocol is OwnLayer
    assert dict(vars(base_events)) == before
