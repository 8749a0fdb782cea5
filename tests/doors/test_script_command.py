"""`tls-harness replay CELL --script` of one's own module."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import write_catalogue
from tests.doors.conftest import CUT, ENDS_THE_PROCESS, write
from tests.script.test_origins import CELL, HARMLESS


def test_a_finding_of_ones_own_module_becomes_a_script_that_imports_it(run_main, catalogue, broken, here):
    cell = CUT.format(broken)
    code, out, err = run_main("replay", cell, "--script", "found.py", "--catalogue", catalogue)
    assert (code, err) == (0, "")
    assert out == f"found.py: needs {broken}; it was run, and shows what the cell shows\n"
    text = (here / "found.py").read_text()
    assert "import broken as tls\n" in text
    assert f"# {cell}\n" in text
    run = subprocess.run([sys.executable, "-I", "found.py"], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (1, "it shows: subject: read(100) -> b''\n")
    write(here, "broken.py", "from ssl import *\n")  # mended
    run = subprocess.run([sys.executable, "-I", "found.py"], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert "subject: read(100) -> SSLEOFError" in run.stdout


def test_a_cell_that_takes_its_process_down_has_none(run_main, catalogue, here):
    write(here, "crashes.py", ENDS_THE_PROCESS)
    code, _, err = run_main("replay", CUT.format("./crashes.py"), "--script", "--catalogue", catalogue)
    assert code == 2
    assert "its process is lost (crash: the process ended: exit code 7), and the transcript" in err
    assert err.count("\n") == 1


def test_several_cells_have_no_script(conformance, run_main, catalogue, here):
    conformance()
    code, _, err = run_main("replay", "reports/results.jsonl", "--script", "--catalogue", catalogue)
    assert code == 2
    assert err.startswith("tls-harness: --script is for one cell, and reports/results.jsonl has ")


def test_of_a_cell_that_finds_several_things_one_is_chosen_by_its_origin(run_main, here):
    cell = (CELL.name, "--catalogue", write_catalogue(here / "lies", lies=HARMLESS))
    code, _, err = run_main("replay", *cell, "--script", "found.py", "--origin", "*0xfe02*")
    assert (code, err) == (0, "")
    assert "extension(0xfe02)" in (here / "found.py").read_text(encoding="utf-8")
    code, _, err = run_main("replay", *cell, "--origin", "*0xfe02*")
    assert code == 2
    assert err == "tls-harness: --origin says which finding --script is about, and there is no --script\n"
