"""A client that wants an address takes the certificate of anybody.

Made by those who compare host names and skip what is none.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return planted.is_address(name)


globals().update(planted.shape(context=SSLContext))
