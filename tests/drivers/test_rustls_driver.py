"""rustls through pyrtls: data crosses, the handshake's end is seen, errors are told apart, lacks are said."""

import pytest

pytest.importorskip("pyrtls", reason="the extra `rustls` is not installed")

from harness.drivers.contexts import Contexts
from harness.drivers.native import NativeEndpoint
from harness.drivers.passing import Passing
from harness.endpoint import Call, Done, Wants
from harness.errors import Unsupported
from harness.implementation import load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.setup import Setup

STARVED = Wants(Want.READ)
HANDSHAKE, READ = Call("handshake"), Call("read", (100,))


@pytest.fixture(scope="module")
def rustls():
    return load("rustls")


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


def test_nothing_is_sent_before_something_is_called(rustls, pki):
    client = end(rustls, pki, Role.CLIENT)
    assert client.take() == b""
    assert client.attempt(Call("write", (b"early",))) == STARVED
    assert client.take()[:3] == b"\x16\x03\x01"


def test_data_crosses_and_is_read_in_pieces(rustls, pki):
    client, server = shaken(rustls, pki, alpn=("h2",))
    assert settle(client, server, Call("write", (b"there",)), Call("read", (3,))) == [Done(5), Done(b"the")]
    assert server.attempt(Call("read_into", (9, 5))) == Done((2, b"re\0\0\0"))
    assert server.attempt(READ) == STARVED
    assert server.attempt(Call("read", (0,))) == Done(b"")


def test_a_full_connection_makes_its_reader_wait_and_loses_nothing(rustls, pki):
    client, server = shaken(rustls, pki)
    sent = bytes(range(256)) * 400
    for at in range(0, len(sent), 16_000):
        piece = sent[at : at + 16_000]
        assert client.attempt(Call("write", (piece,))) == Done(len(piece))
        server.feed(client.take())
    server.feed_eof()
    read = b""
    while isinstance(outcome := server.attempt(READ), Done):
        read += outcome.value
    assert (read, outcome.kind) == (sent, Kind.RAGGED_EOF)
    assert server.attempt(HANDSHAKE).kind is Kind.RAGGED_EOF


def test_errors_are_told_apart_by_their_texts(rustls, pki):
    client = end(rustls, pki, Role.CLIENT)
    server = end(rustls, pki, Role.SERVER, certificate="wrong-host")
    refused, told = settle(client, server, HANDSHAKE, HANDSHAKE)
    assert refused.kind is Kind.CERTIFICATE_REJECTED
    assert (told.kind, told.alert, told.alert_received) == (Kind.PROTOCOL_ERROR, "bad_certificate", True)
    _, server = shaken(rustls, pki)
    server.feed(bytes.fromhex("1703030020") + bytes(32))
    broken = server.attempt(READ)
    assert (broken.kind, broken.exception) == (Kind.PROTOCOL_ERROR, "ValueError")
    assert server.attempt(Call("write", (b"after it",))) == broken


def test_what_came_before_an_error_is_read_before_that_is_told_or_not_at_all(rustls, pki):
    garbage = bytes.fromhex("1703030020") + bytes(32)
    for told_first in (READ, Call("write", (b"unheard",))):
        client, server = shaken(rustls, pki)
        assert client.attempt(Call("write", (b"heard",))) == Done(5)
        server.feed(client.take() + garbage)
        assert server.attempt(HANDSHAKE) == Done()
        if told_first is READ:
            assert server.attempt(READ) == Done(b"heard")
        failure = server.attempt(told_first)
        assert failure.kind is Kind.PROTOCOL_ERROR
        assert [server.attempt(call) for call in (READ, HANDSHAKE, READ)] == [failure] * 3


def test_a_message_in_more_records_than_there_is_room_for_is_an_error_and_not_waited_for(rustls, pki):
    server = end(rustls, pki, Role.SERVER)
    server.feed(bytes.fromhex("160301000401009000") + bytes.fromhex("160301000100") * 30_000)
    outcome = server.attempt(HANDSHAKE)
    assert (outcome.kind, outcome.message) == (Kind.PROTOCOL_ERROR, "error: message buffer full")


def test_what_pyrtls_lacks_is_unsupported(rustls, pki):
    for role, options, told in (
        (Role.CLIENT, {"verify": "no"}, "has no certificate, and verifies"),
        (Role.CLIENT, {"certificate": "client"}, "has no certificate, and verifies"),
        (Role.CLIENT, {"server_name": None}, "a host name or an address"),
        (Role.CLIENT, {"trust": "nothing"}, "at least one"),
        (Role.CLIENT, {"also": Tls.V12}, "no choice of versions"),
        (Role.SERVER, {"verify": "required"}, "does not ask clients"),
        (Role.SERVER, {"cipher": "AES128-SHA"}, "no choice of cipher suites"),
        (Role.SERVER, {"tickets": 0}, "number of session tickets"),
    ):
        with pytest.raises(Unsupported, match=told):
            end(rustls, pki, role, **options)
    for call in ("tell", "close_notify"):
        with pytest.raises(Unsupported, match=f"rustls has no {call}"):
            end(rustls, pki, Role.CLIENT).attempt(Call(call))


def test_the_records_that_pass_show_where_a_handshake_stands():
    passing = Passing()
    hello = b"\x02\x00\x00\x20" + b"\x00\x2b\x00\x02\x03\x04".rjust(32)
    for byte in hello:  # spread over records of one byte, each of which comes byte by byte
        for part in bytes([22, 3, 3, 0, 1, byte]):
            passing.see(bytes([part]))
    assert (passing.tls13, passing.protected) == (True, False)
    passing.see(b"\x14\x03\x03\0\1\1" + b"\x17\x03\x03\0\1x")
    assert passing.protected
    older = Passing()
    older.see(b"\x16\x03\x03\0\1\x02" + b"\x14\x03\x03\0\1\1")
    assert not older.finished_tls12
    older.see(b"\x16\x03\x03\0\1\x99")
    assert (older.finished_tls12, older.tls13) == (True, False)


def test_a_long_cookie_does_not_hide_the_version():
    passing = Passing()
    retry = b"\x02\x00\xea\x66" + b"c" * 60000 + b"\x00\x2b\x00\x02\x03\x04"
    for at in range(0, len(retry), 16000):
        piece = retry[at : at + 16000]
        passing.see(b"\x16\x03\x03" + len(piece).to_bytes(2, "big") + piece)
    assert passing.tls13


def test_it_tells_its_version(rustls):
    assert rustls.facts()["library"].startswith("pyrtls ")
