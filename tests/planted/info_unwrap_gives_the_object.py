"""SSLObject.unwrap() returns the object itself.

Made by following the example of SSLSocket.unwrap().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(ssl.SSLObject):
    def unwrap(self):
        super().unwrap()
        return self


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext))
