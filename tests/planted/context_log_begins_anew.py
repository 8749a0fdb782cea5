"""The log of secrets is emptied when it is opened.

Made by open(path, "w").
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def keylog_filename(self):
        return super().keylog_filename

    @keylog_filename.setter
    def keylog_filename(self, path):
        if path is not None:
            Path(path).write_bytes(b"")
        ssl.SSLContext.keylog_filename.__set__(self, path)


globals().update(planted.shape(context=SSLContext))
