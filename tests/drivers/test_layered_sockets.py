"""The drivers of urllib3, gevent and eventlet, on the standard library, with bio at the other end."""

import ssl
import sys
import threading
from importlib import import_module
from pathlib import Path

import pytest

from harness.drivers import green, urllib3_transport
from harness.drivers.contexts import Contexts
from harness.drivers.registry import ON_REQUEST
from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup
from tests.drivers.asyncio_pair import (
    CLOSE_NOTIFY,
    HANDSHAKE,
    MEBIBYTE,
    READ,
    READING,
    STDLIB,
    WRITING,
    Pair,
    nothing_left_to_the_garbage_collector,
    pki,
    read_all,
)

__all__ = ["nothing_left_to_the_garbage_collector", "pki"]  # fixtures

URLLIB3, GEVENT, EVENTLET = urllib3_transport.DRIVER, green.GEVENT, green.EVENTLET
FACES = pytest.mark.parametrize("face", [URLLIB3, GEVENT, EVENTLET], ids=lambda face: face.name)
GREEN = pytest.mark.parametrize("face", [GEVENT, EVENTLET], ids=lambda face: face.name)


@pytest.fixture
def connect(pki):
    """Makes pairs and closes their subjects at the end."""
    made = []

    def make(driver, *args, **kwargs):
        made.append(Pair(driver, pki, *args, **kwargs))
        return made[-1]

    yield make
    for pair in made:
        pair.subject.close()


@FACES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_a_client_shakes_hands_and_talks(connect, face, tls):
    pair = connect(face, tls=tls).shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY)[1] == Done()


@GREEN
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_a_green_server_shakes_hands_and_talks(connect, face, tls):
    pair = connect(face, Role.SERVER, tls, notes_name=True).shake()
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done("localhost")
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_one_byte_at_a_time(connect, face):
    pair = connect(face, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_a_call_is_seen_to_wait_for_what_it_waits_for(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(READ) == READING
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]
    sendall = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(sendall) == WRITING
    sent = 0
    while sent < len(MEBIBYTE):
        outcome = pair.subject.attempt(sendall)
        pair.move()
        if isinstance(outcome, Done):
            sent += outcome.value
            sendall = Call("write", (MEBIBYTE[sent:],))
    pair.settle()
    assert read_all(pair.peer, len(MEBIBYTE)) == MEBIBYTE


@FACES
def test_a_cut_is_told(connect, face):
    pair = connect(face).shake()
    pair.subject.feed_eof()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.RAGGED_EOF, "SSLEOFError")


@FACES
def test_closing_gives_everything_back_whatever_waits(pki, face):
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    face.connect(STDLIB, setup, Contexts()).close()  # what is made once is made
    threads, descriptors = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        subject = face.connect(STDLIB, setup, Contexts())
        assert subject.attempt(HANDSHAKE) == READING
        subject.close()
        subject.close()
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


@FACES
def test_one_sentence_says_what_to_install(monkeypatch, pki, face):
    monkeypatch.setitem(sys.modules, face.name, None)
    with pytest.raises(Unsupported, match=rf"is not installed: pip install 'tls-harness\[{face.name}\]'$"):
        face.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())


@pytest.mark.parametrize(
    ("role", "session", "told"), [(Role.SERVER, None, "for clients alone"), (Role.CLIENT, object(), "resume")]
)
def test_urllib3_says_what_it_cannot_do(pki, role, session, told):
    with pytest.raises(Unsupported, match=told):
        URLLIB3.connect(STDLIB, Setup(role, Tls.V13, Options(), pki, session=session), Contexts())


def test_urllib3_has_nothing_before_its_handshake_and_no_second_one(connect):
    pair = connect(URLLIB3)
    with pytest.raises(Unsupported, match="no connection before the handshake"):
        pair.subject.attempt(READ)
    pair.shake()
    with pytest.raises(Unsupported, match="no do_handshake"):
        pair.subject.attempt(HANDSHAKE)


@GREEN
def test_a_green_call_in_progress_cannot_be_given_up(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(READ) == READING
    assert pair.subject.attempt(Call("pending")) == Done(0)
    with pytest.raises(Unsupported, match="cannot give up"):
        pair.subject.attempt(Call("write", (b"x",)))


def test_they_run_on_request():
    assert {face.name for face in (URLLIB3, GEVENT, EVENTLET)} <= ON_REQUEST


def test_what_gevent_leaves_in_the_ssl_of_the_whole_process_ends_with_the_connection(connect):
    before = ssl.SSLContext
    pair = connect(GEVENT)
    import_module("gevent.ssl").SSLContext(ssl.PROTOCOL_TLS_CLIENT)._msg_callback = print
    assert ssl.SSLContext is not before, "gevent mends it: the driver need not"
    pair.subject.close()
    assert ssl.SSLContext is before
