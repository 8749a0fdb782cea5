"""What the command line says of a search: `fuzz`, `corpus`, and `replay`, `explain`, `promote` of finds.

Where Atheris is not the matter it does not run.
"""

import errno
import hashlib
import importlib.util
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing import ONE_FIND, wrong_server

from harness.cli import main
from harness.cli.shared import Duration
from harness.fuzz import campaign
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.finds import Raw, read_find
from harness.fuzz.target import NAMES

ATHERIS = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="Atheris is not installed")
#: Raises a KeyError whenever seven bytes have come.
WRONG = """
def do_handshake(self):
    if self.incoming.pending == 7:
        raise KeyError(1)
    super().do_handshake()
"""


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """The command line, in a folder of its own: exit code, output and complaints."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return left.value.code, out, err

    return run


@pytest.fixture
def wrong(tmp_path):
    return wrong_server(tmp_path, WRONG)


@pytest.fixture
def deadly_corpora(tmp_path):
    """Corpora with one input of seven bytes for client_hello, and one for records."""
    folder = tmp_path / "corpora"
    Corpus(folder / "client_hello").save(b"seven..")
    Corpus(folder / "records").save(b"\x16\3")
    return folder


def cells_of(out, target):
    """The words of a target's row in the table."""
    return next(line.split() for line in out.splitlines() if line.split()[:1] == [target])


@pytest.mark.parametrize(("text", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("90", 90), ("1", 1)])
def test_a_duration_is_read(text, seconds):
    assert Duration().convert(text, None, None) == seconds


@ONE_FIND
@ATHERIS
def test_a_campaign_ends_in_a_table_and_files_that_repeat_it(run, wrong):
    Corpus(Path("kept/client_hello")).save(b"seven..")
    code, out, err = run(
        "fuzz", "client_hello", "--runs", 60, "--keep", "kept", "--finds", "finds", "--implementation", wrong
    )
    assert (code, err) == (1, "")
    heading = "target executions exec/s coverage looks corpus finds known"
    assert out.splitlines()[0].split() == heading.split()
    row = cells_of(out, "client_hello")
    assert int(row[1]) >= 58
    assert int(row[3]) > 0  # a file is Python, so its coverage guides
    assert row[6] == "1"
    (file,) = re.findall(r"finds/client_hello/\w+\.toml", out)
    code, out, _ = run("replay", file)
    assert code == 1
    assert "only-documented-exceptions" in out
    code, out, _ = run("explain", file)
    assert code == 0
    assert "subject handshake()" in out


def test_a_find_that_does_not_repeat_is_shown_as_such(run, tmp_path, deadly_corpora):
    body = f"""
    def do_handshake(self):
        if not os.path.exists({str(tmp_path / "failed")!r}):
            open({str(tmp_path / "failed")!r}, "w").close()
            raise KeyError(1)
        super().do_handshake()
    """
    options = ("--folder", deadly_corpora, "--implementation", wrong_server(tmp_path, body))
    code, out, _ = run("corpus", "replay", "client_hello", *options)
    assert code == 1
    assert "(a find, which does not repeat)" in out


def test_the_corpora_are_replayed_without_atheris(run, monkeypatch):
    monkeypatch.setattr(campaign.importlib.util, "find_spec", lambda name: None)
    code, out, err = run("corpus", "replay", "records")
    count = len(list(corpus("records").files()))
    assert (code, err) == (0, "")
    row = cells_of(out, "records")
    assert (row[1], row[5:]) == (str(count), [str(count), "0", "0"])


