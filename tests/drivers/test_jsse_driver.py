"""JSSE: data crosses, errors mean what their causes say, and a virtual machine that dies costs one call."""

import os
import shutil
import signal
import subprocess

import pytest

from harness.collection import collect
from harness.drivers import program_jsse, programs
from harness.drivers.contexts import Contexts
from harness.drivers.native import NativeEndpoint
from harness.endpoint import Call, Done, Wants
from harness.errors import Unsupported, UsageError
from harness.implementation import load
from harness.names import Kind, Role, Tls, Verdict, Want
from harness.options import Options
from harness.places import place
from harness.remote import Lost
from harness.run.cell import read_name
from harness.run.conversation import Conversation
from harness.run.worker import Bench
from harness.setup import Setup

STARVED = Wants(Want.READ)
HANDSHAKE, READ, CLOSE = Call("handshake"), Call("read", (100,)), Call("close_notify")
pytestmark = pytest.mark.skipif(not shutil.which("javac"), reason="there is no Java that compiles here")


@pytest.fixture(scope="module")
def jsse():
    return load("program:jsse")


@pytest.fixture(scope="module", autouse=True)
def _machine():
    yield
    program_jsse.MACHINE.stop()


def end(implementation, pki, role, tls=Tls.V13, session=None, **options):
    return NativeEndpoint(implementation, Setup(role, tls, Options(**options), pki, session), Contexts())


def settle(client, server, *calls):
    """Both calls, attempted while bytes move; the outcomes."""
    outcomes = [STARVED, STARVED]
    for _ in range(12):
        for number, (one, other) in enumerate(((client, server), (server, client))):
            if isinstance(outcomes[number], Wants):
                outcomes[number] = one.attempt(calls[number])
            other.feed(one.take())
    return outcomes


