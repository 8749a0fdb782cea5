"""The pyopenssl drivers: both faces carry data, say what pyOpenSSL cannot, and translate what it raises."""

from types import SimpleNamespace

import pytest

from harness.collection import collect
from harness.drivers.contexts import Contexts
from harness.drivers.pyopenssl import DRIVER, DRIVER_SOCKET
from harness.drivers.pyopenssl_errors import meaning
from harness.endpoint import Call, Done, EndpointRaised, Raised, Wants
from harness.errors import Unsupported, UsageError
from harness.expression import Attribute, Called, Name, Portrait
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.places import place
from harness.run.plan import Request, straight_cells
from harness.setup import Setup

STARVED = Wants(Want.READ)
HANDSHAKE, READ, CLOSE = Call("handshake"), Call("read", (100,)), Call("close_notify")


@pytest.fixture(scope="module")
def pyopenssl():
    pytest.importorskip("OpenSSL", reason="the extra `pyopenssl` is not installed")
    return load("pyopenssl")


@pytest.fixture(params=[DRIVER, DRIVER_SOCKET], ids=lambda driver: driver.name)
def connect(request, pyopenssl, pki):
    """Makes an endpoint of one face; all are closed when the test is over."""
    made = []

    def make(role, tls=Tls.V13, contexts=None, session=None, **options):
        setup = Setup(role, tls, Options(**options), pki, session)
        made.append(request.param.connect(pyopenssl, setup, contexts or Contexts()))
        return made[-1]

    yield make
    for endpoint in made:
        endpoint.close()


def settle(client, server, *calls):
    """Both calls, attempted while bytes move; the outcomes."""
    outcomes = [STARVED, STARVED]
    for _ in range(12):
        for number, (one, other) in enumerate(((client, server), (server, client))):
            if isinstance(outcomes[number], Wants):
                outcomes[number] = one.attempt(calls[number])
            other.feed(one.take())
    return outcomes


