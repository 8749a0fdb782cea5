"""The callback for protocols gets those offered in the order of the alphabet.

Made by who makes a set of them on the way.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_alpn_select_callback(self, callback):
        super().set_alpn_select_callback(lambda connection, offered: callback(connection, sorted(offered)))


globals().update(pyopenssl.shape(context=Context))
