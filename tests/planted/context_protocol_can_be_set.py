"""The attribute protocol can be set, to no effect.

Made by plain attributes.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    protocol = None

    def __init__(self, protocol):
        self.protocol = ssl._SSLMethod(protocol)


globals().update(planted.shape(context=SSLContext))
