"""A client refuses EncryptedExtensions that acknowledge its server_name or tell the server's groups.

Made by a list of what may stand there that is too short.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.EncryptedExtensions.parse")
def parse(real, self, parser):
    real(self, parser)
    if any(each.extType in (0, 10) for each in self.extensions or ()):
        raise SyntaxError("no such extension here")
    return self


globals().update(planted.shape())