def test_known_failures_excuse_finds_and_replays_of_them(run, wrong, deadly_corpora):
    options = ("--implementation", wrong)
    code, out, _ = run("corpus", "replay", "client_hello", "--folder", deadly_corpora, *options)
    assert code == 1
    (file,) = re.findall(r"reports/finds/client_hello/\w+\.toml", out)
    Path("known.toml").write_text(
        '[[known]]\ncells = "fuzz/client_hello*"\norigin = "only-documented-exceptions:*KeyError*"\n'
        'reason = "So it is."\nclause = "python:ssl:exceptions"\n',
        encoding="utf-8",
    )
    options = ("--known", "known.toml")
    code, out, _ = run(
        "corpus", "replay", "client_hello", "--folder", deadly_corpora, "--implementation", wrong, *options
    )
    assert code == 0
    assert "(known: So it is.)" in out
    assert run("replay", file)[0] == 1
    code, out, _ = run("replay", file, *options)
    assert code == 0
    assert "known failure: So it is." in out


@pytest.fixture
def raw(tmp_path):
    """A find that is bytes, which no longer is one."""
    find = Raw("records", bytes.fromhex("1603030001"), {"implementation": "stdlib", "finding": "a key"})
    path = tmp_path / "raw.toml"
    path.write_text(find.as_text(), encoding="ascii")
    return path


def test_a_find_that_is_bytes_is_replayed_explained_and_promoted(run, raw, deadly_corpora):
    code, out, err = run("replay", raw)
    assert (code, err) == (0, "")
    assert cells_of(out, "records")[6:] == ["0", "0"]
    assert "on record: a key" in out
    code, out, _ = run("explain", raw)
    assert code == 0
    for part in ("5 bytes for the fuzz target records", "Any bytes give records", "16 03 03 00 01"):
        assert part in out
    code, out, _ = run("promote", raw, "--corpora", deadly_corpora)
    assert code == 0
    name = hashlib.sha256(read_find(raw).data).hexdigest()[:16]
    kept = deadly_corpora / "records" / f"{name}.regression.bin"
    assert kept.read_bytes() == read_find(raw).data
    assert cells_of(run("corpus", "replay", "records", "--folder", deadly_corpora)[1], "records")[1] == "2"
    assert run("replay", kept)[0] == 0


def test_a_find_that_still_is_one_is_exit_code_1(run, wrong, deadly_corpora):
    (file,) = Corpus(deadly_corpora / "client_hello").files()
    code, out, _ = run("replay", file, "--implementation", wrong)
    assert code == 1
    assert "only-documented-exceptions: handshake: KeyError" in out


def test_a_corpus_is_thinned_out_and_regressions_stay(run, deadly_corpora):
    records = Corpus(deadly_corpora / "records")
    small, large = bytes.fromhex("15030300020100"), bytes.fromhex("15030300020100" * 2)
    kept = {records.save(data) for data in (small, b"\xff")}
    records.save(large)
    regression = records.save(b"\x16\3\3", ".regression.bin")
    code, out, _ = run("corpus", "minimise", "records", "--folder", deadly_corpora)
    assert code == 0
    left = set(records.files())
    assert regression in left
    assert kept & left
    assert re.fullmatch(rf"records: {len(left)} of 5 inputs reach the same\n", out)
    assert len(left) < 5
    again = run("corpus", "minimise", "records", "--folder", deadly_corpora)[1]
    assert again == f"records: {len(left)} of {len(left)} inputs reach the same\n"


def test_what_other_fuzzers_left_is_taken_in_where_it_reaches_something_new(run, deadly_corpora):
    Path("other").mkdir()
    for name, data in (("one", b"\x16\3"), ("two", bytes.fromhex("15030300020100")), ("README.md", b"no")):
        Path("other", name).write_bytes(data)
    code, out, _ = run("corpus", "merge", "records", "other", "--folder", deadly_corpora)
    assert (code, out) == (0, "records: 1 of 2 inputs reach something new\n")
    assert len(list(Corpus(deadly_corpora / "records").files())) == 2


def test_seeds_are_exported(run):
    code, out, _ = run("corpus", "export", "--folder", "fresh")
    assert code == 0
    assert re.fullmatch(r"\d+ seeds written to fresh\n", out)
    assert {path.name for path in Path("fresh").iterdir()} >= {"records", "client_hello", "schedules"}


