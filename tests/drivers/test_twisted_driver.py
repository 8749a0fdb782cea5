"""The driver of Twisted, on pyOpenSSL, with bio at the other end."""

import ssl
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

pytest.importorskip("twisted.protocols.tls", reason="Twisted is an extra")
pytest.importorskip("service_identity", reason="Twisted's TLS is an extra")

from harness.drivers.contexts import Contexts
from harness.drivers.registry import ON_REQUEST, driver, suits
from harness.drivers.twisted_protocol import DRIVER
from harness.drivers.twisted_transport import HIGH_WATER, SEND_BUFFER, MemoryTransport
from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup
from tests.drivers.asyncio_pair import (
    CLOSE,
    CLOSE_NOTIFY,
    HANDSHAKE,
    MEBIBYTE,
    READ,
    READING,
    ROLES,
    WRITING,
    nothing_left_to_the_garbage_collector,
    pki,
    quiet,
    read_all,
)
from tests.drivers.asyncio_pair import connect as connect_any

__all__ = ["connect_any", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures

PYOPENSSL = load("pyopenssl")


@pytest.fixture
def connect(connect_any):
    return lambda *args, **kwargs: connect_any(DRIVER, *args, implementation=PYOPENSSL, **kwargs)


@ROLES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(connect, role, tls):
    pair = connect(role, tls)
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@ROLES
def test_one_byte_at_a_time(connect, role):
    pair = connect(role, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


def test_a_mebibyte_meets_back_pressure_and_arrives(connect):
    pair = connect().shake()
    write = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(write) == WRITING
    assert pair.subject.attempt(write) == WRITING
    pair.move()
    assert pair.subject.attempt(write) == Done(len(MEBIBYTE))
    pair.settle()
    assert read_all(pair.peer, len(MEBIBYTE)) == MEBIBYTE


def test_an_abandoned_write_produces_no_more(connect):
    pair = connect().shake()
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == WRITING
    assert pair.subject.attempt(READ) == READING
    pair.settle()
    assert pair.subject.attempt(Call("write", (b"again",))) == Done(5)


def test_facts(connect, pki):
    pair = connect(alpn=("h2",)).shake()
    assert pair.subject.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert pair.subject.attempt(Call("tell", ("alpn",))) == Done(None)
    assert isinstance(pair.subject.attempt(Call("tell", ("cipher",))).value, str)
    for fact, told in (("weather", "cannot tell 'weather'"), ("session", "resume")):
        with pytest.raises(Unsupported, match=told):
            pair.subject.attempt(Call("tell", (fact,)))


def test_server_tells_the_name_it_was_asked_for(connect):
    pair = connect(Role.SERVER, notes_name=True).shake()
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done("localhost")


def test_closing_waits_for_the_answer_and_ends_the_transport(connect):
    pair = connect().shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == READING
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]
    pair.settle()
    assert pair.subject.hung_up
    assert pair.subject.attempt(READ) == Done(b"")
    with pytest.raises(Unsupported, match="loseConnection"):
        pair.subject.attempt(Call("write", (b"late",)))


def test_a_cut_and_a_reset_are_told_apart_by_what_happened_to_the_transport(connect):
    for end, kind in (("feed_eof", Kind.RAGGED_EOF), ("feed_reset", Kind.OS_ERROR)):
        pair = connect().shake()
        getattr(pair.subject, end)()
        raised = pair.subject.attempt(READ)
        assert (raised.kind, raised.exception) == (kind, "ConnectionLost")
        assert pair.subject.attempt(Call("write", (b"x",))) == raised


def test_a_handshake_fails_again_once_what_came_before_the_failure_is_read(connect):
    pair = connect().shake()
    pair.peer.attempt(Call("write", (b"before",)))
    pair.subject.feed(pair.peer.take() + b"\xff" * 20)
    assert pair.subject.attempt(HANDSHAKE) == Done()
    assert pair.subject.attempt(READ) == Done(b"before")
    raised = pair.subject.attempt(READ)
    assert raised.kind is Kind.PROTOCOL_ERROR
    assert pair.subject.attempt(HANDSHAKE) == raised


def test_an_abort_ends_it_at_once(connect):
    pair = connect().shake()
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == WRITING
    assert pair.subject.attempt(CLOSE) == Done()
    assert pair.subject.take() != b""  # what the kernel had
    assert pair.subject.take() == b""
    assert pair.subject.hung_up


def test_a_certificate_for_another_name_is_rejected(connect):
    pair = connect(server_name="elsewhere.example")
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.CERTIFICATE_REJECTED, "VerificationError")
    assert pair.subject.attempt(READ) == raised


