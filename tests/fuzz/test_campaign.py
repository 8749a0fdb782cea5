"""Campaigns and replays: a child dies, hangs, refuses or is at fault, and what the command line says of it.

Everything but the last few tests runs without Atheris.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing import wrong_server

from harness.fuzz import __main__ as door
from harness.fuzz import campaign
from harness.fuzz.campaign import fuzz, replay
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.post import Fault
from harness.fuzz.terms import Summary, Terms
from harness.run.known import KnownFailure

ATHERIS = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="Atheris is not installed")
DEADLY = b"seven.."


def ignore(_summary):
    """Nobody listens."""


def deadly(folder, deed):
    """A server that does `deed` on an input of seven bytes, and is CPython's otherwise."""
    body = f"""
    def do_handshake(self):
        if self.incoming.pending == {len(DEADLY)}:
            {deed}
        super().do_handshake()
    """
    return wrong_server(folder, body)


def files(folder, *inputs):
    """A file for each input, named so that they keep their order."""
    paths = [folder / f"{number}.bin" for number in range(len(inputs))]
    for path, data in zip(paths, inputs, strict=True):
        path.write_bytes(data)
    return paths


@pytest.mark.parametrize(
    ("deed", "key"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crash: killed by SIGSEGV"),
        ("os._exit(0)", "crash: exit code 0"),
        ("raise SystemExit(0)", "crash: SystemExit"),
    ],
)
def test_a_death_costs_its_input_and_the_rest_is_tried(tmp_path, deed, key):
    heard = []
    terms = Terms(deadly(tmp_path, deed), finds=tmp_path / "finds")
    tried = files(tmp_path, b"before", DEADLY, b"in between", DEADLY, b"after..more")
    summary = replay("client_hello", tried, terms, heard.append)
    assert heard == [summary]
    assert (summary.executions, summary.corpus) == (5, 5)
    assert [find.key for find in summary.finds] == [key]
    assert summary.finds[0].path.read_bytes() == DEADLY
    assert summary.unexpected == summary.finds


def test_a_crash_keeps_the_last_words_of_the_child(tmp_path):
    terms = Terms(deadly(tmp_path, "os.abort()"), finds=tmp_path / "finds")
    summary = replay("client_hello", files(tmp_path, DEADLY), terms, ignore)
    page = summary.finds[0].path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "Fatal Python error: Aborted" in page
    assert "in do_handshake" in page


def test_a_hang_is_found_by_the_watchdog(tmp_path):
    terms = Terms(deadly(tmp_path, "while True: pass"), finds=tmp_path / "finds", watchdog=0.5)
    summary = replay("client_hello", files(tmp_path, DEADLY, b"after"), terms, ignore)
    assert [find.key for find in summary.finds] == ["hang"]
    assert summary.executions == 2


def test_a_known_failure_is_shown_and_excused(tmp_path):
    path = deadly(tmp_path, "os._exit(9)")
    known = KnownFailure(f"fuzz/client_hello[{path}]", "It leaves.", "harness:bounded", "crash: exit code 9")
    other = KnownFailure("fuzz/client_hello*", "It dies.", "harness:bounded", "crash: exit code 8")
    for entries, unexpected in (((known,), 0), ((other,), 1), ((), 1)):
        terms = Terms(path, finds=tmp_path / "finds", known=entries)
        summary = replay("client_hello", files(tmp_path, DEADLY), terms, ignore)
        assert len(summary.finds) == 1
        assert len(summary.unexpected) == unexpected


