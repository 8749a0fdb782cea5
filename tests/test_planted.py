"""The planted defects and the matrix over them, as far as that goes quickly."""

import ssl
from pathlib import Path

import pytest

from harness.collection import collect
from harness.drivers import registry
from harness.implementation import load
from harness.names import FINDINGS, Role, Tls, Verdict
from harness.run.cell import Cell, read_name
from harness.run.worker import Bench
from tests.kill_matrix import Matrix, main
from tests.trials import LAYER_SHAPES, Judged, Trial, controls, defects, mistake_of

CONVERSING = [
    name
    for name in registry.NAMES
    if "read" in registry.driver(name).calls and name not in registry.ON_REQUEST
]
SSL_DRIVERS = [name for name in CONVERSING if registry.suits(name, "stdlib")]
SHAPE = {name for key in SSL_DRIVERS for name in registry.driver(key).needs} | {
    "PROTOCOL_TLS_CLIENT", "PROTOCOL_TLS_SERVER", "TLSVersion", "CERT_REQUIRED", "SSLEOFError", "SSLSocket",
}  # fmt: skip
BUFFER_SHAPE = {
    *registry.driver("buffer").needs,
    "ClientContext",
    "ServerContext",
    "Certificate",
    "TrustStore",
}
MODULES = [*defects(), *controls()]
SHAPED = {"ssl": [], "endpoint": [], "pyopenssl": [], "twisted": [], "pep": []}
for module in MODULES:
    shapes = {
        "stdlib": "ssl", "tlslite": "endpoint", "pyopenssl": "pyopenssl",
        **{shape: "twisted" if library == "twisted" else "ssl" for library, shape in LAYER_SHAPES.items()},
    }  # fmt: skip
    SHAPED[shapes.get(Trial(module).shape, "pep")].append(module)


CONVERSATION = '''
"""One conversation, in which whatever is wrong with the basics shows."""

from harness.scenario import agree, handshake, payload, scenario, together


@scenario("doc:1:one", sweep="none")
def talks(subject, peer):
    """Facts agree; data of many records crosses both ways; the peer closes."""
    there, back = payload(40_000, "there"), payload(40_000, "back")
    return [
        handshake(subject, peer),
        agree("version"),
        agree("cipher"),
        together(subject.writes(there), peer.reads_exactly(there)),
        together(peer.writes(back), subject.reads_exactly(back)),
        together(peer.closes(), [subject.reads(10).ends(), subject.closes()]),
    ]
'''


@pytest.fixture(scope="module")
def bench(tmp_path_factory, pki):
    """A bench with that conversation alone."""
    folder = tmp_path_factory.mktemp("conversation")
    (folder / "basics.py").write_text(CONVERSATION, encoding="utf-8")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "doc.toml").write_text(
        '[[requirement]]\nid = "doc:1:one"\nsource = "none"\nlevel = "MUST"\ntext = "It works."\n',
        encoding="utf-8",
    )
    return Bench(collect(folder), pki)


def result_of(bench, path: Path, driver: str, role: Role, tls: Tls):
    return bench.run(Cell("basics/talks", str(path), driver, role, tls, "honest")).result


@pytest.mark.parametrize("path", SHAPED["pep"], ids=lambda path: path.stem)
def test_a_planted_module_is_shaped_like_a_pep(path):
    module = load(str(path)).module
    assert {name for name in BUFFER_SHAPE if not hasattr(module, name)} == set()
    assert not hasattr(module, "SSLContext")


@pytest.mark.parametrize("path", SHAPED["ssl"], ids=lambda path: path.stem)
def test_a_planted_module_is_shaped_like_ssl(path):
    module = load(str(path)).module
    assert {name for name in SHAPE if not hasattr(module, name)} == set()
    assert module.SSLContext is not ssl.SSLContext


@pytest.mark.parametrize("path", SHAPED["endpoint"], ids=lambda path: path.stem)
def test_a_planted_module_makes_endpoints_of_a_tlslite_of_its_own(path):
    module = load(str(path)).module
    assert registry.driver("endpoint").missing(load(str(path))) == ()
    assert not hasattr(module, "SSLContext")
    assert module.planted.tls is not load(str(path)).module.planted.tls


@pytest.mark.parametrize("path", SHAPED["pyopenssl"], ids=lambda path: path.stem)
def test_a_planted_module_is_shaped_like_pyopenssl(path):
    module, sound = load(str(path)).module, load("pyopenssl").module
    for driver in ("pyopenssl", "pyopenssl-socket"):
        assert registry.driver(driver).missing(load(str(path))) == ()
    assert not hasattr(module, "SSLContext")
    assert module.Context is not sound.Context
    assert issubclass(module.Context, sound.Context)
    assert issubclass(module.Connection, sound.Connection)


@pytest.mark.parametrize("path", SHAPED["twisted"], ids=lambda path: path.stem)
def test_a_planted_module_brings_a_layer_of_twisteds(path):
    module = load(str(path)).module
    assert registry.driver("twisted").missing(load(str(path))) == ()
    assert issubclass(module.TLSMemoryBIOProtocol, module.layer.PlainLayer)