# -- bad input: one sentence, exit code 2, nothing lost


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("corpus", "replay", "nonsense"), "there is no fuzz target 'nonsense'"),
        (("corpus", "replay", "--implementation", "no.such.thing"), "there is no implementation"),
        (("corpus", "replay", "--known", "nowhere.toml"), "known failures nowhere.toml"),
        (("corpus", "merge", "records", "nowhere"), "there is no folder nowhere"),
        (("fuzz", "nonsense"), "there is no fuzz target 'nonsense'"),
        (("fuzz", "--time", "soon"), "'soon' is no duration such as 30s, 10m or 2h"),
        (("fuzz", "--time", "0s"), "'0s' is no duration"),
        (("fuzz", "--runs", "0"), "Invalid value for '--runs'"),
        (("fuzz", "--jobs", "0"), "Invalid value for '--jobs'"),
        (("fuzz", "--seed", "many"), "Invalid value for '--seed'"),
        (("fuzz", "--driver", "nonsense"), "there is no driver 'nonsense'; there are bio, "),
        (("fuzz", "--driver", "uvloop"), "'uvloop' stands for several drivers, and here goes one: uvloop-"),
        (("replay", "nowhere.bin"), "which target is nowhere.bin for?"),
        (("replay", "records/nowhere.bin"), "records/nowhere.bin: No such file"),
        (("promote", "nowhere.toml"), "nowhere.toml: No such file"),
        (("explain", "nowhere.toml"), "nowhere.toml: No such file"),
    ],
)
def test_bad_usage(run, arguments, why):
    complaint(run(*arguments), why)


def complaint(ran, why):
    """It ended with code 2 and one sentence that says why."""
    code, _, err = ran
    assert code == 2
    assert why in err
    assert len(err.splitlines()) == 1
    assert err.startswith("tls-harness: ")


def test_a_corrupt_corpus_file_is_named_and_nothing_is_lost(run, deadly_corpora, monkeypatch):
    (file,) = Corpus(deadly_corpora / "records").files()
    file.write_bytes(b"other")
    for deed in ("replay", "minimise"):
        complaint(run("corpus", deed, "records", "--folder", deadly_corpora), f"{file.name} is corrupt")
    assert file.read_bytes() == b"other"
    monkeypatch.setattr(campaign.importlib.util, "find_spec", lambda name: True)
    complaint(run("fuzz", "records", "--keep", deadly_corpora), f"{file.name} is corrupt")
    assert file.read_bytes() == b"other"


@pytest.mark.parametrize("kind", ["bytes", "scenario"])
def test_a_find_for_an_implementation_that_is_not_installed(run, raw, kind):
    text = raw.read_text(encoding="ascii").replace('"stdlib"', '"not.installed"')
    if kind == "scenario":
        text = (
            'page = "A page."\nrequires = ["harness:bounded"]\nsteps = ["handshake(subject, peer)"]\n'
            '[found]\nimplementation = "not.installed"\n'
        )
    raw.write_text(text, encoding="ascii")
    complaint(run("replay", raw), f"{raw} was recorded for an implementation that is not here")
    assert run("replay", raw, "--implementation", "stdlib", "--jobs", "1")[0] == 0


def test_an_implementation_that_cannot_be_tried(run, tmp_path):
    (tmp_path / "bare.py").write_text("class SSLContext: pass\n", encoding="utf-8")
    path = tmp_path / "bare.py"
    complaint(run("corpus", "replay", "client_hello", "--implementation", path), "bare.py has no MemoryBIO")


def test_finds_that_cannot_be_kept(run, wrong, deadly_corpora):
    Path("finds").write_text("in the way", encoding="utf-8")
    options = ("--folder", deadly_corpora, "--finds", "finds", "--implementation", wrong)
    complaint(run("corpus", "replay", "client_hello", *options), "a find cannot be kept: ")


def test_without_atheris_fuzzing_is_impossible(run, monkeypatch):
    monkeypatch.setattr(campaign.importlib.util, "find_spec", lambda name: None)
    complaint(run("fuzz", "records"), "fuzzing needs Atheris")


