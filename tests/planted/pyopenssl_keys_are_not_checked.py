"""check_privatekey() finds no fault with a key of another certificate.

Made by who has the other end find it out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def check_privatekey(self):
        return None


globals().update(pyopenssl.shape(context=Context))
