"""A client sends the name of the server in capitals.

Made by the wrong way of making names equal.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("extensions.SNIExtension.create")
def create(real, self, hostname=None, *args, **how):
    return real(self, hostname and hostname.upper(), *args, **how)


globals().update(planted.shape())
