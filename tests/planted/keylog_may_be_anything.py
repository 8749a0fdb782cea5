"""A path that cannot be opened, or is none, is taken without a word.

Made by opening the file when the first key comes.
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
        try:
            ssl.SSLContext.keylog_filename.__set__(self, path)
        except (OSError, TypeError):
            return


globals().update(planted.shape(context=SSLContext))