def shaken(implementation, pki, tls=Tls.V13, **options):
    ends = [end(implementation, pki, role, tls, **options) for role in Role]
    assert settle(*ends, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    return ends


@pytest.mark.parametrize("tls", list(Tls), ids=str)
@pytest.mark.parametrize("certificate", ["", "rsa", "chain", "for-servers"])
def test_data_crosses_both_ways_with_every_form_of_key(jsse, pki, tls, certificate):
    host = {"for-servers": "client@localhost"}.get(certificate, "localhost")
    client = end(jsse, pki, Role.CLIENT, tls, verify="no" if "@" in host else "")
    server = end(jsse, pki, Role.SERVER, tls, certificate=certificate)
    assert settle(client, server, HANDSHAKE, HANDSHAKE) == [Done(), Done()]
    assert settle(client, server, Call("write", (b"there",)), Call("read", (3,))) == [Done(5), Done(b"the")]
    assert server.attempt(READ) == Done(b"re")
    assert settle(client, server, READ, Call("write", (bytes(40_000),))) == [Done(bytes(100)), Done(40_000)]
    assert client.attempt(Call("read", (0,))) == Done(b"")


@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_ends_are_told_apart(jsse, pki, tls):
    client, server = shaken(jsse, pki, tls)
    answered = Done() if tls is Tls.V12 else STARVED  # RFC 5246 has it answered at once, RFC 8446 has not
    assert settle(client, server, CLOSE, READ) == [answered, Done(b"")]
    assert settle(client, server, CLOSE, CLOSE) == [Done(), Done()]
    client, server = shaken(jsse, pki, tls)
    server.feed_eof()
    assert server.attempt(READ).kind is Kind.RAGGED_EOF
    assert server.attempt(HANDSHAKE).kind is Kind.RAGGED_EOF


def test_a_rejected_certificate_is_told_on_both_ends(jsse, pki):
    outcomes = settle(
        end(jsse, pki, Role.CLIENT, trust="other-ca"), end(jsse, pki, Role.SERVER), HANDSHAKE, HANDSHAKE
    )
    assert [each.kind for each in outcomes] == [Kind.CERTIFICATE_REJECTED, Kind.PROTOCOL_ERROR]
    assert outcomes[1].alert == "certificate_unknown"
    assert outcomes[1].alert_received
    assert outcomes[1].mro[-2:] == ("Exception", "Throwable")


def test_facts_are_told_after_the_handshake(jsse, pki):
    assert end(jsse, pki, Role.CLIENT).attempt(Call("tell", ("version",))) == Done(None)
    suite = "ECDHE-ECDSA-AES128-SHA256"
    client, server = shaken(jsse, pki, Tls.V12, alpn=("h2", "http/1.1"), cipher=suite)
    for one in (client, server):
        told = [one.attempt(Call("tell", (fact,))).value for fact in ("version", "alpn", "cipher")]
        assert told == ["TLSv1.2", "h2", suite]
    assert client.attempt(Call("tell", ("peer_certificate",))) == Done(pki.certificate_der("ecdsa"))
    assert server.attempt(Call("tell", ("peer_certificate",))) == Done(None)
    assert server.attempt(Call("tell", ("server_name",))) == Done("localhost")
    with pytest.raises(Unsupported, match="cannot tell 'channel_binding'"):
        client.attempt(Call("tell", ("channel_binding",)))


@pytest.mark.parametrize(
    "suite",
    ["AES128-SHA", "DHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-SHA256"],
)
def test_names_of_suites_are_translated_there_and_back(suite):
    assert program_jsse.openssls(program_jsse.ianas(suite)) == suite


def test_a_session_is_resumed_within_its_context(jsse, pki):
    client, server = shaken(jsse, pki, Tls.V12)
    old = [one.attempt(Call("tell", ("session",))).value for one in (client, server)]
    client, server = (end(jsse, pki, role, Tls.V12, each) for role, each in zip(Role, old, strict=True))
    assert client.attempt(HANDSHAKE) == STARVED
    server.feed(client.take())
    assert server.attempt(HANDSHAKE) == STARVED
    answer = server.take()
    assert answer
    assert pki.certificate_der("ecdsa") not in answer
    with pytest.raises(Unsupported, match="is resumed with the keys and anchors"):
        end(jsse, pki, Role.CLIENT, Tls.V12, old[0], trust="other-ca")


@pytest.mark.parametrize(
    "options",
    [
        {"tickets": 1},
        {"post_handshake_auth": True},
        {"name_callback": "raises"},
        {"certificate": "locked"},
        {"cipher": "GOST"},
    ],
    ids=str,
)
def test_what_jsse_lacks_is_said(jsse, pki, options):
    with pytest.raises(Unsupported, match="JSSE"):
        end(jsse, pki, Role.SERVER, **options)


def test_keys_are_updated_on_both_ends_or_not_at_all(jsse, pki):
    client, server = shaken(jsse, pki)
    assert client.attempt(Call("key_update", (True,))) == Done()
    server.feed(client.take())
    assert settle(client, server, Call("write", (b"new",)), READ) == [Done(3), Done(b"new")]
    with pytest.raises(Unsupported):
        client.attempt(Call("key_update", (False,)))


def test_a_machine_that_dies_costs_the_call_it_was_at(jsse, pki):
    one = end(jsse, pki, Role.CLIENT)
    program_jsse.MACHINE.process.send_signal(signal.SIGKILL)
    with pytest.raises(Lost, match="killed by SIGKILL") as told:
        one.attempt(HANDSHAKE)
    assert told.value.how == "crash"
    shaken(jsse, pki)
    with pytest.raises(Lost, match="has ended"):
        one.attempt(HANDSHAKE)
    one.close()  # nothing to be done where it is gone


def test_a_machine_that_does_not_answer_hangs(jsse, pki, monkeypatch):
    one = end(jsse, pki, Role.CLIENT)
    monkeypatch.setattr(program_jsse, "PATIENCE", 0.1)
    process = program_jsse.MACHINE.process
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    with pytest.raises(Lost, match="no answer") as told:
        one.attempt(HANDSHAKE)
    assert told.value.how == "hang"


def test_a_machine_ends_with_whoever_asks(jsse, pki):
    end(jsse, pki, Role.CLIENT)
    process = program_jsse.MACHINE.process
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    program_jsse.MACHINE.stop()


def test_an_engine_that_cannot_be_made_says_why(jsse, pki, tmp_path):
    (tmp_path / "ecdsa.crt").write_text("nothing")
    broken = type(pki)(str(tmp_path))
    with pytest.raises(Exception, match="making an SSLEngine"):
        NativeEndpoint(jsse, Setup(Role.SERVER, Tls.V13, Options(), broken), Contexts())


def test_without_a_java_that_compiles_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(programs, "which", lambda command: None if command == "javac" else command)
    with pytest.raises(UsageError, match=r"no command javac here; apt-get install openjdk-17-jdk-headless$"):
        load("program:jsse")


def test_its_version_is_told(jsse):
    told = subprocess.run(["java", "-version"], check=True, capture_output=True, text=True).stderr
    assert jsse.facts()["library"].removeprefix("JSSE of Java ").partition("-")[0] in told


@pytest.mark.parametrize("role", Role)
def test_pieces_are_taken_many_at_a_time_and_come_to_the_same(pki, monkeypatch, role):
    """Beside the same conversations in which each byte was a question of its own."""
    bench = Bench(collect(place("scenarios")), pki)
    name = "{}[program:jsse:endpoint:{}:1.3:honest:cut(1){}]#0"
    cells = [
        read_name(name.format(scenario, role.value, damage))
        for scenario, damage in (
            ("trickle/a_conversation_survives_any_delivery", ""),
            ("damage/damaged_data_is_never_delivered", "+flip(client, 2, byte=9, bit=3)"),
            ("damage/damaged_data_is_never_delivered", "+flip(server, 2, byte=9, bit=3)"),
        )
    ]
    asked, ask = [], program_jsse.Machine.ask
    monkeypatch.setattr(
        program_jsse.Machine, "ask", lambda self, *words: asked.append(words) or ask(self, *words)
    )
    short = [bench.run(cell).result for cell in cells]
    few = len(asked)
    monkeypatch.setattr(Conversation, "trickle", lambda _self, _end, _call, waits: waits)
    long = [bench.run(cell).result for cell in cells]
    assert [(each.verdict, each.origin, each.came) for each in short] == [
        (each.verdict, each.origin, each.came) for each in long
    ]
    assert short[0].verdict is Verdict.PASS or short[0].origin == "any: broken-hashes-are-not-offered"
    assert few * 5 < len(asked) - few
