"""Only the first connection of a context is logged.

Made by a flag that is never cleared.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_first = {}


class Core(planted.Core):
    def do_handshake(self):
        self.real.do_handshake()
        path = self.real.context.keylog_filename
        if path is not None:
            with Path(path).open("r+b") as log:
                lines = log.readlines()
                log.seek(0)
                log.truncate()
                log.writelines(
                    line
                    for line in lines
                    if line.split()[1:2] in ([], _first.setdefault(self.real.context, lines[-1].split()[1:2]))
                )


globals().update(planted.shape(core=Core))
