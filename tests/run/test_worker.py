"""The bench: one cell at a time, each with its verdict, whatever becomes of it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.collection import collect
from harness.drivers import contexts
from harness.errors import UsageError
from harness.implementation import Implementation
from harness.names import Grade, Role, Tls, Verdict
from harness.peers.tlslite_subject import ENDPOINT_CALLS, connect
from harness.run.cell import Cell
from harness.run.worker import Bench
from tests.conftest import write_catalogue
from tests.run.wicked import cell_of, write_wicked

GREETS = Cell("talk/greets", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest")


@pytest.fixture(scope="module")
def bench(catalogue_folder, pki):
    return Bench(collect(catalogue_folder), pki)


@pytest.fixture(scope="module")
def wicked(tmp_path_factory, pki):
    folder, implementation = write_wicked(tmp_path_factory.mktemp("wicked"))
    return Bench(collect(folder), pki), implementation


@pytest.mark.parametrize("driver", ["bio", "socket-nonblocking", "asyncio-streams"])
@pytest.mark.parametrize("peer", ["honest", "tlslite"])
def test_a_cell_is_run_and_judged(bench, driver, peer):
    cell = replace(GREETS, driver=driver, peer=peer)
    result = bench.run(cell).result
    assert (result.verdict, result.grade, result.reason) == (Verdict.PASS, Grade.STRICT, "")
    assert (result.cell, result.scenario, result.requirements) == (cell.name, "talk/greets", ("doc:1:one",))
    assert (result.driver, result.role, result.tls, result.peer) == (driver, Role.CLIENT, Tls.V13, peer)
    assert result.steps == (3, 3)
    assert result.duration > 0


def test_a_straight_run_gives_the_layout_of_both_lanes(bench):
    layout = bench.run(GREETS).layout
    assert set(layout) == set(Role)
    assert all(len(lengths) >= 2 and min(lengths) > 5 for lengths in layout.values())


@pytest.mark.parametrize("schedule", ["cut(1)", "join", "hold(server, 1)+scatter(5)"])
def test_a_benign_schedule_is_compared_with_the_undisturbed_run(bench, schedule):
    assert bench.run(replace(GREETS, schedule=schedule)).result.verdict is Verdict.PASS


def test_a_hostile_schedule_is_judged_by_the_rules(bench):
    result = bench.run(replace(GREETS, schedule="flip(server, 0, byte=0, bit=6)")).result
    assert result.verdict is Verdict.PASS, result.reason
    unmet = bench.run(replace(GREETS, schedule="drop(server, 99)")).result
    assert (unmet.verdict, unmet.reason) == (
        Verdict.UNSUPPORTED, "the schedule never met its mark: drop(server, 99)",
    )  # fmt: skip


def test_the_same_cell_gives_the_same_verdict_and_origin(bench):
    cell = replace(GREETS, schedule="scatter(9)")
    one, other = bench.run(cell).result, bench.run(cell).result
    assert replace(one, duration=0) == replace(other, duration=0)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"scenario": "talk/sings"}, "there is no scenario 'talk/sings'"),
        ({"driver": "quic"}, "there is no driver 'quic'"),
        ({"peer": "gnutls"}, "there is no peer 'gnutls'"),
        ({"implementation": "no_such_module"}, "there is no implementation 'no_such_module'"),
    ],
)
def test_a_cell_that_cannot_be_is_refused(bench, changes, told):
    with pytest.raises(UsageError, match=told):
        bench.run(replace(GREETS, **changes))


def test_what_an_implementation_lacks_is_unsupported(bench, tmp_path):
    module = tmp_path / "bare.py"
    module.write_text("from ssl import SSLContext\n", encoding="utf-8")
    result = bench.run(replace(GREETS, implementation=str(module))).result
    assert result.verdict is Verdict.UNSUPPORTED
    assert result.reason == f"{module} has no MemoryBIO, SSLWantReadError"


def test_our_own_faults_are_errors_that_name_their_place(bench, monkeypatch):
    def breaks(cell):
        raise KeyError(cell.scenario)

    monkeypatch.setattr(bench, "transcribe", breaks)
    outcome = bench.run(GREETS)
    assert outcome.result.verdict is Verdict.ERROR
    assert outcome.result.reason.startswith("KeyError: 'talk/greets' (test_worker.py:")
    assert outcome.result.steps == (0, 0)
    assert outcome.layout is None


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("greets", Verdict.PASS), ("waves", Verdict.PASS), ("mumbles", Verdict.FAIL), ("exits", Verdict.CRASH)],
)
def test_a_wicked_subject_costs_its_own_cell(wicked, word, verdict):
    bench, implementation = wicked
    assert bench.run(cell_of(word, implementation)).result.verdict is verdict


def test_an_exception_that_cannot_say_what_it_is_still_an_outcome(wicked):
    bench, implementation = wicked
    result = bench.run(cell_of("mumbles", implementation)).result
    assert "it came to Unspeakable (its text raises TypeError)" in result.reason


def test_an_exit_of_the_subject_is_named(wicked):
    bench, implementation = wicked
    result = bench.run(cell_of("exits", implementation)).result
    assert result.reason == "SystemExit came out of the subject: enough"
    assert result.origin == "any: SystemExit"


def test_an_interrupt_is_never_swallowed(wicked):
    bench, implementation = wicked
    with pytest.raises(KeyboardInterrupt):
        bench.run(cell_of("interrupts", implementation))


TRACES = '''
from harness.scenario import handshake, reconnect, scenario


@scenario("doc:1:one", drivers="bio", roles="client", tls="1.3", peers="honest", sweep="none")
def connects_again(subject, peer):
    """Twice, each time anew."""
    return [handshake(subject, peer), reconnect(), handshake(subject, peer)]


@scenario("doc:1:one", drivers="bio", roles="client", tls="1.3", peers="honest", sweep="none")
def resumes(subject, peer):
    """The second time with the session of the first."""
    return [handshake(subject, peer), reconnect(resume=True), handshake(subject, peer)]
'''


@pytest.mark.parametrize(("name", "made"), [("connects_again", 1), ("resumes", 2)])
def test_cells_share_contexts_unless_a_session_travels(tmp_path, pki, monkeypatch, name, made):
    """How many contexts the subject makes for the same cell twice; the peer's outlive every cell."""
    bench = Bench(collect(write_catalogue(tmp_path / "scenarios", traces=TRACES)), pki)
    built, build = [], contexts._build
    monkeypatch.setattr(contexts, "_build", lambda *args: built.append(args[1].role) or build(*args))
    cell = Cell(f"traces/{name}", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest")
    assert [bench.run(cell).result.verdict for _ in range(2)] == [Verdict.PASS] * 2
    assert built.count(Role.CLIENT) == made


LIES = '''
from harness.scenario import reconnect, refused, wire_scenario


@wire_scenario("doc:1:one", roles="server", tls="1.3")
def every_lie_is_refused(subject, peer):
    """It asks too much: that a hello in pieces is refused, as an empty one is."""
    return [
        subject.configured(alpn=("h2",)), peer.forges("split(client_hello, 9)"),
        *refused(subject, peer, None), reconnect(),
        peer.forges("client_hello.cipher_suites = []"),
        *refused(subject, peer, "decode_error", "illegal_parameter"), reconnect(),
        peer.forges("client_hello.random += b'too long'"), *refused(subject, peer, None), reconnect(),
        peer.forges("split(client_hello, 99)"), *refused(subject, peer, None),
    ]
'''


def test_behind_a_lie_that_was_believed_the_others_are_told_too(tmp_path, pki):
    bench = Bench(collect(write_catalogue(tmp_path / "scenarios", lies=LIES)), pki)
    cell = Cell("lies/every_lie_is_refused", "stdlib", "bio", Role.SERVER, Tls.V13, "tlslite")
    result = bench.run(cell).result
    assert result.verdict is Verdict.FAIL
    assert result.origin.endswith("-> None [split(client_hello, 9)]")
    (unnamed, wrong), (_, believed) = [(told, origin) for _, origin, told in result.others]
    assert "the subject alerts nothing, but it came to fatal decode_error" in unnamed
    assert wrong.endswith("[client_hello.random += b'too long']")
    assert believed.endswith("-> None [split(client_hello, 99)]")


NEVER_OFFERED = '''
from harness.scenario import reconnect, refused, wire_scenario


@wire_scenario("doc:1:one", roles="client", tls="1.3")
def is_spared_one_lie_and_told_others(subject, peer):
    """Protocols that nobody offered cannot be lied about; that hellos in pieces are refused is too much."""
    return [
        peer.forges("encrypted_extensions.extensions[alpn].protocols = []"),
        *refused(subject, peer, None), reconnect(),
        peer.forges("split(server_hello, 9)"), *refused(subject, peer, None), reconnect(),
        peer.forges("server_hello.random += b'too long'"), *refused(subject, peer, "decode_error"),
    ]
'''


def test_behind_a_lie_about_what_was_never_offered_the_others_are_told(tmp_path, pki):
    bench = Bench(collect(write_catalogue(tmp_path / "scenarios", lies=NEVER_OFFERED)), pki)
    cell = Cell("lies/is_spared_one_lie_and_told_others", "stdlib", "bio", Role.CLIENT, Tls.V13, "tlslite")
    result = bench.run(cell).result
    assert result.verdict is Verdict.FAIL
    assert result.origin.endswith("-> None [split(server_hello, 9)]")
    assert result.others == ()


UNREACHED = '''
from harness.scenario import handshake, reconnect, refused, wire_scenario


@wire_scenario("doc:1:one", roles="server", tls="1.3")
def asks_too_much_and_then_tests_nothing(subject, peer):
    """A hello in pieces is no error, and a client without a certificate has no CertificateVerify."""
    return [
        peer.forges("split(client_hello, 9)"), *refused(subject, peer, None), reconnect(),
        peer.forges("split(certificate_verify, 1)"), handshake(subject, peer), subject.continues(),
    ]
'''


def test_a_lie_that_is_not_told_behind_a_failure_is_an_error(tmp_path, pki):
    bench = Bench(collect(write_catalogue(tmp_path / "scenarios", lies=UNREACHED)), pki)
    cell = Cell("lies/asks_too_much_and_then_tests_nothing", "stdlib", "bio", Role.SERVER, Tls.V13, "tlslite")
    result = bench.run(cell).result
    assert (result.verdict, result.reason) == (Verdict.ERROR, "split(certificate_verify, 1) was not reached")


GROUPS = '''
from harness.scenario import handshake, reconnect, refused, wire_scenario


@wire_scenario("doc:1:one", roles="server", tls="1.3")
def both_groups_work(subject, peer):
    """The peer is held to one group, and then to another."""
    return [
        peer.configured(groups=("x25519",)), handshake(subject, peer), reconnect(),
        peer.configured(groups=("secp521r1",)), handshake(subject, peer),
    ]


@wire_scenario("doc:1:one", roles="server", tls="1.3")
def the_first_group_fails(subject, peer):
    """A hello in pieces is no error."""
    return [
        peer.configured(groups=("x25519",)), peer.forges("split(client_hello, 9)"),
        *refused(subject, peer, None), reconnect(),
        peer.configured(groups=("secp521r1",)), peer.forges("split(client_hello, 9)"),
        *refused(subject, peer, None),
    ]
'''


@pytest.mark.parametrize(
    ("name", "groups", "verdict", "found"),
    [
        ("both_groups_work", ("x25519", "secp521r1"), Verdict.PASS, ""),
        ("both_groups_work", ("x25519",), Verdict.UNSUPPORTED, "few has no secp521r1"),
        ("both_groups_work", (), Verdict.UNSUPPORTED, "few has no x25519"),
        ("the_first_group_fails", ("x25519",), Verdict.FAIL, "but it came to None"),
    ],
)
def test_no_peer_is_held_to_groups_the_subject_does_not_have(tmp_path, pki, name, groups, verdict, found):
    few = SimpleNamespace(connect=connect, ENDPOINT_CALLS=ENDPOINT_CALLS, GROUPS=groups)
    catalogue = collect(write_catalogue(tmp_path / "scenarios", groups=GROUPS))
    bench = Bench(catalogue, pki, {"few": Implementation("few", few)})
    cell = Cell(f"groups/{name}", "few", "endpoint", Role.SERVER, Tls.V13, "tlslite")
    result = bench.run(cell).result
    assert result.verdict is verdict
    assert result.reason.endswith(found)


DECLINED = '''
from harness.scenario import READ, handshake, together, wire_scenario


def _declined(subject, peer):
    return together(peer.renegotiates().gives(value=False), subject.reads(100).wants(READ))


@wire_scenario("doc:1:one", roles="server", tls="1.2")
def a_lie_of_the_first_handshake_is_not_told(subject, peer):
    """A client without a certificate has no CertificateVerify, renegotiation or not."""
    return [
        peer.forges("split(certificate_verify, 1)"), handshake(subject, peer), _declined(subject, peer),
    ]


@wire_scenario("doc:1:one", roles="server", tls="1.2")
def a_lie_of_the_second_handshake_has_no_place(subject, peer):
    """A server that declines hears no second Finished."""
    return [handshake(subject, peer), peer.forges("split(finished, 1)"), _declined(subject, peer)]
'''


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("a_lie_of_the_first_handshake_is_not_told", Verdict.ERROR),
        ("a_lie_of_the_second_handshake_has_no_place", Verdict.PASS),
    ],
)
def test_who_declines_to_renegotiate_excuses_lies_about_that_alone(tmp_path, pki, name, verdict):
    bench = Bench(collect(write_catalogue(tmp_path / "scenarios", declined=DECLINED)), pki)
    cell = Cell(f"declined/{name}", "stdlib", "bio", Role.SERVER, Tls.V12, "tlslite")
    assert bench.run(cell).result.verdict is verdict
