"""A server grants a client's max_fragment_length, and goes on as ever.

Made by echoing extensions that want no more than an echo.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)
_asked = []


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    hello = real(self, parser)
    _asked[:] = [each for each in hello.extensions or () if each.extType == 1]
    return hello


@planted.instead("messages.ServerHello.create")
def create(real, self, *args, **how):
    extensions = list(how.pop("extensions", None) or ())
    if 43 not in [each.extType for each in extensions]:
        extensions += _asked
    return real(self, *args, extensions=extensions, **how)


@planted.instead("messages.EncryptedExtensions.create")
def encrypted(real, self, extensions):
    return real(self, [*extensions, *_asked])


globals().update(planted.shape())
