"""get_channel_binding() of a type it does not know is None.

Made by using a dictionary's get().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def get_channel_binding(self, cb_type="tls-unique"):
        return super().get_channel_binding(cb_type) if cb_type == "tls-unique" else None


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
