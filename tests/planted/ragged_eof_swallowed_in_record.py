"""A wire cut in the middle of a record reads as the clean end of the stream.

Made by parsers that report the end whenever they run out of bytes, even inside a record.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        try:
            return super().take(size)
        except ssl.SSLEOFError:
            if self.incoming and self.incoming.cut:
                return b""
            raise


globals().update(planted.shape(core=Core, bio=planted.FramedBIO))
