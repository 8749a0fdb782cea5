"""What an execution of each fuzz target costs, beside targets that do nothing, and where its time goes.

    python -m tests.fuzz_speed [--implementation NAME] [--runs N] [TARGET ...]

Executions are counted by processor time, each target in a child of its own that goes on from the shipped
corpus as a campaign does. `nothing` is the same child with a target that returns at once: Atheris and its
own mutations alone. `mutated` is that with the target's own mutator. The shares say whose code the processor
was in: of the subject, of the reference peer, of Atheris and the mutator, of what judges, and of the rest.
"""

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.fuzz import child
from harness.fuzz.bench import Order
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.recorder import Recorder
from harness.fuzz.target import NAMES, target
from harness.pki import mint

_RUN = "--run"
#: Executions before the count begins: imports, contexts, and the corpus itself.
_WARM = 400
#: Whose code a function is, by what its file or name holds; the first that fits.
_OWNERS = (
    ("subject", ("_ssl.", "/ssl.py", "asyncio/", "tlslite_subject")),
    ("peer", ("tlslite/", "harness/peers/", "cryptography", "_hashlib", "x25519", "_hazmat", "gmpy2")),
    ("mutator", ("fuzz/mutators", "atheris")),
    ("judging", ("harness/rules", "harness/negotiation", "harness/ledger", "harness/oracle", "harness/clear",
                 "harness/hellos", "harness/lazily")),
)  # fmt: skip


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all by default")
    parser.add_argument("--implementation", default="stdlib")
    parser.add_argument("--runs", type=int, default=4000, help="executions that are counted")
    asked = parser.parse_args()
    shares = [owner for owner, _ in _OWNERS]
    head = f"{'target':<22}{'nothing/s':>11}{'mutated/s':>11}{'target/s':>10}"
    print(f"{head}   percent in: {' '.join(shares)} rest")
    with tempfile.TemporaryDirectory() as keys:
        mint(keys)
        for name in asked.targets or NAMES:
            figures = [_measured(kind, name, keys, asked) for kind in ("nothing", "mutated", "target")]
            rates = [int(float(each[0])) for each in figures]
            columns = zip([*shares, "rest"], figures[2][1:], strict=True)
            told = " ".join(f"{share:>{len(owner)}}" for owner, share in columns)
            print(f"{name:<22}{rates[0]:>11}{rates[1]:>11}{rates[2]:>10}   {'':11} {told}", flush=True)


def _measured(kind, name, keys, asked):
    """What a child tells: executions in a second of processor time, and for a target the shares."""
    command = [sys.executable, "-m", "tests.fuzz_speed", _RUN, kind, name, asked.implementation, keys]
    done = subprocess.run([*command, str(asked.runs)], capture_output=True, text=True, check=False)
    told = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("measured ")]
    if not told:
        raise RuntimeError(f"{kind} {name} broke off: {done.stderr[-2000:]}")
    return told[-1]


def run(kind, name, implementation, keys, runs):
    """Count in this process, and end it."""
    import atheris

    count, times, profile = 0, [], cProfile.Profile()

    def one(judge):
        nonlocal count
        count += 1
        if count in (_WARM, _WARM + runs):
            times.append(time.process_time())
        if kind == "target":
            if count > _WARM + runs:
                profile.runcall(judge)
            else:
                judge()
        if count > _WARM + runs + (runs // 4 if kind == "target" else 0):
            shares = _shares(profile) if kind == "target" else []
            print("measured", runs / (times[1] - times[0]), *shares, flush=True)
            os._exit(0)

    with tempfile.TemporaryDirectory() as folder:
        working = Corpus(Path(folder, "corpus"))
        for _, data in corpus(name).load():
            working.save(data)
        flags = [
            "-seed=1",
            "-verbosity=0",
            "-reload=0",
            f"-artifact_prefix={folder}{os.sep}",
            str(working.folder),
        ]
        if kind == "nothing":
            atheris.Setup(["nothing", f"-max_len={target(name).longest}", *flags], lambda _: one(None))
            atheris.Fuzz()
        recorder, diary = Path(folder, "recorder"), Path(folder, "diary")
        Recorder(recorder, create=True)
        order = Order(name, implementation, keys, folder, str(recorder), str(diary))
        child.fuzz(order, flags, lambda bench, data: one(lambda: bench.judge(data)))


def _shares(profile):
    """Percent of the time in whose code, by the functions' own time; what is left is the rest's."""
    spent = dict.fromkeys((owner for owner, _ in _OWNERS), 0.0)
    everything = 0.0
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():
        everything += own
        where = f"{file} {function}".replace(os.sep, "/")
        owner = next((owner for owner, marks in _OWNERS if any(mark in where for mark in marks)), None)
        if owner:
            spent[owner] += own
    shares = [round(100 * each / everything) for each in spent.values()]
    return [*shares, 100 - sum(shares)]


if __name__ == "__main__":
    if sys.argv[1:2] == [_RUN]:
        run(*sys.argv[2:6], int(sys.argv[6]))
    else:
        main()
