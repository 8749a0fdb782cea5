"""A subject in another interpreter: the same cells come to the same, and nothing it does takes us along."""

import shutil
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest

from harness.collection import collect
from harness.endpoint import Call, Done
from harness.errors import HarnessError, Unsupported, UsageError
from harness.frames import Babble
from harness.implementation import load
from harness.names import Role, Tls, Verdict
from harness.options import Options
from harness.places import place
from harness.remote import Agent, Lost
from harness.run import plan
from harness.run.cell import read_name
from harness.run.plan import Request
from harness.run.worker import Bench
from harness.setup import Setup
from tests.run.wicked import cell_of, write_wicked

HERE = f"stdlib@{sys.executable}"
#: Scenarios of every kind: sweeps, sessions, objects that are kept, lies, networks that stand still.
ALIKE = (
    "closing/cut_wire_is_not_a_clean_end",
    "trickle/*",
    "sessions/*",
    "memory_bio_writing/*",
    "wire_finished/*",
    "states/an_open_connection_answers_every_call",
    "asyncio_transport/*",
)


@pytest.fixture(scope="module")
def bench(pki):
    return Bench(collect(place("scenarios")), pki)


def cells(bench):
    """The undisturbed cells of those scenarios, and a few under a schedule."""
    for cell in plan.straight_cells(bench.catalogue, Request(scenarios=ALIKE)):
        yield cell
        if cell.scenario.startswith("closing/"):
            yield replace(cell, schedule="cut(3)")


def seen(result):
    """What must be the same, wherever the subject lives."""
    return result.verdict, result.grade, result.origin, result.steps


def test_cell_by_cell_it_is_as_in_this_process(bench):
    told = [
        (cell.name, seen(bench.run(cell).result), seen(bench.run(replace(cell, implementation=HERE)).result))
        for cell in cells(bench)
    ]
    assert len(told) > 100
    assert [each for each in told if each[1] != each[2]] == []


def test_it_says_where_it_lives():
    found = load(HERE)
    assert found.name == HERE
    assert found.facts()["implementation"] == HERE
    assert found.facts()["python"] == load("stdlib").facts()["python"]
    assert (found.python, found.built_on_stdlib) == (tuple(sys.version_info[:3]), True)
    assert (found.has("SSLContext"), found.has("ClientContext")) == (True, False)
    with pytest.raises(Unsupported, match="its SSLContext stays there"):
        found.get("SSLContext")


def test_the_package_alone_is_shown_to_the_other_interpreter(tmp_path):
    (tmp_path / "subject.py").write_text("import pytest\nfrom ssl import *\n", encoding="utf-8")
    venv.create(tmp_path / "bare", symlinks=True)
    python = tmp_path / "bare" / "bin" / "python"
    with pytest.raises(UsageError, match=r"ModuleNotFoundError on import.*pytest"):
        load(f"{tmp_path / 'subject.py'}@{python}")


@pytest.mark.parametrize(
    ("word", "verdict", "told"),
    [
        ("dies", Verdict.CRASH, "the agent's process ended: exit code 7"),
        ("is_killed", Verdict.CRASH, "the agent's process ended: killed by SIGKILL"),
        ("hangs", Verdict.HANG, "the agent gave no answer in 2 s"),
    ],
)
def test_what_a_subject_does_to_its_process_costs_its_cell(tmp_path, pki, monkeypatch, word, verdict, told):
    monkeypatch.setattr("harness.remote.PATIENCE", 2.0)
    folder, implementation = write_wicked(tmp_path)
    bench = Bench(collect(folder), pki)
    remote = f"{implementation}@{sys.executable}"
    result = bench.run(cell_of(word, remote)).result
    assert (result.verdict, result.reason) == (verdict, told)
    assert bench.run(cell_of("greets", remote)).result.verdict is Verdict.PASS


def test_what_a_subject_prints_is_no_answer(tmp_path, pki):
    (tmp_path / "loud.py").write_text("from ssl import *\nprint('hello', flush=True)\n", encoding="utf-8")
    found = load(f"{tmp_path / 'loud.py'}@{sys.executable}")
    end = found.connect("bio", Setup(Role.CLIENT, Tls.V13, Options(), pki), bench)
    assert end.attempt(Call("pending")) == Done(0)
    end.close()
    end.close()


@pytest.mark.parametrize(
    ("scenario", "schedule"),
    [
        ("trickle/a_conversation_survives_any_delivery", "cut(1)"),
        ("damage/a_damaged_handshake_fails", "cut(1)+flip(client, 0, byte=60, bit=3)"),
    ],
)
def test_pieces_that_come_in_a_row_cost_few_round_trips(bench, monkeypatch, scenario, schedule):
    """Neither those that a call waits for do, nor those that come when nobody calls any more."""
    name = f"{scenario}[{HERE}:bio:server:1.3:honest:{schedule}]#0"
    here = seen(bench.run(read_name(name.replace(HERE, "stdlib"))).result)
    asked, ask = [], Agent.ask
    monkeypatch.setattr(Agent, "ask", lambda self, *request: asked.append(request) or ask(self, *request))
    assert seen(bench.run(read_name(name)).result) == here
    assert 1 < len(asked) < 100


def test_there_must_be_such_an_interpreter():
    with pytest.raises(UsageError, match=r"implementation stdlib@python9\.9: there is no interpreter"):
        load("stdlib@python9.9")


def test_what_is_no_interpreter_does_not_start():
    with pytest.raises(UsageError, match="the agent does not start: the agent's process ended: exit code"):
        load(f"stdlib@{shutil.which('false')}")


def test_an_implementation_that_is_not_there_is_named():
    with pytest.raises(UsageError, match="there is no implementation 'no_such_module'"):
        load(f"no_such_module@{sys.executable}")


def script(folder: Path, text: str) -> str:
    """An interpreter that says these Python expressions of bytes instead of being an agent."""
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\nimport sys, pickle\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


SAY = "def say(v):\n d = pickle.dumps(v, 4); sys.stdout.buffer.write(len(d).to_bytes(4, 'big') + d)\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("print('Hello, I am your shell', flush=True); input()", "babbles: a frame of"),
        (f"{SAY}say(('here', 0, (3, 8, 0), 'CPython'))\nsys.stdout.flush(); input()", "another version"),
        (
            f"{SAY}import os\nsay(os.system)\nsys.stdout.flush(); input()",
            "babbles: .*nothing that an agent has to say",
        ),
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\3xyz'); sys.stdout.flush(); input()", "babbles"),
        ("sys.exit('I am ill')", "exit code 1: I am ill"),
    ],
)
def test_an_agent_that_talks_nonsense_is_one_sentence(tmp_path, text, told):
    agent = Agent(script(tmp_path, text), "stdlib")
    with pytest.raises(Lost, match=told):
        agent.start()


def test_a_fault_of_the_agents_own_is_ours():
    agent = load(HERE).module
    with pytest.raises(HarnessError, match="the agent failed: KeyError"):
        agent.ask("no such request")
    assert not issubclass(Lost, Babble)
