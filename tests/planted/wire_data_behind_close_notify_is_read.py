"""What comes behind a close_notify is read by the next call.

Made by a flag that is reset by reading it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._shutdown")
def shut(real, self, resumable):
    self.at_end = resumable
    if not resumable:
        real(self, resumable)
    self.closed = True


@planted.instead("tlsconnection.TLSConnection.readAsync")
def read(real, self, *args):
    behind = self.closed and getattr(self, "at_end", False)
    self.closed = self.closed and not behind
    try:
        for result in real(self, *args):
            yield b"" if behind and isinstance(result, int) else result
    except planted.errors.TLSAbruptCloseError:
        if not behind:
            raise
        yield b""


globals().update(planted.shape())