def test_a_fault_of_a_target_is_no_find(tmp_path, monkeypatch):
    """`sitecustomize` breaks the target in the child, which nothing else could reach."""
    (tmp_path / "sitecustomize.py").write_text(
        "import harness.rules\ndef broken_rules(transcript): raise LookupError('our fault')\n"
        "harness.rules.broken_rules = broken_rules\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Fault, match="LookupError: our fault"):
        replay("client_hello", files(tmp_path, b"x"), Terms(finds=tmp_path / "finds"), ignore)
    assert not (tmp_path / "finds").exists()


def run(capsys, *arguments):
    """The door's exit code, output and complaints."""
    code = door.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_replaying_the_corpora_finds_nothing_in_our_parsers(capsys, tmp_path):
    code, out, err = run(capsys, "records", "--replay-corpora", "--finds", tmp_path)
    count = len(list(corpus("records").files()))
    heading, line = out.splitlines()
    assert (code, err) == (0, "")
    assert heading.split() == ["target", "executions", "exec/s", "corpus", "finds", "known"]
    assert line.split()[0:2] == ["records", str(count)]
    assert line.split()[3:] == [str(count), "0", "0"]


def test_a_find_is_exit_code_1_and_its_own_file_replays_it(capsys, tmp_path):
    path = deadly(tmp_path, "raise KeyError(1)")
    code, out, _ = run(
        capsys, "client_hello", "--replay", *files(tmp_path, DEADLY), "--finds", tmp_path / "finds",
        "--implementation", path,
    )  # fmt: skip
    assert code == 1
    assert "only-documented-exceptions: handshake: KeyError" in out
    (found,) = (tmp_path / "finds" / "client_hello").glob("*.bin")
    again, out, _ = run(capsys, "--replay", found, "--finds", tmp_path / "again", "--implementation", path)
    assert again == 1
    assert "(find)" in out


def test_known_failures_are_read_from_a_file(capsys, tmp_path):
    known = tmp_path / "known.toml"
    known.write_text(
        '[[known]]\ncells = "fuzz/client_hello*"\norigin = "*KeyError"\nreason = "So it is."\n'
        'clause = "python:ssl:exceptions"\n',
        encoding="utf-8",
    )
    code, out, _ = run(
        capsys, "client_hello", "--replay", *files(tmp_path, DEADLY), "--finds", tmp_path / "finds",
        "--implementation", deadly(tmp_path, "raise KeyError(1)"), "--known", known,
    )  # fmt: skip
    assert code == 0
    assert "(known: So it is.)" in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense", "--replay-corpora"], "there is no fuzz target 'nonsense'"),
        (["--replay", "nowhere.bin"], "No such file"),
        (["--replay", __file__], "which target is"),
        (["records", "client_hello", "--replay", __file__], "one input is replayed on one target"),
        (["--replay-corpora", "--implementation", "no.such.thing"], "there is no implementation"),
        (["--replay-corpora", "--known", "nowhere.toml"], "known failures nowhere.toml"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(capsys, arguments, complaint):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert err.startswith("error: ")
    assert complaint in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--time", "0"], ["--seed", "0"], ["--runs", "many"], ["--nonsense"]])
def test_a_wrong_option_is_exit_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        door.main(arguments)
    assert left.value.code == 2
    assert "usage: " in capsys.readouterr().err


def test_an_implementation_that_cannot_be_tried_is_exit_code_2(capsys, tmp_path):
    path = tmp_path / "bare.py"
    path.write_text("class SSLContext: pass\n", encoding="utf-8")
    code, _, err = run(
        capsys, "client_hello", "--replay-corpora", "--finds", tmp_path / "finds", "--implementation", path
    )
    assert code == 2
    assert err == f"error: {path} has no PROTOCOL_TLS_SERVER\n"


def test_a_find_that_cannot_be_kept_is_exit_code_2(capsys, tmp_path):
    (tmp_path / "finds").write_text("in the way", encoding="utf-8")
    code, _, err = run(
        capsys, "client_hello", "--replay", *files(tmp_path, DEADLY), "--finds", tmp_path / "finds",
        "--implementation", deadly(tmp_path, "raise KeyError(1)"),
    )  # fmt: skip
    assert code == 2
    assert err.startswith("error: a find cannot be kept: ")


def test_without_atheris_fuzzing_is_one_sentence_and_exit_code_2(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(campaign.importlib.util, "find_spec", lambda name: None)
    code, _, err = run(capsys, "records", "--finds", tmp_path)
    assert code == 2
    assert err.startswith("error: fuzzing needs Atheris")
    assert len(err.splitlines()) == 1


def test_ctrl_c_keeps_what_there_is(capsys, monkeypatch, tmp_path):
    def interrupted(name, terms, tell):
        tell(Summary(name, executions=12, seconds=0.5))
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "fuzz", interrupted)
    code, out, err = run(capsys, "records", "--finds", tmp_path)
    assert code == 130
    assert out.splitlines()[1].split() == ["records", "12", "24", "0", "0", "0"]
    assert err.startswith("interrupted")


def test_the_child_loads_nothing_that_is_to_be_instrumented():
    program = (
        "import sys, harness.fuzz.child; print([n for n in sys.modules if n.startswith('harness.wire')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(door.__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


@ATHERIS
def test_atheris_runs_a_target_for_so_many_executions(tmp_path):
    heard = []
    terms = Terms(seconds=0, runs=200, finds=tmp_path / "finds", keep=tmp_path / "kept")
    summary = fuzz("records", terms, heard.append)
    assert heard == [summary]
    assert summary.finds == []
    assert summary.executions == pytest.approx(200, abs=2)
    seeds = len(list(corpus("records").files()))
    assert summary.corpus > seeds / 2
    assert len(list(Corpus(tmp_path / "kept" / "records").files())) == summary.corpus


@ATHERIS
def test_the_same_seed_makes_the_same_inputs(tmp_path):
    kept = [
        fuzz("records", Terms(seconds=0, runs=150, seed=7, finds=tmp_path, keep=tmp_path / again), ignore)
        and {path.name for path in Corpus(tmp_path / again / "records").files()}
        for again in ("one", "two")
    ]
    assert kept[0] == kept[1]


@ATHERIS
def test_atheris_goes_on_after_a_find_and_after_a_death(tmp_path):
    """A find is told once however often it comes; a death is told with its input, and the rest is run."""
    body = f"""
    def do_handshake(self):
        if self.incoming.pending == 3:
            raise KeyError("length")
        if self.incoming.pending == {len(DEADLY)}:
            os._exit(0)
        super().do_handshake()
    """
    keep = Corpus(tmp_path / "kept" / "client_hello")
    keep.save(DEADLY)
    keep.save(b"abc")
    terms = Terms(
        wrong_server(tmp_path, body), seconds=0, runs=100, finds=tmp_path / "finds", keep=tmp_path / "kept"
    )
    summary = fuzz("client_hello", terms, ignore)
    found = {find.key: find.path.read_bytes() for find in summary.finds}
    assert len(found) == len(summary.finds) == 2
    assert len(found["only-documented-exceptions: handshake: KeyError"]) == 3
    assert len(found["crash: exit code 0"]) == len(DEADLY)
    assert summary.executions > 30
