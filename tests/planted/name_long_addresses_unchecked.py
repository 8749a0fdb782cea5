"""A client that wants an address of version 6 takes the certificate of anybody.

Made by those who take whatever has a colon for a host and its port.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return ":" in name


globals().update(planted.shape(context=SSLContext))
