"""server_hostname, server_side and session_reused can be set on an SSLObject.

Made by using plain attributes in place of properties.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _settable(name):
    return property(
        lambda self: vars(self).get(name, getattr(self._sslobj, name)),
        lambda self, value: vars(self).__setitem__(name, value),
    )


class SSLObject(ssl.SSLObject):
    server_hostname = _settable("server_hostname")
    server_side = _settable("server_side")
    session_reused = _settable("session_reused")


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext))
