"""siotls: data crosses, errors mean what their classes say, and what it lacks is said."""

import pytest

pytest.importorskip("siotls", reason="the extra `siotls` is not installed")

from harness.drivers.contexts import Contexts
from harness.drivers.native import NativeEndpoint
from harness.endpoint import Call, Done, Wants
from harness.errors import Unsupported
from harness.implementation import load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.setup import Setup

STARVED = Wants(Want.READ)
HANDSHAKE, READ = Call("handshake"), Call("read", (100,))


@pytest.fixture(scope="module")
def siotls():
    return load("siotls")


def end(implementation, pki, role, tls=Tls.V13, **options):
    return NativeEndpoint(implementation, Setup(role, tls, Options(**options), pki), Contexts())


def settle(client, server, *calls):
    """Both calls, attempted while bytes move; the outcomes."""
    outcomes = [STARVED, STARVED]
    for _ in range(12):
        for number, (one, other) in enumerate(((client, server), (server, client))):
            if isinstance(outcomes[number], Wants):
                outcomes[number] = one.attempt(calls[number])
            other.feed(one.take())
    return outcomes


def shaken(implementation, pki, **options):
    ends = [end(implementation, pki, role, **options) for role in Role]
    assert settle(*ends, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    return ends


def test_data_crosses_both_ways_and_is_read_in_pieces(siotls, pki):
    client, server = shaken(siotls, pki)
    assert settle(client, server, Call("write", (b"there",)), Call("read", (3,))) == [Done(5), Done(b"the")]
    assert server.attempt(READ) == Done(b"re")
    assert settle(client, server, READ, Call("write_from_buffer", (b"back",))) == [Done(b"back"), Done(4)]
    assert client.attempt(READ) == STARVED
    assert client.attempt(Call("read", (0,))) == Done(b"")


def test_facts_are_told_after_the_handshake(siotls, pki):
    assert end(siotls, pki, Role.CLIENT).attempt(Call("tell", ("version",))) == Done(None)
    for one in shaken(siotls, pki, alpn=("h2",)):
        told = [one.attempt(Call("tell", (fact,))).value for fact in ("version", "alpn", "cipher")]
        assert told == ["TLSv1.3", "h2", "TLS_CHACHA20_POLY1305_SHA256"]
        with pytest.raises(Unsupported, match="cannot tell 'session'"):
            one.attempt(Call("tell", ("session",)))


def test_an_rsa_key_serves_too(siotls, pki):
    server = end(siotls, pki, Role.SERVER, certificate="rsa")
    assert settle(end(siotls, pki, Role.CLIENT), server, HANDSHAKE, HANDSHAKE) == [Done(), Done()]


@pytest.mark.parametrize("certificate", ["wrong-host", "untrusted", "expired", "for-clients"])
def test_a_certificate_that_does_not_do_is_rejected(siotls, pki, certificate):
    server = end(siotls, pki, Role.SERVER, certificate=certificate)
    refused, told = settle(end(siotls, pki, Role.CLIENT), server, HANDSHAKE, HANDSHAKE)
    assert (refused.kind, refused.alert, refused.alert_received) == (
        Kind.CERTIFICATE_REJECTED,
        "bad_certificate",
        False,
    )
    assert (told.kind, told.alert_received) == (Kind.PROTOCOL_ERROR, True)


def test_errors_stay(siotls, pki):
    client, server = shaken(siotls, pki)
    server.feed(bytes.fromhex("1703030020") + bytes(32))
    broken = server.attempt(READ)
    assert broken.kind is Kind.PROTOCOL_ERROR
    assert server.attempt(Call("write", (b"after it",))) == broken
    client.feed_eof()
    assert client.attempt(READ).kind is Kind.RAGGED_EOF
    assert client.attempt(HANDSHAKE).kind is Kind.RAGGED_EOF


def test_what_came_before_a_failure_is_read_before_that_is_told_or_not_at_all(siotls, pki):
    garbage = bytes.fromhex("1703030020") + bytes(32)
    for told_first in (READ, Call("write", (b"unheard",))):
        client, server = shaken(siotls, pki)
        assert client.attempt(Call("write", (b"heard",))) == Done(5)
        server.feed(client.take() + garbage)
        assert server.attempt(HANDSHAKE) == Done()
        if told_first is READ:
            assert server.attempt(READ) == Done(b"heard")
        failure = server.attempt(told_first)
        assert failure.kind is Kind.PROTOCOL_ERROR
        assert [server.attempt(call) for call in (READ, HANDSHAKE, READ)] == [failure] * 3


def test_closing_before_the_handshake_is_misuse(siotls, pki):
    assert end(siotls, pki, Role.CLIENT).attempt(Call("close_notify")).kind is Kind.MISUSE


def test_what_siotls_lacks_is_unsupported(siotls, pki):
    for role, tls, options, told in (
        (Role.CLIENT, Tls.V12, {}, "TLS 1.3 alone"),
        (Role.CLIENT, Tls.V13, {"also": Tls.V12}, "TLS 1.3 alone"),
        (Role.CLIENT, Tls.V13, {"server_name": None}, "needs a name"),
        (Role.CLIENT, Tls.V13, {"trust": "nothing"}, "no empty trust store"),
        (Role.CLIENT, Tls.V13, {"trust": "revocations"}, "no revocation lists"),
        (Role.SERVER, Tls.V13, {"verify": "optional"}, "do without"),
        (Role.SERVER, Tls.V13, {"tickets": 1}, "session tickets"),
        (Role.SERVER, Tls.V13, {"notes_name": True}, "callback for the name"),
        (Role.SERVER, Tls.V13, {"certificate": "locked"}, "decrypting them is its caller's"),
    ):
        with pytest.raises(Unsupported, match=told):
            end(siotls, pki, role, tls, **options)


def test_it_tells_its_version(siotls):
    assert siotls.facts()["library"].startswith("siotls ")
