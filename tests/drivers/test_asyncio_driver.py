"""The two asyncio drivers, on the standard library, with bio at the other end."""

import asyncio
import sys

import pytest

from harness.drivers import aio
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, EndpointRaised, Raised
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup
from tests.drivers.asyncio_pair import (
    CLOSE,
    CLOSE_NOTIFY,
    FACES,
    HANDSHAKE,
    MEBIBYTE,
    READ,
    READING,
    ROLES,
    STDLIB,
    WRITING,
    connect,
    nothing_left_to_the_garbage_collector,
    pki,
    quiet,
    read_all,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures


@FACES
@ROLES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(connect, driver, role, tls):
    pair = connect(driver, role, tls)
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
@ROLES
def test_one_byte_at_a_time(connect, driver, role):
    pair = connect(driver, role, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_facts(connect, pki, driver):
    pair = connect(driver).shake()
    tell = {
        fact: pair.subject.attempt(Call("tell", (fact,))) for fact in ("peer_certificate", "session_reused")
    }
    assert tell == {"peer_certificate": Done(pki.certificate_der("ecdsa")), "session_reused": Done(False)}
    with pytest.raises(Unsupported, match="cannot tell 'weather'"):
        pair.subject.attempt(Call("tell", ("weather",)))


@FACES
def test_server_tells_the_name_it_was_asked_for(connect, driver):
    pair = connect(driver, Role.SERVER, notes_name=True).shake()
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done("localhost")


@FACES
def test_a_mebibyte_meets_back_pressure_and_arrives(connect, driver):
    pair = connect(driver).shake()
    # sslproto hands a first write of any size to the transport at once; the second finds it full.
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == Done(len(MEBIBYTE))
    again = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(again) == WRITING
    assert pair.subject.attempt(again) == WRITING
    pair.move()
    assert pair.subject.attempt(again) == Done(len(MEBIBYTE))
    pair.settle()
    assert read_all(pair.peer, 2 * len(MEBIBYTE)) == 2 * MEBIBYTE
    if driver is aio.PROTOCOL:
        assert pair.subject.callbacks == ("connection_made", "pause_writing", "resume_writing")


@FACES
def test_data_of_an_abandoned_write_is_sent_once(connect, driver):
    pair = connect(driver).shake()
    pair.subject.attempt(Call("write", (MEBIBYTE,)))
    assert pair.subject.attempt(Call("write", (b"late",))) == Done(4)  # still below the marks
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == WRITING
    assert pair.subject.attempt(READ) == READING
    pair.settle()
    assert read_all(pair.peer, 2 * len(MEBIBYTE) + 4) == MEBIBYTE + b"late" + MEBIBYTE
    assert pair.peer.attempt(READ) == READING


@FACES
def test_what_an_abandoned_read_had_got_is_read_later(connect, driver):
    pair = connect(driver).shake()
    assert pair.subject.attempt(Call("read", (3,))) == READING
    pair.peer.attempt(Call("write", (b"abcdef",)))
    pair.settle()
    assert pair.subject.attempt(Call("write", (b"x",))) == Done(1)
    got = [pair.subject.attempt(Call("read", (2,))).value for _ in range(4)]
    assert b"".join(got) == b"abcdef"
    assert pair.subject.attempt(READ) == READING


def test_reading_pauses_when_nobody_reads_and_goes_on_after(connect):
    pair = connect(aio.STREAMS).shake()
    for _ in range(2):
        pair.peer.attempt(Call("write", (MEBIBYTE,)))
        pair.settle()
    held = pair.subject.backlog()
    assert held > 0
    assert len(read_all(pair.subject, 2 * len(MEBIBYTE))) == 2 * len(MEBIBYTE)
    assert pair.subject.backlog() == 0


@FACES
def test_close_notify_of_the_peer_ends_the_stream_and_is_answered(connect, driver):
    pair = connect(driver).shake()
    pair.peer.attempt(Call("write", (b"last",)))
    assert pair.run(READ, CLOSE_NOTIFY) == [Done(b"last"), Done()]
    assert pair.subject.attempt(READ) == Done(b"")
    assert pair.subject.hung_up
    assert pair.subject.attempt(CLOSE_NOTIFY) == Done()
    if driver is aio.PROTOCOL:
        expected = ("connection_made", "data_received", "eof_received", "connection_lost")
        assert pair.subject.callbacks == expected


@FACES
@ROLES
def test_close_notify_of_ours_waits_for_the_answer(connect, driver, role):
    pair = connect(driver, role).shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == READING
    pair.peer.feed(pair.subject.take())
    assert pair.peer.attempt(READ) == Done(b"")
    assert pair.subject.attempt(READ) == READING  # abandons the waiting, not the closing
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]


@FACES
def test_close_drops_the_transport_without_an_alert(connect, driver):
    pair = connect(driver).shake()
    assert pair.subject.attempt(CLOSE) == Done()
    assert pair.subject.hung_up
    assert pair.subject.take() == b""
    pair.subject.feed(b"into the void")
    assert (pair.subject.backlog(), pair.subject.attempt(READ)) == (0, Done(b""))
    raised = pair.subject.attempt(Call("write", (b"x",)))
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "ConnectionResetError")


