"""The endpoint driver: a module's own endpoint is handed every call, and what breaks the contract is told."""

import textwrap

import pytest

from harness.collection import collect
from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.drivers.native import DRIVER
from harness.endpoint import Call, Done, EndpointRaised, Raised
from harness.errors import HarnessError, Unsupported
from harness.implementation import load
from harness.names import Kind, Role, Tls, Verdict, Want
from harness.options import Options
from harness.run.cell import Cell
from harness.run.plan import Request, straight_cells
from harness.run.worker import Bench
from harness.setup import Setup
from tests.conftest import write_catalogue

ECHO = '''
from harness.endpoint import Done, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.names import Kind, Want

ENDPOINT_CALLS = ("handshake", "read", "write")


class Echo:
    """Reads what it is fed, sends what it writes, and does as it is told."""

    hung_up = False

    def __init__(self, setup):
        if setup.options.alpn:
            raise Unsupported("no protocols here")
        if setup.options.server_name is None:
            raise KeyError("name")
        self.arrived, self.leaving, self.ended = b"", b"", False

    def attempt(self, call):
        if call.name == "handshake":
            return Done()
        if call.name == "write":
            self.leaving += call.args[0]
            return Done(len(call.args[0]))
        if self.arrived.startswith(b"raise"):
            raise IndexError("out of range")
        if self.arrived.startswith(b"fault"):
            raise HarnessError("ours")
        if self.arrived.startswith(b"none"):
            return None
        if self.arrived.startswith(b"alert"):
            return Raised(Kind.PROTOCOL_ERROR, exception="Alarm", alert="decode_error", alert_received=True)
        return Done(self.arrived) if self.arrived else Wants(Want.READ)

    def feed(self, data):
        if data == b"bad":
            raise ValueError("bad data")
        self.arrived += data

    def feed_eof(self):
        self.ended = True

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken if taken != b"text" else "text"

    def backlog(self):
        return 0

    def close(self):
        pass


connect = Echo
'''


@pytest.fixture(scope="module")
def implementation(tmp_path_factory):
    path = tmp_path_factory.mktemp("echo") / "echo.py"
    path.write_text(ECHO, encoding="utf-8")
    return load(str(path))


def end(implementation, pki, **options):
    return DRIVER.connect(implementation, Setup(Role.CLIENT, Tls.V13, Options(**options), pki), Contexts())


def test_calls_and_bytes_are_handed_on(implementation, pki):
    echo = end(implementation, pki)
    assert echo.attempt(Call("handshake")) == Done()
    assert echo.attempt(Call("write", (b"there",))) == Done(5)
    assert (echo.take(), echo.take()) == (b"there", b"")
    echo.feed(b"back")
    echo.feed_eof()
    assert echo.attempt(Call("read", (100,))) == Done(b"back")
    assert (echo.backlog(), echo.hung_up) == (0, False)


def test_an_outcome_keeps_its_alert(implementation, pki):
    echo = end(implementation, pki)
    echo.feed(b"alert")
    outcome = echo.attempt(Call("read", (100,)))
    assert (outcome.kind, outcome.alert, outcome.alert_received) == (
        Kind.PROTOCOL_ERROR,
        "decode_error",
        True,
    )


def test_a_call_it_does_not_have_is_unsupported(implementation, pki):
    with pytest.raises(Unsupported, match=r"has no key_update\(\)"):
        end(implementation, pki).attempt(Call("key_update", (False,)))


@pytest.mark.parametrize(
    ("fed", "exception", "message"),
    [(b"raise", "IndexError", "out of range"), (b"none", "TypeError", "read gave None, no outcome")],
)
def test_what_is_no_outcome_is_foreign(implementation, pki, fed, exception, message):
    echo = end(implementation, pki)
    echo.feed(fed)
    outcome = echo.attempt(Call("read", (100,)))
    assert isinstance(outcome, Raised)
    assert (outcome.kind, outcome.exception, outcome.message) == (Kind.FOREIGN, exception, message)


def test_a_fault_of_the_harness_stays_one(implementation, pki):
    echo = end(implementation, pki)
    echo.feed(b"fault")
    with pytest.raises(HarnessError, match="ours"):
        echo.attempt(Call("read", (100,)))


