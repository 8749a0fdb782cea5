"""What a person sees: plain text when piped, each finding once, nothing told by colour alone."""

import io
import re

import pytest
from rich.console import Console

from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.names import Grade, Level, Tls, Verdict
from harness.report.findings import Findings
from harness.report.telling import Words
from harness.report.terminal import Terminal
from harness.requirement import Requirement

STARTED = RunStarted({"stdlib": {"library": "OpenSSL 9", "python": "CPython 4"}}, "quick", 7, "d1g3st")
CLAUSE = Requirement("doc:1:bytes", "the document, section 1", Level.MUST, "Bytes arrive.")
DRIVERS = ("bio", "socket", "socket-nonblocking", "asyncio-streams", "asyncio-protocol")


@pytest.fixture
def show():
    """Tell a terminal of these results and return what it printed."""

    def tell(*results, finished=None, verbose=False, width=80, encoding="utf-8", tty=False):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
        console = Console(file=stream, width=width, force_terminal=tty, markup=False, highlight=False)
        terminal = Terminal(console, Words({CLAUSE.id: CLAUSE}, {}, DRIVERS), verbose)
        terminal(STARTED)
        terminal(CellsPlanned(20, 9))
        for result in results:
            terminal(CellFinished(result))
        if finished is not None:
            terminal(finished)
        terminal.close()
        terminal.close()
        return raw.getvalue().decode(encoding)

    return tell


@pytest.fixture
def failing(make_result):
    """A failing result; keywords change it."""

    def make(**changes):
        values = {
            "verdict": Verdict.FAIL,
            "requirement": "doc:1:bytes",
            "reason": "step 3: it came to None",
            "origin": "open: subject read gives its value -> None",
            **changes,
        }
        return make_result(**values)

    return make


def _matrix_row(text, theme):
    (row,) = [line for line in text.splitlines() if line.split()[:1] == [theme]]
    return " ".join(row.split())


def test_cells_with_one_origin_are_one_finding_shown_by_its_plainest_cell(show, failing):
    cells = [
        failing(schedule="cut(1)"),
        failing(driver="asyncio-streams"),
        failing(tls=Tls.V12),
        failing(schedule="join"),
    ]
    text = show(*cells, finished=RunFinished(4))
    assert text.count("FAIL") == 1
    assert f"repeat tls-harness replay '{cells[2].cell}'" in text
    assert "where  4 cells; asyncio-streams, bio; client; TLS 1.2, 1.3; 3 schedules" in text
    assert "clause doc:1:bytes (the document, section 1; MUST)" in text
    assert "Bytes arrive." in text
    assert "came   step 3: it came to None" in text
    assert "4 failed (1 finding)" in text


def test_the_plainest_cell_does_not_depend_on_the_order_of_results(failing):
    cells = [failing(schedule="cut(1)"), failing(driver="socket"), failing(), failing(schedule="join")]
    examples = set()
    for turn in range(len(cells)):
        findings = Findings()
        for cell in cells[turn:] + cells[:turn]:
            findings.add(cell)
        examples.add(findings.found[0].example.cell)
    assert examples == {cells[2].cell}


def test_origins_and_implementations_are_told_apart(show, failing):
    text = show(
        failing(), failing(origin="closed: other"), failing(implementation="mine"), finished=RunFinished(3)
    )
    assert text.count("FAIL") == 3
    assert "FAIL mine: open: subject read" in text


def test_the_matrix_counts_what_was_judged(show, make_result, failing):
    text = show(
        make_result(),
        failing(schedule="join"),
        failing(schedule="cut(1)", known="why"),
        make_result(driver="socket", verdict=Verdict.UNSUPPORTED, reason="it lacks x"),
        make_result(driver="asyncio-streams", verdict=Verdict.ERROR, origin="o"),
        finished=RunFinished(5),
    )
    assert _matrix_row(text, "talk") == "talk 1/3 \N{BALLOT X}1 ~1 0/0 -1 0/1 !1"
    for mark in ("\N{BALLOT X} findings", "~ known", "- unsupported", "! harness faults"):
        assert mark in text


def test_an_ascii_terminal_gets_ascii(show, failing):
    text = show(failing(), finished=RunFinished(1), encoding="ascii")
    assert text.isascii()
    assert "x findings" in text


def test_piped_output_has_no_control_codes_and_fits_80_columns(show, failing, make_result):
    drivers = [make_result(driver=driver, seed=seed) for driver in DRIVERS for seed in range(1200)]
    text = show(*drivers, *(failing(driver=driver) for driver in DRIVERS), finished=RunFinished(6005))
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)
    assert all(len(line) <= 80 for line in text.splitlines() if "repeat" not in line)
    assert "1200/1201" in _matrix_row(text, "talk")


