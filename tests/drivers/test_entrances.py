"""The ways into an SSLSocket, with the standard library and the bio driver at the other end."""

import os
import socket
import ssl
import threading

import pytest

from harness.drivers import blocking, sockets, waiting, wire_end
from harness.drivers.entrance import entrance_of
from harness.endpoint import Call, Done, EndpointRaised, Raised, Wants
from harness.errors import ScenarioError, Unsupported
from harness.expression import Attribute, Called, Name, Portrait
from harness.names import Kind, Role, Tls, Want
from harness.options import ENTRANCES, Options
from harness.setup import Setup
from tests.drivers.socket_pair import (
    CLOSE_NOTIFY,
    HANDSHAKE,
    Pair,
    connect,
    held,
    pki,
    read_all,
    shaped,
)

__all__ = ["connect", "pki"]  # fixtures

WAYS = [
    (blocking.DRIVER, Role.CLIENT, "wrap-and-handshake"),
    (blocking.DRIVER, Role.SERVER, "wrap-and-handshake"),
    (blocking.DRIVER, Role.CLIENT, "connect"),
    (blocking.DRIVER, Role.CLIENT, "connect-ex"),
    (blocking.DRIVER, Role.SERVER, "accept"),
    (sockets.DRIVER_NONBLOCKING, Role.CLIENT, "connect"),
    (sockets.DRIVER_NONBLOCKING, Role.SERVER, "accept"),
]
every_way = pytest.mark.parametrize(
    ("driver", "role", "entrance"), WAYS, ids=lambda each: getattr(each, "name", str(each))
)
READ = Call("read", (100,))
MISTRUST = {"trust": "nothing", "verify": "required"}


@every_way
@pytest.mark.parametrize("tls", Tls)
def test_each_entrance_leads_to_a_connection_that_carries_data_and_ends(connect, driver, role, entrance, tls):
    pair = connect(driver, role, tls, entrance=entrance).shake()
    data = bytes(range(256)) * 200
    assert pair.run(Call("write", (data,)), None)[0] == Done(len(data))
    assert read_all(pair, "peer", len(data)) == data
    assert pair.run(READ, Call("write", (b"answer",)))[0] == Done(b"answer")
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY)[0] == Done()
    assert pair.subject.attempt(Call("close")) == Done()
    pair.move()
    assert pair.subject.hung_up


@every_way
def test_each_entrance_gives_back_descriptors_and_threads_wherever_it_is_left(driver, role, entrance, pki):
    Pair(driver, pki, role, entrance=entrance).subject.close()
    before = held()
    for rounds in range(4):
        pair = Pair(driver, pki, role, entrance=entrance)
        for _ in range(rounds):
            pair.subject.attempt(HANDSHAKE)
            pair.peer.attempt(HANDSHAKE)
            pair.move()
        pair.subject.close()
    assert held() == before


@every_way
def test_a_refused_certificate_is_raised_by_the_call_that_shakes_hands(connect, driver, role, entrance):
    pair = connect(driver, role, entrance=entrance, **MISTRUST)
    outcome = Wants(Want.READ)
    while isinstance(outcome, Wants):
        outcome = pair.subject.attempt(HANDSHAKE)
        pair.peer.attempt(HANDSHAKE)
        assert pair.move() or isinstance(outcome, Raised), "stalled"
    assert outcome.kind in (Kind.CERTIFICATE_REJECTED, Kind.PROTOCOL_ERROR)


@pytest.mark.parametrize(("role", "entrance"), [(Role.CLIENT, "wrap-and-handshake"), (Role.SERVER, "accept")])
def test_where_an_entrance_failed_there_is_no_connection(connect, role, entrance):
    pair = connect(blocking.DRIVER, role, entrance=entrance)
    pair.subject.feed(b"GET / HTTP/1.0\r\n\r\n")
    assert pair.subject.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR
    pair.subject.take()
    assert pair.subject.hung_up
    for call in (HANDSHAKE, READ):
        with pytest.raises(Unsupported, match="failed"):
            pair.subject.attempt(call)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_server_that_waits_for_another_client_can_be_given_up(connect, accepted):
    pair = connect(blocking.DRIVER, Role.SERVER, entrance="accept")
    listener = pair.subject.attempt(Call("use", (Name("connection"), "listener")))
    assert listener == Done(Portrait("SSLSocket"))
    if accepted:
        pair.shake()
    accepting = Called(Attribute(Name("listener"), "accept"))
    assert pair.subject.attempt(Call("use", (accepting,))) == Wants(Want.READ)


def test_shaking_hands_while_a_socket_that_does_not_block_is_wrapped_is_misuse(connect):
    pair = connect(sockets.DRIVER_NONBLOCKING, entrance="wrap-and-handshake")
    outcome = pair.subject.attempt(HANDSHAKE)
    assert (outcome.kind, outcome.exception) == (Kind.MISUSE, "ValueError")


def test_a_failure_to_connect_is_an_outcome(connect):
    pair = connect(sockets.DRIVER_NONBLOCKING, entrance="connect")
    pair.subject.feed_reset()
    outcome = pair.subject.attempt(HANDSHAKE)
    assert (outcome.kind, outcome.exception) == (Kind.OS_ERROR, "ConnectionRefusedError")


@pytest.mark.parametrize("driver", [blocking.DRIVER, sockets.DRIVER_NONBLOCKING], ids=lambda each: each.name)
def test_a_server_waits_for_its_client(connect, driver):
    pair = connect(driver, Role.SERVER, entrance="accept")
    assert pair.subject.attempt(HANDSHAKE) == Wants(Want.READ)
    assert pair.subject.take() == b""
    assert not pair.subject.hung_up
    pair.shake()


