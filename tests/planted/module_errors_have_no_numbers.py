"""Errors of a connection have a text and no number.

Made by those who raise a class with a sentence.
"""

import ssl
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


@contextmanager
def unnumbered():
    try:
        yield
    except ssl.SSLError as error:
        plain = type(error)(*error.args[1:])
        for name in ("library", "reason", "verify_code", "verify_message"):
            if hasattr(error, name):
                setattr(plain, name, getattr(error, name))
        raise plain from None


class Core(planted.Core):
    def do_handshake(self):
        with unnumbered():
            super().do_handshake()

    def take(self, size):
        with unnumbered():
            return super().take(size)


globals().update(planted.shape(core=Core))