@FACES
def test_close_in_the_handshake_fails_every_call(connect, driver):
    pair = connect(driver)
    assert pair.subject.attempt(HANDSHAKE) == READING
    assert pair.subject.attempt(CLOSE) == Done()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "ConnectionAbortedError")
    assert pair.subject.hung_up


@FACES
def test_ragged_end_reads_as_a_clean_one_on_cpython(connect, driver):
    """RFC 8446 section 6.1 calls this a truncation; sslproto calls eof_received() all the same."""
    pair = connect(driver).shake()
    pair.peer.attempt(Call("write", (b"half a mess",)))
    pair.settle()
    pair.subject.feed_eof()
    assert [pair.subject.attempt(READ), pair.subject.attempt(READ)] == [Done(b"half a mess"), Done(b"")]


@FACES
@ROLES
def test_end_in_the_handshake_is_a_reset_connection(connect, driver, role):
    pair = connect(driver, role)
    pair.subject.feed_eof()
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "ConnectionResetError")


@FACES
def test_untrusted_certificate_is_rejected_and_the_alert_is_lost(connect, driver):
    pair = connect(driver, trust="other-ca")
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.reason) == (Kind.CERTIFICATE_REJECTED, "CERTIFICATE_VERIFY_FAILED")
    # sslproto of CPython up to 3.13 aborts before it sends what OpenSSL wrote: unknown_ca never leaves.
    assert pair.subject.take() == b""
    assert pair.subject.attempt(READ) == pair.subject.attempt(HANDSHAKE) == raised


@FACES
def test_corrupted_record_is_a_protocol_error_for_good(connect, driver):
    pair = connect(driver).shake()
    pair.peer.attempt(Call("write", (b"secret",)))
    record = bytearray(pair.peer.take())
    record[-1] ^= 1
    pair.subject.feed(bytes(record))
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.PROTOCOL_ERROR, "SSLError")
    assert pair.subject.attempt(READ) == pair.subject.attempt(CLOSE_NOTIFY) == raised
    assert isinstance(pair.subject.attempt(Call("write", (b"x",))), Raised)


@FACES
def test_handshake_takes_sixty_virtual_seconds_at_most(connect, driver):
    pair = connect(driver)
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.subject.elapse(59.9)
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.subject.elapse(0.1)
    assert pair.subject.attempt(HANDSHAKE).exception == "ConnectionAbortedError"


@FACES
def test_closing_takes_thirty_virtual_seconds_at_most(connect, driver):
    pair = connect(driver).shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == READING
    pair.subject.elapse(30)
    assert pair.subject.attempt(CLOSE_NOTIFY).kind is Kind.TIMEOUT


@FACES
def test_what_asyncio_does_not_have_is_unsupported(connect, pki, driver):
    pair = connect(driver).shake()
    for call in (Call("pending"), Call("read_into", (1, 1)), Call("key_update", (True,))):
        assert call.name not in driver.calls
        with pytest.raises(Unsupported, match=call.name):
            pair.subject.attempt(call)
    with pytest.raises(Unsupported, match="session"):
        driver.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki, session=object()), Contexts())


@FACES
def test_wrong_arguments_and_types_are_misuse(connect, driver):
    pair = connect(driver).shake()
    assert pair.subject.attempt(Call("read")).kind is Kind.MISUSE
    assert pair.subject.attempt(Call("write", ("text",))).kind is Kind.MISUSE


def test_a_subject_that_spins_is_found_out(connect):
    pair = connect(aio.STREAMS).shake()
    loop = pair.subject._loop

    def spin():
        loop.call_soon(spin)

    spin()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.FOREIGN, "NeverIdle")
    spin()
    with pytest.raises(EndpointRaised, match="draining the transport: NeverIdle"):
        pair.subject.take()
    spin()
    pair.subject.close()


@FACES
def test_endpoint_works_inside_another_running_loop(connect, driver):
    async def inside():
        pair = connect(driver).shake()
        outcomes = pair.run(Call("write", (b"ping",)), READ)
        return outcomes, asyncio.get_running_loop()

    loop = asyncio.new_event_loop()
    try:
        outcomes, running = loop.run_until_complete(inside())
    finally:
        loop.close()
    assert outcomes == [Done(4), Done(b"ping")]
    assert running is loop


@FACES
def test_endpoints_can_be_closed_at_any_moment_and_twice(connect, driver):
    untouched, waiting, open_, drained = (connect(driver) for _ in range(4))
    waiting.subject.attempt(HANDSHAKE)
    open_.shake().subject.attempt(READ)
    drained.shake().subject.attempt(Call("write", (MEBIBYTE,)))
    drained.subject.attempt(Call("write", (MEBIBYTE,)))
    for pair in (untouched, waiting, open_, drained):
        pair.subject.close()
        pair.subject.close()
        assert pair.subject._loop.is_closed()


def test_older_pythons_are_told_so(pki, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    with pytest.raises(Unsupported, match=r"Python 3\.11"):
        aio.STREAMS.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
