"""The callback for the server's name gets the name besides the Connection.

Made by who has learnt from Python's ssl that this is handy.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_tlsext_servername_callback(self, callback):
        super().set_tlsext_servername_callback(
            lambda connection: callback(connection, connection.get_servername())
        )


globals().update(pyopenssl.shape(context=Context))
