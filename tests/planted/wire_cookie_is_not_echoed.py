"""A client leaves the cookie out of its second ClientHello.

Made by servers that send none.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.addExtension")
def add(real, self, extension):
    if extension.extType != planted.constants.ExtensionType.cookie:
        real(self, extension)


globals().update(planted.shape())
