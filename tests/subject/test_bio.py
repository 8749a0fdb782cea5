"""The bio driver: one method call an attempt, and CPython's ssl behind it."""

import ssl
from types import SimpleNamespace

import pytest

from harness.drivers.bio import DRIVER, BioEndpoint
from harness.drivers.contexts import Contexts
from harness.endpoint import FACTS, Call, Done, EndpointRaised, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.setup import Setup
from harness.trickling import trickle

STARVED = Wants(Want.READ)
HANDSHAKE, READ, CLOSE = Call("handshake"), Call("read", (100,)), Call("close_notify")


def end(pki, role, tls=Tls.V13, implementation=None, **options):
    return BioEndpoint(
        implementation or load("stdlib"), Setup(role, tls, Options(**options), pki), Contexts()
    )


def pair(pki, tls=Tls.V13, server=None, client=None):
    return end(pki, Role.CLIENT, tls, **(client or {})), end(pki, Role.SERVER, tls, **(server or {}))


def carry(one, other):
    """Everything one end has for the wire, to the other."""
    data = one.take()
    if data:
        other.feed(data)
    return data


def shaken(pki, tls=Tls.V13, **options):
    """A pair whose handshake is over."""
    client, server = pair(pki, tls, **options)
    for _ in range(3):
        client.attempt(HANDSHAKE)
        carry(client, server)
        server.attempt(HANDSHAKE)
        carry(server, client)
    assert client.attempt(HANDSHAKE) == server.attempt(HANDSHAKE) == Done()
    return client, server


@pytest.mark.parametrize("tls", Tls)
def test_a_handshake_wants_bytes_until_it_is_done(pki, tls):
    client, server = pair(pki, tls)
    assert server.attempt(HANDSHAKE) == STARVED
    assert server.take() == b""
    assert client.attempt(HANDSHAKE) == STARVED
    assert carry(client, server)
    assert client.take() == b""
    shaken(pki, tls)


@pytest.mark.parametrize("tls", Tls)
def test_data_crosses_and_the_end_is_clean(pki, tls):
    client, server = shaken(pki, tls)
    assert client.attempt(Call("write", (b"hello",))) == Done(5)
    carry(client, server)
    assert server.attempt(Call("read", (2,))) == Done(b"he")
    assert server.attempt(Call("pending")) == Done(3)
    assert server.attempt(Call("read_into", (10, 4))) == Done((3, b"llo\0"))
    assert server.attempt(READ) == STARVED
    assert client.attempt(CLOSE) == STARVED
    carry(client, server)
    assert server.attempt(READ) == Done(b"")
    assert server.attempt(CLOSE) == Done()


def test_the_end_of_the_wire_is_ragged(pki):
    client, _ = shaken(pki)
    client.feed_eof()
    assert client.attempt(READ).kind is Kind.RAGGED_EOF


def test_a_rejected_certificate_is_an_outcome_with_its_reason_and_an_alert(pki):
    client, server = pair(pki, Tls.V12, client={"trust": "other-ca"})
    client.attempt(HANDSHAKE)
    carry(client, server)
    server.attempt(HANDSHAKE)
    carry(server, client)
    refused = client.attempt(HANDSHAKE)
    assert refused.kind is Kind.CERTIFICATE_REJECTED
    assert isinstance(refused.verify_code, int)
    carry(client, server)
    heard = server.attempt(HANDSHAKE)
    assert (heard.kind, heard.alert, heard.alert_received) == (Kind.PROTOCOL_ERROR, "unknown_ca", True)


def test_garbage_is_a_protocol_error(pki):
    server = end(pki, Role.SERVER)
    server.feed(b"GET / HTTP/1.1\r\n\r\n")
    assert server.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR


def test_wrong_use_is_an_outcome_too(pki):
    client = end(pki, Role.CLIENT)
    assert client.attempt(Call("write", ("text",))).kind is Kind.MISUSE


def test_facts_are_told_before_and_after(pki):
    client = end(pki, Role.CLIENT)
    assert client.attempt(Call("tell", ("version",))) == Done(None)
    assert client.attempt(Call("tell", ("cipher",))) == Done(None)
    client, server = shaken(
        pki, Tls.V12, client={"alpn": ("h2",)}, server={"alpn": ("h2", "x"), "notes_name": True}
    )
    assert client.attempt(Call("tell", ("version",))) == Done("TLSv1.2")
    assert client.attempt(Call("tell", ("alpn",))) == server.attempt(Call("tell", ("alpn",))) == Done("h2")
    assert client.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(None)
    assert server.attempt(Call("tell", ("server_name",))) == Done("localhost")
    assert client.attempt(Call("tell", ("session_reused",))) == Done(value=False)
    assert client.attempt(Call("tell", ("compression",))) == Done(None)
    binding = client.attempt(Call("tell", ("channel_binding",)))
    assert binding == server.attempt(Call("tell", ("channel_binding",)))
    assert isinstance(binding.value, bytes)
    for fact in FACTS:
        assert isinstance(client.attempt(Call("tell", (fact,))), Done)


