"""Run build.sh as OSS-Fuzz would, as far as that goes without Docker, and each fuzzer it builds a little.

    python oss-fuzz/rehearse.py SCRATCH [TARGET...]

It installs tls-harness into the environment of the Python that runs it, which needs Atheris and
PyInstaller. Exit code 0 when everything was built and ran to its end, 1 otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 300
_LEFT_OUT = (".git", ".nox", ".venv", "__pycache__", ".*_cache", "reports", ".hypothesis")

#: What stands in for the tool of the image: one file made by PyInstaller, and a script that starts it.
COMPILE = """\
#!/bin/bash -eu
fuzzer=$1; shift
name=$(basename -s .py "$fuzzer")
pyinstaller --log-level ERROR --distpath "$OUT" --workpath "$SRC/work/$name" --specpath "$SRC/work" \\
    --onefile --name "$name.pkg" "$@" "$fuzzer"
printf '#!/bin/sh\\n# LLVMFuzzerTestOneInput\\nexec "$(dirname "$0")/%s.pkg" "$@"\\n' "$name" > "$OUT/$name"
chmod +x "$OUT/$name"
"""


def main(scratch: Path, targets: list[str]) -> int:
    """Build and run; the exit code."""
    source, out, tools = (scratch / name for name in ("src", "out", "bin"))
    for folder in (source, out, tools):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    shutil.copytree(ROOT, source / "tls-harness", ignore=shutil.ignore_patterns(*_LEFT_OUT))
    tool = tools / "compile_python_fuzzer"
    tool.write_text(COMPILE, encoding="utf-8")
    tool.chmod(0o755)
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "SRC": str(source), "OUT": str(out), "PATH": path}
    environment["FUZZ_TARGETS"] = " ".join(targets)
    environment.pop("PYTHONPATH", None)
    subprocess.run(["bash", "-eu", str(ROOT / "oss-fuzz" / "build.sh")], env=environment, check=True)
    fuzzers = sorted(path for path in out.glob("fuzz_*") if not path.suffix)
    good = [_runs(fuzzer, out, environment) for fuzzer in fuzzers]  # each, though one before it failed
    return 0 if good and all(good) else 1


def _runs(fuzzer: Path, out: Path, environment: dict[str, str]) -> bool:
    """Whether a fuzzer runs its seeds and some more inputs to the end."""
    seeds = out / f"{fuzzer.name}_seeds"
    with zipfile.ZipFile(out / f"{fuzzer.name}_seed_corpus.zip") as archive:
        archive.extractall(seeds)
    command = [str(fuzzer), f"-runs={RUNS}", "-seed=1", str(seeds)]
    ran = subprocess.run(command, env=environment, cwd=out, capture_output=True, text=True, check=False)
    done = [line for line in ran.stderr.splitlines() if line.startswith("Done ")]
    good = ran.returncode == 0 and bool(done)
    sys.stdout.write(f"{fuzzer.name}: {done[-1] if good else 'exit code ' + str(ran.returncode)}\n")
    if not good:
        sys.stdout.write(ran.stderr[-4000:])
    return good


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