@ATHERIS
def test_a_full_disk_ends_a_campaign_and_what_was_kept_stays(run, monkeypatch):
    kept = Corpus(Path("kept/records"))
    before = {path: path.read_bytes() for path in map(kept.save, (b"one", b"two"))}
    save, shipped = Corpus.save, {b"one", b"two"} | {data for _, data in corpus("records").load()}

    def full(self, data, suffix=".bin"):
        if "kept" in self.folder.parts and data not in shipped:
            raise OSError(errno.ENOSPC, "No space left on device", str(self.folder))
        return save(self, data, suffix)

    monkeypatch.setattr(Corpus, "save", full)
    code, out, err = run("fuzz", "records", "--runs", "2000", "--keep", "kept")
    assert cells_of(out, "records")[1] != "0"
    complaint((code, out, err), "No space left on device: ")
    assert {path: path.read_bytes() for path in before} == before
    assert {data for _, data in kept.load()} <= shipped


def _says_something(signpost, pid):
    """Wait until something is written to a FIFO; False when the process ends before."""
    reading, alive = os.open(signpost, os.O_RDONLY | os.O_NONBLOCK), os.pidfd_open(pid)
    try:
        return reading in select.select([reading, alive], [], [])[0] and os.read(reading, 4) == b"here"
    finally:
        os.close(reading)
        os.close(alive)


def interrupted(signpost, *arguments):
    """Run the command line as a process, send SIGINT when its subject has written to `signpost`."""
    os.mkfifo(signpost)
    command = [sys.executable, "-m", "harness", *map(str, arguments)]
    root = Path(campaign.__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        is_there = _says_something(signpost, ran.pid)
        ran.send_signal(signal.SIGINT)
        out, err = ran.communicate()
    assert is_there, (out, err)
    assert (ran.returncode, err) == (130, "tls-harness: interrupted before it was done\n")
    return out


@ATHERIS
def test_ctrl_c_ends_a_campaign_in_good_order_and_what_came_until_then_is_kept(tmp_path):
    body = f"""
    count = 0
    def do_handshake(self):
        Wrong.count += 1
        if Wrong.count == 400:
            open({str(tmp_path / "signpost")!r}, "w").write("here")
        super().do_handshake()
    """
    options = ("--finds", tmp_path / "finds", "--implementation", wrong_server(tmp_path, body))
    options += ("--jobs", 2, "--time", "10m", "--keep", tmp_path / "kept")
    out = interrupted(tmp_path / "signpost", "fuzz", "client_hello", "records", *options)
    assert int(cells_of(out, "client_hello")[1]) > 100
    assert "client_hello: interrupted" in out
    assert "crash" not in out
    kept = list(Corpus(tmp_path / "kept" / "client_hello").files())
    assert len(kept) >= len(list(corpus("client_hello").files()))


def test_ctrl_c_while_a_find_is_made_small_leaves_it_as_it_was_met(tmp_path):
    """The subject fails at first and hangs when it is tried again, which is where the signal comes."""
    body = f"""
    def do_handshake(self):
        if os.path.exists({str(tmp_path / "failed")!r}):
            open({str(tmp_path / "signpost")!r}, "w").write("here")
            while True:
                pass
        open({str(tmp_path / "failed")!r}, "w").close()
        raise KeyError(1)
    """
    Corpus(tmp_path / "corpora" / "client_hello").save(b"a hello")
    options = ("--finds", tmp_path / "finds", "--implementation", wrong_server(tmp_path, body))
    options += ("--folder", tmp_path / "corpora")
    out = interrupted(tmp_path / "signpost", "corpus", "replay", "client_hello", *options)
    assert "KeyError" in out
    (file,) = (tmp_path / "finds" / "client_hello").iterdir()
    found = read_find(file).found
    assert found["repeats"] == "not tried yet"
    assert found["input"] == b"a hello".hex()


def test_every_target_is_in_the_table_of_a_replay(run, deadly_corpora):
    code, out, _ = run("corpus", "replay", "--folder", deadly_corpora)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1 : 1 + len(NAMES)]] == list(NAMES)
