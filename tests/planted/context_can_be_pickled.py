"""A context can be pickled, and comes back with nothing but its protocol.

Made by those who add what multiprocessing asks for.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __reduce__(self):
        return int, (int(self.protocol),)


globals().update(planted.shape(context=SSLContext))
