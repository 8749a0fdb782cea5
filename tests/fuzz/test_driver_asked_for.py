"""A driver asked for: targets go through it, finds replay through it, and who does not fit says why."""

import importlib.util
import random
from pathlib import Path

import pytest
from fuzzing import wrong_server

from harness.cli import main
from harness.errors import Unsupported
from harness.fuzz.choose import Dice
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.excuses import akin
from harness.fuzz.finds import read_find
from harness.fuzz.grammar.settings import Words
from harness.fuzz.grammar.talk import conversation
from harness.fuzz.suited import need_fit
from harness.fuzz.target import Trial, target
from harness.fuzz.terms import Terms
from harness.implementation import load
from harness.names import Role, Tls
from harness.run.known import KnownFailure

pytest.importorskip("trio", reason="trio is an extra")
pytest.importorskip("anyio", reason="anyio is an extra")
ATHERIS = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="Atheris is not installed")
#: Raises a KeyError whenever seven bytes have come.
WRONG = """
def do_handshake(self):
    if self.incoming.pending == 7:
        raise KeyError(1)
    super().do_handshake()
"""


def asked(pki, driver, implementation="stdlib"):
    """A trial through a driver, and the looks and scenarios it is told of."""
    looks, tried = [], []
    trial = Trial(load(str(implementation)), pki, driver=driver, saw=looks.append)
    trial.tries = lambda scenario: tried.append(scenario())
    return trial, looks, tried


@ATHERIS
def test_a_layer_is_fuzzed_and_its_find_replays_through_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Corpus(Path("kept/client_hello")).save(b"seven..")
    wrong = str(wrong_server(tmp_path, WRONG))
    words = ["--driver", "trio", "--runs", "60", "--keep", "kept", "--finds", "finds"]
    with pytest.raises(SystemExit, match="1"):
        main(["fuzz", "client_hello", *words, "--implementation", wrong])
    (file,) = Path("finds/client_hello").glob("*.toml")
    find = read_find(file)
    assert (find.drivers, find.found["driver"], find.found["repeats"]) == ("trio", "trio", "yes")
    capsys.readouterr()
    with pytest.raises(SystemExit, match="1"):
        main(["replay", str(file), "--jobs", "1"])
    assert ":trio:server:" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["client_hello", "tampered", "application_records"])
def test_what_a_target_tries_and_finds_is_for_the_driver(pki, tmp_path, name):
    trial, looks, tried = asked(pki, "trio", wrong_server(tmp_path, WRONG))
    found = target("client_hello").judge(b"seven..", trial)
    assert found.written.drivers == "trio"
    for _, data in corpus(name).load():
        target(name).judge(data, trial)
    assert {each.drivers for each in tried} == {"trio"}
    assert len(set(looks)) > 2


@pytest.mark.parametrize(("driver", "asks"), [("trio", True), ("anyio-asyncio", False)])
def test_conversations_are_of_calls_that_the_driver_has(pki, driver, asks):
    trial, looks, tried = asked(pki, driver)
    for data in sorted(data for _, data in corpus("schedules").load()):
        target("schedules").judge(data, trial)
    assert any("subject.pends" in step for each in tried for step in each.steps) is asks
    assert "nothing to try" not in looks


@pytest.mark.parametrize(("driver", "empty"), [("trio", False), ("anyio-trio", False), ("bio", True)])
def test_nobody_is_asked_for_no_bytes_who_forbids_it(driver, empty):
    words = Words(driver, Role.CLIENT, Tls.V13, "tlslite")
    said = [step for seed in range(100) for step in conversation(Dice(random.Random(seed)), words)]
    assert any("payload(0, " in step for step in said) is empty


def test_a_scenario_with_a_call_that_the_driver_lacks_is_not_tried(pki):
    pytest.importorskip("tornado", reason="tornado is an extra")
    trial, looks, tried = asked(pki, "tornado")
    for data in sorted(data for _, data in corpus("schedules").load()):
        target("schedules").judge(data, trial)
    closing = [any(step.startswith("closing(") for step in each.steps) for each in tried]
    assert [look == "nothing to try" for look in looks] == closing
    assert len(set(closing)) == 2


@pytest.mark.parametrize(
    ("name", "driver", "why"),
    [
        ("records", "trio", "target records meets no implementation, and so no driver trio"),
        ("asyncio", "trio", r"target asyncio is for asyncio-protocol, .*, not for driver trio"),
        ("api_order", "trio", r"target api_order is for bio, .*, not for driver trio"),
        ("schedules", "module", "driver module makes no connections"),
        ("schedules", "twisted", r"stdlib has no Context, .*, which driver twisted needs"),
        ("schedules", "endpoint", "stdlib has no connect, ENDPOINT_CALLS, which driver endpoint needs"),
    ],
)
def test_who_does_not_fit_says_why(pki, name, driver, why):
    with pytest.raises(Unsupported, match=f"^{why}$"):
        need_fit(target(name), asked(pki, driver)[0])


def test_a_face_without_a_connection_once_it_failed_is_for_those_who_do_not_come_back(pki):
    pytest.importorskip("urllib3", reason="urllib3 is an extra")
    trial = asked(pki, "urllib3")[0]
    need_fit(target("schedules"), trial)
    with pytest.raises(Unsupported, match=r"^target tampered cannot go through driver urllib3: "):
        need_fit(target("tampered"), trial)


@pytest.mark.parametrize("driver", ["bio", "socket-nonblocking", "asyncio-protocol", "trio", "anyio-trio"])
def test_who_fits_says_nothing(pki, driver):
    for name in ("client_hello", "schedules", "tampered", "differential"):
        need_fit(target(name), asked(pki, driver)[0])


def entry(cells, origin="*"):
    return KnownFailure(cells, "a reason", "a:clause", origin)


CELL = "found/0123456789abcdef.toml[stdlib:gevent:client:1.3:tlslite:straight]#0"


@pytest.mark.parametrize(
    ("cells", "origin", "key", "known"),
    [
        ("fuzz/schedules[stdlib+gevent]", "*", "fail: a: b", True),
        ("fuzz/schedules[*+trio]", "*", "fail: a: b", False),
        ("fuzz/schedules[stdlib]", "*", "fail: a: b", False),
        ("damage/*[*:gevent:*]#*", "a: broken -> b''", "fail: a: broken -> b''", True),
        ("damage/*[*:socket:*]#*", "a: broken -> b''", "fail: a: broken -> b''", True),  # the same face
        ("damage/*[*:bio:*]#*", "a: broken -> b''", "fail: a: broken -> b''", False),
        ("damage/*[*:gevent:*]#*", "a: off -> OSError [Errno N]*", "fail: a: off -> OSError [Errno N]", True),
        ("damage/*[*:gevent:*]#*", "a: broken -> KeyError", "fail: a: broken -> KeyError in b", False),
    ],
)  # fmt: skip
def test_what_is_known_of_a_layer_or_of_the_face_it_has_excuses_its_finds(cells, origin, key, known):
    terms = Terms(driver="gevent", known=akin([entry(cells, origin)]))
    assert bool(terms.reason_for("schedules", key, CELL)) is known