@pytest.mark.parametrize("driver", [blocking.DRIVER, sockets.DRIVER_NONBLOCKING], ids=lambda each: each.name)
def test_a_client_without_a_connection_sends_nothing(connect, driver):
    pair = connect(driver, entrance="connect")
    assert pair.subject.attempt(READ).kind is Kind.OS_ERROR
    assert (pair.subject.take(), pair.subject.hung_up) == (b"", False)
    pair.shake()


def test_what_is_fed_before_the_connection_waits_for_it(connect):
    pair = connect(sockets.DRIVER_NONBLOCKING, entrance="connect")
    pair.subject.feed(b"HTTP/1.0 400 Bad Request\r\n\r\n")
    pair.subject.feed_eof()
    assert pair.subject.backlog() > 0
    assert pair.subject.attempt(HANDSHAKE) == Wants(Want.READ)
    pair.subject.take()
    assert pair.subject.backlog() == 0
    assert pair.subject.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR


@pytest.mark.parametrize(("asked", "seen"), [(False, Kind.RAGGED_EOF), (True, b"")])
@pytest.mark.parametrize("driver", [blocking.DRIVER, sockets.DRIVER_NONBLOCKING], ids=lambda each: each.name)
def test_ragged_ends_are_suppressed_when_asked_for(connect, driver, asked, seen):
    pair = connect(driver, tls=Tls.V12, suppress_ragged_eofs=asked).shake()
    pair.subject.feed_eof()
    outcome = pair.subject.attempt(READ)
    assert getattr(outcome, "kind", getattr(outcome, "value", None)) == seen


def test_an_entrance_is_for_its_role_alone(pki):
    for role, entrance in ((Role.SERVER, "connect"), (Role.CLIENT, "accept")):
        with pytest.raises(ScenarioError, match=f"{entrance!r} is not for a {role}"):
            entrance_of(Setup(role, Tls.V13, Options(entrance=entrance), pki))
    with pytest.raises(ScenarioError, match="no entrance 'window'"):
        entrance_of(Setup(Role.CLIENT, Tls.V13, Options(entrance="window"), pki))
    for entrance in set(ENTRANCES) - {"start-tls"}:  # asyncio's
        role = Role.SERVER if entrance == "accept" else Role.CLIENT
        assert entrance_of(Setup(role, Tls.V13, Options(entrance=entrance), pki)).__doc__


@pytest.mark.parametrize(("role", "entrance"), [(Role.CLIENT, "connect"), (Role.SERVER, "accept")])
def test_an_exception_before_the_handshake_leaves_no_descriptor(role, entrance, pki):
    def settimeout(self, seconds):
        if seconds is not None:  # wrap_socket repeats that of the plain socket
            raise RuntimeError("no")
        ssl.SSLSocket.settimeout(self, seconds)

    wrong = shaped(settimeout=settimeout)
    before = held()
    with pytest.raises(EndpointRaised, match=r"settimeout: RuntimeError"):
        Pair(blocking.DRIVER, pki, role, implementation=wrong, entrance=entrance)
    assert held() == before


def test_a_thread_that_waits_for_a_client_is_seen_to_wait():
    with wire_end.small_listener() as listener:
        thread = threading.Thread(target=lambda: listener.accept()[0].close())
        thread.start()
        names, line = waiting.names_of_calls(), waiting.Line(thread.native_id)
        while (want := waiting.blocked_on(line, names, listener.fileno())) is None:
            assert thread.is_alive()
        end = wire_end.CallingEnd(listener.getsockname())
        end.feed(b"anybody there?")
        thread.join()
        line.close()
        end.close()
    assert want is Want.READ


def test_a_connection_is_found_by_the_name_of_its_other_end():
    with wire_end.small_listener() as listener:
        end = wire_end.CallingEnd(listener.getsockname())
        assert waiting.descriptor_connected_to(end.name) is None
        end.feed(b"hello")
        assert waiting.descriptor_connected_to(end.name) is None
        accepted, _ = listener.accept()
        with accepted:
            assert waiting.descriptor_connected_to(end.name) == accepted.fileno()
        end.close()


def test_looking_for_a_connection_leaves_every_socket_as_it_was(monkeypatch):
    """PyPy makes a descriptor blocking when it becomes a socket."""

    class OfPyPy(socket.socket):
        def __init__(self, fileno):
            super().__init__(fileno=fileno)
            self.setblocking(True)

    one, other = wire_end.small_pair()
    with one, other:
        one.settimeout(0)
        monkeypatch.setattr(waiting.socket, "socket", OfPyPy)
        assert waiting.descriptor_connected_to("nobody") is None
        monkeypatch.undo()
        assert (os.get_blocking(one.fileno()), os.get_blocking(other.fileno())) == (False, True)


def test_a_caller_that_nobody_hears_has_nothing_left_to_say():
    listener = wire_end.small_listener()
    address = listener.getsockname()
    listener.close()
    end = wire_end.CallingEnd(address)
    end.feed(b"hello?")
    assert (end.backlog(), end.take(), end.ended()) == (0, b"", True)


def test_a_listener_is_hung_up_on_before_anybody_called():
    end = wire_end.CalledEnd()
    end.hang_up()
    end.hang_up()
    with wire_end.small_socket() as late, pytest.raises(ConnectionRefusedError):
        late.connect(end.address)
