"""What every room's tests share: keys minted once a session, and a way to write small catalogues."""

import textwrap
from pathlib import Path

import pytest

from harness.pki import mint

REQUIREMENTS = """\
[[requirement]]
id = "doc:1:one"
source = "the document, section 1"
level = "MUST"
text = "One thing holds."

[[requirement]]
id = "doc:2:other"
source = "the document, section 2"
level = "SHOULD"
text = "Another thing holds."
"""

TALK = '''\
"""A small theme."""

from harness.scenario import handshake, scenario


@scenario("doc:1:one")
def greets(subject, peer):
    """Four bytes cross, and are read."""
    return [handshake(subject, peer), peer.writes(b"ping"), subject.reads_exactly(b"ping")]


@scenario("doc:2:other", drivers="bio", roles="client", tls="1.3", peers="honest", sweep="none")
def answers(subject, peer):
    """What the subject writes arrives."""
    return [handshake(subject, peer), subject.writes(b"pong"), peer.reads_exactly(b"pong")]
'''


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    """The certificates of every test."""
    return mint(str(tmp_path_factory.mktemp("pki")))


def write_catalogue(folder: Path, requirements: str = REQUIREMENTS, **themes: str) -> Path:
    """A folder of scenarios: the requirements, and one file for each theme, dedented."""
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "doc.toml").write_text(requirements, encoding="utf-8")
    for theme, text in themes.items():
        (folder / f"{theme}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def catalogue_folder(tmp_path_factory):
    """A catalogue of one theme with two scenarios, read by the tests of the run."""
    return write_catalogue(tmp_path_factory.mktemp("catalogue") / "scenarios", talk=TALK)