def test_an_exception_outside_a_call_says_where_it_came(implementation, pki):
    with pytest.raises(EndpointRaised, match=r"connect: KeyError"):
        end(implementation, pki, server_name=None)
    with pytest.raises(Unsupported, match="no protocols here"):
        end(implementation, pki, alpn=("h2",))
    echo = end(implementation, pki)
    with pytest.raises(EndpointRaised, match=r"feed: ValueError \(bad data\)"):
        echo.feed(b"bad")
    echo.attempt(Call("write", (b"text",)))
    with pytest.raises(EndpointRaised, match=r"take: TypeError \(it gave str, not bytes\)"):
        echo.take()


# -- who is tried with it


def test_only_a_module_with_endpoints_suits_the_driver(implementation):
    assert registry.suits("endpoint", implementation.name)
    assert registry.suits("endpoint", "tlslite")
    assert not registry.suits("endpoint", "stdlib")
    assert [name for name in registry.NAMES if registry.suits(name, "tlslite")] == ["endpoint"]


def test_a_scenario_of_verbs_is_planned_and_one_of_objects_is_not(tmp_path):
    theme = '''
        """Verbs, objects, exceptions."""

        from harness.scenario import PROTOCOL_ERROR, handshake, scenario


        @scenario("doc:1:one", drivers="bio")
        def of_verbs(subject, peer):
            """Verbs alone."""
            return [handshake(subject, peer), subject.writes(b"ping"), peer.reads_exactly(b"ping")]


        @scenario("doc:1:one", drivers="bio")
        def of_objects(subject, peer):
            """An object is used."""
            return [handshake(subject, peer), subject.connection.calls("version").gives("TLSv1.3")]


        @scenario("doc:2:other", drivers="bio")
        def of_alerts(subject, peer):
            """The exception names its alert."""
            return [subject.handshakes().raises(PROTOCOL_ERROR, alert="decode_error")]


        @scenario("doc:2:other", drivers="bio")
        def of_classes(subject, peer):
            """The exception has ssl's class."""
            return [subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError")]


        @scenario("doc:2:other", drivers="sslobject")
        def of_ssl(subject, peer):
            """It must be an SSLObject."""
            return [handshake(subject, peer)]
    '''
    catalogue = collect(write_catalogue(tmp_path / "scenarios", theme=textwrap.dedent(theme)))
    cells = list(straight_cells(catalogue, Request(("tlslite",))))
    assert {cell.driver for cell in cells} == {"endpoint"}
    assert {cell.scenario for cell in cells} == {"theme/of_alerts", "theme/of_verbs"}


def test_a_cell_runs_over_it(catalogue_folder, pki):
    bench = Bench(collect(catalogue_folder), pki)
    for role in Role:
        for tls in Tls:
            cell = Cell("talk/greets", "tlslite", "endpoint", role, tls, "honest")
            assert bench.run(cell).result.verdict is Verdict.PASS


def test_an_implementation_without_connect_is_told_what_it_lacks(tmp_path, pki, catalogue_folder):
    path = tmp_path / "half.py"
    path.write_text("ENDPOINT_CALLS = ()\n", encoding="utf-8")
    result = Bench(collect(catalogue_folder), pki).run(
        Cell("talk/greets", str(path), "endpoint", Role.CLIENT, Tls.V13, "honest")
    )
    assert (result.result.verdict, result.result.reason) == (Verdict.UNSUPPORTED, f"{path} has no connect")


def test_an_endpoint_that_is_far_away_may_take_many_pieces_at_a_time(tmp_path, pki):
    """Only where its module says so: a method of that name may mean anything."""
    trickling = """

from harness.trickling import trickle
Echo.trickle = trickle
"""
    (tmp_path / "near.py").write_text(ECHO + trickling, encoding="utf-8")
    (tmp_path / "far.py").write_text(ECHO + trickling + "TRICKLES = True\n", encoding="utf-8")
    near, far = (
        DRIVER.connect(load(str(tmp_path / file)), Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
        for file in ("near.py", "far.py")
    )
    assert not hasattr(near, "trickle")
    told = far.trickle(Call("read", (9,)), [b"a", b"b"], Want.READ)
    assert (told.fed, told.outcome, told.data) == (1, Done(b"a"), b"")
