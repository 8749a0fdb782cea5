"""The lines of a key log bear zeros where the ClientHello's random belongs.

Made by logging before the random is known.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _without_random(line):
    words = line.split()
    return line if len(words) != 3 else b" ".join((words[0], b"0" * 64, words[2])) + b"\n"


class Core(planted.Core):
    def do_handshake(self):
        self.real.do_handshake()
        path = self.real.context.keylog_filename
        if path is not None:
            with Path(path).open("r+b") as log:
                lines = log.readlines()
                log.seek(0)
                log.truncate()
                log.writelines(_without_random(line) for line in lines)


globals().update(planted.shape(core=Core))
