"""A subclass of SSLContext makes instances of SSLContext itself.

Made by a factory that names the class it makes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __new__(cls, protocol):
        return super().__new__(shape["SSLContext"], protocol)


shape = planted.shape(context=SSLContext)
globals().update(shape)