@pytest.mark.parametrize("path", defects(), ids=lambda path: path.stem)
def test_a_planted_module_says_what_is_wrong_and_who_makes_the_mistake(path):
    page = load(str(path)).module.__doc__
    mistake, _, makers = page.partition("\n\n")
    assert mistake.endswith(".")
    assert makers.startswith("Made by ")
    assert makers.strip().endswith(".")


def test_there_are_enough_defects_and_no_two_are_the_same():
    mistakes = [mistake_of(path) for path in defects()]
    assert len(mistakes) >= 48
    assert len(set(mistakes)) == len(mistakes)


@pytest.mark.parametrize(
    ("path", "driver"),
    [(p, d) for p in controls() for d in CONVERSING if registry.suits(d, str(p))],
    ids=lambda value: getattr(value, "stem", value),
)
def test_a_correct_wrapper_is_not_flagged(bench, path, driver):
    for role in Role:
        for tls in Tls:
            result = result_of(bench, path, driver, role, tls)
            lacks = tls is Tls.V13 and path.stem == "_correct_without_tls13"
            due = (Verdict.UNSUPPORTED, f"{path} says HAS_TLSv1_3 = False") if lacks else (Verdict.PASS, "")
            assert (result.verdict, result.reason) == due


@pytest.mark.parametrize(
    ("name", "drivers"),
    [
        ("clean_end_is_none", ("bio", "socket", "socket-nonblocking")),
        ("cipher_is_the_first_offered", SSL_DRIVERS),
        ("feed_keeps_one_record", ("bio",)),
        ("handshake_waits_when_done", ("bio", "socket")),
        ("read_flips_bit_of_long_records", SSL_DRIVERS),
        ("unwrap_sends_nothing", ("bio", "socket", "socket-nonblocking")),
        ("buffer_shape_write_counts_ciphertext", ("buffer",)),
        ("want_read_is_blocking_io", ("bio", "socket-nonblocking")),
        ("write_cut_to_one_record", SSL_DRIVERS),
        ("write_repeated_after_waiting", ("socket-nonblocking",)),
    ],
)
def test_a_defect_shows_in_every_driver_it_reaches(bench, name, drivers):
    (path,) = defects(name)
    for driver in drivers:
        found = {result_of(bench, path, driver, role, Tls.V12).verdict for role in Role}
        assert found & FINDINGS, driver


# -- the matrix -----------------------------------------------------------------------------------------

CELL = read_name("talk/greets[planted.py:bio:client:1.3:honest:straight]#0")
OWN = read_name("talk/greets[stdlib:bio:client:1.3:honest:straight]#0")


def failed(origin: str) -> Judged:
    return Judged(CELL, Verdict.FAIL, origin, "it failed")


def test_a_finding_that_is_cpythons_own_is_no_kill():
    trial = Trial(Path("planted.py"))
    for origin in ("open: read -> wrong", "open: read -> late"):
        trial.note(failed(origin))
    trial.drop({OWN: "open: read -> late"})
    assert [judged.origin for judged in trial.found] == ["open: read -> wrong"]
    assert trial.killers == ["talk/greets"]


def test_a_pass_is_no_finding_and_an_error_is_the_harness_own():
    trial = Trial(Path("planted.py"))
    trial.note(Judged(CELL, Verdict.PASS, "", ""))
    trial.note(Judged(CELL, Verdict.ERROR, "harness: oops", "oops"))
    assert (trial.tried, trial.found, len(trial.errors)) == (2, [], 1)


def test_survivors_false_alarms_and_idle_scenarios_are_told(catalogue_folder):
    killed, survivor, control = Trial(Path("killed.py")), Trial(Path("alive.py")), Trial(Path("_correct.py"))
    killed.note(failed("open: read -> wrong"))
    control.note(failed("open: read -> wrong"))
    trials = {str(trial.path): trial for trial in (killed, survivor, control)}
    matrix = Matrix(collect(catalogue_folder), catalogue_folder, 1, trials)
    assert matrix.survivors() == ["alive"]
    assert matrix.without_kill() == ["talk/answers"]
    assert matrix.false_alarms() == control.found


def test_the_command_runs_kills_and_tells(catalogue_folder, tmp_path, capsys):
    told = tmp_path / "matrix.json"
    arguments = ["--defect", "write_gives_none", "--scenarios", str(catalogue_folder), "--jobs", "1"]
    assert main([*arguments, "--json", str(told)]) == 0
    table = capsys.readouterr().out
    assert "write_gives_none" in table
    assert "SURVIVES" not in table
    assert '"talk/answers"' in told.read_text(encoding="utf-8")


def test_the_command_fails_when_a_defect_survives(catalogue_folder, capsys):
    arguments = ["--defect", "compression_told", "--scenarios", str(catalogue_folder), "--jobs", "1"]
    assert main(arguments) == 1
    assert "SURVIVES: compression_told" in capsys.readouterr().out
