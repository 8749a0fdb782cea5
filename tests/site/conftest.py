"""A site of real results, one of 20,000 cells made of them, and a Chromium that complains."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cli import main
from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.report.results import ResultsFile, read_results

#: Where screenshots are kept; the folder is not in git.
SHOTS = Path(__file__).parents[2] / "reports" / "screenshots"
CELLS = 20_000

BROKEN = '''\
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


def called(*arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


def chromium():
    """The Chromium to drive: $CHROMIUM, or the one on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (nox -s browser)")
    if chromium() is None:
        pytest.skip("there is no Chromium here (apt-get install chromium, or set CHROMIUM)")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def results(browser, tmp_path_factory):  # without a browser nobody looks at them
    """The results file of a run in which some cells fail, one implementation with a name to be escaped."""
    folder = tmp_path_factory.mktemp("ran")
    broken = folder / "<b>broken<i>.py"
    broken.write_text(BROKEN, encoding="utf-8")
    narrow = ("--scenario", "closing/*", "--driver", "bio", "--profile", "quick", "--jobs", "1")
    assert called("run", "stdlib", broken, *narrow, "--results", folder / "r.jsonl") == 1
    return folder / "r.jsonl"


@pytest.fixture(scope="session")
def site(results, tmp_path_factory):
    """The folder of its site."""
    folder = tmp_path_factory.mktemp("site") / "site"
    assert called("report", results, "-o", folder, "--pictures", "60", "--jobs", "1") == 0
    return folder


@pytest.fixture(scope="session")
def large_site(results, tmp_path_factory):
    """The folder of a site of 20,000 cells, without pictures."""
    folder = tmp_path_factory.mktemp("large")
    real = read_results(results).cells
    file = ResultsFile(folder / "large.jsonl", "1")
    file(RunStarted({}, "quick", 0, "d"))
    file(CellsPlanned(CELLS))
    for number in range(CELLS):
        result = real[number % len(real)]
        seed = number // len(real)
        file(CellFinished(replace(result, seed=seed, cell=f"{result.cell.rpartition('#')[0]}#{seed}")))
    file(RunFinished(CELLS))
    file.close()
    assert called("report", folder / "large.jsonl", "-o", folder / "site", "--pictures", "0") == 0
    return folder / "site"


@pytest.fixture
def open_page(browser, request):
    """Open a page of a site; whatever its console complains about, or it fails to load, fails the test."""
    complaints, opened = [], []

    def open_page(folder, address="index.html", width=1280, height=860, colours="light"):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colours,
            reduced_motion="reduce",
            offline=True,
        )
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda asked: complaints.append(f"{asked.url}: {asked.failure}"))
        page.goto(f"{(folder / 'index.html').as_uri().removesuffix('index.html')}{address}")
        opened.append(page)
        return page

    yield open_page
    SHOTS.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(opened):
        page.screenshot(path=SHOTS / f"{request.node.name.removeprefix('test_')}-{number}.png")
        page.context.close()
    assert complaints == []
