"""A server answers encrypt_then_mac whatever cipher it has chosen.

Made by answering each flag as it comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.create")
def create(real, self, *args, **how):
    extensions = list(how.pop("extensions", None) or ())
    if not {22, 43} & {each.extType for each in extensions}:
        extensions.append(planted.extensions.TLSExtension().create(22, bytearray()))
    return real(self, *args, extensions=extensions, **how)


globals().update(planted.shape())