def test_a_module_may_bring_a_layer_of_its_own(connect_any):
    class Layer(import_module("twisted.protocols.tls").BufferingTLSTransport):
        def writeSequence(self, data):  # noqa: N802 -- Twisted's name
            self.write(b"own " + b"".join(data))

    module = SimpleNamespace(**vars(PYOPENSSL.module), TLSMemoryBIOProtocol=Layer)
    pair = connect_any(DRIVER, implementation=Implementation("own", module)).shake()
    pair.subject.attempt(Call("ask", ("writeSequence", [b"words"])))
    pair.settle()
    assert pair.peer.attempt(READ) == Done(b"own words")


def test_it_says_what_it_cannot_do_and_what_to_install(monkeypatch, pki):
    def meet(implementation=PYOPENSSL, session=None, **options):
        setup = Setup(Role.CLIENT, Tls.V13, Options(**options), pki, session=session)
        return DRIVER.connect(implementation, setup, Contexts())

    with pytest.raises(Unsupported, match="resume"):
        meet(session=object())
    with pytest.raises(Unsupported, match="revoked"):
        meet(trust="revocations")
    with pytest.raises(Unsupported, match="no other module"):
        meet(Implementation("other", type("other", (), {"Error": ssl.SSLError})))
    monkeypatch.setitem(sys.modules, "twisted.protocols.tls", None)
    with pytest.raises(Unsupported, match=r"is not installed: pip install 'tls-harness\[twisted\]'$"):
        meet()


def test_it_runs_on_request_and_for_connections_alone():
    assert "twisted" in ON_REQUEST
    assert driver("twisted") is DRIVER
    assert suits("twisted", "pyopenssl")
    assert not suits("twisted", "stdlib")


class Recorder:
    """A protocol and producer that writes down what happens."""

    def __init__(self):
        self.heard = []

    def dataReceived(self, data):  # noqa: N802 -- Twisted's name
        self.heard.append(data)
        if data == b"bad":
            raise ZeroDivisionError("planned")

    def connectionLost(self, reason):  # noqa: N802 -- Twisted's name
        self.heard.append(reason)

    def pauseProducing(self):  # noqa: N802 -- Twisted's name
        self.heard.append("pause")

    def resumeProducing(self):  # noqa: N802 -- Twisted's name
        self.heard.append("resume")

    def stopProducing(self):  # noqa: N802 -- Twisted's name
        self.heard.append("stop")


class Errors:
    """The errors, as the transport names them."""

    ConnectionLost, ConnectionDone, ConnectionAborted = (
        type(name, (Exception,), {}) for name in ("ConnectionLost", "ConnectionDone", "ConnectionAborted")
    )


@pytest.fixture
def transport():
    made = MemoryTransport(Errors, lambda error: type(error).__name__)
    made.protocol = Recorder()
    return made


def turn(transport):
    while transport.settle():
        pass
    return transport.protocol.heard


def test_the_transport_gives_data_and_then_the_end(transport):
    transport.feed(b"one")
    transport.feed(b"two")
    transport.feed_eof()
    assert turn(transport) == [b"onetwo", "ConnectionDone"]
    transport.feed(b"late")
    assert turn(transport) == [b"onetwo", "ConnectionDone"]


def test_the_transport_waits_while_reading_is_paused(transport):
    transport.pauseProducing()
    transport.feed(b"one")
    assert turn(transport) == []
    assert transport.backlog() == 3
    transport.resumeProducing()
    assert turn(transport) == [b"one"]


def test_the_transport_pauses_its_producer_once_and_drains_before_it_ends(transport):
    transport.registerProducer(transport.protocol, True)
    transport.write(bytes(SEND_BUFFER + HIGH_WATER + 1))
    transport.write(b"x")
    assert turn(transport) == ["pause"]
    transport.loseConnection()
    assert len(transport.take()) == SEND_BUFFER
    turn(transport)
    assert len(transport.take()) == SEND_BUFFER
    assert turn(transport) == ["pause", "resume"]
    assert transport.take() == bytes(1) + b"x"
    transport.unregisterProducer()
    assert turn(transport) == ["pause", "resume", "ConnectionDone"]


def test_the_transport_stops_its_producer_when_it_is_aborted(transport):
    transport.registerProducer(transport.protocol, True)
    transport.abortConnection()
    assert turn(transport) == ["stop", "ConnectionAborted"]


def test_what_fails_in_the_protocol_loses_the_connection(transport):
    transport.feed(b"bad")
    assert turn(transport) == [b"bad", "ZeroDivisionError"]
