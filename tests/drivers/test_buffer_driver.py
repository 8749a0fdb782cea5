"""The buffer driver: both shapes carry data, are told what they lack, and keep what a full buffer refuses."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.collection import collect
from harness.drivers.buffer import DRIVER, BufferEndpoint
from harness.drivers.buffer_shapes import iana_suite, suite_name
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, EndpointRaised, Raised, Wants
from harness.errors import Unsupported, UsageError
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.places import place
from harness.run.plan import Request, straight_cells
from harness.setup import Setup

PLANTED = Path(__file__).parent.parent / "planted"
STARVED = Wants(Want.READ)
HANDSHAKE, READ, CLOSE = Call("handshake"), Call("read", (100,)), Call("close_notify")
SHAPES = ("_correct_buffers", "_correct_buffers_543", "_correct_buffers_small")


@pytest.fixture(scope="module", params=SHAPES)
def implementation(request):
    return load(str(PLANTED / f"{request.param}.py"))


@pytest.fixture(scope="module")
def pep748():
    return load(str(PLANTED / "_correct_buffers.py"))


@pytest.fixture(scope="module")
def pep543():
    return load(str(PLANTED / "_correct_buffers_543.py"))


def end(implementation, pki, role, tls=Tls.V13, **options):
    return BufferEndpoint(implementation, Setup(role, tls, Options(**options), pki), Contexts())


def settle(client, server, *calls):
    """Both calls, attempted while bytes move; the outcomes."""
    outcomes = [STARVED, STARVED]
    for _ in range(12):
        for number, (one, other) in enumerate(((client, server), (server, client))):
            if isinstance(outcomes[number], Wants):
                outcomes[number] = one.attempt(calls[number])
            other.feed(one.take())
    return outcomes


def shaken(implementation, pki, tls=Tls.V13, client=None, server=None):
    """A pair whose handshake is over."""
    ends = (
        end(implementation, pki, Role.CLIENT, tls, **(client or {})),
        end(implementation, pki, Role.SERVER, tls, **(server or {})),
    )
    assert settle(*ends, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    return ends


# -- both shapes


@pytest.mark.parametrize("tls", Tls)
def test_data_crosses_both_ways_and_the_end_is_clean(implementation, pki, tls):
    client, server = shaken(implementation, pki, tls)
    assert settle(client, server, Call("write", (b"there",)), READ) == [Done(5), Done(b"there")]
    assert settle(client, server, READ, Call("write_from_buffer", (b"back",))) == [Done(b"back"), Done(4)]
    assert client.attempt(READ) == STARVED
    assert settle(client, server, CLOSE, CLOSE) == [Done(), Done()]
    assert server.attempt(READ) == Done(b"")


def test_a_read_into_a_buffer_shows_all_of_it(implementation, pki):
    client, server = shaken(implementation, pki)
    assert settle(client, server, Call("write", (b"abc",)), Call("read_into", (9, 5))) == [
        Done(3),
        Done((3, b"abc\0\0")),
    ]


def test_facts_are_told_in_the_words_of_the_other_drivers(implementation, pki):
    options = {"alpn": ("h2",), "cipher": "ECDHE-ECDSA-AES128-SHA256"}
    client, server = shaken(implementation, pki, Tls.V12, options, options)
    for one in (client, server):
        told = [one.attempt(Call("tell", (fact,))) for fact in ("version", "cipher", "alpn")]
        assert told == [Done("TLSv1.2"), Done("ECDHE-ECDSA-AES128-SHA256"), Done("h2")]
    assert client.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(None)


def test_the_objects_of_the_shape_can_be_used(implementation, pki):
    client, _ = shaken(implementation, pki)
    assert client.attempt(Call("ask", ("cipher",))).value == client._buffer.cipher()
    with pytest.raises(Unsupported, match="no no_such_method"):
        client.attempt(Call("ask", ("no_such_method",)))
    assert set(DRIVER.things) == {"tls", "tls_context", "buffer"}


def test_a_crowd_shares_the_contexts(implementation, pki):
    client = end(implementation, pki, Role.CLIENT)
    assert client.attempt(Call("crowd", (2,))) == Done((b"thread 0", b"thread 1"))


# -- room


def test_what_a_full_buffer_refuses_is_kept_and_given_again(pki):
    client, server = shaken(load(str(PLANTED / "_correct_buffers_small.py")), pki)
    sent = bytes(range(256)) * 400
    for at in range(0, len(sent), 16_000):
        assert server.attempt(Call("write", (sent[at : at + 16_000],))) == Done(len(sent[at : at + 16_000]))
        client.feed(server.take())
    assert client.backlog() > 50_000
    read = b""
    while isinstance(outcome := client.attempt(READ), Done):
        read += outcome.value
    assert (read, outcome, client.backlog()) == (sent, STARVED, 0)


def test_other_errors_of_feeding_are_the_implementations_own(pep748, pki):
    client, _ = shaken(pep748, pki)

    def overflow(_data):
        raise BufferError("overflow")

    client._buffer.process_incoming = overflow
    with pytest.raises(EndpointRaised, match="process_incoming: BufferError"):
        client.feed(b"more")


# -- the end of the wire


def test_a_buffer_that_wants_more_after_the_wire_has_ended_is_not_judged(implementation, pki):
    client, server = shaken(implementation, pki)
    server.attempt(Call("write", (b"the last",)))
    client.feed(server.take())
    client.feed_eof()
    assert client.attempt(READ) == Done(b"the last")
    with pytest.raises(Unsupported, match="not told that the wire has ended"):
        client.attempt(READ)


def test_an_end_that_nobody_told_is_still_seen(pki):
    client, _ = shaken(load(str(PLANTED / "buffer_shape_starved_read_is_an_end.py")), pki)
    client.feed_eof()
    assert client.attempt(READ) == Done(b"")


# -- errors


def test_errors_mean_what_their_classes_say(implementation, pki):
    client, server = (
        end(implementation, pki, Role.CLIENT),
        end(implementation, pki, Role.SERVER, certificate="wrong-host"),
    )
    refused = settle(client, server, HANDSHAKE, HANDSHAKE)[0]
    assert (refused.kind, refused.exception) == (Kind.CERTIFICATE_REJECTED, "TLSError")
    client, _ = shaken(implementation, pki)
    client.feed(bytes.fromhex("1703030020") + bytes(32))
    broken = client.attempt(READ)
    assert isinstance(broken, Raised)
    assert broken.kind is Kind.PROTOCOL_ERROR


def test_an_error_class_that_says_nothing_of_certificates_is_not_guessed(pep748, pki):
    client = end(pep748, pki, Role.CLIENT)

    def refuse():
        raise pep748.module.TLSError("refused")

    client._buffer.do_handshake = refuse
    with pytest.raises(Unsupported, match="does not tell a rejected certificate"):
        client.attempt(HANDSHAKE)
    own = type("CertificateError", (pep748.module.TLSError,), {})
    telling = Implementation("telling", SimpleNamespace(**vars(pep748.module), CertificateError=own))
    client._implementation = telling
    assert client.attempt(HANDSHAKE).kind is Kind.PROTOCOL_ERROR


# -- what a shape lacks


def test_what_pep_748_has_no_word_for_is_unsupported(pep748, pki):
    for role, options, told in (
        (Role.CLIENT, {"verify": "no"}, "Insecure Usage"),
        (Role.CLIENT, {"server_name": None}, "without a server_hostname"),
        (Role.CLIENT, {"trust": "nothing"}, "no empty trust store"),
        (Role.SERVER, {"verify": "optional"}, "ask for a certificate and do without"),
        (Role.SERVER, {"notes_name": True}, "no callback"),
        (Role.SERVER, {"tickets": 0}, "session tickets"),
        (Role.SERVER, {"name_callback": "raises"}, "lets a callback choose"),
        (Role.CLIENT, {"post_handshake_auth": True}, "authentication after the handshake"),
    ):
        with pytest.raises(Unsupported, match=told):
            end(pep748, pki, role, **options)


def test_pep_748_has_several_chains_and_the_systems_trust(pep748, pep543, pki):
    client = end(pep748, pki, Role.CLIENT, default_trust=True)
    assert client._context.configuration.trust_store is None
    server = end(pep748, pki, Role.SERVER, others=("rsa", "ip"))
    assert len(server._context.configuration.certificate_chain) == 3
    with pytest.raises(Unsupported, match="one chain"):
        end(pep543, pki, Role.SERVER, others=("rsa",))
    assert end(pep543, pki, Role.CLIENT, default_trust=True)._context.configuration.trust_store is None


def test_a_version_besides_widens_the_range(pep748, pki):
    client, _ = shaken(pep748, pki, Tls.V12, client={"also": Tls.V13})
    assert client.attempt(Call("tell", ("version",))) == Done("TLSv1.2")
    client, _ = shaken(pep748, pki, Tls.V12, client={"also": Tls.V13}, server={"also": Tls.V13})
    assert client.attempt(Call("tell", ("version",))) == Done("TLSv1.3")


def test_pep_543_has_a_switch_and_a_callback(pep543, pki):
    client, server = shaken(
        pep543, pki, client={"verify": "no", "server_name": "localhost"},
        server={"certificate": "untrusted", "notes_name": True},
    )  # fmt: skip
    assert server.attempt(Call("tell", ("server_name",))) == Done("localhost")
    for fact in ("session", "server_name"):
        with pytest.raises(Unsupported, match="cannot tell"):
            shaken(load(str(PLANTED / "_correct_buffers.py")), pki)[0].attempt(Call("tell", (fact,)))
    assert client.attempt(READ) == STARVED


def test_a_missing_name_is_told(pep748, pki):
    names = {**vars(pep748.module)}
    for missing in ("ServerContext", "TLSVersion", "Certificate", "SigningChain", "TLSServerConfiguration"):
        without = Implementation("bare", SimpleNamespace(**{k: v for k, v in names.items() if k != missing}))
        with pytest.raises(Unsupported, match=f"bare has no {missing}"):
            end(without, pki, Role.SERVER)
    with pytest.raises(Unsupported, match="neither create_buffer nor wrap_buffers"):
        end(Implementation("bare", SimpleNamespace(**{**names, "ClientContext": object})), pki, Role.CLIENT)


def test_a_refused_configuration_is_unsupported_and_a_broken_one_is_not(pep748, pki):
    def making(error):
        class ClientContext(pep748.module.ClientContext):
            def __init__(self, configuration):
                if configuration.trust_store is not None:
                    raise error
                super().__init__(configuration)

        return Implementation(
            "one", SimpleNamespace(**{**vars(pep748.module), "ClientContext": ClientContext})
        )

    with pytest.raises(Unsupported, match="one refuses a configuration: ConfigurationError: no stores"):
        end(making(pep748.module.ConfigurationError("no stores")), pki, Role.CLIENT)
    with pytest.raises(EndpointRaised, match="NotImplementedError"):
        end(making(NotImplementedError()), pki, Role.CLIENT)


def test_contexts_are_kept_for_connections_that_differ_in_name_only(pep748, pki):
    contexts, setup = Contexts(), Setup(Role.CLIENT, Tls.V13, Options(), pki)
    made = [
        BufferEndpoint(pep748, each, contexts)._context
        for each in (setup, replace(setup, options=Options(server_name="elsewhere.example")))
    ]
    assert made[0] is made[1]
    assert BufferEndpoint(pep748, setup, Contexts())._context is not made[0]


# -- the table of suites


@pytest.mark.parametrize(
    ("name", "openssl"),
    [
        (0x1301, "TLS_AES_128_GCM_SHA256"),
        (0xC02B, "ECDHE-ECDSA-AES128-GCM-SHA256"),
        (0xCCA8, "ECDHE-RSA-CHACHA20-POLY1305"),
        (0x002F, "AES128-SHA"),
        ("TLS-ECDHE-ECDSA-WITH-AES-256-CBC-SHA384", "ECDHE-ECDSA-AES256-SHA384"),
        (None, None),
        (0xFFFF, "65535"),
    ],
)
def test_suites_have_openssls_names(name, openssl):
    assert suite_name(name) == openssl


def test_openssls_names_lead_back_to_numbers():
    assert iana_suite("ECDHE-RSA-AES256-SHA") == ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", 0xC014)
    with pytest.raises(Unsupported, match="no number for the cipher suite NULL-SHA"):
        iana_suite("NULL-SHA")


# -- where it belongs


def test_each_shape_is_planned_for_its_own_drivers():
    catalogue = collect(place("scenarios"))
    only = ("reading/*", "buffers/*")
    drivers = {
        spec: {cell.driver for cell in straight_cells(catalogue, Request((spec,), scenarios=only))}
        for spec in ("stdlib", str(PLANTED / "_correct_buffers.py"))
    }
    assert drivers.pop(str(PLANTED / "_correct_buffers.py")) == {"buffer"}
    assert "bio" in drivers["stdlib"]
    assert "buffer" not in drivers["stdlib"]
    asked = Request(("stdlib",), drivers=("buffer",), scenarios=only)
    assert {cell.driver for cell in straight_cells(catalogue, asked)} == {"buffer"}


def test_scenarios_that_name_alerts_or_exact_classes_are_not_for_buffers():
    catalogue = collect(place("scenarios"))
    planned = {
        cell.scenario for cell in straight_cells(catalogue, Request((str(PLANTED / "_correct_buffers.py"),)))
    }
    assert "reading/a_read_gives_what_was_written" in planned
    assert "reading/a_negative_amount_is_refused" not in planned  # raises exactly ValueError
    assert "writing/a_memory_bio_takes_everything" not in planned  # of SSLObject alone


def test_mbedtls_is_found_with_the_names_it_keeps_elsewhere():
    pytest.importorskip(
        "mbedtls", reason="the extra `mbedtls` is not installed: it has no wheel for every Python"
    )
    found = load("mbedtls")
    assert DRIVER.missing(found) == ()
    assert issubclass(found.get("WantReadError"), found.get("TLSError"))
    assert found.facts()["library"].startswith("Mbed TLS")
    assert not found.built_on_stdlib


def test_mbedtls_that_is_not_installed_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "mbedtls", None)
    monkeypatch.delitem(__import__("sys").modules, "mbedtls.tls", raising=False)
    with pytest.raises(UsageError, match=r"implementation mbedtls: .* install tls-harness\[mbedtls\]$"):
        load("mbedtls")
