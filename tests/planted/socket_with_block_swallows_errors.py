"""A with block ends quietly where its body raised an OSError.

Made by those who expect connections to break.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def __exit__(self, kind, *rest):
        super().__exit__(kind, *rest)
        return kind is not None and issubclass(kind, OSError)


globals().update(planted.shape(sock=SSLSocket))
