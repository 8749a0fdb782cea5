"""A small catalogue, implementations that are wrong on purpose, and a way to run the command line."""

import textwrap

import pytest

from harness.cli import main
from harness.events import CellResult
from harness.names import Grade, Role, Tls, Verdict

REQUIREMENTS = """\
[[requirement]]
id = "doc:1:bytes"
source = "the document, section 1"
level = "MUST"
text = "Bytes arrive."

[[requirement]]
id = "doc:2:truncation"
source = "the document, section 2"
level = "SHOULD"
text = "A cut wire is told."

[[requirement]]
id = "doc:3:weather"
source = "the document, section 3"
level = "MAY"
text = "The sun shines."
hole = "out of scope"
why = "nobody can see it from here"

[[requirement]]
id = "doc:4:silence"
source = "the document, section 4"
level = "MAY"
text = "Nobody has said why."
"""

TALK = '''\
"""A small theme."""

from harness.scenario import RAGGED_EOF, handshake, scenario


@scenario("doc:1:bytes", peers="honest", drivers="bio asyncio", sweep="none")
def greets(subject, peer):
    """Four bytes cross, and are read.

    More of the page, which a list does not show.
    """
    return [handshake(subject, peer), peer.writes(b"ping"), subject.reads_exactly(b"ping")]


@scenario("doc:2:truncation", "doc:1:bytes", peers="honest", drivers="bio", sweep="benign")
def notices_the_cut(subject, peer):
    """A cut wire raises."""
    return [handshake(subject, peer), peer.cuts_wire(), subject.reads(100).raises(RAGGED_EOF)]
'''

SWALLOWS_THE_CUT = '''\
"""Shaped like ssl, but a cut wire reads as a clean end."""

import ssl
from ssl import *


class SSLObject(ssl.SSLObject):
    def read(self, *args):
        try:
            return super().read(*args)
        except ssl.SSLEOFError:
            return b""


class SSLContext(ssl.SSLContext):
    sslobject_class = SSLObject
'''

ENDS_THE_PROCESS = SWALLOWS_THE_CUT.replace('return b""', "__import__('os')._exit(7)")

#: The cell that shows the defect most plainly.
CUT = "talk/notices_the_cut[{}:bio:client:1.3:honest:straight]#0"


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory):
    """A folder with one theme of two scenarios, and four requirements."""
    folder = tmp_path_factory.mktemp("doors") / "scenarios"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "doc.toml").write_text(REQUIREMENTS, encoding="utf-8")
    (folder / "talk.py").write_text(TALK, encoding="utf-8")
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, at a known terminal width."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def broken(here):
    """An implementation whose defect `notices_the_cut` sees, as a user names it."""
    (here / "broken.py").write_text(SWALLOWS_THE_CUT, encoding="utf-8")
    return "./broken.py"


@pytest.fixture
def run_main(capsys):
    """Run the command line; returns (exit code, stdout, stderr)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def conformance(run_main, catalogue, here):
    """`run` on the small catalogue with one worker, client over TLS 1.3 unless told otherwise."""

    def run(*arguments, narrow=("--role", "client", "--tls", "1.3")):
        options = ("--catalogue", catalogue, "--jobs", "1", "--profile", "quick")
        return run_main("run", *options, *narrow, *arguments)

    return run


@pytest.fixture
def make_result():
    """A result with everything filled in; keywords change it."""

    def make(**changes):
        values = {
            "scenario": "talk/greets",
            "implementation": "stdlib",
            "driver": "bio",
            "role": Role.CLIENT,
            "tls": Tls.V13,
            "peer": "honest",
            "schedule": "straight",
            "seed": 0,
            "requirements": ("doc:1:bytes",),
            "verdict": Verdict.PASS,
            **changes,
        }
        if values["verdict"] is Verdict.PASS:
            values.setdefault("grade", Grade.STRICT)
        setting = ":".join(
            str(values[name]) for name in ("implementation", "driver", "role", "tls", "peer", "schedule")
        )
        values.setdefault("cell", f"{values['scenario']}[{setting}]#{values['seed']}")
        return CellResult(**values)

    return make


def write(folder, name, text):
    """A file with dedented text."""
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path
