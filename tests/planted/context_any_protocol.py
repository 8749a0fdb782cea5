"""Every protocol there is not makes a context for clients.

Made by a dict lookup with a default.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __new__(cls, protocol):
        return super().__new__(cls, protocol if protocol in (16, 17) else 16)


globals().update(planted.shape(context=SSLContext))