def test_an_unknown_fact_and_an_unknown_call_are_unsupported(pki):
    client = end(pki, Role.CLIENT)
    with pytest.raises(Unsupported, match="cannot tell 'mood'"):
        client.attempt(Call("tell", ("mood",)))
    with pytest.raises(Unsupported, match="an SSLObject has no key_update"):
        client.attempt(Call("key_update", (True,)))


def test_a_driver_names_what_it_can(pki):
    reads_and_writes = {"read", "read_into", "write", "write_from_buffer", "pending"}
    others = {"handshake", "close_notify", "tell", "ask", "use", "crowd", "request_certificate"}
    assert reads_and_writes | others == DRIVER.calls
    made = DRIVER.connect(load("stdlib"), Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
    assert (made.hung_up, made.backlog()) == (False, 0)
    made.close()
    made.close()


class Refusing:
    """A MemoryBIO that refuses everything."""

    def write(self, data):
        raise KeyError(len(data))

    def write_eof(self):
        raise KeyError("eof")

    def read(self):
        raise ssl.SSLWantReadError


def like_ssl(**changes):
    names = {**vars(ssl), **changes}
    return Implementation("odd", SimpleNamespace(**{n: v for n, v in names.items() if v is not None}))


def test_an_implementation_that_raises_outside_a_call_is_named(pki):
    class Context(ssl.SSLContext):
        def wrap_bio(self, *_bios, **_how):
            return SimpleNamespace()

    odd = like_ssl(MemoryBIO=Refusing, SSLContext=Context)
    made = end(pki, Role.CLIENT, implementation=odd)
    for doing, act in [
        ("MemoryBIO.write", lambda: made.feed(b"x")),
        ("MemoryBIO.write_eof", made.feed_eof),
        ("MemoryBIO.read", made.take),
    ]:
        with pytest.raises(EndpointRaised) as caught:
            act()
        assert (caught.value.doing, caught.value.outcome.kind) == (doing, Kind.FOREIGN)
        assert isinstance(caught.value.outcome, Raised)
    with pytest.raises(Unsupported, match="an SSLObject has no do_handshake"):
        made.attempt(HANDSHAKE)


def test_an_implementation_without_wrap_bio_or_memory_bio_is_unsupported(pki):
    with pytest.raises(Unsupported, match="odd has no MemoryBIO"):
        end(pki, Role.CLIENT, implementation=like_ssl(MemoryBIO=None))

    class Context(ssl.SSLContext):
        wrap_bio = property()

    with pytest.raises(Unsupported, match=r"odd has no SSLContext\.wrap_bio"):
        end(pki, Role.CLIENT, implementation=like_ssl(SSLContext=Context))


def in_bytes(data):
    """The pieces of a byte each."""
    return [data[at : at + 1] for at in range(len(data))]


@pytest.fixture(params=[BioEndpoint.trickle, trickle], ids=["own", "any"])
def bring(request):
    """The driver's own way to take pieces one by one, and the one that any endpoint has."""
    return request.param


def test_pieces_are_fed_until_a_read_gives_something(pki, bring):
    client, server = shaken(pki)
    server.attempt(Call("write", (b"hello",)))
    pieces = in_bytes(server.take())
    assert bring(client, READ, pieces[:-1], Want.READ) == (len(pieces) - 1, STARVED, b"", 0, "")
    assert bring(client, READ, [*pieces[-1:], b"behind"], Want.READ) == (1, Done(b"hello"), b"", 0, "")


def test_pieces_are_fed_until_something_is_emitted(pki, bring):
    client, server = pair(pki)
    assert server.attempt(HANDSHAKE) == client.attempt(HANDSHAKE) == STARVED
    hello = in_bytes(client.take())
    fed, outcome, flight, *rest = bring(server, HANDSHAKE, [*hello, b"behind"], Want.READ)
    assert (fed, outcome, rest) == (len(hello), STARVED, [0, ""])
    assert flight[:1] == b"\x16"


def test_pieces_are_fed_until_an_attempt_raises(pki, bring):
    client, _ = shaken(pki)
    fed, outcome, alert, *rest = bring(client, READ, in_bytes(b"\x17\x03\x03\x00\x02ab" + b"more"), Want.READ)
    assert (fed, outcome.kind, rest) == (7, Kind.PROTOCOL_ERROR, [0, ""])
    assert alert


def test_pieces_that_cannot_be_fed_are_told(pki, bring):
    client, _ = pair(pki)
    client.feed_eof()  # behind it a MemoryBIO takes no more
    fed, outcome, *rest, doing = bring(client, HANDSHAKE, [b"\x16", b"behind"], Want.READ)
    assert (fed, outcome.exception, rest, doing) == (1, "SSLError", [b"", 0], "MemoryBIO.write")


def test_a_call_it_does_not_have_is_unsupported_piece_by_piece(pki, bring):
    with pytest.raises(Unsupported):
        bring(end(pki, Role.CLIENT), Call("sing"), [b"x"], Want.READ)
