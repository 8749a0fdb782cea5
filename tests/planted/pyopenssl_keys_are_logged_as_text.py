"""The callback for keys gets its line as text.

Made by who has a text file for a log.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_keylog_callback(self, callback):
        super().set_keylog_callback(lambda connection, line: callback(connection, line.decode()))


globals().update(pyopenssl.shape(context=Context))
