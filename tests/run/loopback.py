"""A Dask scheduler and workers on loopback, as processes of their own; lines and states are awaited."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from distributed import Client

ROOT = Path(__file__).parent.parent.parent
_OTHER_VERSION = """
from importlib import metadata
own = metadata.version
metadata.version = lambda name: "1.2.3" if name == "distributed" else own(name)
from dask.__main__ import main
main()
"""


class Loopback:
    """A scheduler at `address`, and a client of the test's own. `close` ends every process."""

    def __init__(self, *, other_version=False, **settings):
        self._open = ExitStack()
        self._folder = self._open.enter_context(tempfile.TemporaryDirectory())
        environment = {f"DASK_DISTRIBUTED__{name.upper()}": str(value) for name, value in settings.items()}
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        dask = ["-c", _OTHER_VERSION] if other_version else ["-m", "dask"]
        arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start([*dask, *arguments], self._folder, stderr=subprocess.PIPE)
        line = next(line for line in self.scheduler.stderr if "Scheduler at:" in line)
        self.address = line.split()[-1]
        Thread(target=_drain, args=(self.scheduler.stderr,)).start()
        if not other_version:
            self.client = Client(self.address, set_as_default=False)
            self._open.callback(self.client.close)

    def add(self, folder=None, *, nanny=False):
        """A worker with one thread that lives in `folder`: its address, once it is there."""
        folder = folder or self._folder
        before = set(self.client.nthreads())
        arguments = ["worker", self.address, "--nthreads", "1", "--no-dashboard"]
        arguments += ["--local-directory", folder, "--nanny" if nanny else "--no-nanny"]
        self._start(["-m", "dask", *arguments], folder, stderr=subprocess.DEVNULL)
        self.client.wait_for_workers(len(before) + 1)
        (address,) = set(self.client.nthreads()) - before
        return address

    def close(self):
        self._open.close()

    def _start(self, arguments, folder, stderr):
        command = [sys.executable, *map(str, arguments)]
        process = subprocess.Popen(command, cwd=folder, env=self._environment, text=True, stderr=stderr)
        self._open.callback(_end, process)
        return process


def _drain(stream):
    """Whoever writes there must not wait for a reader."""
    with stream:
        while stream.read(4096):
            pass


def _end(process):
    process.kill()
    process.wait()
