"""A callback for OCSP gets None in place of the data it was registered with.

Made by who keeps the data no longer than the call that brings it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_ocsp_client_callback(self, callback, data=None):
        super().set_ocsp_client_callback(callback)

    def set_ocsp_server_callback(self, callback, data=None):
        super().set_ocsp_server_callback(callback)


globals().update(pyopenssl.shape(context=Context))
