"""server_hostname is None once the handshake is done.

Made by those who keep the name for the handshake alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    _name = None

    @property
    def server_hostname(self):
        return None if self.version() else self._name or (self._sslobj and self._sslobj.server_hostname)

    @server_hostname.setter
    def server_hostname(self, value):
        self._name = value


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
