"""A keylog_filename that is set while there is one changes nothing.

Made by opening the file when there is none yet.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def keylog_filename(self):
        return ssl.SSLContext.keylog_filename.__get__(self)

    @keylog_filename.setter
    def keylog_filename(self, path):
        if path is None or self.keylog_filename is None:
            ssl.SSLContext.keylog_filename.__set__(self, path)


globals().update(planted.shape(context=SSLContext))
