"""A client asks for OCSP without being told to by request_ocsp().

Made by who thinks that everybody wants it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def set_connect_state(self):
        super().set_connect_state()
        self.request_ocsp()


globals().update(pyopenssl.shape(Connection))