def test_a_terminal_gets_a_progress_line(show, make_result):
    text = show(make_result(), finished=RunFinished(1), tty=True)
    assert "\x1b[" in text
    assert "1/9 settings" in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def test_text_from_outside_is_no_markup_and_no_control_code_of_ours(show, failing):
    text = show(failing(reason="[bold]x[/bold] [stdlib:bio]"), finished=RunFinished(1))
    assert "[bold]x[/bold] [stdlib:bio]" in text


def test_the_command_to_repeat_is_never_broken(show, failing):
    result = failing(schedule="+".join(["cut@client:137"] * 12))
    text = show(result, finished=RunFinished(1), width=60)
    assert f"tls-harness replay '{result.cell}'\n" in text


def test_tolerated_passes_known_failures_and_unsupported_cells_are_counted(show, make_result, failing):
    results = [
        make_result(),
        make_result(schedule="join", grade=Grade.ACCEPTABLE),
        make_result(schedule="cut(1)", grade=Grade.PORTABLE),
        failing(known="reason one"),
        failing(schedule="join", known="reason one"),
        make_result(verdict=Verdict.UNSUPPORTED, reason="never met its mark: flip(1)"),
        make_result(verdict=Verdict.UNSUPPORTED, reason="never met its mark: flip(2)"),
    ]
    text = show(*results, finished=RunFinished(7))
    assert "unsupported by stdlib, 2 cells: never met its mark\n" in text
    assert "reason one" not in text
    summary = " ".join(text.split()).rpartition(" 7 cells in ")[2].partition(" s: ")[2]
    known = "2 known failures (1 cause, --verbose lists them)"
    assert (
        summary == f"3 passed (1 as tolerated, not as asked, 1 in words of its own), {known}, 2 unsupported"
    )
    assert "known of stdlib, 2 cells: reason one" in show(*results, finished=RunFinished(7), verbose=True)


def test_a_fault_of_the_harness_is_told_as_ours(show, make_result):
    fault = make_result(verdict=Verdict.ERROR, reason="KeyError: 1 (x.py:2)", origin="harness: KeyError")
    text = show(fault, finished=RunFinished(1))
    assert "ERROR in tls-harness itself" in text
    assert "KeyError: 1 (x.py:2)" in text
    assert f"replay --in-process --debug '{fault.cell}'" in text


def test_a_lost_process_is_told_by_what_was_seen_of_it(show, failing):
    text = show(
        failing(verdict=Verdict.HANG, origin="", reason="no sign of life for 20 s"), finished=RunFinished(1)
    )
    assert "HANG no sign of life for 20 s" in text


def test_an_interrupted_run_says_how_far_it_got(show, make_result):
    text = show(make_result(), make_result(schedule="join"), finished=RunFinished(2, "interrupted"))
    assert "interrupted after 2 cells; 1 of 9 settings were begun" in text


def test_a_run_that_broke_off_shows_what_there_is(show, failing):
    assert show(failing()).count("FAIL") == 1
    assert "cells" not in show()


def test_stale_known_failures_are_told(show, make_result):
    text = show(make_result(), finished=RunFinished(1, stale=("k.toml:3: 'x*' is stale",)))
    assert "stale: k.toml:3: 'x*' is stale" in text


def test_what_was_found_behind_a_failure_is_told_too(show, failing):
    others = tuple(("doc:1:bytes", f"open: believed [lie {number}]", "it believes") for number in range(5))
    told = " ".join(show(failing(others=others)).split())
    assert "and behind it: open: believed [lie 0]" in told
    assert "and behind it: open: believed [lie 2]" in told
    assert "and 2 more; `replay` tells them all" in told
    assert "lie 3" not in told


@pytest.mark.parametrize(
    ("tty", "verbose", "whole"), [(True, False, 1), (True, True, 30), (False, False, 30)]
)
def test_a_person_at_a_terminal_is_left_with_one_screen(show, failing, make_result, tty, verbose, whole):
    cells = [failing(origin=f"open: cause {number}") for number in range(30)]
    cells += [make_result(scenario=f"theme{number}/passes") for number in range(30)]
    text = show(*cells, finished=RunFinished(60), tty=tty, verbose=verbose)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert text.count("clause doc:1:bytes") == whole
    screen = text[text.rindex("theme   ") :]  # the progress line before it is taken away
    if whole == 1:
        assert "30 other themes" in screen
        assert "more; --verbose tells them whole" in screen
        assert len(screen.splitlines()) < 25
    else:
        assert "theme7" in screen
        assert "more; --verbose" not in screen
