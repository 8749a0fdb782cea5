"""Whatever is wrong with a renegotiation is an internal_error.

Made by having no words for it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    if self.again.under_way:
        description = planted.constants.AlertDescription.internal_error
    yield from real(self, description, text)


globals().update(planted.shape())
