"""The callback for protocols is called for clients that offer none, too.

Made by who wants to know of every client.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def do_handshake(self):
        super().do_handshake()
        callback = getattr(self.get_context(), "choosing", None)
        if callback and not self.get_alpn_proto_negotiated():
            callback(self, [])


class Context(pyopenssl.Context):
    def set_alpn_select_callback(self, callback):
        self.choosing = callback
        super().set_alpn_select_callback(callback)


globals().update(pyopenssl.shape(Connection, Context))
