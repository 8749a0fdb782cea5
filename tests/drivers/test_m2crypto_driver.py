"""M2Crypto: data crosses, errors mean what OpenSSL's words say, and what it lacks is said."""

import pytest

pytest.importorskip("M2Crypto", reason="M2Crypto is not installed")

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
def m2crypto():
    return load("m2crypto")


@pytest.fixture
def ends(m2crypto, pki):
    """Makes a client and a server of these options, closed behind the test."""
    made = []

    def make(tls=Tls.V13, server=None, **options):
        for role in Role:
            given = server if role is Role.SERVER and server is not None else options
            made.append(NativeEndpoint(m2crypto, Setup(role, tls, Options(**given), pki), Contexts()))
        return made[-2:]

    yield make
    for each in made:
        each.close()
        each.close()


def settle(client, server, *calls):
    """Both calls, attempted while bytes move; the outcomes."""
    outcomes = [STARVED, STARVED]
    for _ in range(12):
        for number, (one, other) in enumerate(((client, server), (server, client))):
            if isinstance(outcomes[number], Wants):
                outcomes[number] = one.attempt(calls[number])
            other.feed(one.take())
    return outcomes


@pytest.mark.parametrize("tls", list(Tls), ids=str)
@pytest.mark.parametrize("certificate", ["", "rsa", "chain"])
def test_data_crosses_both_ways_and_is_read_in_pieces(ends, tls, certificate):
    client, server = ends(tls, server={"certificate": certificate})
    assert settle(client, server, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    assert settle(client, server, Call("write", (b"there",)), Call("read", (3,))) == [Done(5), Done(b"the")]
    assert server.attempt(Call("pending")) == Done(2)
    assert server.attempt(READ) == Done(b"re")
    assert settle(client, server, READ, Call("write", (b"back",))) == [Done(b"back"), Done(4)]
    assert client.attempt(READ) == STARVED
    assert client.attempt(Call("read", (0,))) == Done(b"")


def test_facts_are_told_after_the_handshake(ends, pki):
    suite = "ECDHE-ECDSA-AES128-SHA256"
    client, server = ends(Tls.V12, cipher=suite)
    assert client.attempt(Call("tell", ("version",))) == Done(None)
    settle(client, server, HANDSHAKE, HANDSHAKE)
    assert client.attempt(Call("tell", ("version",))) == Done("TLSv1.2")
    assert client.attempt(Call("tell", ("cipher",))) == Done(suite)
    assert client.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(None)
    with pytest.raises(Unsupported, match="cannot tell 'alpn'"):
        client.attempt(Call("tell", ("alpn",)))


@pytest.mark.parametrize("options", [{"trust": "other-ca"}, {"server_name": "elsewhere.example"}], ids=str)
def test_a_certificate_that_is_refused_is_told(ends, options):
    client, server = ends(server={}, **options)
    assert settle(client, server, HANDSHAKE, HANDSHAKE)[0].kind is Kind.CERTIFICATE_REJECTED


def test_the_alert_that_the_other_end_refused_with_is_told(ends):
    client, server = ends(server={"cipher": "ECDHE-RSA-AES128-GCM-SHA256"}, tls=Tls.V12)
    refused = settle(client, server, HANDSHAKE, HANDSHAKE)[0]
    assert (refused.alert, refused.alert_received) == ("handshake_failure", True)


def test_a_client_shows_its_certificate(ends):
    client, server = ends(server={"verify": "required"}, certificate="client")
    assert settle(client, server, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    assert server.attempt(Call("tell", ("peer_certificate",))).value


def test_bytes_that_are_no_record_are_a_protocol_error(ends):
    client, _ = ends()
    client.attempt(HANDSHAKE)
    client.feed(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert client.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR


def test_a_handshake_that_is_over_is_asked_for_again_of_the_connection_itself(ends):
    client, server = ends()
    settle(client, server, HANDSHAKE, HANDSHAKE)
    assert client.attempt(HANDSHAKE) == Done()
    client.feed(b"\0" * 5)
    assert client.attempt(READ).kind is Kind.PROTOCOL_ERROR
    assert client.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR


def test_a_server_that_is_told_goodbye_amid_its_handshake_does_not_wait(ends):
    client, server = ends(Tls.V12)
    assert client.attempt(HANDSHAKE) == STARVED
    server.feed(client.take())
    assert server.attempt(HANDSHAKE) == STARVED
    server.feed(b"\x15\x03\x03\0\x02\x01\0")
    assert server.attempt(HANDSHAKE).kind is Kind.CLEAN_CLOSE


@pytest.mark.parametrize(
    "options",
    [{"alpn": ("h2",)}, {"tickets": 1}, {"server_name": "bücher.example"}, {"trust": "revocations"}],
    ids=str,
)
def test_what_m2crypto_lacks_is_said(ends, options):
    with pytest.raises(Unsupported, match="M2Crypto"):
        ends(**options)