def shaken(connect, tls=Tls.V13, client=None, server=None):
    """A pair whose handshake is over."""
    ends = connect(Role.CLIENT, tls, **(client or {})), connect(Role.SERVER, tls, **(server or {}))
    assert settle(*ends, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    return ends


# -- both faces


@pytest.mark.parametrize("tls", Tls)
def test_data_crosses_both_ways_and_the_end_is_clean(connect, tls):
    client, server = shaken(connect, tls)
    assert settle(client, server, Call("write", (b"there",)), READ) == [Done(5), Done(b"there")]
    assert settle(client, server, READ, Call("write_from_buffer", (b"back",))) == [Done(b"back"), Done(4)]
    assert client.attempt(READ) == STARVED
    assert settle(client, server, CLOSE, READ) == [STARVED, Done(b"")]
    assert settle(client, server, CLOSE, CLOSE) == [Done(), Done()]
    assert server.attempt(Call("read_into", (9, 3))) == Done((0, bytes(3)))


def test_a_read_into_a_buffer_shows_all_of_it(connect):
    client, server = shaken(connect)
    assert settle(client, server, Call("write", (b"abcdef",)), Call("read_into", (3, 5))) == [
        Done(6),
        Done((3, b"abc\0\0")),
    ]
    assert server.attempt(Call("pending")) == Done(3)
    assert server.attempt(Call("read", (0,))) == Done(b"")
    assert server.attempt(Call("read_into", (0, 5))) == Done((3, b"def\0\0"))


def test_facts_are_told_in_the_words_of_the_other_drivers(connect, pki):
    options = {"alpn": ("h2",), "cipher": "ECDHE-ECDSA-AES128-SHA256"}
    client, server = shaken(connect, Tls.V12, options, {**options, "notes_name": True})
    for one in (client, server):
        told = [one.attempt(Call("tell", (fact,))) for fact in ("version", "cipher", "alpn")]
        assert told == [Done("TLSv1.2"), Done("ECDHE-ECDSA-AES128-SHA256"), Done("h2")]
    assert client.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(None)
    assert server.attempt(Call("tell", ("server_name",))) == Done("localhost")
    with pytest.raises(Unsupported, match="cannot tell 'session_reused'"):
        client.attempt(Call("tell", ("session_reused",)))


def test_a_session_outlives_its_endpoint_and_is_resumed(connect):
    contexts = Contexts()
    client, server = connect(Role.CLIENT, Tls.V12, contexts), connect(Role.SERVER, Tls.V12, contexts)
    assert settle(client, server, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    full, session = len(server.take()), client.attempt(Call("tell", ("session",))).value
    client.close()
    again = connect(Role.CLIENT, Tls.V12, contexts, session), connect(Role.SERVER, Tls.V12, contexts)
    flights = []
    for _ in range(3):
        for one, other in (again, again[::-1]):
            one.attempt(HANDSHAKE)
            flights.append(one.take())
            other.feed(flights[-1])
    assert full == 0
    assert len(flights[1]) < 400, "a full handshake sends a certificate"
    assert again[0].attempt(Call("write", (b"x",))) == Done(1)


def test_a_wire_that_ends_is_ragged(connect):
    client, server = shaken(connect)
    server.attempt(Call("write", (b"the last",)))
    client.feed(server.take())
    client.feed_eof()
    assert client.attempt(READ) == Done(b"the last")
    ragged = client.attempt(READ)
    assert (ragged.kind, ragged.exception) == (Kind.RAGGED_EOF, "SysCallError")


def test_errors_mean_what_their_classes_say(connect):
    client, server = connect(Role.CLIENT), connect(Role.SERVER, certificate="untrusted")
    refused, told = settle(client, server, HANDSHAKE, HANDSHAKE)
    assert (refused.kind, refused.reason) == (Kind.CERTIFICATE_REJECTED, "certificate verify failed")
    assert (told.kind, told.alert, told.alert_received) == (Kind.PROTOCOL_ERROR, "unknown_ca", True)
    client, _ = shaken(connect)
    client.feed(bytes.fromhex("1703030020") + bytes(32))
    broken = client.attempt(READ)
    assert (broken.kind, broken.alert) == (Kind.PROTOCOL_ERROR, None)
    assert client.attempt(Call("read", ("many",))).kind is Kind.MISUSE


def test_names_are_not_compared_and_that_is_told(connect):
    for tls in Tls:
        client, server = connect(Role.CLIENT, tls), connect(Role.SERVER, tls, certificate="wrong-host")
        with pytest.raises(Unsupported, match="leaves it to its caller to compare names"):
            settle(client, server, HANDSHAKE, HANDSHAKE)
    shaken(connect, client={"verify": "no"}, server={"certificate": "wrong-host"})
    shaken(connect, client={"server_name": "elsewhere.example"}, server={"certificate": "wrong-host"})


def test_what_pyopenssl_has_no_call_for_is_unsupported(connect):
    for role, options, told in (
        (Role.CLIENT, {"server_name": "127.0.0.1"}, "cannot check an address"),
        (Role.CLIENT, {"server_name": "::1"}, "cannot check an address"),
        (Role.CLIENT, {"server_name": "b\xfccher.example"}, "encoding them is the caller's"),
        (Role.CLIENT, {"post_handshake_auth": True}, "authentication after the handshake"),
        (Role.CLIENT, {"groups": ("x25519",)}, "groups and key shares"),
        (Role.SERVER, {"tickets": 0}, "how many session tickets"),
        (Role.SERVER, {"name_callback": "raises"}, "what its callback for the name does"),
    ):
        with pytest.raises(Unsupported, match=told):
            connect(role, **options)
    with pytest.raises(Unsupported, match="a Connection has no key_update"):
        connect(Role.CLIENT).attempt(Call("key_update"))


def test_what_raises_while_being_set_up_is_told(connect, monkeypatch, pyopenssl):
    def broken(*_arguments):
        raise pyopenssl.module.Error([("SSL routines", "", "planned")])

    monkeypatch.setattr(pyopenssl.module.Context, "set_cipher_list", broken)
    with pytest.raises(EndpointRaised, match=r"Context\.set_cipher_list: Error \(planned\)"):
        connect(Role.CLIENT, cipher="ECDHE-ECDSA-AES128-SHA256")
    monkeypatch.delattr(pyopenssl.module.Context, "set_cipher_list")
    with pytest.raises(Unsupported, match=r"pyopenssl has no Context\.set_cipher_list"):
        connect(Role.CLIENT, cipher="ECDHE-ECDSA-AES128-SHA256")
    monkeypatch.setattr(pyopenssl.module.Connection, "set_connect_state", broken)
    for call in (HANDSHAKE, calls("connection", "get_shutdown")):
        with pytest.raises(EndpointRaised, match=r"set_connect_state: Error \(planned\)"):
            connect(Role.CLIENT).attempt(call)


# -- objects


def calls(name, method, *arguments):
    """One method of an object, as a scenario calls it."""
    return Call("use", (Called(Attribute(Name(name), method), arguments), None))


def test_its_objects_can_be_used(connect, pyopenssl):
    assert DRIVER.things == DRIVER_SOCKET.things == {"ssl", "context", "connection"}
    client, server = shaken(connect)
    assert client.attempt(Call("use", (Name("connection"), "kept"))) == Done(Portrait("Connection"))
    assert client.attempt(calls("kept", "get_context")) == Done(Portrait("Context"))
    assert client.attempt(Call("use", (Attribute(Name("ssl"), "Error"), None))) == Done(Portrait("type"))
    assert settle(client, server, calls("connection", "send", b"there"), READ) == [Done(5), Done(b"there")]
    assert client.attempt(calls("connection", "recv", 9)) == STARVED
    assert client.attempt(calls("connection", "makefile")).exception == "NotImplementedError"
    with pytest.raises(Unsupported, match="there is no 'wire' in this face"):
        client.attempt(Call("use", (Name("wire"), None)))


def test_a_read_of_its_own_tells_the_end_by_its_exception(connect):
    client, server = shaken(connect)
    assert settle(client, server, CLOSE, calls("connection", "recv", 9))[1].kind is Kind.CLEAN_CLOSE


def test_a_context_can_be_changed_until_its_connection_is_made(connect):
    client = connect(Role.CLIENT)
    assert client.take() == b""
    assert client.attempt(calls("context", "set_timeout", 5)).value != 5
    assert client.attempt(calls("context", "get_timeout")) == Done(5)
    assert client.attempt(HANDSHAKE) == STARVED
    assert client.take() != b""
    assert client.attempt(calls("context", "set_timeout", 6)).kind is Kind.MISUSE


# -- one face


def test_a_crowd_shares_the_contexts(pyopenssl, pki):
    client = DRIVER.connect(pyopenssl, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
    assert client.attempt(Call("crowd", (2,))) == Done((b"thread 0", b"thread 1"))


def test_a_full_socket_makes_writes_wait_and_is_shown_when_closed(pyopenssl, pki):
    ends = [
        DRIVER_SOCKET.connect(pyopenssl, Setup(role, Tls.V12, Options(), pki), Contexts()) for role in Role
    ]
    assert settle(*ends, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    client, server = ends
    outcomes = [client.attempt(Call("write", (bytes(16_000),))) for _ in range(2)]
    assert outcomes == [Wants(Want.WRITE), Wants(Want.WRITE)]
    server.feed(bytes(20_000))
    assert server.backlog() > 0
    assert not client.hung_up
    assert client.attempt(Call("close")) == Done()
    client.take()
    assert client.hung_up
    for end in ends:
        end.close()


# -- errors, without pyOpenSSL


class Error(Exception):
    """As in OpenSSL.SSL."""


class SysCallError(Error):
    """As in OpenSSL.SSL."""


LIKE = Implementation("like", SimpleNamespace(Error=Error, SysCallError=SysCallError))


@pytest.mark.parametrize(
    "reason", ["sslv3 alert bad record mac", "tls alert bad record mac", "ssl/tls alert bad record mac"]
)
def test_an_alert_is_read_in_the_words_of_every_openssl(reason):
    outcome = meaning(LIKE, Error([("SSL routines", "", reason)]))
    assert isinstance(outcome, Raised)
    assert (outcome.kind, outcome.alert) == (Kind.PROTOCOL_ERROR, "bad_record_mac")


def test_an_error_of_the_system_keeps_its_number():
    outcome = meaning(LIKE, SysCallError(32, "EPIPE"))
    assert (outcome.kind, outcome.errno) == (Kind.OS_ERROR, 32)
    assert meaning(LIKE, Error([])).kind is Kind.PROTOCOL_ERROR
    assert meaning(LIKE, ValueError("no")).kind is Kind.MISUSE
    assert meaning(LIKE, ZeroDivisionError()).kind is Kind.FOREIGN


# -- where it belongs


def test_it_is_planned_for_its_own_drivers(pyopenssl):
    catalogue = collect(place("scenarios"))
    only = ("reading/*", "closing/*")
    cells = list(straight_cells(catalogue, Request(("pyopenssl",), scenarios=only)))
    assert {cell.driver for cell in cells} == {"pyopenssl", "pyopenssl-socket"}
    planned = {cell.scenario for cell in cells}
    assert "reading/a_read_gives_what_was_written" in planned
    assert "reading/a_negative_amount_is_refused" not in planned  # raises exactly ValueError


def test_objects_of_ssl_are_not_asked_of_it(pyopenssl):
    catalogue = collect(place("scenarios"))
    only = ("introspection/*", "keylog/*", "pyopenssl_*/*")
    cells = list(straight_cells(catalogue, Request(("pyopenssl", "stdlib"), scenarios=only)))
    themes = {(cell.implementation, cell.scenario.partition("_")[0].partition("/")[0]) for cell in cells}
    assert themes == {("pyopenssl", "pyopenssl"), ("stdlib", "introspection"), ("stdlib", "keylog")}


def test_it_tells_its_versions(pyopenssl):
    assert pyopenssl.facts()["library"].startswith("pyOpenSSL ")
    assert "OpenSSL " in pyopenssl.facts()["library"].partition(",")[2]
    assert not pyopenssl.built_on_stdlib


def test_one_that_is_not_installed_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "OpenSSL", None)
    monkeypatch.delitem(__import__("sys").modules, "harness.drivers.pyopenssl_names", raising=False)
    with pytest.raises(UsageError, match=r"implementation pyopenssl: .* install tls-harness\[pyopenssl\]$"):
        load("pyopenssl")
