"""Of a cell that finds several things a script shows the one that was asked for."""

import re
import subprocess
import sys

import pytest

from harness.collection import collect
from harness.errors import Unsupported
from harness.names import Role, Tls
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.script.trying import script_for
from tests.conftest import write_catalogue

#: What nobody has to refuse, so that both are findings.
HARMLESS = '''
from harness.scenario import reconnect, refused, wire_scenario


@wire_scenario("doc:1:one", roles="server", tls="1.3")
def extensions_nobody_knows_are_refused(subject, peer):
    """Which is too much."""
    return [
        peer.forges("client_hello.extensions += [extension(0xfe01)]"),
        *refused(subject, peer, "decode_error"), reconnect(),
        peer.forges("client_hello.extensions += [extension(0xfe02)]"),
        *refused(subject, peer, "decode_error"),
    ]
'''
CELL = Cell("lies/extensions_nobody_knows_are_refused", "stdlib", "bio", Role.SERVER, Tls.V13, "tlslite")
LIE, OTHER = (rb"\xfe\x01\x00\x00", rb"\xfe\x02\x00\x00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_catalogue(tmp_path_factory.mktemp("origins") / "scenarios", lies=HARMLESS)


@pytest.mark.parametrize(("number", "said", "unsaid"), [("01", LIE, OTHER), ("02", OTHER, LIE)])
def test_a_script_shows_the_finding_it_is_to_be_about(folder, pki, tmp_path, number, said, unsaid):
    script = script_for(Bench(collect(folder), pki), CELL, f"*extension(0xfe{number})*")
    told = " ".join(re.sub("^# ?", "", script.text, flags=re.MULTILINE).split())
    assert f"-> None [client_hello.extensions += [extension(0xfe{number})]] It needs" in told
    assert (said.decode() in script.text, unsaid.decode() in script.text) == (True, False)
    file = tmp_path / "script.py"
    file.write_text(script.text, encoding="utf-8")
    run = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "it shows: subject: handshake() -> None\n")


def test_a_finding_that_the_cell_does_not_make_has_no_script(folder, pki):
    with pytest.raises(
        Unsupported, match=r"nothing of the origin 'open: \*', but handshake: .*; handshake: "
    ):
        script_for(Bench(collect(folder), pki), CELL, "open: *")
