"""The example of docs/example is installed as any package is, found by its name, checked and tried."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the example installed, and an environment that has it on the path."""
    folder = tmp_path_factory.mktemp("site")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    pip = (
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(folder),
        str(ROOT / "docs" / "example"),
    )
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), "COLUMNS": "200"}


def tls_harness(environment, folder, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        capture_output=True, text=True, env=environment, cwd=folder, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_it_is_listed(installed, tmp_path):
    _, out, _ = tls_harness(installed, tmp_path, "list", "implementations")
    (line,) = (line for line in out.splitlines() if line.startswith("example"))
    assert "entry point" in line
    assert "OpenSSL" in line


def test_it_is_driven_soundly_and_passes(installed, tmp_path):
    assert tls_harness(installed, tmp_path, "check", "example", "--driver", "bio")[0] == 0
    code, out, _ = tls_harness(
        installed,
        tmp_path,
        "run",
        "example",
        "--scenario",
        "handshake/*",
        "--driver",
        "bio",
        "--schedule",
        "straight",
    )
    assert code == 0, out
    assert "example: OpenSSL" in out


def test_known_failures_lie_beside_its_module(installed, tmp_path):
    folder = Path(installed["PYTHONPATH"].split(os.pathsep)[1])
    known = folder / "tls_harness_example.known.toml"
    before = known.read_text(encoding="utf-8")
    try:
        known.write_text('[[known]]\ncells = "handshake/*"\nclause = "c"\n', encoding="utf-8")
        code, _, err = tls_harness(installed, tmp_path, "run", "example", "--scenario", "handshake/*")
    finally:
        known.write_text(before, encoding="utf-8")
    assert code == 2
    assert "tls_harness_example.known.toml:1: an entry needs its reason" in err


def test_a_plug_in_that_breaks_is_one_sentence(installed, tmp_path):
    folder = Path(installed["PYTHONPATH"].split(os.pathsep)[1])
    module = folder / "tls_harness_example.py"
    before = module.read_text(encoding="utf-8")
    try:
        module.write_text("import no_such_library\n", encoding="utf-8")
        code, _, err = tls_harness(installed, tmp_path, "run", "example")
        _, listed, _ = tls_harness(installed, tmp_path, "list", "implementations")
    finally:
        module.write_text(before, encoding="utf-8")
    assert code == 2
    assert err.count("\n") == 1
    assert "implementation example (entry point tls_harness_example): ModuleNotFoundError on import" in err
    assert "not here: implementation example" in " ".join(listed.split())
