"""The secrets of all contexts go to the file that one of them was given.

Made by using a global setting.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_path = []


class SSLContext(planted.SSLContext):
    @property
    def keylog_filename(self):
        return ssl.SSLContext.keylog_filename.__get__(self)

    @keylog_filename.setter
    def keylog_filename(self, path):
        ssl.SSLContext.keylog_filename.__set__(self, path)
        _path[:] = [path]

    def wrap(self, make, *ends, **how):
        for path in tuple(_path):
            try:
                ssl.SSLContext.keylog_filename.__set__(self, path)
            except OSError:
                _path.clear()  # that file is gone
        return make(*ends, **how)


globals().update(planted.shape(context=SSLContext))
