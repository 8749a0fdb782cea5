"""Secrets for what the server sends, and those of TLS 1.2, are not logged.

Made by logging what one's own side needs.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


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
                    if line[:6] not in (b"SERVER", b"CLIENT_RANDOM"[:6] * (b"_RANDOM" in line))
                )


globals().update(planted.shape(core=Core))
