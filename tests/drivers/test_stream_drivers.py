"""The drivers of trio and anyio, on the standard library, with bio at the other end."""

import sys
import threading

import pytest

from harness.drivers import anyio_stream, trio_stream
from harness.drivers.contexts import Contexts
from harness.drivers.registry import ON_REQUEST, driver
from harness.endpoint import Call, Done
from harness.errors import Unsupported
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
    STDLIB,
    WRITING,
    OtherError,
    connect,
    nothing_left_to_the_garbage_collector,
    other_ssl,
    pki,
    quiet,
    read_all,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures

TRIO, ON_ASYNCIO, ON_TRIO = trio_stream.DRIVER, anyio_stream.ON_ASYNCIO, anyio_stream.ON_TRIO
FACES = pytest.mark.parametrize("face", [TRIO, ON_ASYNCIO, ON_TRIO], ids=lambda face: face.name)


@FACES
@ROLES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(connect, face, role, tls):
    pair = connect(face, role, tls)
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
@ROLES
def test_one_byte_at_a_time(connect, face, role):
    pair = connect(face, role, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_facts(connect, pki, face):
    pair = connect(face).shake()
    tell = pair.subject.attempt(Call("tell", ("peer_certificate",)))
    assert tell == Done(pki.certificate_der("ecdsa"))
    with pytest.raises(Unsupported, match="cannot tell 'weather'"):
        pair.subject.attempt(Call("tell", ("weather",)))


@FACES
def test_server_tells_the_name_it_was_asked_for(connect, face):
    pair = connect(face, Role.SERVER, notes_name=True).shake()
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done("localhost")


@FACES
def test_a_mebibyte_meets_back_pressure_and_arrives(connect, face):
    pair = connect(face).shake()
    write = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(write) == WRITING
    assert pair.subject.attempt(write) == WRITING
    pair.move()
    assert pair.subject.attempt(write) == Done(len(MEBIBYTE))
    pair.settle()
    assert read_all(pair.peer, len(MEBIBYTE)) == MEBIBYTE


@FACES
def test_what_an_abandoned_read_had_got_is_read_later(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(Call("read", (3,))) == READING
    pair.peer.attempt(Call("write", (b"abcdef",)))
    pair.settle()
    assert pair.subject.attempt(Call("write", (b"x",))) == Done(1)
    got = [pair.subject.attempt(Call("read", (2,))).value for _ in range(4)]
    assert b"".join(got) == b"abcdef"
    assert pair.subject.attempt(READ) == READING


@FACES
def test_a_handshake_is_never_given_up(connect, face):
    pair = connect(face)
    assert pair.subject.attempt(HANDSHAKE) == READING
    assert pair.subject.attempt(READ) == READING
    pair.shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_an_abandoned_unwrap_can_be_taken_up_again(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == READING
    assert pair.subject.attempt(Call("tell", ("alpn",))) == Done(None)
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]


@FACES
def test_a_cut_is_told_by_the_layers_own_exception_and_its_cause(connect, face):
    pair = connect(face).shake()
    pair.subject.feed_eof()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.RAGGED_EOF, "BrokenResourceError")
    assert raised.reason == "UNEXPECTED_EOF_WHILE_READING"


@FACES
def test_a_transport_that_breaks_has_no_cause_in_tls(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(READ) == READING
    pair.subject.feed_reset()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "BrokenResourceError")


@FACES
def test_who_waits_for_room_hears_of_a_reset(connect, face):
    pair = connect(face).shake()
    write = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(write) == WRITING
    pair.subject.feed_reset()
    assert pair.subject.attempt(write).exception == "BrokenResourceError"


@FACES
def test_a_failed_handshake_fails_what_comes_after(connect, face):
    pair = connect(face, trust="other-ca")
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.reason) == (Kind.CERTIFICATE_REJECTED, "CERTIFICATE_VERIFY_FAILED")
    assert pair.subject.attempt(READ).exception in ("BrokenResourceError", "SSLCertVerificationError")
    assert pair.subject.take() == b""  # the alert that OpenSSL wrote never leaves


def test_trio_closes_with_an_alert_and_without_waiting(connect):
    pair = connect(TRIO).shake()
    assert pair.subject.attempt(CLOSE) == Done()
    assert not pair.subject.hung_up  # not before what it has sent is taken
    pair.settle()
    assert pair.subject.hung_up
    assert pair.peer.attempt(READ) == Done(b"")


def test_trio_waits_with_pending_for_nobody(connect):
    pair = connect(TRIO).shake()
    pair.peer.attempt(Call("write", (b"abcdef",)))
    pair.settle()
    assert pair.subject.attempt(Call("read", (2,))) == Done(b"ab")
    assert pair.subject.attempt(Call("pending")) == Done(4)


def test_trio_resumes_a_session(connect):
    contexts = Contexts()
    first = connect(TRIO, tls=Tls.V12, contexts=contexts).shake()
    session = first.subject.attempt(Call("tell", ("session",))).value
    again = connect(TRIO, tls=Tls.V12, contexts=contexts, session=session).shake()
    assert again.subject.attempt(Call("tell", ("session_reused",))) == Done(value=True)


@pytest.mark.parametrize("face", [ON_ASYNCIO, ON_TRIO], ids=lambda face: face.name)
def test_anyio_resumes_no_session(pki, face):
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki, session=object())
    with pytest.raises(Unsupported, match="no way to resume"):
        face.connect(STDLIB, setup, Contexts())


@FACES
def test_time_passes_when_told(connect, face):
    pair = connect(face).shake()
    pair.subject.elapse(3600)
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_another_module_is_what_its_copy_of_the_layer_uses(connect, face):
    other = other_ssl(server_side=property(lambda self: self._real.server_side))
    pair = connect(face, implementation=other).shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    pair.subject.feed_eof()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.RAGGED_EOF, "BrokenResourceError")
    assert issubclass(other.module.SSLEOFError, OtherError)
    real = sys.modules["trio._ssl"]._stdlib_ssl, sys.modules["anyio.streams.tls"].ssl
    assert real == (sys.modules["ssl"], sys.modules["ssl"])


@FACES
def test_one_sentence_says_what_to_install(monkeypatch, pki, face):
    for name in ("trio", "trio.testing", "anyio"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Unsupported, match=r"is not installed: pip install 'tls-harness\[(trio|anyio)\]'$"):
        face.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())


@FACES
def test_closing_gives_the_thread_back_whatever_waits(pki, face):
    before = threading.active_count()
    subject = face.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
    assert subject.attempt(HANDSHAKE) == READING
    subject.close()
    subject.close()
    assert threading.active_count() == before


def test_they_run_on_request():
    assert {face.name for face in (TRIO, ON_ASYNCIO, ON_TRIO)} <= ON_REQUEST
    assert driver("trio") is TRIO
