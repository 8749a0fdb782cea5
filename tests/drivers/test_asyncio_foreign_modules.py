"""The asyncio drivers on a module that is not ssl, and exceptions asyncio does not expect."""

import ssl
import sys
from asyncio import sslproto

import pytest

from harness.drivers.aio_sslproto import sslproto_for
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, EndpointRaised
from harness.errors import HarnessError, Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup
from tests.drivers.asyncio_pair import (
    CLOSE_NOTIFY,
    FACES,
    HANDSHAKE,
    READ,
    READING,
    ROLES,
    STDLIB,
    connect,
    nothing_left_to_the_garbage_collector,
    other_ssl,
    pki,
    quiet,
    raising,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures


@FACES
@ROLES
def test_a_module_that_is_not_ssl_gets_an_sslproto_of_its_own(connect, driver, role):
    before = dict(vars(sslproto))
    other = other_ssl()
    pair = connect(driver, role, implementation=other).shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, CLOSE_NOTIFY) == [Done(b""), Done()]
    assert type(pair.subject._object) is other.module.SSLObject
    copy = sslproto_for(other)
    assert copy is sslproto_for(other)
    assert copy.ssl is other.module
    assert copy is not sslproto_for(STDLIB) is sslproto is sys.modules["asyncio.sslproto"]
    assert sys.modules["ssl"] is ssl
    assert dict(vars(sslproto)) == before


@FACES
def test_a_foreign_module_has_its_own_errors_translated(connect, driver):
    pair = connect(driver, implementation=other_ssl(), trust="other-ca")
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    assert pair.subject.attempt(HANDSHAKE).kind is Kind.CERTIFICATE_REJECTED


@FACES
@pytest.mark.parametrize("name", ["SSLSyscallError", "CertificateError", "MemoryBIO"])
def test_a_module_that_lacks_what_sslproto_needs_is_unsupported(pki, driver, name):
    other = other_ssl()
    delattr(other.module, name)
    assert driver.missing(other) == (name,)
    with pytest.raises(Unsupported, match="other has no " + name):
        driver.connect(other, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())


@FACES
def test_an_exception_nobody_would_see_is_told_instead_of_waiting(connect, driver):
    """do_handshake() fails in connection_made(): asyncio logs it and the handshake waits for ever."""
    pair = connect(driver, implementation=other_ssl(do_handshake=raising(ZeroDivisionError("oh"))))
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.FOREIGN, "ZeroDivisionError")
    assert pair.subject.attempt(HANDSHAKE) == READING


@FACES
def test_an_exception_behind_a_clean_end_is_told_first(connect, driver):
    pair = connect(driver).shake()
    pair.subject._loop.call_soon(raising(ZeroDivisionError("unseen")))
    pair.run(READ, CLOSE_NOTIFY)
    pair.subject._loop.call_soon(raising(ZeroDivisionError("unseen, too")))
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.message) == (Kind.FOREIGN, "unseen, too")
    assert pair.subject.attempt(READ) == Done(b"")


@FACES
def test_feeding_after_the_end_is_the_fault_of_the_harness(connect, driver):
    pair = connect(driver).shake()
    pair.subject.feed_eof()
    with pytest.raises(HarnessError, match="after the end"):
        pair.subject.feed(b"more")


@FACES
def test_a_fatal_foreign_exception_is_told_once(connect, driver):
    pair = connect(driver, implementation=other_ssl(read=raising(ZeroDivisionError("oh"))))
    pair.settle()
    pair.peer.attempt(HANDSHAKE)
    pair.settle()
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.FOREIGN, "ZeroDivisionError")
    assert pair.subject._loop.reports != []  # asyncio reported it as well
    assert pair.subject._unheard() is None


@FACES
def test_a_want_that_leaks_is_an_error_not_a_want(connect, driver):
    """sslproto takes SSLWantWriteError of a memory BIO for a failed handshake; nothing will continue it."""
    other = other_ssl()
    other.module.SSLObject.do_handshake = raising(other.module.SSLWantWriteError("never"))
    raised = connect(driver, implementation=other).subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.exception) == (Kind.FOREIGN, "SSLWantWriteError")


@FACES
def test_a_transport_that_cannot_be_aborted_is_the_modules_fault(connect, monkeypatch, driver):
    end = connect(driver).shake().subject
    monkeypatch.setattr(type(end._transport), "abort", raising(TypeError("no abort")))
    with pytest.raises(EndpointRaised, match=r"abort\(\): TypeError"):
        end.close()
    assert end._loop.is_closed()
    end._transport._closed = True  # lest it complain that nobody closed it
