"""What the custom mutators are worth: executions until each planted parser defect is found, with and without.

    python -m tests.fuzz_bench [--most N] [--seeds N] [DEFECT ...]

Each search is Atheris in a process of its own, from the shipped corpus, bounded by `--most` executions; the
table shows the median of the seeds. What does not find its defect counts as more than the bound. In both
columns everything else is the same: seeds, corpus, what is told of how runs look.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from harness.fuzz import child
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.target import Trial, target
from harness.pki import Pki, mint
from tests.parser_defects import NAMES, plant, target_of

_SEARCH = "--search"


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="all by default")
    parser.add_argument("--most", type=int, default=10000, help="executions of one search")
    parser.add_argument("--seeds", type=int, default=5, help="searches for each median")
    asked = parser.parse_args()
    print(f"{'planted defect':<38}{'target':<22}{'with':>8}{'without':>9}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder, "keys")
        keys.mkdir()
        mint(str(keys))
        for name in asked.defects or NAMES:
            cells = [_median(name, plain, keys, asked) for plain in (False, True)]
            print(f"{name:<38}{target_of(name):<22}{cells[0]:>8}{cells[1]:>9}", flush=True)


def _median(name, plain, keys, asked):
    """The median of the searches, as text."""
    counts = [_search(name, plain, keys, seed, asked.most) for seed in range(1, asked.seeds + 1)]
    median = statistics.median(counts)
    return f"{median:.0f}" if median <= asked.most else f"> {asked.most}"


def _search(name, plain, keys, seed, most):
    """The number of the execution that found it; `most` + 1 if none did."""
    command = [sys.executable, "-m", "tests.fuzz_bench", _SEARCH, name, str(int(plain)), str(keys), str(seed)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run([*command, str(most)], capture_output=True, text=True, check=False, env=environment)
    told = [line for line in done.stdout.splitlines() if line.startswith("found ")]
    if done.returncode or (not told and child.FINAL_STATS not in done.stderr + done.stdout):
        raise RuntimeError(f"a search for {name!r} broke off: {done.stderr[-2000:]}")
    return int(told[0].split()[1]) if told else most + 1


def search(name, plain, keys, seed, most):
    """Search in this process, and end it."""
    import atheris

    found = target(target_of(name))
    trial = Trial(plant(name), Pki(keys))
    probes = [atheris.instrument_func(child._make_probe()) for _ in range(child._PROBES)]
    trial.saw = lambda look: probes[zlib.crc32(look.encode()) % child._PROBES]()
    count = 0

    def one(data):
        nonlocal count
        count += 1
        finding = found.judge(data, trial)
        if finding is not None and "Needle" in finding.key + finding.told:
            print(f"found {count}", flush=True)
            os._exit(0)

    with tempfile.TemporaryDirectory() as folder:
        working = Corpus(Path(folder, "corpus"))
        for _, data in corpus(found.name).load():
            working.save(data)
        flags = [f"-seed={seed}", f"-runs={most}", f"-max_len={found.longest}", "-print_final_stats=1"]
        flags.append(f"-artifact_prefix={folder}{os.sep}")
        mutator = {} if plain else {"custom_mutator": child._mutator(atheris, found.mutator)}
        atheris.Setup(["bench", *flags, "-verbosity=0", "-reload=0", str(working.folder)], one, **mutator)
        atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == [_SEARCH]:
        search(sys.argv[2], sys.argv[3] == "1", sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
    else:
        main()
