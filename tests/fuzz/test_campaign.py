"""Campaigns and replays: a child dies, hangs, refuses or is at fault, and what the command line says of it.

Everything but the last few tests runs without Atheris.
"""

import importlib.util
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fuzzing import ONE_FIND, wrong_server

import harness
from harness.errors import UsageError
from harness.fuzz import campaign
from harness.fuzz.campaign import fuzz, replay, survey
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.finds import read_find
from harness.fuzz.post import Fault
from harness.fuzz.terms import Terms
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


@ONE_FIND
@pytest.mark.parametrize(
    ("deed", "key"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crash: killed by SIGSEGV in do_handshake"),
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
    assert summary.finds[0].data == DEADLY
    assert summary.unexpected == summary.finds


def test_a_crash_keeps_the_last_words_of_the_child(tmp_path):
    terms = Terms(deadly(tmp_path, "os.abort()"), finds=tmp_path / "finds")
    summary = replay("client_hello", files(tmp_path, DEADLY), terms, ignore)
    page = read_find(summary.finds[0].path).found["details"]
    assert "Fatal Python error: Aborted" in page
    assert "in do_handshake" in page


@ONE_FIND
def test_what_a_sanitizer_sums_up_is_the_key_of_a_crash(tmp_path):
    """Two places in native code are two finds, though the process ends alike."""
    said = (
        "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6020",
        "    #0 0x7f in scan scan.c:9",
        *(f"shadow byte {number}" for number in range(30)),
        "SUMMARY: AddressSanitizer: heap-buffer-overflow /build/scan.c:9:24 in scan",
        "==7==ABORTING",
    )
    deed = f"os.write(2, {(chr(10).join(said) + chr(10)).encode()!r}); os._exit(1)"
    summary = replay(
        "client_hello", files(tmp_path, DEADLY), Terms(deadly(tmp_path, deed), finds=tmp_path / "f"), ignore
    )
    (found,) = summary.finds
    assert found.key == "crash: AddressSanitizer: heap-buffer-overflow in scan"
    details = read_find(found.path).found["details"].splitlines()
    assert details[0] == said[0]
    assert details[-1] == said[-2]


def test_a_hang_is_found_by_the_watchdog(tmp_path):
    terms = Terms(deadly(tmp_path, "while True: pass"), finds=tmp_path / "finds", watchdog=0.5)
    summary = replay("client_hello", files(tmp_path, DEADLY, b"after"), terms, ignore)
    assert [find.key for find in summary.finds] == ["hang in do_handshake"]
    assert summary.executions == 2
    assert "do_handshake" in read_find(summary.finds[0].path).found["details"]


@ONE_FIND
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


def test_the_child_loads_nothing_that_is_to_be_instrumented():
    program = (
        "import sys, harness.fuzz.child; print([n for n in sys.modules if n.startswith('harness.wire')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(harness.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"


@ATHERIS
def test_atheris_runs_a_target_for_so_many_executions(tmp_path):
    heard = []
    terms = Terms(seconds=0, runs=200, finds=tmp_path / "finds", keep=tmp_path / "kept")
    (summary,) = fuzz(["records"], terms, heard.append)
    assert heard == [summary]
    assert summary.coverage > 50
    assert summary.finds == []
    assert summary.executions == pytest.approx(200, abs=2)
    seeds = len(list(corpus("records").files()))
    assert summary.corpus > seeds / 2
    assert (
        len(list(Corpus(tmp_path / "kept" / "records").files())) >= summary.corpus
    )  # one made smaller is kept as it was, too


@ATHERIS
def test_the_same_seed_makes_the_same_inputs(tmp_path):
    kept = [
        fuzz(["records"], Terms(seconds=0, runs=150, seed=7, finds=tmp_path, keep=tmp_path / again), ignore)
        and {path.name for path in Corpus(tmp_path / again / "records").files()}
        for again in ("one", "two")
    ]
    assert kept[0] == kept[1]


@ONE_FIND
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
    (summary,) = fuzz(["client_hello"], terms, ignore)
    assert {find.key for find in summary.finds} == {
        "only-documented-exceptions: handshake: KeyError in tls_harness_subject_wrong_server:do_handshake",
        "crash: exit code 0",
    }
    assert len(summary.finds) == 2
    assert summary.executions > 30
    assert summary.looks > 3


@ATHERIS
def test_several_children_share_a_target_and_several_targets_the_jobs(tmp_path):
    heard = []
    terms = Terms(seconds=0, runs=300, jobs=3, finds=tmp_path / "finds", keep=tmp_path / "kept")
    summaries = fuzz(["records", "client_hello", "records"], terms, heard.append)
    assert [summary.target for summary in summaries] == ["records", "client_hello"]
    assert sorted(each.target for each in heard) == ["client_hello", "records"]
    for summary in summaries:
        assert 296 <= summary.executions <= 310
        assert len(list(Corpus(tmp_path / "kept" / summary.target).files())) >= summary.corpus > 0


@ATHERIS
def test_what_was_kept_is_taken_up_again(tmp_path):
    terms = Terms(seconds=0, runs=300, finds=tmp_path / "finds", keep=tmp_path / "kept")
    fuzz(["records"], terms, ignore)
    kept = {path.name for path in Corpus(tmp_path / "kept" / "records").files()}
    heard = []
    fuzz(["records"], replace(terms, runs=1, seed=2), heard.append)
    assert heard[0].corpus >= len(kept)
    assert {path.name for path in Corpus(tmp_path / "kept" / "records").files()} >= kept


@ONE_FIND
def test_a_find_is_made_small_and_replayed_twice(tmp_path):
    """Seven bytes are what it takes, and the scenario is the shortest that shows it."""
    terms = Terms(deadly(tmp_path, "raise KeyError(1)"), finds=tmp_path / "finds")
    summary = replay("client_hello", files(tmp_path, b"\x16\x03\x01seve"), terms, ignore)
    find = read_find(summary.finds[0].path)
    assert find.steps == (
        "peer.sends_raw(bytes.fromhex('00000000000000'))",
        "subject.handshakes().anything()",
    )
    assert find.found["repeats"] == "yes"
    assert find.found["finding"].startswith("only-documented-exceptions: handshake: KeyError in ")
    place = "tls_harness_subject_wrong_server:do_handshake"
    key = f"fail: handshake: only-documented-exceptions -> KeyError in {place}"
    assert find.found["as a scenario"] == key
    assert find.found["minimised"] == "from 7 bytes to 7"


def test_a_crash_is_made_small_as_far_as_processes_allow_and_is_a_scenario(tmp_path):
    body = """
    def do_handshake(self):
        data = self.incoming.read()
        if b"x" in data:
            os._exit(9)
        self.incoming.write(data)
        super().do_handshake()
    """
    terms = Terms(wrong_server(tmp_path, body), finds=tmp_path / "finds")
    summary = replay("client_hello", files(tmp_path, b"abcxdefg"), terms, ignore)
    (found,) = summary.finds
    find = read_find(found.path)
    assert find.found["input"] == b"x".hex()
    assert find.found["repeats"] == "yes"
    assert "peer.sends_raw(bytes.fromhex('78'))" in find.steps


def test_a_find_that_does_not_repeat_says_so(tmp_path):
    (tmp_path / "tries").write_text("", encoding="ascii")
    body = f"""
    def do_handshake(self):
        with open({str(tmp_path / "tries")!r}, "a") as tries:
            tries.write("x")
            if tries.tell() == 1:
                raise KeyError(1)
        super().do_handshake()
    """
    terms = Terms(wrong_server(tmp_path, body), finds=tmp_path / "finds")
    summary = replay("client_hello", files(tmp_path, DEADLY), terms, ignore)
    assert len(summary.finds) == 1
    assert read_find(summary.finds[0].path).found["repeats"] == "no: tried twice more, it came 0 times"


def test_an_interruption_while_a_find_is_made_small_loses_nothing(tmp_path, monkeypatch):
    def interrupted(post):
        raise KeyboardInterrupt

    monkeypatch.setattr(campaign, "tidy_all", interrupted)
    heard = []
    terms = Terms(deadly(tmp_path, "raise KeyError(1)"), finds=tmp_path / "finds")
    with pytest.raises(KeyboardInterrupt):
        replay("client_hello", files(tmp_path, DEADLY), terms, heard.append)
    find = read_find(heard[0].finds[0].path)
    assert find.found["repeats"] == "not tried yet"
    assert find.found["input"] == DEADLY.hex()


def test_a_disk_that_is_full_when_a_find_is_made_small_leaves_it_as_it_was(tmp_path, monkeypatch):
    """`sitecustomize` fills the disk of the child that makes it small."""
    (tmp_path / "sitecustomize.py").write_text(
        "import errno, pathlib, sys\n"
        "def full(self, target): raise OSError(errno.ENOSPC, 'No space left on device', str(target))\n"
        "if '\"deed\": \"tidy\"' in ' '.join(sys.orig_argv): pathlib.Path.replace = full\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    heard = []
    terms = Terms(deadly(tmp_path, "raise KeyError(1)"), finds=tmp_path / "finds")
    with pytest.raises(UsageError, match=r"stays as it was: .*No space left"):
        replay("client_hello", files(tmp_path, DEADLY), terms, heard.append)
    (find,) = heard[0].finds
    assert list(find.path.parent.iterdir()) == [find.path]
    assert read_find(find.path).found["repeats"] == "not tried yet"


def test_a_known_failure_excuses_a_find_by_its_cell_too():
    by_cell = KnownFailure("found/*[stdlib:bio:*]#0", "So it is.", "harness:bounded", "open: oops*")
    terms = Terms(known=(by_cell,))
    cell = "found/abc.toml[stdlib:bio:client:1.3:tlslite:straight]#0"
    assert terms.reason_for("schedules", "fail: open: oops -> b''", cell) == "So it is."
    assert terms.reason_for("schedules", "fail: open: other", cell) == ""
    assert terms.reason_for("schedules", "fail: open: oops -> b''", cell.replace(":bio:", ":aio:")) == ""
    assert terms.reason_for("schedules", "fail: open: oops -> b''", "") == ""


def test_a_target_that_an_implementation_does_not_suit_is_told_and_no_find(tmp_path):
    heard = []
    bare = tmp_path / "bare.py"
    bare.write_text("class SSLContext: pass\n", encoding="utf-8")
    terms = Terms(str(bare), finds=tmp_path / "finds")
    replay("client_hello", files(tmp_path, DEADLY), terms, heard.append)
    assert heard[0].unsuited == f"{bare} has no MemoryBIO, SSLWantReadError"
    assert heard[0].finds == []
    replay("records", files(tmp_path, DEADLY), terms, heard.append)
    assert (heard[1].unsuited, heard[1].executions) == ("", 1)


def test_a_survey_tells_what_files_reach(tmp_path):
    alike = bytes.fromhex("15030300020100")
    tried = files(tmp_path, alike, bytes.fromhex("16"), alike, b"\xff" * 9)
    one, two, three, four = (survey("records", tried, Terms())[file] for file in tried)
    assert one == three
    assert len({one, two, four}) == 3


def test_an_input_that_kills_reaches_something_of_its_own(tmp_path):
    tried = files(tmp_path, b"abc", DEADLY, b"abc")
    reached = survey("client_hello", tried, Terms(deadly(tmp_path, "os._exit(1)")))
    assert reached[tried[0]] == reached[tried[2]] != reached[tried[1]]
    assert reached[tried[1]]


def test_an_input_that_is_replaced_while_the_corpus_is_copied_is_passed_over(tmp_path):
    with campaign._Site("records", Terms(keep=tmp_path / "kept")) as site:
        inputs = site._inputs()
        first, _ = next(inputs)
        gone = [path for path in site._working.folder.iterdir() if path != first]
        for path in gone:
            path.unlink()
        assert list(inputs) == []
        site.keep_up()
    assert len(list(Corpus(tmp_path / "kept" / "records").files())) == 1
